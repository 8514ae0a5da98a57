//! Positions for programs: the list, and in `json/write.rs` changing it.

pub mod write;

use super::store::{self, NAMES};
use crate::{json::NamedJson, organisation::READ};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// Which positions.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PositionsQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Positions
///
/// All positions of the institution, by name.
#[utoipa::path(
    get, path = "/api/v1/positions", tag = "organisation", operation_id = "positions", params(PositionsQuery),
    security(("token" = ["organisation.read"])),
    responses((status = 200, description = "A page of positions.", body = Collection<NamedJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<PositionsQuery>,
) -> Result<Json<Collection<NamedJson>>, Fault> {
    caller.must(READ)?;
    let list = collection("/api/v1/positions", (NAMES, By::Text), &[], asked.limit, asked.at.as_ref())?;
    let page = app.db().read(move |tx| store::position_list(tx, &list)).await?;
    Ok(Json(Collection::of(page, |it| NamedJson { id: it.id, name: it.name })))
}
