//! JSON bodies.

use super::Repeat;
use crate::{App, Fault};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use xingtan_i18n::Msg;

/// A JSON body; what does not fit its shape is answered with 400 and the reason.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        is_json(request.headers())?;
        parse(&bytes(request, state).await?).map(Body)
    }
}

/// A JSON body that makes something, with the header that lets it be sent again.
#[derive(Clone, Debug)]
pub struct Post<T> {
    /// What is asked for.
    pub body: T,
    /// The request's `Idempotency-Key`.
    pub repeat: Repeat,
}

impl<T: DeserializeOwned> FromRequest<App> for Post<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        is_json(request.headers())?;
        let key = Repeat::key(request.headers())?;
        let target = format!("{} {}", request.method(), request.uri());
        let bytes = bytes(request, app).await?;
        Ok(Post { body: parse(&bytes)?, repeat: Repeat::new(key, &target, &bytes) })
    }
}

fn is_json(headers: &HeaderMap) -> Result<(), Fault> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let fits = kind.eq_ignore_ascii_case("application/json");
    if fits { Ok(()) } else { Err(Fault::MediaType(Msg::new("web-fault-json-type"))) }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Fault> {
    Bytes::from_request(request, state).await.map_err(|refusal| {
        let large = refusal.status() == http::StatusCode::PAYLOAD_TOO_LARGE;
        if large { Fault::TooLarge } else { Fault::Bad(Msg::new("web-fault-json")) }
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|error| {
        let msg = if error.is_data() { "web-fault-json-shape" } else { "web-fault-json" };
        Fault::Bad(Msg::new(msg).with("reason", error.to_string()))
    })
}
