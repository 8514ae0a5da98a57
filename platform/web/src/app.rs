//! The program's parts, handed to every handler.

use crate::{
    Identify, Places, assets,
    kept::{Kept, Shelf},
    visit,
};
use cookie::Cookie;
use std::{net::IpAddr, sync::Arc};
use xingtan_auth::Permissions;
use xingtan_calendar::Calendars;
use xingtan_clock::{Clock, Ids, Uuid};
use xingtan_db::{Db, Tx};
use xingtan_i18n::{Lang, Locale, Texts};
use xingtan_keys::KeyRing;
use xingtan_settings::{Institution, Settings};
use xingtan_storage::Store;

/// How the program is reached.
#[derive(Clone, Debug, Default)]
pub struct WebConfig {
    /// `XINGTAN_PUBLIC_URL` without a last slash; unset: Origin is compared with Host.
    pub public_url: Option<String>,
    /// Whether the program itself speaks TLS.
    pub tls: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Largest upload in bytes.
    pub max_upload: usize,
    /// Whether a mail server is configured: without one no page promises a mail.
    pub mail: bool,
}

impl WebConfig {
    /// Whether browsers reach the program by https.
    pub fn https(&self) -> bool {
        self.tls || self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// The session cookie's name; `__Host-` on https only (DESIGN, addresses and TLS).
    pub fn session_cookie(&self) -> &'static str {
        if self.https() { "__Host-xt_session" } else { "xt_session" }
    }

    /// Marks a cookie `Secure` on https.
    pub fn dress_cookie(&self, mut cookie: Cookie<'static>) -> Cookie<'static> {
        cookie.set_secure(self.https());
        cookie
    }
}

/// What [`App`] is made of.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The maker of ids.
    pub ids: Ids,
    /// Secrets.
    pub keys: KeyRing,
    /// Texts of all crates.
    pub texts: Texts,
    /// Parameters in force, and the institution.
    pub settings: Settings,
    /// Files.
    pub storage: Store,
    /// Role × action.
    pub permissions: Arc<Permissions>,
    /// Menus.
    pub places: Places,
    /// Sessions and tokens.
    pub identify: Arc<dyn Identify>,
    /// Rings when jobs or events wait.
    pub bell: Arc<dyn Fn() + Send + Sync>,
    /// How the program is reached.
    pub config: WebConfig,
}

/// The program's parts; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>, Calendars, Shelf);

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        App(Arc::new(parts), Calendars::default(), Shelf::default())
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Figures over rows that may be very many; see [`Shelf::figures`]. `key` names what is counted and everything that
    /// narrows it, above all whose rows they are; `count` gives the figures and how many rows lie behind them.
    ///
    /// # Errors
    /// Where they cannot be counted.
    pub async fn figures<V: Clone + Send + Sync + 'static>(
        &self,
        key: &str,
        count: impl FnOnce(&mut Tx<'_>) -> xingtan_db::Result<(V, i64)> + Send + 'static,
    ) -> xingtan_db::Result<Kept<V>> {
        self.2.figures(self.db(), self.clock(), key, count).await
    }

    /// A fresh id.
    pub fn id(&self) -> Uuid {
        self.0.ids.next()
    }

    /// The maker of ids, for work that needs many.
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// Secrets.
    pub fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    /// Texts of all crates.
    pub fn texts(&self) -> &Texts {
        &self.0.texts
    }

    /// Parameters in force.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The institution's calendar as kept in memory; [`Calendars::load`] brings it up to the caller's unit of work.
    pub fn calendars(&self) -> &Calendars {
        &self.1
    }

    /// The institution as last read.
    pub fn institution(&self) -> Arc<Institution> {
        self.0.settings.institution()
    }

    /// Files.
    pub fn storage(&self) -> &Store {
        &self.0.storage
    }

    /// Role × action.
    pub fn permissions(&self) -> &Arc<Permissions> {
        &self.0.permissions
    }

    /// Menus.
    pub fn places(&self) -> &Places {
        &self.0.places
    }

    /// Sessions and tokens.
    pub fn identify(&self) -> Arc<dyn Identify> {
        self.0.identify.clone()
    }

    /// How the program is reached.
    pub fn config(&self) -> &WebConfig {
        &self.0.config
    }

    /// Tells the dispatchers that jobs or events wait; after a unit that made some.
    pub fn ring(&self) {
        (self.0.bell)();
    }

    /// Language, terms of the institution's kind and its zone.
    pub fn locale(&self, lang: Lang) -> Locale {
        let institution = self.institution();
        self.0.texts.locale(lang, institution.kind, institution.zone.clone())
    }

    /// The address of an asset by its logical name.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The cookie of a new session; `lasting` keeps it for seven days, else it ends with the browser.
    pub fn session_cookie(&self, secret: String, lasting: bool) -> Cookie<'static> {
        let mut cookie = visit::own_cookie(self.config().session_cookie(), secret);
        if lasting {
            cookie.set_max_age(cookie::time::Duration::days(7));
        }
        self.config().dress_cookie(cookie)
    }

    /// The cookie that ends a session in the browser.
    pub fn no_session_cookie(&self) -> Cookie<'static> {
        let mut cookie = visit::own_cookie(self.config().session_cookie(), String::new());
        cookie.set_max_age(cookie::time::Duration::ZERO);
        self.config().dress_cookie(cookie)
    }
}
