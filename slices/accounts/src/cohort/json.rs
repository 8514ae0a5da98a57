//! Cohorts for programs: reading them, changing them in `json/write.rs`, their members in `json/members.rs`.

pub mod members;
pub mod write;

use super::{
    READ,
    rules::Rule,
    store::{self, Cohort, NAMES},
};
use axum::{
    Json,
    extract::{Path, State},
};
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
    /// The rule of a dynamic one.
    pub rule: Option<CohortRuleJson>,
    /// When it was made, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// Who belongs to a dynamic cohort: present people of any of the units who hold any of the positions.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CohortRuleJson {
    /// Units with all below them, within the cohort's own node; none: the subtree of that node.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub units: Vec<Uuid>,
    /// Positions; none: every one.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub positions: Vec<Uuid>,
}

impl From<Rule> for CohortRuleJson {
    fn from(it: Rule) -> Self {
        CohortRuleJson { units: it.nodes, positions: it.positions }
    }
}

impl From<Cohort> for CohortJson {
    fn from(it: Cohort) -> Self {
        CohortJson {
            id: it.id,
            name: it.name,
            node: it.node_id,
            dynamic: it.rule.is_some(),
            rule: Rule::of(it.rule.as_deref()).map(CohortRuleJson::from),
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

/// A cohort
#[utoipa::path(
    get, path = "/api/v1/cohorts/{id}", tag = "organisation", operation_id = "cohort",
    params(("id" = Uuid, Path, description = "The cohort.")), security(("token" = ["cohorts.read"])),
    responses((status = 200, description = "The cohort.", body = CohortJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<CohortJson>, Fault> {
    caller.must(READ)?;
    let cohort = app.db().read(move |tx| store::cohort(tx, id)).await?.ok_or(Fault::NotFound)?;
    caller.must_at(READ, &cohort.node_path)?;
    Ok(Json(cohort.into()))
}
