//! The register for programs.

use super::{
    READ,
    store::{self, SORTS, Training},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::Uuid;
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// A training that was held without the platform.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfflineTrainingJson {
    /// Its id.
    pub id: Uuid,
    /// What it was about.
    pub topic: String,
    /// `internal`, `external` or `practice`.
    pub kind: String,
    /// The day.
    #[schema(format = Date)]
    pub day: String,
    /// Where.
    pub place: String,
    /// How long, in seconds.
    pub seconds: i64,
    /// Who taught.
    pub trainer: String,
    /// Remarks; may be empty.
    pub remarks: String,
    /// How many took part.
    pub people: i64,
}

impl From<Training> for OfflineTrainingJson {
    fn from(it: Training) -> Self {
        OfflineTrainingJson {
            id: it.id,
            topic: it.topic,
            kind: it.kind,
            day: it.day,
            place: it.place,
            seconds: it.seconds,
            trainer: it.trainer,
            remarks: it.remarks,
            people: it.people,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfflineTrainingsQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Training held without the platform
///
/// The register of the caller's units, in the order of the days.
#[utoipa::path(
    get, path = "/api/v1/offline-trainings", tag = "planning", operation_id = "offline_trainings",
    params(OfflineTrainingsQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<OfflineTrainingJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<OfflineTrainingsQuery>,
) -> Result<Json<Collection<OfflineTrainingJson>>, Fault> {
    caller.must(READ)?;
    let list =
        collection("/api/v1/offline-trainings", (SORTS, By::Text), &[], asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(READ);
    let read = app.db().read(move |tx| list.page::<Training>(tx, store::select(&scope, "", "", false)));
    Ok(Json(Collection::of(read.await?, OfflineTrainingJson::from)))
}
