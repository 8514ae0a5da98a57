//! Logo, style sheet and manifest as browsers and documents get them.

use super::{Brand, Colour, EDITION, sheet::sheet};
use crate::{App, Fault, Visit};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use serde_json::{Value, json};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_documents::pdf::Document;
use xingtan_i18n::{Lang, Locale};

/// No piece of a logo is larger.
const LARGEST: u64 = 4 << 20;
/// Address and content belong together for good.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Whatever a picture holds, it is a picture.
const PICTURE_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");

/// `GET /brand/NAME`: a piece of the logo that is in force, or the style sheet of an accent. For everybody: the door
/// wears them.
pub async fn piece(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Fault> {
    if let Some(digits) =
        name.strip_prefix(&format!("accent{EDITION}-")).and_then(|it| it.strip_suffix(".css"))
    {
        let accent: Colour = format!("#{digits}").parse().map_err(|_| Fault::NotFound)?;
        let kind = HeaderValue::from_static("text/css; charset=utf-8");
        return Ok(
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOREVER)], sheet(accent)).into_response()
        );
    }
    let logo = Brand::of(app.settings()).logo.ok_or(Fault::NotFound)?;
    let asked = name.strip_suffix(".png").and_then(|it| it.rsplit_once('-')).ok_or(Fault::NotFound)?;
    let found = logo.piece(asked.0).filter(|piece| piece.hash == asked.1).ok_or(Fault::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
        (header::CACHE_CONTROL, FOREVER),
        (header::CONTENT_SECURITY_POLICY, PICTURE_POLICY),
    ];
    Ok((headers, bytes(&app, found.file).await.ok_or(Fault::NotFound)?).into_response())
}

/// The bytes of a file; none where they cannot be had, which is logged.
async fn bytes(app: &App, file: Uuid) -> Option<Vec<u8>> {
    let row = app.db().read(move |tx| xingtan_storage::file::find(tx, file)).await.ok()??;
    match app.storage().read(&row, LARGEST).await {
        Ok(bytes) => Some(bytes.to_vec()),
        Err(error) => {
            tracing::error!(%error, "a piece of the logo cannot be read");
            None
        }
    }
}

/// A document with the institution's head: its name and its logo.
pub async fn letterhead(app: &App, l: &Locale, title: impl Into<String>, now: Timestamp) -> Document {
    let document = Document::new(l, app.institution().name.clone(), title, now);
    let logo = Brand::of(app.settings()).logo.and_then(|logo| logo.piece("logo").map(|piece| piece.file));
    match logo {
        Some(file) => document.logo(bytes(app, file).await.unwrap_or_default()),
        None => document,
    }
}

/// `GET /manifest.webmanifest`: how the program is installed on a device (OPS-8), under the institution's name.
pub async fn manifest(visit: Visit) -> Response {
    let l = &visit.l;
    let brand = Brand::of(visit.app.settings());
    let institution = visit.app.institution();
    let name = if institution.name.is_empty() { l.t("web-brand") } else { institution.name.clone() };
    let own = |piece: &str| brand.logo.as_ref().and_then(|logo| logo.href(piece));
    let icon = |piece: &str, asset: &str, side: u32, purpose: &str| {
        let src = own(piece).unwrap_or_else(|| visit.app.asset(asset));
        json!({ "src": src, "sizes": format!("{side}x{side}"), "type": "image/png", "purpose": purpose })
    };
    let document: Value = json!({
        "id": "/",
        "name": name,
        "short_name": short(&name),
        "description": l.t("web-manifest-description"),
        "lang": match l.lang() { Lang::ZhCn => "zh-Hans", Lang::En => "en" },
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": "#f7f4ec",
        "background_color": "#f7f4ec",
        "icons": [
            icon("icon-192", "icon-192.png", 192, "any"),
            icon("icon-512", "icon-512.png", 512, "any"),
            icon("icon-maskable", "icon-maskable-512.png", 512, "maskable"),
        ],
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/manifest+json; charset=utf-8")),
        // It speaks the visitor's language and changes with the institution.
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300")),
        (header::VARY, HeaderValue::from_static("cookie, accept-language")),
    ];
    (headers, document.to_string()).into_response()
}

/// What fits below an icon: eight Chinese characters, or words up to sixteen Latin letters.
fn short(name: &str) -> String {
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    let mut used = 0;
    let fits: String = name
        .chars()
        .take_while(|c| {
            used += width(*c);
            used <= 16
        })
        .collect();
    if fits.len() == name.len() {
        return fits;
    }
    match fits.rsplit_once(' ') {
        Some((words, _)) if name.is_ascii() => words.to_owned(),
        _ => fits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_fits_below_an_icon() {
        assert_eq!(short("青禾集团网络学院"), "青禾集团网络学院");
        assert_eq!(short("青禾集团网络学院分院"), "青禾集团网络学院");
        assert_eq!(short("Greenfield Academy of Trade"), "Greenfield");
        assert_eq!(short("Xingtan"), "Xingtan");
    }
}
