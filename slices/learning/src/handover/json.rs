//! Handover reports for programs.

use super::{
    READ,
    content::Content,
    rules::Kind,
    store::{self, Handover, SORTS},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// What somebody had open and had done when they moved to another unit or left; frozen.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HandoverJson {
    /// Its id.
    pub id: Uuid,
    /// Of whom.
    pub person: Uuid,
    /// The name then.
    pub person_name: String,
    /// What happened.
    pub kind: HandoverKindJson,
    /// The unit before, with those above it.
    pub from: String,
    /// The unit after; the same of somebody who left.
    pub to: String,
    /// When it happened, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub happened_at: Timestamp,
    /// When it was handed over, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub told_at: Option<Timestamp>,
    /// What it holds.
    pub content: Content,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HandoverKindJson {
    /// To another unit.
    Move,
    /// Out of the institution.
    Leave,
}

impl HandoverKindJson {
    fn word(self) -> &'static str {
        match self {
            HandoverKindJson::Move => Kind::Move.code(),
            HandoverKindJson::Leave => Kind::Leave.code(),
        }
    }
}

impl From<Handover> for HandoverJson {
    fn from(it: Handover) -> Self {
        HandoverJson {
            kind: match it.kind() {
                Kind::Move => HandoverKindJson::Move,
                Kind::Leave => HandoverKindJson::Leave,
            },
            content: it.content(),
            id: it.id,
            person: it.person_id,
            person_name: it.person_name,
            from: it.from_name,
            to: it.to_name,
            happened_at: it.happened_at,
            told_at: it.told_at,
        }
    }
}

/// Which reports.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HandoversQuery {
    /// Only of this kind.
    #[param(inline)]
    kind: Option<HandoverKindJson>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Handover reports
///
/// Those of the subtrees where the permission holds, the newest first.
#[utoipa::path(
    get, path = "/api/v1/handovers", tag = "learning", operation_id = "handovers", params(HandoversQuery),
    security(("token" = ["handovers.read"])),
    responses((status = 200, description = "A page of reports.", body = Collection<HandoverJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<HandoversQuery>,
) -> Result<Json<Collection<HandoverJson>>, Fault> {
    caller.must(READ)?;
    let word = asked.kind.map(HandoverKindJson::word);
    let pairs = [("kind", word.map(str::to_owned))];
    let list = collection("/api/v1/handovers", (SORTS, By::Moment), &pairs, asked.limit, asked.at.as_ref())?
        .or_descending();
    let scope = caller.actor.scope(READ);
    let read = app
        .db()
        .read(move |tx| list.page::<Handover>(tx, store::select(&scope, "", word.unwrap_or_default())));
    Ok(Json(Collection::of(read.await?, HandoverJson::from)))
}
