//! Bodies for programs.

use super::{
    READ,
    store::{self, Body, Member},
};
use crate::json::{NamedJson, Nothing};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, Caller, Collection},
};

/// A body: its kind, term and powers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BodyJson {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// `management`, `supervision`, `quality`, `other`.
    pub kind: String,
    /// What it may do, in words.
    pub powers: String,
    /// Since when it is in office, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub term_from: Timestamp,
    /// When its term ends, UTC; none: without end.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub term_to: Option<Timestamp>,
    /// How many members it has.
    #[schema(minimum = 0)]
    pub members: i64,
}

impl From<Body> for BodyJson {
    fn from(it: Body) -> Self {
        BodyJson {
            id: it.id,
            name: it.name,
            kind: it.kind,
            powers: it.powers,
            term_from: it.term_from,
            term_to: it.term_to,
            members: it.members,
        }
    }
}

/// A member of a body.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BodyMemberJson {
    /// Who.
    pub person: NamedJson,
    /// The unit's name.
    pub unit: String,
    /// The office, such as chair.
    pub office: String,
}

impl From<Member> for BodyMemberJson {
    fn from(it: Member) -> Self {
        BodyMemberJson {
            person: NamedJson { id: it.person_id, name: it.name },
            unit: it.unit_name,
            office: it.office,
        }
    }
}

/// Bodies
///
/// All of the institution, always whole: there are a handful.
#[utoipa::path(
    get, path = "/api/v1/bodies", tag = "roles", operation_id = "bodies", security(("token" = ["bodies.read"])),
    responses((status = 200, description = "The bodies.", body = Collection<BodyJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Json<Collection<BodyJson>>, Fault> {
    caller.must(READ)?;
    let bodies = app.db().read(store::bodies).await?;
    Ok(Json(Collection::whole(bodies.into_iter().map(BodyJson::from).collect())))
}

/// Members of a body
#[utoipa::path(
    get, path = "/api/v1/bodies/{id}/members", tag = "roles", operation_id = "body_members",
    params(("id" = Uuid, Path, description = "The body.")), security(("token" = ["bodies.read"])),
    responses((status = 200, description = "Its members, by name.", body = Collection<BodyMemberJson>))
)]
pub async fn members(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Json<Collection<BodyMemberJson>>, Fault> {
    caller.must(READ)?;
    let read = app.db().read(move |tx| {
        store::body(tx, id)?.ok_or(Fault::NotFound)?;
        Ok::<_, Fault>(store::members(tx, id)?)
    });
    Ok(Json(Collection::whole(read.await?.into_iter().map(BodyMemberJson::from).collect())))
}
