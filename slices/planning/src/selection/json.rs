//! Choices for programs.

use super::{
    READ,
    store::{self, Choice, SORTS},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// An elective that somebody chose.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ElectiveChoiceJson {
    /// Its id.
    pub id: Uuid,
    /// The round.
    pub round: Uuid,
    /// The course.
    pub course: Uuid,
    /// Who chose it.
    pub person: Uuid,
    /// In which order it is wished for, from 1.
    pub rank: i64,
    /// `chosen`, `approved`, `waiting`, `refused`, `left` or `lapsed`.
    pub state: String,
    /// When it was chosen, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub chosen_at: Timestamp,
    /// Until when it is to be finished, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
    /// When it was completed, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
}

impl From<Choice> for ElectiveChoiceJson {
    fn from(it: Choice) -> Self {
        ElectiveChoiceJson {
            id: it.id,
            round: it.round_id,
            course: it.course_id,
            person: it.person_id,
            rank: it.rank,
            state: it.state,
            chosen_at: it.chosen_at,
            due_at: it.due_at,
            done_at: it.done_at,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ElectiveChoicesQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Electives that people chose
///
/// Of the caller's units, in the order in which they were chosen.
#[utoipa::path(
    get, path = "/api/v1/elective-choices", tag = "planning", operation_id = "elective_choices",
    params(ElectiveChoicesQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<ElectiveChoiceJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<ElectiveChoicesQuery>,
) -> Result<Json<Collection<ElectiveChoiceJson>>, Fault> {
    caller.must(READ)?;
    let list =
        collection("/api/v1/elective-choices", (SORTS, By::Moment), &[], asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(READ);
    let read = app.db().read(move |tx| list.page::<Choice>(tx, store::select(&scope, "", "")));
    Ok(Json(Collection::of(read.await?, ElectiveChoiceJson::from)))
}
