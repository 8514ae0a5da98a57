//! POST `/preferences`: language, theme, size of letters, how films play (LRN-13). Kept with the person, so that
//! every device has it; what the door needs also in cookies. Not in the trail: it concerns nobody but the reader.

use crate::session::{arrival::with_cookies, rules::local_path};
use axum::{
    extract::RawQuery,
    response::{IntoResponse as _, Redirect, Response},
};
use cookie::{Cookie, SameSite};
use http::{HeaderMap, header};
use xingtan_db::{Tx, params};
use xingtan_i18n::{Lang, Msg};
use xingtan_web::{
    App, Fault, Form, Preferences, Visit,
    preferences::{CAPTION_LANGS, CAPTION_SIZES, CAPTIONS, FONTS, SPEEDS, code},
};

const THEMES: [&str; 4] = ["light", "dark", "contrast", "contrast-dark"];

/// Fields `lang`, `theme` (empty: as the device has it), `font`, `captions`, `caption_lang`, `caption_size`, `speed`
/// (empty: as usual) and `back`; what is not sent stays as it is.
pub async fn keep(
    visit: Visit,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    mut form: Form,
) -> Result<Response, Fault> {
    let lang = if form.has("lang") { form.choice::<Lang>("lang") } else { None };
    let theme = form.has("theme").then(|| form.value("theme").to_owned());
    if !form.ok() || theme.as_deref().is_some_and(|theme| !theme.is_empty() && !THEMES.contains(&theme)) {
        return Err(Fault::Bad(Msg::new("web-form-choice")));
    }
    let wishes = Wishes::read(&form).ok_or_else(|| Fault::Bad(Msg::new("web-form-choice")))?;
    if let Some(actor) = visit.actor().filter(|actor| actor.session.is_some()) {
        let (person, lang, theme) = (actor.person, lang.map(Lang::tag), theme.clone());
        let unit = move |tx: &mut Tx<'_>| {
            if let Some(tag) = lang {
                tx.exec("UPDATE accounts_person SET lang = $2 WHERE id = $1", params![person, tag])?;
            }
            if let Some(theme) = &theme {
                let theme = Some(theme.as_str()).filter(|theme| !theme.is_empty());
                tx.exec("UPDATE accounts_person SET theme = $2 WHERE id = $1", params![person, theme])?;
            }
            if wishes != Wishes::default() {
                let kept: Option<Option<String>> =
                    tx.opt("SELECT preferences FROM accounts_person WHERE id = $1", params![person])?;
                let kept = kept.flatten().map(|text| Preferences::from_json(&text)).unwrap_or_default();
                tx.exec(
                    "UPDATE accounts_person SET preferences = $2 WHERE id = $1",
                    params![person, wishes.onto(kept).to_json()],
                )?;
            }
            Ok::<_, xingtan_db::Error>(())
        };
        visit.app.db().write(unit).await?;
    }
    let to = Redirect::to(&back(&headers, query.as_deref(), &form)).into_response();
    let to = match lang {
        Some(lang) => with_cookies(to, [cookie(&visit.app, "xt_lang", lang.tag())]),
        None => to,
    };
    let to = match theme {
        Some(theme) => with_cookies(to, [cookie(&visit.app, "xt_theme", &theme)]),
        None => to,
    };
    Ok(match wishes.font {
        Some(font) => with_cookies(to, [cookie(&visit.app, "xt_font", font)]),
        None => to,
    })
}

/// What a form sends of the preferences.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Wishes {
    font: Option<&'static str>,
    captions: Option<&'static str>,
    caption_lang: Option<&'static str>,
    caption_size: Option<&'static str>,
    speed: Option<&'static str>,
}

impl Wishes {
    /// None where something is sent that is not on offer.
    fn read(form: &Form) -> Option<Wishes> {
        let one = |name: &str, list: &[&'static str]| match form.has(name) {
            true => code(list, form.value(name)).map(Some),
            false => Some(None),
        };
        Some(Wishes {
            font: one("font", &FONTS)?,
            captions: one("captions", &CAPTIONS)?,
            caption_lang: one("caption_lang", &CAPTION_LANGS)?,
            caption_size: one("caption_size", &CAPTION_SIZES)?,
            speed: one("speed", &SPEEDS)?,
        })
    }

    fn onto(self, kept: Preferences) -> Preferences {
        Preferences {
            font: self.font.unwrap_or(kept.font),
            captions: self.captions.unwrap_or(kept.captions),
            caption_lang: self.caption_lang.unwrap_or(kept.caption_lang),
            caption_size: self.caption_size.unwrap_or(kept.caption_size),
            speed: self.speed.unwrap_or(kept.speed),
        }
    }
}

/// The page to go back to: named by the form or its address, else the page from which the form came.
fn back(headers: &HeaderMap, query: Option<&str>, form: &Form) -> String {
    let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let named = pairs.into_owned().find(|(name, _)| name == "back").map(|(_, value)| value);
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let came_from = referer.and_then(|text| url::Url::parse(text).ok()).map(|url| {
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", url.path())
    });
    let wanted = [Some(form.value("back").to_owned()), named, came_from];
    // The door itself may be gone back to here: only what leaves the site is refused.
    let local = |path: &String| {
        local_path(path).is_some() || path.starts_with("/sign-in") || path.starts_with("/setup")
    };
    wanted.into_iter().flatten().find(local).unwrap_or_else(|| "/".to_owned())
}

fn cookie(app: &App, name: &'static str, value: &str) -> String {
    let age = if value.is_empty() { cookie::time::Duration::ZERO } else { cookie::time::Duration::days(400) };
    let built = Cookie::build((name, value.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(age);
    app.config().dress_cookie(built.build()).to_string()
}
