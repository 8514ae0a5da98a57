//! A write that may be sent again: with the same `Idempotency-Key` it is carried out once and answered alike.

use super::Caller;
use crate::{App, Fault};
use axum::{
    extract::FromRequestParts,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use serde::Serialize;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result as Kept, Tx, params, row};
use xingtan_i18n::Msg;
use xingtan_keys::{KeyRing, Place, hash_of};

/// The key of a request and what the request was, as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    key: Option<String>,
    request: String,
}

/// What a unit answers.
#[derive(Clone, Debug)]
pub struct Answer<T> {
    /// 201 where something was made.
    pub status: StatusCode,
    /// Where it is to be found.
    pub location: Option<String>,
    /// What is answered.
    pub body: T,
}

impl<T> Answer<T> {
    /// Something was made and is to be found there.
    pub fn made(location: String, body: T) -> Self {
        Answer { status: StatusCode::CREATED, location: Some(location), body }
    }

    /// Something was changed; it is as the body says.
    pub fn done(body: T) -> Self {
        Answer { status: StatusCode::OK, location: None, body }
    }

    /// Nothing was changed yet: somebody else has to agree.
    pub fn asked(body: T) -> Self {
        Answer { status: StatusCode::ACCEPTED, location: None, body }
    }
}

/// An answer as kept: status, location, body.
type Told = (i64, Option<String>, Vec<u8>);

row! {
    struct Before {
        id: Uuid,
        request_hash: String,
        status: i64,
        location: Option<String>,
        body_sealed: Vec<u8>,
    }
}

impl Repeat {
    pub(super) fn new(key: Option<String>, target: &str, body: &[u8]) -> Self {
        Repeat { key, request: hash_of(&[target.as_bytes(), b"\n", body].concat()) }
    }

    pub(super) fn key(headers: &HeaderMap) -> Result<Option<String>, Fault> {
        let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
        let fits =
            |key: &&str| (1..=100).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        let key = value.to_str().ok().filter(fits);
        key.map(|key| Some(key.to_owned())).ok_or_else(|| Fault::Bad(Msg::new("web-fault-idempotency-key")))
    }

    /// Carries a write out in one unit of work, or answers as before. Keys belong to their caller. Refusals are not
    /// kept: whoever mends what was wrong may use the key again. With `queue` the unit waits for its turn among the
    /// writes of that key.
    ///
    /// # Errors
    /// Faults of the unit; [`Fault::Conflict`] where the key was used for another request.
    pub async fn once<T: Serialize + 'static>(
        self,
        caller: &Caller,
        queue: Option<&str>,
        unit: impl Fn(&mut Tx<'_>) -> Result<Answer<T>, Fault> + Send + 'static,
    ) -> Result<Response, Fault> {
        let (db, keys) = (caller.app.db(), caller.app.keys().clone());
        let (id, person, now) = (caller.app.id(), caller.actor.person, caller.now);
        let unit = move |tx: &mut Tx<'_>| -> Result<Told, Fault> {
            if let Some(told) = self.before(tx, &keys, person)? {
                return Ok(told);
            }
            let answer = unit(tx)?;
            let body = serde_json::to_vec(&answer.body).map_err(|error| {
                tracing::error!(%error, "an answer could not be written as JSON");
                Fault::Broken
            })?;
            let told = (i64::from(answer.status.as_u16()), answer.location, body);
            self.keep(tx, &keys, (id, person, now), &told)?;
            Ok(told)
        };
        let (status, location, body) = match queue {
            Some(queue) => db.write_keyed(queue, unit).await?,
            None => db.write(unit).await?,
        };
        caller.app.ring();
        let status = u16::try_from(status).ok().and_then(|code| StatusCode::from_u16(code).ok());
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        let mut response = (status.unwrap_or(StatusCode::OK), kind, body).into_response();
        if let Some(location) = location.and_then(|it| HeaderValue::from_str(&it).ok()) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        Ok(response)
    }

    fn before(&self, tx: &mut Tx<'_>, keys: &KeyRing, person: Uuid) -> Result<Option<Told>, Fault> {
        let Some(key) = &self.key else { return Ok(None) };
        let found: Option<Before> = tx.opt(
            "SELECT id, request_hash, status, location, body_sealed FROM web_idempotency
             WHERE person_id = $1 AND key = $2",
            params![person, key],
        )?;
        let Some(it) = found else { return Ok(None) };
        if it.request_hash != self.request {
            return Err(Fault::Conflict(Msg::new("web-fault-idempotency-other")));
        }
        let gone = |_| Fault::Gone(Msg::new("web-fault-idempotency-gone"));
        let body = keys.unseal(place(it.id), &it.body_sealed).map_err(gone)?;
        Ok(Some((it.status, it.location, body.to_vec())))
    }

    /// Bodies are sealed, since an answer may hold a first password. Sealing draws a nonce; where the unit runs
    /// again the earlier one was never kept.
    fn keep(
        &self,
        tx: &mut Tx<'_>,
        keys: &KeyRing,
        (id, person, now): (Uuid, Uuid, Timestamp),
        (status, location, body): &Told,
    ) -> Kept<()> {
        let Some(key) = &self.key else { return Ok(()) };
        tx.exec(
            "INSERT INTO web_idempotency (id, person_id, key, request_hash, status, location, body_sealed, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![id, person, key, self.request, *status, location, keys.seal(place(id), body), now],
        )?;
        Ok(())
    }
}

/// Of a request without a body.
impl FromRequestParts<App> for Repeat {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        let key = Repeat::key(&parts.headers)?;
        Ok(Repeat::new(key, &format!("{} {}", parts.method, parts.uri), b""))
    }
}

fn place(row: Uuid) -> Place<'static> {
    Place { table: "web_idempotency", column: "body_sealed", row }
}

/// Forgets up to `limit` keys older than `before`; [`FormKey::sweep`](crate::FormKey::sweep) calls it.
///
/// # Errors
/// Those of the database.
pub fn sweep(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Kept<u64> {
    tx.exec(
        "DELETE FROM web_idempotency
         WHERE id IN (SELECT id FROM web_idempotency WHERE at < $1 ORDER BY id LIMIT $2)",
        params![before, limit],
    )
}
