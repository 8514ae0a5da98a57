//! Findings for programs.

use super::{
    READ,
    page::STATES,
    store::{self, Finding, SORTS},
};
use crate::json::NamedJson;
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// What an inspection of accounts found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountFindingJson {
    /// Its id.
    pub id: Uuid,
    /// About whom.
    pub person: NamedJson,
    /// `unused`, `dormant`, `shared` or `over_privileged`.
    pub kind: String,
    /// Days, or devices.
    pub figure: i64,
    /// Codes of roles.
    pub roles: Vec<String>,
    /// `open`, `kept`, `settled` or `gone`.
    pub state: String,
    /// When it was found first, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Timestamp,
    /// When it was found last, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub seen_at: Timestamp,
    /// What was answered.
    pub answer: Option<String>,
}

impl From<Finding> for AccountFindingJson {
    fn from(it: Finding) -> Self {
        AccountFindingJson {
            id: it.id,
            person: NamedJson { id: it.person_id, name: it.name },
            kind: it.kind,
            figure: it.figure,
            roles: it.roles.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect(),
            state: it.state,
            found_at: it.found_at,
            seen_at: it.seen_at,
            answer: it.answer,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AccountFindingsQuery {
    /// Only those that stand so: `open`, `kept`, `settled`, `gone`.
    state: Option<String>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// What inspections of accounts found
///
/// In the subtree in which the caller may see it, in the order of finding.
#[utoipa::path(
    get, path = "/api/v1/account-findings", tag = "accounts", operation_id = "account_findings",
    params(AccountFindingsQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<AccountFindingJson>))
)]
pub async fn list(
    axum::extract::State(app): axum::extract::State<App>,
    caller: Caller,
    Asked(asked): Asked<AccountFindingsQuery>,
) -> Result<Json<Collection<AccountFindingJson>>, Fault> {
    caller.must(READ)?;
    let state = asked.state.unwrap_or_default();
    if !state.is_empty() && !STATES.contains(&state.as_str()) {
        return Err(Fault::NotFound);
    }
    let filters = [("state", Some(state.clone()).filter(|it| !it.is_empty()))];
    let list = collection(
        "/api/v1/account-findings",
        (SORTS, By::Moment),
        &filters,
        asked.limit,
        asked.at.as_ref(),
    )?;
    let scope = caller.actor.scope(READ);
    let read = app.db().read(move |tx| list.page::<Finding>(tx, store::select(&scope, "", &state, "")));
    Ok(Json(Collection::of(read.await?, AccountFindingJson::from)))
}
