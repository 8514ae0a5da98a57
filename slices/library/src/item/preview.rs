//! What a page shows of an item, by its kind: the same for people with an account and for partners.

use super::{rules::Kind, serve::shown, store::Item};
use xingtan_db::Tx;
use xingtan_i18n::Locale;
use xingtan_media::{
    State as Stands, office,
    serve::{MASTER, Medium, POSTER, medium},
};
use xingtan_storage::file::{self, FileRow};
use xingtan_web::{App, Fault};

/// A player that plays and reports nothing.
#[derive(Clone, Debug)]
pub struct Player {
    /// The list of renditions.
    pub list: String,
    /// The still picture; empty where there is none.
    pub poster: String,
    /// Whether there are no pictures.
    pub sound: bool,
    /// Length in milliseconds.
    pub duration_ms: i64,
    /// Subtitles: address, language and name.
    pub tracks: Vec<(String, String, String)>,
}

/// What is shown.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The address of a PDF; empty where none is shown.
    pub pdf: String,
    /// The address of a picture; empty where none is shown.
    pub picture: String,
    /// A film or sound.
    pub player: Option<Player>,
    /// Text as clean HTML; empty where none is shown.
    pub html: String,
    /// Plain text; empty where none is shown.
    pub plain: String,
    /// Whether the text is shown only in part.
    pub cut: bool,
    /// Why nothing is shown, or not yet.
    pub told: String,
    /// The words over it; empty where no mark is demanded, or the file bears it itself.
    pub mark: String,
}

/// What is read of an item for its preview.
#[derive(Clone, Debug, Default)]
pub struct Found {
    file: Option<FileRow>,
    medium: Option<Medium>,
    key: &'static str,
}

/// Reads what a preview needs.
///
/// # Errors
/// Those of the database.
pub fn find(tx: &mut Tx<'_>, it: &Item) -> Result<Found, Fault> {
    let mut found = Found { file: shown(tx, it)?, ..Found::default() };
    match it.kind() {
        Kind::Video | Kind::Audio => {
            found.medium = medium(tx, it.file_id)?;
            let stands = xingtan_media::look(tx, it.file_id)?.map(|item| item.state());
            if found.medium.is_none() {
                found.key = match stands {
                    Some(Stands::Failed) | None => "library-preview-failed",
                    _ => "library-preview-soon",
                };
            }
        }
        Kind::Office if found.file.is_none() => {
            let made = office::of_files(tx, &[it.file_id])?.into_iter().next();
            found.key = match made.map(|it| it.state()) {
                Some(Stands::Failed) | None => "library-preview-failed",
                _ => "library-preview-soon",
            };
        }
        Kind::Text => found.file = file::find(tx, it.file_id)?,
        Kind::Other => found.key = "library-preview-none",
        _ => {}
    }
    Ok(found)
}

/// So much of a text is shown, in bytes.
const MOST_TEXT: i64 = 256 << 10;

/// Makes the preview; its addresses begin with `base`.
///
/// # Errors
/// Where storage has lost the file.
pub async fn make(
    app: &App,
    l: &Locale,
    it: &Item,
    found: Found,
    base: &str,
    mark: Option<String>,
) -> Result<Preview, Fault> {
    let mut preview = Preview::default();
    if !found.key.is_empty() {
        preview.told = l.t(found.key);
    }
    match (it.kind(), &found.file) {
        (Kind::Pdf | Kind::Office, Some(_)) => preview.pdf = format!("{base}/file"),
        (Kind::Picture, Some(_)) => preview.picture = format!("{base}/file"),
        (Kind::Text, Some(row)) => {
            let most = row.size.min(MOST_TEXT);
            let bytes = read(app, row, most).await?;
            preview.cut = row.size > most;
            let text = decoded(&bytes);
            let name = it.file_name.to_lowercase();
            if name.ends_with(".md") || name.ends_with(".markdown") {
                preview.html = xingtan_markdown::render(&text).into_string();
            } else {
                preview.plain = text;
            }
        }
        _ => {}
    }
    preview.player = found.medium.as_ref().map(|it| player(it, base));
    // Pictures and PDF bear the mark themselves.
    if preview.pdf.is_empty() && preview.picture.is_empty() {
        preview.mark = mark.unwrap_or_default();
    }
    Ok(preview)
}

async fn read(app: &App, row: &FileRow, most: i64) -> Result<Vec<u8>, Fault> {
    use futures_util::StreamExt as _;
    let broken = |error: xingtan_storage::StoreError| {
        tracing::error!(%error, file = %row.id, "a text could not be read");
        Fault::Broken
    };
    if most == 0 {
        return Ok(Vec::new());
    }
    let mut stream = app.storage().open_range(row, 0..most as u64).await.map_err(broken)?;
    let mut bytes = Vec::new();
    while let Some(part) = stream.next().await {
        bytes.extend_from_slice(&part.map_err(|_| Fault::Broken)?);
    }
    Ok(bytes)
}

/// Text in UTF-8, or in GB18030 where it is none; what is cut off in the middle of a sign loses that sign.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(wrong) if bytes.len() - wrong.valid_up_to() < 4 => {
            String::from_utf8_lossy(&bytes[..wrong.valid_up_to()]).into_owned()
        }
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn player(found: &Medium, base: &str) -> Player {
    let base = format!("{base}/media");
    let tracks = found.tracks.iter();
    Player {
        list: format!("{base}/{MASTER}"),
        poster: found.item.poster_file_id.map(|_| format!("{base}/{POSTER}")).unwrap_or_default(),
        sound: !found.item.has_video,
        duration_ms: found.item.duration_ms.unwrap_or(0),
        tracks: tracks
            .map(|it| (format!("{base}/{}.vtt", it.id), it.lang.clone(), it.label.clone()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_either_encoding_is_shown_and_half_a_sign_is_left_out() {
        assert_eq!(decoded("安全".as_bytes()), "安全");
        assert_eq!(decoded(&"安全".as_bytes()[..5]), "安");
        assert_eq!(decoded(b"\xB0\xB2\xC8\xAB\xC9\xFA\xB2\xFA"), "安全生产");
    }
}
