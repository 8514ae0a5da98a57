//! One message that survives a redirect: what just happened.
//!
//! It travels in a short-lived cookie as a text key with arguments; only known keys are shown, and the text is
//! escaped, so a forged cookie can say nothing of its own.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite};
use serde::{Deserialize, Serialize};
use xingtan_i18n::{Locale, Msg};

pub(crate) const COOKIE: &str = "xt_flash";

/// A rendered message for the layout.
#[derive(Clone, Debug)]
pub struct Flash {
    /// `pine`, `ochre`, `cinnabar` or `slate`.
    pub tone: &'static str,
    /// What happened.
    pub text: String,
}

#[derive(Serialize, Deserialize)]
struct Packed {
    tone: String,
    msg: Msg,
}

/// The cookie that carries a message to the next page.
pub(crate) fn carry(tone: &'static str, msg: &Msg) -> Cookie<'static> {
    let packed = Packed { tone: tone.to_owned(), msg: msg.clone() };
    let json = serde_json::to_vec(&packed).unwrap_or_default();
    Cookie::build((COOKIE, BASE64_URL_SAFE_NO_PAD.encode(json)))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(cookie::time::Duration::seconds(60))
        .build()
}

/// The message of a cookie's value.
pub(crate) fn unpack(value: &str, l: &Locale) -> Option<Flash> {
    let packed: Packed = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(value).ok()?).ok()?;
    let tone = ["pine", "ochre", "cinnabar", "slate"].into_iter().find(|tone| *tone == packed.tone)?;
    l.has(packed.msg.key()).then(|| Flash { tone, text: l.msg(&packed.msg) })
}
