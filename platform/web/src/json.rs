//! What the addresses below `/api/v1` share: who asks, bodies, pages by cursor, repeated posts.

use crate::{App, Fault, SignedIn, Standing, Visit};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
};
use http::{header, request::Parts};
use serde::{Serialize, de::DeserializeOwned};
use std::{ops::Deref, sync::Arc};
use xingtan_auth::Actor;
use xingtan_i18n::Msg;

/// The owner of the bearer token of an API request; a browser's cookie is not taken here.
#[derive(Clone, Debug)]
pub struct Caller(SignedIn);

impl Deref for Caller {
    type Target = SignedIn;
    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl Caller {
    /// Who asks.
    pub fn actor(&self) -> &Arc<Actor> {
        &self.0.actor
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let visit = match Visit::from_request_parts(parts, app).await {
            Ok(visit) => visit,
            Err(never) => match never {},
        };
        let path = visit.address.clone();
        match visit.identity.clone() {
            Some(identity) if identity.actor.token_scopes.is_some() && identity.standing == Standing::Full => {
                Ok(Caller(SignedIn { actor: identity.actor.clone(), visit }))
            }
            _ => Err(Fault::SignIn { path }),
        }
    }
}

/// A JSON body; what does not fit its shape is answered with 400 or 422 and the reason.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        if !kind.starts_with("application/json") {
            return Err(Fault::Bad(Msg::new("web-fault-json-type")));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|refusal| {
            let large = refusal.status() == http::StatusCode::PAYLOAD_TOO_LARGE;
            if large { Fault::TooLarge } else { Fault::Bad(Msg::new("web-fault-json")) }
        })?;
        serde_json::from_slice(&bytes).map(Body).map_err(|error| {
            let msg = if error.is_data() { "web-fault-json-shape" } else { "web-fault-json" };
            Fault::Bad(Msg::new(msg).with("reason", error.to_string()))
        })
    }
}

/// One page of a collection.
#[derive(Clone, Debug, Serialize)]
pub struct Collection<T> {
    /// The items.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: i64,
    /// Address of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
