//! How a request is told whose it is. The accounts slice implements [`Identify`]; this crate only asks.

use crate::Preferences;
use std::sync::Arc;
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Lang;

/// What stands between a session and the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Full,
    /// The password has to be changed first (first sign-in, rotation, reset).
    MustChangePassword,
    /// The second factor has not been given yet.
    SecondFactorPending,
    /// Agreements changed and await consent.
    ConsentPending,
}

impl Standing {
    /// The page that lifts it.
    pub fn door(self) -> Option<&'static str> {
        match self {
            Standing::Full => None,
            Standing::MustChangePassword => Some("/account/password"),
            Standing::SecondFactorPending => Some("/sign-in/second-factor"),
            Standing::ConsentPending => Some("/account/consents"),
        }
    }
}

/// Who a session or token belongs to, as read at this request.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The person with all grants.
    pub actor: Arc<Actor>,
    /// What stands before the pages.
    pub standing: Standing,
    /// The person's chosen language.
    pub lang: Option<Lang>,
    /// The person's chosen theme: `light`, `dark`, `contrast`.
    pub theme: Option<String>,
    /// How they want pages to look and films to play.
    pub preferences: Preferences,
    /// Unread notices; [`Identify::unread`] tells them.
    pub unread: i64,
    /// When the session or token was last seen; the identifier refreshes it at most once a minute.
    pub seen_at: Timestamp,
    /// The API token by which the request came; none for a browser session.
    pub token: Option<Uuid>,
}

/// The look-up of sessions and tokens.
pub trait Identify: Send + Sync + 'static {
    /// The identity of a browser session by the hash of its cookie; none when ended, expired or unknown.
    fn by_session(&self, tx: &mut Tx<'_>, hash: &str, now: Timestamp)
    -> xingtan_db::Result<Option<Identity>>;

    /// The identity of an API token by the hash of its secret.
    fn by_token(&self, tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> xingtan_db::Result<Option<Identity>>;

    /// Unread notices of a person: asked for where a page shows them.
    fn unread(&self, tx: &mut Tx<'_>, person: Uuid) -> xingtan_db::Result<i64> {
        let _ = (tx, person);
        Ok(0)
    }

    /// Notes that a session or an API token was seen.
    fn seen(&self, tx: &mut Tx<'_>, session: Uuid, now: Timestamp) -> xingtan_db::Result<()>;

    /// Whether the institution has been set up; until then every page leads to the first-run wizard.
    fn is_set_up(&self, tx: &mut Tx<'_>) -> xingtan_db::Result<bool>;
}
