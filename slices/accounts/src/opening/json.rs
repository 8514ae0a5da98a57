//! Requests for accounts, for programs: reading them, and in `json/write.rs` asking and deciding.

pub mod write;

use super::{
    page::{scope, select},
    store::{self, Opening, SORTS},
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
    json::{Asked, By, Caller, Collection, Cursor, Limit, Words, collection},
};

/// A request for an account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpeningJson {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub state: OpeningStateJson,
    /// The unit.
    pub unit: Uuid,
    /// For whom.
    pub name: String,
    /// The wanted sign-in name.
    pub user_name: String,
    /// The position.
    pub position: Option<Uuid>,
    /// The staff number.
    pub staff_number: Option<String>,
    /// The mailbox.
    pub mail: Option<String>,
    /// Who asked.
    pub asked_by: Uuid,
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// The person, once the account is open.
    pub person: Option<Uuid>,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OpeningStateJson {
    /// It waits for a decision.
    Open,
    /// It was approved, and the account is open.
    Approved,
    /// It was given back.
    Returned,
    /// It was refused.
    Refused,
    /// Whoever asked took it back.
    Withdrawn,
}

const STATES: [(OpeningStateJson, &str); 5] = [
    (OpeningStateJson::Open, "open"),
    (OpeningStateJson::Approved, "approved"),
    (OpeningStateJson::Returned, "returned"),
    (OpeningStateJson::Refused, "refused"),
    (OpeningStateJson::Withdrawn, "withdrawn"),
];

impl From<Opening> for OpeningJson {
    fn from(it: Opening) -> Self {
        let state = STATES.iter().find(|(_, code)| *code == it.state);
        OpeningJson {
            id: it.id,
            state: state.map_or(OpeningStateJson::Open, |(state, _)| *state),
            unit: it.unit_id,
            name: it.name,
            user_name: it.user_name,
            position: it.position_id,
            staff_number: it.staff_number,
            mail: it.mail,
            asked_by: it.asked_by,
            asked_at: it.asked_at,
            person: it.person_id,
        }
    }
}

/// Which requests.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OpeningsQuery {
    /// Words that occur in name or sign-in name.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Only requests that stand so.
    #[param(inline)]
    state: Option<OpeningStateJson>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Requests for accounts
///
/// Those of the subtrees where one asks or decides, the latest first.
#[utoipa::path(
    get, path = "/api/v1/openings", tag = "people", operation_id = "openings", params(OpeningsQuery),
    security(("token" = ["openings.ask"]), ("token" = ["openings.decide"])),
    responses((status = 200, description = "A page of requests.", body = Collection<OpeningJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<OpeningsQuery>,
) -> Result<Json<Collection<OpeningJson>>, Fault> {
    let seen = scope(&caller);
    if seen.is_empty() {
        return Err(Fault::forbidden());
    }
    let state = asked.state.and_then(|state| STATES.iter().find(|(it, _)| *it == state));
    let pairs = [("q", asked.q.map(|words| words.0)), ("state", state.map(|(_, code)| (*code).to_owned()))];
    let sorts = (SORTS, By::Moment);
    let list = collection("/api/v1/openings", sorts, &pairs, asked.limit, asked.at.as_ref())?.or_descending();
    let read = app.db().read(move |tx| list.page::<Opening>(tx, select(&list, &seen)));
    Ok(Json(Collection::of(read.await?, OpeningJson::from)))
}

/// A request for an account
#[utoipa::path(
    get, path = "/api/v1/openings/{id}", tag = "people", operation_id = "opening",
    params(("id" = Uuid, Path, description = "The request.")),
    security(("token" = ["openings.ask"]), ("token" = ["openings.decide"])),
    responses((status = 200, description = "The request.", body = OpeningJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<OpeningJson>, Fault> {
    let seen = scope(&caller);
    if seen.is_empty() {
        return Err(Fault::forbidden());
    }
    let found = app.db().read(move |tx| store::opening(tx, id)).await?;
    let row = found.filter(|row| seen.covers(&row.unit_path)).ok_or(Fault::NotFound)?;
    Ok(Json(row.into()))
}
