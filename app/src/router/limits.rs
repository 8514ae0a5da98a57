//! How often one may ask (OPS-4): a bucket of tokens for each kind of costly request and each asker, in memory. Signed
//! in, a person has a share of one's own, wherever the requests come from; others share that of their address. The
//! numbers stand on `/system/settings`. What the door counts of wrong passwords, links and tickets is kept besides,
//! in the database, and survives a restart.

use crate::pages::parameters::{LIMIT_API, LIMIT_DOOR, LIMIT_EXPORT, LIMIT_UPLOAD};
use axum::{
    extract::{FromRequestParts as _, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{Method, header, request::Parts};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};
use xingtan_auth::throttle::Bucket;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_settings::Setting;
use xingtan_web::{App, Fault, Visit};

/// Buckets that are kept before full ones are swept out.
const MANY: usize = 10_000;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Asker {
    Person(Uuid),
    Address(IpAddr),
}

/// The buckets of this node.
#[derive(Clone, Debug, Default)]
pub struct Limits(Arc<Mutex<HashMap<(&'static str, Asker), Bucket>>>);

impl Limits {
    /// Takes one token; the seconds to wait where there is none.
    fn take(&self, setting: &Setting, asker: Asker, per_minute: i64, now: Timestamp) -> Result<(), i64> {
        // Buckets hold no invariant that a panic could break.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MANY {
            kept.retain(|_, bucket| !bucket.is_full(now));
        }
        kept.entry((setting.key, asker)).or_insert_with(|| Bucket::full(now)).take(per_minute, now)
    }
}

/// The limit under which a request falls, if any.
fn limit(parts: &Parts) -> Option<&'static Setting> {
    let path = parts.uri.path();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let post = parts.method == Method::POST;
    match () {
        () if path.starts_with("/api/") => Some(&LIMIT_API),
        // As with a password: failures are counted there, and a school of a thousand comes from one address.
        () if post && path == "/sign-in/passkey" => None,
        () if post && (path.starts_with("/sign-in/") || path.starts_with("/setup")) => Some(&LIMIT_DOOR),
        () if path.starts_with("/verify/") => Some(&LIMIT_DOOR),
        () if post && (path == "/uploads" || kind.starts_with("multipart/form-data")) => Some(&LIMIT_UPLOAD),
        () if parts.method == Method::GET && is_export(path, parts.uri.query().unwrap_or_default()) => {
            Some(&LIMIT_EXPORT)
        }
        () => None,
    }
}

/// Whether a file is made for the request: lists are taken along by `?as=xlsx`, `…/export` or `…/xlsx`.
fn is_export(path: &str, query: &str) -> bool {
    let asked =
        query.split('&').any(|pair| pair.strip_prefix("as=").is_some_and(|format| !format.is_empty()));
    asked
        || path.contains("/export")
        || ["xlsx", "csv", "pdf"].iter().any(|ending| {
            path.rsplit('/')
                .next()
                .is_some_and(|last| last == *ending || last.ends_with(&format!(".{ending}")))
        })
}

/// Middleware: refuses with 429 and `Retry-After` who asks too often.
pub async fn slow_down(State((app, limits)): State<(App, Limits)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Some(setting) = limit(&parts) else { return next.run(Request::from_parts(parts, body)).await };
    let visit = match Visit::from_request_parts(&mut parts, &app).await {
        Ok(visit) => visit,
        Err(never) => match never {},
    };
    let asker = visit.actor().map_or(Asker::Address(visit.ip), |actor| Asker::Person(actor.person));
    match limits.take(setting, asker, app.settings().int(setting), visit.now) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(after) => Fault::TooMany { after }.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use xingtan_clock::Span;

    fn falls(method: Method, address: &str, kind: &str) -> Option<&'static str> {
        let request = http::Request::builder().method(method).uri(address).header(header::CONTENT_TYPE, kind);
        let (parts, ()) = request.body(()).unwrap().into_parts();
        limit(&parts).map(|setting| setting.key)
    }

    #[test]
    fn costly_requests_have_a_limit_and_reading_pages_has_none() {
        let multipart = "multipart/form-data; boundary=x";
        for (method, address, kind, key) in [
            (Method::GET, "/api/v1/people", "", Some(LIMIT_API.key)),
            (Method::POST, "/sign-in/ticket", "", Some(LIMIT_DOOR.key)),
            (Method::POST, "/sign-in/forgotten", "", Some(LIMIT_DOOR.key)),
            (Method::POST, "/setup", "", Some(LIMIT_DOOR.key)),
            (Method::GET, "/verify/0123456789ABCDEF", "", Some(LIMIT_DOOR.key)),
            (Method::POST, "/people/import", multipart, Some(LIMIT_UPLOAD.key)),
            (Method::POST, "/uploads", "", Some(LIMIT_UPLOAD.key)),
            (Method::PATCH, "/uploads/1", "application/offset+octet-stream", None),
            (Method::GET, "/people?q=x&as=xlsx", "", Some(LIMIT_EXPORT.key)),
            (Method::GET, "/audit/entries/export", "", Some(LIMIT_EXPORT.key)),
            (Method::GET, "/department/export/csv", "", Some(LIMIT_EXPORT.key)),
            (Method::GET, "/imports/1/errors.xlsx", "", Some(LIMIT_EXPORT.key)),
            (Method::GET, "/people?as=", "", None),
            (Method::GET, "/today", "", None),
            (Method::POST, "/sign-in", "", None),
            (Method::POST, "/sign-in/passkey", "", None),
            (Method::GET, "/sign-in/forgotten", "", None),
            (Method::POST, "/courses/1/lessons/2/attention", "", None),
        ] {
            assert_eq!(falls(method, address, kind), key, "{address}");
        }
    }

    #[test]
    fn each_asker_has_an_own_share_and_idle_ones_are_forgotten() {
        let limits = Limits::default();
        let now = Timestamp::from_seconds(1_800_000_000);
        let one = Asker::Person(Uuid::from_u128(1));
        let other = Asker::Address(IpAddr::V4(Ipv4Addr::LOCALHOST));
        assert!((0..3).all(|_| limits.take(&LIMIT_API, one, 3, now).is_ok()));
        assert_eq!(limits.take(&LIMIT_API, one, 3, now), Err(20));
        assert_eq!(limits.take(&LIMIT_EXPORT, one, 3, now), Ok(()));
        assert_eq!(limits.take(&LIMIT_API, other, 3, now), Ok(()));
        for n in 0..MANY as u128 {
            limits.take(&LIMIT_API, Asker::Person(Uuid::from_u128(n + 9)), 3, now).unwrap();
        }
        limits.take(&LIMIT_API, one, 3, now + Span::of_minutes(2)).unwrap();
        assert!(limits.0.lock().unwrap().len() <= 2, "who has been quiet for a minute is forgotten");
    }
}
