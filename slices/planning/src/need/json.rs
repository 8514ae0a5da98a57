//! Needs for programs.

use super::{
    READ,
    store::{self, Need, SORTS},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// A training need.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NeedJson {
    /// Its id.
    pub id: Uuid,
    /// What about.
    pub topic: String,
    /// Why.
    pub why: String,
    /// By when.
    #[schema(format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_day: Option<String>,
    /// `course`, `offline` or `other`.
    pub kind: String,
    /// `stated`, `merged`, `forwarded`, `accepted`, `declined` or `withdrawn`.
    pub state: String,
    /// How many people stated it.
    pub people: i64,
    /// When it was stated, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub stated_at: Timestamp,
}

impl From<Need> for NeedJson {
    fn from(it: Need) -> Self {
        NeedJson {
            id: it.id,
            topic: it.topic,
            why: it.why,
            by_day: it.by_day,
            kind: it.kind,
            state: it.state,
            people: it.people,
            stated_at: it.stated_at,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NeedsQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Training needs
///
/// Of the caller's units, in the order in which they were stated; those that became part of others are left out.
#[utoipa::path(
    get, path = "/api/v1/needs", tag = "planning", operation_id = "needs",
    params(NeedsQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<NeedJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<NeedsQuery>,
) -> Result<Json<Collection<NeedJson>>, Fault> {
    caller.must(READ)?;
    let list = collection("/api/v1/needs", (SORTS, By::Moment), &[], asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(READ);
    let read = app.db().read(move |tx| list.page::<Need>(tx, store::select(&scope, "", "")));
    Ok(Json(Collection::of(read.await?, NeedJson::from)))
}
