//! Accounts that look shared, for programs.

use super::{
    SUSPICIONS,
    action::{case_words, rule},
    change::{self, Answer as Said},
    store::{self, SORTS, Suspicion},
};
use crate::case::act::Act;
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Answer, Asked as Query, By, Caller, Collection, Cursor, Limit, Post, collection, fields, sound},
};

/// A session of the evidence.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UsedJson {
    /// The session.
    pub session: Uuid,
    /// The device.
    pub device: Uuid,
    /// What that calls itself.
    pub agent: String,
    /// From where: the place and the address.
    pub from: String,
    /// When it began, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub began_at: Timestamp,
    /// When it was last seen, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub seen_at: Timestamp,
}

/// An account that looks shared. Nothing follows of it by itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SuspicionJson {
    /// Its id.
    pub id: Uuid,
    /// Whose account.
    pub person: Uuid,
    /// The name of that person.
    pub name: String,
    /// `overlap`: used from two devices at the same time; `travel`: from two places too soon after one another.
    pub kind: String,
    /// `open`, `asked`, `case` or `harmless`.
    pub state: String,
    /// For how long, in seconds.
    pub seconds: i64,
    /// When it was found, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Timestamp,
    /// When the last of the sessions was seen, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub last_at: Timestamp,
    /// The sessions.
    pub sessions: Vec<UsedJson>,
    /// What was said to it; may be empty.
    pub answer: String,
    /// What the owner of the account says, who was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// The case that was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<Uuid>,
}

impl From<Suspicion> for SuspicionJson {
    fn from(it: Suspicion) -> Self {
        let used = it.sessions().into_iter().map(|own| UsedJson {
            session: own.id,
            device: own.device,
            agent: own.agent,
            from: own.ip,
            began_at: own.from,
            seen_at: own.to,
        });
        SuspicionJson {
            sessions: used.collect(),
            id: it.id,
            person: it.person_id,
            name: it.person_name,
            kind: it.kind,
            state: it.state,
            seconds: it.seconds,
            found_at: it.found_at,
            last_at: it.last_at,
            answer: it.answer,
            reply: it.reply,
            case: it.case_id,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuspicionsQuery {
    /// Only those in this state: `open`, `asked`, `case` or `harmless`.
    state: Option<String>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Accounts that look shared
///
/// Of the subtrees where the permission holds, never about the token's owner, in the order in which they were last seen.
#[utoipa::path(
    get, path = "/api/v1/suspicions", tag = "conduct", operation_id = "suspicions", params(SuspicionsQuery),
    security(("token" = ["conduct.suspicions"])),
    responses((status = 200, description = "A page of them.", body = Collection<SuspicionJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<SuspicionsQuery>,
) -> Result<Json<Collection<SuspicionJson>>, Fault> {
    caller.must(SUSPICIONS)?;
    let state = asked.state.unwrap_or_default();
    if !state.is_empty() && !super::STATES.contains(&state.as_str()) {
        return Err(Fault::Invalid(vec![("state".to_owned(), Msg::new("web-form-choice"))]));
    }
    let filters = [("state", Some(state.clone()).filter(|it| !it.is_empty()))];
    let sorts = (SORTS, By::Moment);
    let list = collection("/api/v1/suspicions", sorts, &filters, asked.limit, asked.at.as_ref())?;
    let (scope, reader) = (caller.actor.scope(SUSPICIONS), caller.actor.person);
    let read = app.db().read(move |tx| list.page::<Suspicion>(tx, store::select(&scope, reader, "", &state)));
    Ok(Json(Collection::of(read.await?, SuspicionJson::from)))
}

/// An account that looks shared
#[utoipa::path(
    get, path = "/api/v1/suspicions/{id}", tag = "conduct", operation_id = "suspicion",
    params(("id" = Uuid, Path, description = "The suspicion.")),
    security(("token" = ["conduct.suspicions"])),
    responses((status = 200, description = "The suspicion.", body = SuspicionJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<SuspicionJson>, Fault> {
    caller.must(SUSPICIONS)?;
    let actor = caller.actor.clone();
    let read = app
        .db()
        .read(move |tx| store::get(tx, id)?.filter(|it| change::readable(it, &actor)).ok_or(Fault::NotFound));
    Ok(Json(read.await?.into()))
}

/// What becomes of a suspicion.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideJson {
    /// `ask`: the owner of the account is asked; `case`: a case is opened; `harmless`: nothing is wrong.
    verdict: String,
    /// What is asked, or why it is harmless; a case may go without.
    #[schema(max_length = 500)]
    words: Option<String>,
}

/// Say what becomes of a suspicion
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/suspicions/{id}/decision", tag = "conduct", operation_id = "decide_suspicion",
    params(("id" = Uuid, Path, description = "The suspicion.")), request_body = DecideJson,
    security(("token" = ["conduct.suspicions"])),
    responses((status = 200, description = "It is decided.", body = SuspicionJson))
)]
pub async fn decide(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<DecideJson>,
) -> Result<Response, Fault> {
    caller.must(SUSPICIONS)?;
    let mut form = fields([("verdict", Some(body.verdict)), ("words", body.words)]);
    let said = form.choice::<Said>("verdict");
    let words = form.text("words", rule(said).lines());
    sound(&form, str::to_owned)?;
    let said = said.ok_or(Fault::NotFound)?;
    let (actor, act, case) = (caller.actor.clone(), Act::of(&caller), app.id());
    let (told, name) = case_words(&app, act.lang);
    let unit = move |tx: &mut Tx<'_>| {
        change::answer(tx, id, &actor, (said, &words), (case, &told, &name), &act)?;
        Ok(Answer::done(SuspicionJson::from(store::get(tx, id)?.ok_or(Fault::NotFound)?)))
    };
    repeat.once(&caller, None, unit).await
}
