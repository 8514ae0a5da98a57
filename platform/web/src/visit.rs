//! The visitor: language, theme, address, and whose session it is.

use crate::{
    App, Fault, Flash, Identity, Preferences, Standing, flash,
    preferences::{FONTS, code},
};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite};
use http::{HeaderMap, header, request::Parts};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    ops::Deref,
    sync::Arc,
};
use xingtan_audit::Who;
use xingtan_auth::{Actor, Permission};
use xingtan_clock::{Span, Timestamp};
use xingtan_db::Tx;
use xingtan_i18n::{Lang, Locale, Msg};
use xingtan_keys::Token;

/// Anyone who asks for something.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The program's parts.
    pub app: App,
    /// Language, terms of the kind, zone.
    pub l: Locale,
    /// Chosen theme.
    pub theme: Option<String>,
    /// Chosen size of letters, and how films play.
    pub preferences: Preferences,
    /// The path asked for.
    pub path: String,
    /// Path and query asked for.
    pub address: String,
    /// Network address of the visitor, seen through trusted proxies only.
    pub ip: IpAddr,
    /// What the browser calls itself, cut to 300 characters.
    pub agent: String,
    /// A message from the step before.
    pub flash: Option<Flash>,
    /// Where people reach this site, such as `https://learn.example`: as configured, or as this visitor reached it.
    pub origin: String,
    /// Whose session it is.
    pub identity: Option<Arc<Identity>>,
    /// Whose session it is could not be looked up: the database does not answer.
    pub unsure: bool,
    /// When the request came.
    pub now: Timestamp,
}

impl Visit {
    /// The signed-in person.
    pub fn actor(&self) -> Option<&Actor> {
        self.identity.as_ref().map(|identity| &*identity.actor)
    }

    /// Unread notices of the signed-in person.
    pub fn unread(&self) -> i64 {
        self.identity.as_ref().map_or(0, |identity| identity.unread)
    }

    /// Who acts, for the audit trail.
    pub fn who(&self) -> Who {
        let who = self.actor().map_or_else(|| Who::guest(""), Who::actor);
        who.at(Some(self.ip.to_string()), Some(self.agent.clone()))
    }

    /// Goes to another page with a message about what happened. `tone` is `pine`, `ochre`, `cinnabar`, `slate`.
    pub fn go(&self, to: &str, tone: &'static str, msg: &Msg) -> Response {
        let cookie = self.app.config().dress_cookie(flash::carry(tone, msg)).to_string();
        (AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(to)).into_response()
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        if let Some(known) = parts.extensions.get::<Visit>() {
            return Ok(known.clone());
        }
        let now = app.clock().now();
        let (identity, unsure) = match identify(parts, app, now).await {
            Ok(identity) => (identity, false),
            Err(error) => {
                tracing::warn!(%error, "a session could not be looked up");
                (None, true)
            }
        };
        let lang = identity
            .as_ref()
            .and_then(|identity| identity.lang)
            .or_else(|| cookie_value(&parts.headers, "xt_lang").and_then(|tag| tag.parse().ok()))
            .or_else(|| {
                let accept = parts.headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
                Some(Lang::from_accept(accept))
            })
            .unwrap_or(Lang::ZhCn);
        let l = app.locale(lang);
        let theme = identity
            .as_ref()
            .and_then(|identity| identity.theme.clone())
            .or_else(|| cookie_value(&parts.headers, "xt_theme"))
            .filter(|theme| matches!(theme.as_str(), "light" | "dark" | "contrast" | "contrast-dark"));
        // The door speaks as large as the pages behind it.
        let preferences = identity.as_ref().map_or_else(
            || {
                let font = cookie_value(&parts.headers, "xt_font").unwrap_or_default();
                Preferences { font: code(&FONTS, &font).unwrap_or_default(), ..Preferences::default() }
            },
            |identity| identity.preferences,
        );
        let visit = Visit {
            flash: cookie_value(&parts.headers, flash::COOKIE).and_then(|value| flash::unpack(&value, &l)),
            app: app.clone(),
            l,
            theme,
            preferences,
            path: parts.uri.path().to_owned(),
            address: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), |it| it.as_str().to_owned()),
            ip: client_ip(parts, app),
            agent: agent(&parts.headers),
            origin: origin(parts, app),
            identity: identity.map(Arc::new),
            unsure,
            now,
        };
        parts.extensions.insert(visit.clone());
        Ok(visit)
    }
}

/// A signed-in person with nothing standing before the pages.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The request's visitor.
    pub visit: Visit,
    /// Who asks.
    pub actor: Arc<Actor>,
}

impl SignedIn {
    /// Refuses unless the permission holds somewhere.
    pub fn must(&self, permission: Permission) -> Result<(), Fault> {
        if self.actor.may(permission) { Ok(()) } else { Err(Fault::forbidden()) }
    }

    /// Refuses unless the permission holds on the whole institution: for lists that all of it shares, which a role on
    /// a branch may read and not change.
    pub fn must_whole(&self, permission: Permission) -> Result<(), Fault> {
        if self.actor.may_whole(permission) { Ok(()) } else { Err(Fault::forbidden()) }
    }

