//! What the addresses below `/api/v1` share (OPS-7): who asks, what is asked for, bodies, pages by cursor, posts that
//! may be repeated.
//!
//! A handler takes a [`Caller`] first, so that whoever has no token learns nothing else; then an [`Asked`] query, a
//! [`Post`]ed body, or a [`Repeat`] where a write has none. Faults become problem+json ([`Problem`]). Slices hand over an [`ApiRouter`], of which the program
//! makes both the routes and the OpenAPI document, so that neither can lag behind the other.

mod asked;
mod fields;
mod post;
mod repeat;

pub use asked::{After, Asked, By, Cursor, Limit, Moment, Words, collection};
pub use fields::{decimal, fields, sound};
pub use post::{Body, Nothing, Post, PostFiles, Seen, given};
pub use repeat::{Answer, Repeat, sweep};

use crate::{App, Fault, ListPage, SignedIn, Standing, Visit};
use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::Serialize;
use std::{ops::Deref, sync::Arc};
use utoipa::ToSchema;
use xingtan_auth::Actor;
use xingtan_i18n::Msg;

/// Routes with their documentation.
pub type ApiRouter = utoipa_axum::router::OpenApiRouter<App>;

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

    /// Refuses a token that is not for all its owner may. What people do for themselves needs no permission that a
    /// narrower scope could name.
    ///
    /// # Errors
    /// [`Fault::Forbidden`].
    pub fn must_be_for_all(&self) -> Result<(), Fault> {
        let scopes = self.0.actor.token_scopes.iter().flatten();
        let mut all = scopes.filter(|scope| *scope == "all");
        all.next().map(|_| ()).ok_or_else(|| Fault::Forbidden(Msg::new("web-fault-scope-all")))
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
            Some(identity)
                if identity.actor.token_scopes.is_some() && identity.standing == Standing::Full =>
            {
                Ok(Caller(SignedIn { actor: identity.actor.clone(), visit }))
            }
            None if visit.unsure => Err(Fault::Busy),
            _ => Err(Fault::SignIn { path }),
        }
    }
}

/// One page of a collection.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Collection<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// How many there are in all, on all pages; counted up to 100,000.
    #[schema(minimum = 0)]
    pub total: i64,
    /// True where there are more than were counted; absent otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub beyond: bool,
    /// Address of the next page, with everything that was asked for; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri-reference")]
    pub next: Option<String>,
}

impl<T> Collection<T> {
    /// A page of a list, each row made into what programs get.
    pub fn of<R>(page: ListPage<R>, make: impl FnMut(R) -> T) -> Self {
        Collection {
            total: page.total,
            beyond: page.beyond,
            next: page.next,
            items: page.rows.into_iter().map(make).collect(),
        }
    }

    /// A collection that is always given whole.
    pub fn whole(items: Vec<T>) -> Self {
        Collection { total: items.len() as i64, beyond: false, items, next: None }
    }
}

/// Why a request was not carried out (RFC 9457). Nothing was changed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The name of the status.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: i32,
    /// What happened and what can be done, in the language of the token's owner.
    pub detail: String,
    /// What is wrong with which field of the body; with status 422.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Name of the field.
    pub field: String,
    /// What is wrong with it.
    pub detail: String,
}
