//! Study permissions for programs.

use super::store::{self, Asked, SORTS};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked as Query, By, Caller, Collection, Cursor, Limit, collection},
};

/// A study permission.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StudyPermissionJson {
    /// Its id.
    pub id: Uuid,
    /// From when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Until when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// What for.
    pub reason: String,
    /// `asked`, `granted`, `refused` or `withdrawn`.
    pub state: String,
    /// When it was asked for or given, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// What was answered.
    pub answer: String,
}

impl From<Asked> for StudyPermissionJson {
    fn from(it: Asked) -> Self {
        StudyPermissionJson {
            id: it.id,
            from: it.from_at,
            until: it.to_at,
            reason: it.reason,
            state: it.state,
            asked_at: it.asked_at,
            answer: it.answer,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StudyPermissionsQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// One's own study permissions
///
/// Asked for or given, in the order of asking.
#[utoipa::path(
    get, path = "/api/v1/study-permissions", tag = "governance", operation_id = "study_permissions",
    params(StudyPermissionsQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<StudyPermissionJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<StudyPermissionsQuery>,
) -> Result<Json<Collection<StudyPermissionJson>>, Fault> {
    let list =
        collection("/api/v1/study-permissions", (SORTS, By::Moment), &[], asked.limit, asked.at.as_ref())?;
    let person = caller.actor.person;
    let read = app.db().read(move |tx| list.page::<Asked>(tx, store::select_own(person, "", "")));
    Ok(Json(Collection::of(read.await?, StudyPermissionJson::from)))
}
