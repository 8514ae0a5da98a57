//! `/system/branding`: the institution's logo and accent colour (OPS-6), with a look at both themes before they are
//! taken.

use super::{
    SYSTEM_MANAGE, SYSTEM_READ,
    site::{by, must_whole, once},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use serde_json::json;
use xingtan_audit::Entry;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_storage::{Policy, StoreError, Stored};
use xingtan_web::{
    App, Fault, Form, Page, SignedIn, Upload,
    brand::{self, Brand, Colour, Cut, Logo, MOST_BYTES, MOST_PIXELS, Piece, Seen, Shades, WORDS},
    html,
};

const HERE: &str = "/system/branding";

/// Colours that are offered: each stands out in both themes and is none of those that say done, waiting or wrong.
const OFFERED: [(&str, &str); 7] = [
    ("indigo", "#274c8f"),
    ("azure", "#1769aa"),
    ("teal", "#0f6f78"),
    ("bamboo", "#4d7a2b"),
    ("plum", "#8a3a6d"),
    ("violet", "#5b3fa0"),
    ("umber", "#7a4a26"),
];

/// The program's own accent, as light paper shows it.
const APRICOT: Colour = Colour::hex(0xec9a57);

#[derive(Template)]
#[template(path = "system/branding.html")]
struct BrandingPage {
    page: Page,
    form: Form,
    colours: Vec<(String, String, String)>,
    samples: Vec<Sample>,
    derived: Vec<String>,
    preview: bool,
    logo: Option<Logo>,
    own: bool,
    most: usize,
    pixels: u32,
}

/// How an accent looks in one theme.
struct Sample {
    theme: &'static str,
    label: String,
    button: String,
    words: String,
}

/// `GET /system/branding`.
pub async fn page(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_READ)?;
    let brand = Brand::of(app.settings());
    let form = fresh(&app, &brand);
    show(&app, &who, form, brand, false)
}

/// The form that shows what is in force.
fn fresh(app: &App, brand: &Brand) -> Form {
    let accent = brand.accent.map_or_else(String::new, |accent| accent.to_string());
    let offered = accent.is_empty() || OFFERED.iter().any(|(_, colour)| *colour == accent);
    Form::fresh(app.id())
        .with("seen-accent", &accent)
        .with("seen-logo", brand.logo_mark())
        .with("accent", if offered { accent.as_str() } else { "own" })
        .with("own", if offered { "" } else { accent.as_str() })
}

/// The page, wearing `worn`.
fn show(app: &App, who: &SignedIn, form: Form, worn: Brand, preview: bool) -> Result<Response, Fault> {
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let l = &who.l;
    let mut page = Page::new(who, l.t("app-branding-title")).crumb("/system", l.t("app-system-title"));
    page.brand.accent = worn.accent;
    let mut colours = vec![(String::new(), l.t("app-branding-apricot"), APRICOT.to_string())];
    colours.extend(
        OFFERED.map(|(name, colour)| {
            (colour.to_owned(), l.t(&format!("app-branding-{name}")), colour.to_owned())
        }),
    );
    let (samples, derived) = match worn.accent {
        Some(accent) => (samples(who, accent), derived(who, accent)),
        None => (samples(who, APRICOT), Vec::new()),
    };
    let html = html(&BrandingPage {
        logo: page.brand.logo.clone(),
        page,
        own: form.is("accent", "own"),
        form,
        colours,
        samples,
        derived,
        preview: preview && worn.accent != Brand::of(app.settings()).accent,
        most: MOST_BYTES >> 20,
        pixels: MOST_PIXELS,
    })?;
    Ok((status, html).into_response())
}

/// A contrast with one place, never rounded up.
fn told(contrast: f64) -> String {
    format!("{:.1}", (contrast * 10.0).floor() / 10.0)
}

fn samples(who: &SignedIn, accent: Colour) -> Vec<Sample> {
    let shades = Shades::of(accent);
    let paper = |dark: bool| Colour::hex(if dark { 0x171510 } else { 0xf7f4ec });
    [("light", shades.light), ("dark", shades.dark)]
        .map(|(theme, shade)| Sample {
            theme,
            label: who.l.t(&format!("web-theme-{theme}")),
            button: told(shade.on_paint.contrast(shade.paint)),
            words: told(shade.action.contrast(paper(theme == "dark"))),
        })
        .into()
}

/// Where the accent itself cannot be read as words, and what takes its place.
fn derived(who: &SignedIn, accent: Colour) -> Vec<String> {
    let (shades, (light, dark)) = (Shades::of(accent), brand::as_words(accent));
    let all = [
        ("app-branding-derived-light", light, shades.light),
        ("app-branding-derived-dark", dark, shades.dark),
    ];
    all.into_iter()
        .filter(|(_, contrast, _)| *contrast < WORDS)
        .map(|(key, contrast, shade)| {
            let shade = shade.action.to_string();
            who.l.t3(key, "contrast", told(contrast), "least", told(WORDS), "shade", shade)
        })
        .collect()
}

/// The accent that a form chose; none: the program's.
fn chosen(form: &mut Form) -> Option<Colour> {
    let (field, text) = match form.value("accent") {
        "" => return None,
        "own" => ("own", form.value("own").trim().to_owned()),
        offered => ("accent", offered.to_owned()),
    };
    let text = if text.starts_with('#') { text } else { format!("#{text}") };
    let colour = text.parse().ok();
    if colour.is_none() {
        form.refuse(field, Msg::new("app-branding-no-colour"));
    }
    colour
}

