//! Somebody at the door: from where, on which device, and the secrets of a session that may begin. All that is
//! random is made here, outside units of work.

use crate::person::Prepared;
use axum::response::{AppendHeaders, IntoResponse, Response};
use cookie::{Cookie, SameSite};
use http::{HeaderMap, header};
use std::net::IpAddr;
use xingtan_audit::Who;
use xingtan_clock::Uuid;
use xingtan_keys::Token;
use xingtan_settings::Settings;
use xingtan_web::{App, Visit};

/// The cookie by which a device is known again; it says nothing about the person.
pub const DEVICE_COOKIE: &str = "xt_device";

/// An act at the door takes at most so many ids.
const IDS: usize = 20;

/// Somebody at the door.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Who, when, ids.
    pub prepared: Prepared,
    /// Parameters in force.
    pub settings: Settings,
    /// From where.
    pub ip: IpAddr,
    /// What the browser calls itself.
    pub agent: String,
    /// Hash of the device's cookie.
    pub device_hash: String,
    /// Id of the device, should it be new.
    pub new_device: Uuid,
    /// Id of the session that may begin.
    pub session: Uuid,
    /// Hash of its secret.
    pub session_hash: String,
    /// Whether the person asked to stay signed in.
    pub lasting: bool,
    /// Person and session that this browser held before.
    pub replaces: Option<(Uuid, Uuid)>,
}

/// The secrets that go into cookies when a session has begun.
#[derive(Clone, Debug)]
pub struct Secrets {
    session: Token,
    device: Token,
}

impl Arrival {
    /// Of a request; `name` is what was typed, for the trail.
    pub fn of(visit: &Visit, headers: &HeaderMap, name: &str, lasting: bool) -> (Arrival, Secrets) {
        let app = &visit.app;
        let device = cookie_value(headers, DEVICE_COOKIE)
            .and_then(|text| Token::parse(&text))
            .unwrap_or_else(Token::new);
        let session = Token::new();
        let who = Who::guest(name).at(Some(visit.ip.to_string()), Some(visit.agent.clone()));
        let arrival = Arrival {
            prepared: Prepared::new(who, visit.now, app.ids(), IDS),
            settings: app.settings().clone(),
            ip: visit.ip,
            agent: visit.agent.clone(),
            device_hash: device.hash(),
            new_device: app.id(),
            session: app.id(),
            session_hash: session.hash(),
            lasting,
            replaces: visit.actor().and_then(|actor| Some((actor.person, actor.session?))),
        };
        (arrival, Secrets { session, device })
    }
}

impl Secrets {
    /// Puts both cookies onto an answer.
    pub fn give(&self, app: &App, lasting: bool, to: Response) -> Response {
        let session = app.session_cookie(self.session.reveal().to_owned(), lasting).to_string();
        with_cookies(to, [session, self.device_cookie(app)])
    }

    fn device_cookie(&self, app: &App) -> String {
        let cookie = Cookie::build((DEVICE_COOKIE, self.device.reveal().to_owned()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(cookie::time::Duration::days(400))
            .build();
        app.config().dress_cookie(cookie).to_string()
    }
}

/// An answer with cookies.
pub fn with_cookies<const N: usize>(to: Response, cookies: [String; N]) -> Response {
    (AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie))), to).into_response()
}

/// The value of a request's cookie.
pub fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}