    /// Refuses unless the permission holds on the node of this path. What lies outside one's subtree is told
    /// apart from what does not exist by nothing: both are [`Fault::NotFound`].
    pub fn must_at(&self, permission: Permission, path: &str) -> Result<(), Fault> {
        if self.actor.may_at(permission, path) { Ok(()) } else { Err(Fault::NotFound) }
    }
}

/// Somebody signed in who is shown no page: a report of study, a part of a film. What only pages show is not read for
/// them.
#[derive(Clone, Debug)]
pub struct Pageless(pub SignedIn);

/// Says that what only pages show is not asked for.
#[derive(Clone, Copy)]
struct NoPage;

impl FromRequestParts<App> for Pageless {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        parts.extensions.insert(NoPage);
        SignedIn::from_request_parts(parts, app).await.map(Pageless)
    }
}

impl Deref for SignedIn {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let visit = match Visit::from_request_parts(parts, app).await {
            Ok(visit) => visit,
            Err(never) => match never {},
        };
        let Some(identity) = visit.identity.clone() else {
            if visit.unsure {
                return Err(Fault::Busy);
            }
            return Err(Fault::SignIn { path: visit.address });
        };
        if identity.standing != Standing::Full
            && let Some(door) = identity.standing.door()
        {
            return Err(Fault::Door(door));
        }
        Ok(SignedIn { actor: identity.actor.clone(), visit })
    }
}

/// Whose session or token it is; none of both is no error.
async fn identify(parts: &Parts, app: &App, now: Timestamp) -> Result<Option<Identity>, xingtan_db::Error> {
    // A token speaks for its scopes where machines ask; pages are for people, who sign in.
    let bearer = takes_tokens(parts.uri.path()).then(|| bearer(&parts.headers)).flatten();
    let session = cookie_value(&parts.headers, app.config().session_cookie());
    let who = app.identify();
    let is_token = bearer.is_some();
    let shown = !is_token && parts.extensions.get::<NoPage>().is_none();
    let secret = bearer.or(session).and_then(|secret| Token::parse(&secret));
    let Some(hash) = secret.map(|secret| secret.hash()) else { return Ok(None) };
    let find = move |tx: &mut Tx<'_>| {
        let mut found = match is_token {
            true => who.by_token(tx, &hash, now)?,
            false => who.by_session(tx, &hash, now)?,
        };
        if let Some(identity) = found.as_mut().filter(|_| shown) {
            identity.unread = who.unread(tx, identity.actor.person)?;
        }
        Ok::<_, xingtan_db::Error>(found)
    };
    let Some(identity) = app.db().read(find).await? else { return Ok(None) };
    if let Some(session) = identity.actor.session.or(identity.token)
        && now - identity.seen_at >= Span::of_seconds(60)
    {
        let (db, who) = (app.db().clone(), app.identify());
        tokio::spawn(async move {
            if let Err(error) = db.write(move |tx| who.seen(tx, session, now)).await {
                tracing::warn!(%error, "a session's last sight was not noted");
            }
        });
    }
    Ok(Some(identity))
}

/// Whether an address is one for machines, where bearer tokens are taken.
pub(crate) fn takes_tokens(path: &str) -> bool {
    ["/api", "/xapi", "/scim", "/lti", "/uploads"]
        .iter()
        .any(|door| path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// The bearer token of a request, or the password of Basic (`/xapi` gives key and secret so).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let decoded = base64::prelude::BASE64_STANDARD
            .decode(rest.trim())
            .or_else(|_| BASE64_URL_SAFE_NO_PAD.decode(rest.trim()))
            .ok()?;
        let text = String::from_utf8(decoded).ok()?;
        return text.split_once(':').map(|(_, secret)| secret.to_owned());
    }
    None
}

fn origin(parts: &Parts, app: &App) -> String {
    if let Some(url) = &app.config().public_url {
        return url.clone();
    }
    let host = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let host = host.or_else(|| parts.uri.authority().map(|authority| authority.as_str())).unwrap_or("");
    // Whatever else a client writes there does not get into slips.
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let scheme = if app.config().https() { "https" } else { "http" };
    if host.is_empty() || !host.chars().all(fits) { String::new() } else { format!("{scheme}://{host}") }
}

fn agent(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    agent.chars().take(300).collect()
}

/// The value of a request's cookie.
pub(crate) fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The address next to us, or, behind trusted proxies, the last one in `X-Forwarded-For` that is not a proxy.
fn client_ip(parts: &Parts, app: &App) -> IpAddr {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let trusted = &app.config().trusted_proxies;
    if !trusted.contains(&peer) {
        return peer;
    }
    parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|part| part.trim().parse::<IpAddr>().ok())
        .rfind(|ip| !trusted.contains(ip))
        .unwrap_or(peer)
}

/// A host-only cookie of the program.
pub(crate) fn own_cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).build()
}