/// `POST /system/branding`: takes a colour, or (`preview`) shows the page in it.
pub async fn save(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_MANAGE)?;
    let before = Brand::of(app.settings());
    let accent = chosen(&mut form);
    let worn = Brand { accent: if form.ok() { accent } else { before.accent }, ..before.clone() };
    if form.ok() && form.value("seen-accent").parse().ok() != before.accent {
        form.refuse("", Msg::new("web-fault-stale"));
    }
    if !form.ok() || form.has("preview") {
        return show(&app, &who, form, worn, true);
    }
    let (entry, id) = (app.id(), app.id());
    let seen = Seen { brand: before, by: who.actor.person, now: who.now };
    let by = by(&who);
    let unit = move |tx: &mut Tx<'_>| {
        if !brand::set_accent(tx, id, &seen, accent)? {
            return Ok(false);
        }
        if seen.brand.accent != accent {
            let text = |colour: Option<Colour>| colour.map_or_else(String::new, |colour| colour.to_string());
            let (was, is) = (json!({ "accent": text(seen.brand.accent) }), json!({ "accent": text(accent) }));
            let entry = Entry::new(entry, seen.now, "app.brand-changed", &by).on("institution", None, "");
            xingtan_audit::record(tx, &entry.change(&was, &is))?;
        }
        Ok(true)
    };
    let saved = once(&who, &form, HERE, unit).await?;
    done(&app, &who, form, saved, "app-branding-saved").await
}

/// Leads back after a change; where somebody else was quicker, shows the form again with what is in force now.
async fn done(
    app: &App,
    who: &SignedIn,
    form: Form,
    saved: Option<bool>,
    said: &'static str,
) -> Result<Response, Fault> {
    app.settings().refresh().await?;
    if saved == Some(false) {
        return stale(app, who, form);
    }
    Ok(who.go(HERE, "pine", &Msg::new(said)))
}

fn stale(app: &App, who: &SignedIn, mut form: Form) -> Result<Response, Fault> {
    form.refuse("", Msg::new("web-fault-stale"));
    show(app, who, form, Brand::of(app.settings()), false)
}

/// `POST /system/branding/logo`: takes the picture of an upload; without one, the program's mark again.
pub async fn save_logo(State(app): State<App>, who: SignedIn, upload: Upload) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_MANAGE)?;
    let before = Brand::of(app.settings());
    let file = upload.file("logo").cloned();
    let away = upload.form.has("remove");
    // What else the page shows stays as it is in force.
    let seen_logo = upload.form.value("seen-logo").to_owned();
    let mut form = fresh(&app, &before).with("form_key", upload.form.value("form_key"));
    if seen_logo != before.logo_mark() {
        return stale(&app, &who, form);
    }
    let made = match (file, away) {
        (_, true) => None,
        (None, false) => {
            form.refuse("logo", Msg::new("app-branding-no-file"));
            return show(&app, &who, form, before, false);
        }
        (Some(file), false) => {
            let bytes = file.bytes.clone();
            match tokio::task::spawn_blocking(move || brand::cut(&bytes)).await.map_err(|_| Fault::Broken)? {
                Ok(cut) => Some((stored(&app, &cut).await?, cut)),
                Err(unfit) => {
                    form.refuse("logo", unfit.msg());
                    return show(&app, &who, form, before, false);
                }
            }
        }
    };
    let (entry, id, by) = (app.id(), app.id(), by(&who));
    let seen = Seen { brand: before, by: who.actor.person, now: who.now };
    let unit = move |tx: &mut Tx<'_>| {
        let logo = match &made {
            Some((stored, cut)) => Some(kept(tx, stored, cut, &seen)?),
            None => None,
        };
        if !brand::set_logo(tx, id, &seen, logo.as_ref())? {
            return Ok(false);
        }
        let after = Brand { accent: None, logo };
        let (was, is) = (json!({ "logo": seen.brand.logo_mark() }), json!({ "logo": after.logo_mark() }));
        let entry = Entry::new(entry, seen.now, "app.brand-changed", &by).on("institution", None, "");
        xingtan_audit::record(tx, &entry.change(&was, &is))?;
        Ok(true)
    };
    let saved = once(&who, &form, HERE, unit).await?;
    let said = if away { "app-branding-logo-gone" } else { "app-branding-logo-saved" };
    done(&app, &who, form, saved, said).await
}

/// Puts the pieces into the store, before the unit that keeps them.
async fn stored(app: &App, cut: &Cut) -> Result<Vec<Stored>, Fault> {
    let policy = Policy { most: 4 << 20, accept: &["image/png"] };
    let mut stored = Vec::new();
    for (_, png) in &cut.pieces {
        stored.push(app.storage().put(png, &policy).await.map_err(|error| match error {
            StoreError::Full => Fault::Full,
            error => {
                tracing::error!(%error, "a piece of the logo was not stored");
                Fault::Broken
            }
        })?);
    }
    Ok(stored)
}

/// Keeps the pieces as files.
fn kept(tx: &mut Tx<'_>, stored: &[Stored], cut: &Cut, seen: &Seen) -> xingtan_db::Result<Logo> {
    let mut pieces = Vec::new();
    for (stored, (name, _)) in stored.iter().zip(&cut.pieces) {
        let file = xingtan_storage::file::keep(tx, stored, &format!("{name}.png"), Some(seen.by), seen.now)?;
        let hash = file.sha256.chars().take(16).collect();
        pieces.push(Piece { name: (*name).to_owned(), file: file.id, hash });
    }
    Ok(Logo { width: cut.width, height: cut.height, pieces })
}
