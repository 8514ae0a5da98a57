//! Measures for programs.

use super::{
    READ,
    store::{self, Decision, SORTS},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked as Query, By, Caller, Collection, Cursor, Limit, collection},
};

/// A measure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeasureJson {
    /// Its id.
    pub id: Uuid,
    /// About whom.
    pub person: Uuid,
    /// `warning`, `suspension` or `revocation`.
    pub measure: String,
    /// `proposed`, `standing`, `declined`, `withdrawn` or `overturned`.
    pub state: String,
    /// The rule, from version to version.
    pub rule: Uuid,
    /// The control of the version that governed.
    pub control: Uuid,
    /// The cause within the rule: a month such as `2026-01`, or a case.
    pub period: String,
    /// When it was made, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    /// When the condition was met, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
    /// Until when it lasts, UTC; null where it does not end by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
}

impl From<Decision> for MeasureJson {
    fn from(it: Decision) -> Self {
        MeasureJson {
            id: it.id,
            person: it.person_id,
            measure: it.measure().to_string(),
            state: it.state().to_string(),
            rule: it.control_key,
            control: it.control_id,
            period: it.period,
            made_at: it.made_at,
            due_at: it.due_at,
            ends_at: it.ends_at,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MeasuresQuery {
    /// Only those about this person.
    person: Option<Uuid>,
    /// Only those by this rule.
    rule: Option<Uuid>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Measures
///
/// Those of the subtree in which the caller may see measures, in the order in which they were made.
#[utoipa::path(
    get, path = "/api/v1/measures", tag = "governance", operation_id = "measures",
    params(MeasuresQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<MeasureJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<MeasuresQuery>,
) -> Result<Json<Collection<MeasureJson>>, Fault> {
    caller.must(READ)?;
    let filters =
        [("person", asked.person.map(|id| id.to_string())), ("rule", asked.rule.map(|id| id.to_string()))];
    let list = collection("/api/v1/measures", (SORTS, By::Moment), &filters, asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(READ);
    let read = app.db().read(move |tx| {
        let mut select = store::select().within("d.unit_path", &scope);
        if let Some(person) = asked.person {
            select = select.when("d.person_id = {}", person);
        }
        if let Some(rule) = asked.rule {
            select = select.when("d.control_key = {}", rule);
        }
        list.page::<Decision>(tx, select)
    });
    Ok(Json(Collection::of(read.await?, MeasureJson::from)))
}
