//! Commendations for programs.

use super::{
    APPROVE, NOMINATE, action,
    change::{self, Nomination},
    page::is_shown,
    store::{self, Commendation, PUBLISHED_SORTS},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::Deed;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault, Text,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, collection, fields, sound},
};

/// A commendation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommendationJson {
    /// Its id.
    pub id: Uuid,
    /// `person`, `group` or `unit`.
    pub kind: String,
    /// What the commended are called.
    pub label: String,
    /// As what they are commended.
    pub title: String,
    /// What for.
    pub reason: String,
    /// The article it goes by; may be empty.
    pub article: String,
    /// `nominated`, `published`, `declined` or `withdrawn`.
    pub state: String,
    /// When it was nominated, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub nominated_at: Timestamp,
    /// When it was decided or withdrawn, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
    /// Counts its changes; a decision names the one it was made about.
    pub version: i64,
}

impl From<Commendation> for CommendationJson {
    fn from(it: Commendation) -> Self {
        CommendationJson {
            id: it.id,
            kind: it.kind,
            label: it.label,
            title: it.title,
            reason: it.reason,
            article: it.article,
            state: it.state,
            nominated_at: it.nominated_at,
            decided_at: it.decided_at,
            version: it.version,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommendationsQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Published commendations
///
/// In order of their publication.
#[utoipa::path(
    get, path = "/api/v1/commendations", tag = "honours", operation_id = "commendations",
    params(CommendationsQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<CommendationJson>))
)]
pub async fn list(
    State(app): State<App>,
    _caller: Caller,
    Asked(asked): Asked<CommendationsQuery>,
) -> Result<Json<Collection<CommendationJson>>, Fault> {
    let sorts = (PUBLISHED_SORTS, By::Moment);
    let list = collection("/api/v1/commendations", sorts, &[], asked.limit, asked.at.as_ref())?;
    let read = app.db().read(move |tx| list.page::<Commendation>(tx, store::published("", "")));
    Ok(Json(Collection::of(read.await?, CommendationJson::from)))
}

/// One commendation
///
/// What is not published is shown to who nominated, and to who may nominate or decide there.
#[utoipa::path(
    get, path = "/api/v1/commendations/{id}", tag = "honours", operation_id = "commendation",
    params(("id" = Uuid, Path, description = "The commendation.")), security(("token" = [])),
    responses((status = 200, description = "The commendation.", body = CommendationJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<CommendationJson>, Fault> {
    let actor = caller.actor.clone();
    let read =
        app.db().read(move |tx| store::one(tx, id)?.filter(|it| is_shown(it, &actor)).ok_or(Fault::NotFound));
    Ok(Json(read.await?.into()))
}

/// A nomination.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NominateJson {
    /// `person`, `group` or `unit`.
    kind: String,
    /// User names: one of a person, at least two of a group.
    people: Option<Vec<String>>,
    /// What a group is called.
    label: Option<String>,
    /// The unit, where it is about one.
    unit: Option<Uuid>,
    /// As what they are commended.
    title: String,
    /// What for.
    reason: String,
    /// The article it goes by.
    article: Option<String>,
}

/// Nominate for commendation
///
/// Another person decides. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/commendations", tag = "honours", operation_id = "nominate",
    request_body = NominateJson, security(("token" = ["honours.nominate"])),
    responses((status = 201, description = "It is nominated.", body = CommendationJson,
               headers(("location" = String, description = "Where it is to be found."))))
)]
pub async fn nominate(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<NominateJson>,
) -> Result<Response, Fault> {
    caller.must(NOMINATE)?;
    let mut form = fields([
        ("kind", Some(body.kind)),
        ("people", body.people.map(|users| users.join("\n"))),
        ("label", body.label),
        ("unit", body.unit.map(|unit| unit.to_string())),
        ("title", Some(body.title)),
        ("reason", Some(body.reason)),
        ("article", body.article),
    ]);
    let asked: Option<Nomination> = action::read(&mut form);
    sound(&form, str::to_owned)?;
    let asked = asked.ok_or(Fault::NotFound)?;
    let (id, actor, deed) = (app.id(), caller.actor.clone(), Deed::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        let it = change::nominate(tx, id, &asked, &actor, &deed)?;
        Ok(Answer::made(format!("/api/v1/commendations/{id}"), CommendationJson::from(it)))
    };
    repeat.once(&caller, None, unit).await
}

/// A decision about a nomination.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideJson {
    /// `publish` or `decline`.
    decision: String,
    /// What is said to it; where it is declined, why.
    answer: Option<String>,
    /// The version that is decided about.
    version: i64,
}

/// Decide about a nomination
///
/// Never one's own. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/commendations/{id}/decision", tag = "honours", operation_id = "decide_commendation",
    params(("id" = Uuid, Path, description = "The commendation.")),
    request_body = DecideJson, security(("token" = ["honours.approve"])),
    responses((status = 200, description = "It is decided.", body = CommendationJson))
)]
pub async fn decide(
    State(_app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<DecideJson>,
) -> Result<Response, Fault> {
    caller.must(APPROVE)?;
    let publishes = body.decision == "publish";
    let mut form = fields([("decision", Some(body.decision)), ("answer", body.answer)]);
    if !publishes && form.value("decision") != "decline" {
        form.refuse("decision", Msg::new("web-form-choice"));
    }
    let rule = if publishes { Text::optional(action::REASON) } else { Text::required(action::REASON) };
    let answer = form.text("answer", rule.lines());
    sound(&form, str::to_owned)?;
    let (actor, deed, version) = (caller.actor.clone(), Deed::of(&caller), body.version);
    let unit = move |tx: &mut Tx<'_>| {
        change::decide(tx, (id, version), publishes, &answer, &actor, &deed)?;
        let it = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        Ok(Answer::done(CommendationJson::from(it)))
    };
    repeat.once(&caller, None, unit).await
}
