//! Cohorts for programs.

use super::{
    READ,
    store::{self, Cohort, NAMES},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// A cohort.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CohortJson {
    /// Its id.
    pub id: Uuid,
    /// Its name; unique.
    pub name: String,
    /// The node whose administrators look after it.
    pub node: Uuid,
    /// Whether a rule of units and positions says who belongs; else members are chosen by hand.
    pub dynamic: bool,
    /// When it was made, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<Cohort> for CohortJson {
    fn from(it: Cohort) -> Self {
        CohortJson {
            id: it.id,
            name: it.name,
            node: it.node_id,
            dynamic: it.rule.is_some(),
            created_at: it.created_at,
        }
    }
}

/// Which cohorts.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CohortsQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Cohorts
///
/// Those of the subtrees where the permission holds, by name.
#[utoipa::path(
    get, path = "/api/v1/cohorts", tag = "organisation", operation_id = "cohorts", params(CohortsQuery),
    security(("token" = ["cohorts.read"])),
    responses((status = 200, description = "A page of cohorts.", body = Collection<CohortJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<CohortsQuery>,
) -> Result<Json<Collection<CohortJson>>, Fault> {
    caller.must(READ)?;
    let list = collection("/api/v1/cohorts", (NAMES, By::Text), &[], asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(READ);
    let page = app.db().read(move |tx| store::cohort_list(tx, &list, &scope)).await?;
    Ok(Json(Collection::of(page, CohortJson::from)))
}
