//! Measures for programs.

use super::{
    DECIDE, READ, WORDS,
    acting::{Acting, Plea, Ruling, deciding},
    appeal::{self, Verdict},
    reopening,
    store::{self, Decision, SORTS},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_accounts::api as accounts;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault, Text,
    json::{
        Answer, Asked as Query, By, Caller, Collection, Cursor, Limit, Post, Repeat, collection, fields,
        sound,
    },
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
    /// `proposed`, `standing`, `declined`, `withdrawn`, `overturned` or `annulled`.
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

/// An appeal about a measure, or an application to reopen the account that it took.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PleaJson {
    /// What is said.
    pub words: String,
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// `open`, `granted` or `refused`.
    pub state: String,
    /// When it was decided, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
    /// Why it was decided so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl PleaJson {
    fn of(
        words: String,
        at: Timestamp,
        state: String,
        decided_at: Option<Timestamp>,
        reason: Option<String>,
    ) -> Self {
        PleaJson { words, at, state, decided_at, reason }
    }
}

/// A measure with what was said about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WholeMeasureJson {
    /// The measure.
    #[serde(flatten)]
    pub measure: MeasureJson,
    /// The facts on which it rests.
    pub grounds: Vec<Uuid>,
    /// The appeals, the oldest first.
    pub appeals: Vec<PleaJson>,
    /// The applications to reopen the account, the oldest first.
    pub applications: Vec<PleaJson>,
}

fn whole(tx: &mut Tx<'_>, id: Uuid) -> Result<WholeMeasureJson, Fault> {
    let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
    let appeals = appeal::of(tx, id)?.into_iter();
    let applications = reopening::of(tx, id)?.into_iter();
    Ok(WholeMeasureJson {
        grounds: store::grounds(tx, id)?,
        measure: it.into(),
        appeals: appeals
            .map(|own| PleaJson::of(own.body, own.at, own.state, own.decided_at, own.reason))
            .collect(),
        applications: applications
            .map(|own| PleaJson::of(own.body, own.at, own.state, own.decided_at, own.reason))
            .collect(),
    })
}

/// A measure
///
/// With its appeals and applications, to whoever may see measures of its person.
#[utoipa::path(
    get, path = "/api/v1/measures/{id}", tag = "governance", operation_id = "measure",
    params(("id" = Uuid, Path, description = "The measure.")), security(("token" = ["measures.read"])),
    responses((status = 200, description = "The measure.", body = WholeMeasureJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<WholeMeasureJson>, Fault> {
    caller.must(READ)?;
    let actor = caller.actor.clone();
    let read = app.db().read(move |tx| {
        let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
        let person = accounts::person(tx, it.person_id)?.ok_or(Fault::NotFound)?;
        if actor.may_at(READ, &person.unit_path) { whole(tx, id) } else { Err(Fault::NotFound) }
    });
    Ok(Json(read.await?))
}

/// What is decided of what the program proposes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmJson {
    /// Whether it is confirmed; otherwise it is declined.
    confirm: bool,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Confirm a measure, or decline it
///
/// Only what waits for it, and never about oneself. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/measures/{id}/confirmation", tag = "governance", operation_id = "confirm_measure",
    params(("id" = Uuid, Path, description = "The measure.")), request_body = ConfirmJson,
    security(("token" = ["measures.decide"])),
    responses((status = 200, description = "It is decided.", body = WholeMeasureJson))
)]
pub async fn confirm(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<ConfirmJson>,
) -> Result<Response, Fault> {
    settle(caller, id, repeat, body.reason, |reason| Ruling::Confirm(body.confirm, reason)).await
}

/// Why a measure is taken back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnulJson {
    /// Why; its person reads it.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Take a measure back
///
/// One that is in force, about which no appeal and no application waits; by another person than whom it is about, who
/// confirmed it, or who found its facts to be so. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/measures/{id}/annulment", tag = "governance", operation_id = "annul_measure",
    params(("id" = Uuid, Path, description = "The measure.")), request_body = AnnulJson,
    security(("token" = ["measures.decide"])),
    responses((status = 200, description = "It is in force no more.", body = WholeMeasureJson))
)]
pub async fn annul(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<AnnulJson>,
) -> Result<Response, Fault> {
    settle(caller, id, repeat, body.reason, Ruling::Annul).await
}

/// What is decided of an appeal.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideAppealJson {
    /// Whether it is granted.
    granted: bool,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
    /// The facts that were found not to be so, where it is granted: all that rests on them falls.
    #[serde(default)]
    wrong: Vec<Uuid>,
}

/// Decide the appeal about a measure
///
/// Another person than whoever confirmed the measure or decided an appeal before. With `Idempotency-Key` the same post is
/// carried out once.
#[utoipa::path(
    post, path = "/api/v1/measures/{id}/appeal", tag = "governance", operation_id = "decide_appeal",
    params(("id" = Uuid, Path, description = "The measure.")), request_body = DecideAppealJson,
    security(("token" = ["measures.decide"])),
    responses((status = 200, description = "It is decided.", body = WholeMeasureJson))
)]
pub async fn decide_appeal(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<DecideAppealJson>,
) -> Result<Response, Fault> {
    let DecideAppealJson { granted, reason, wrong } = body;
    let verdict = Verdict { granted, reason: String::new(), wrong };
    if !verdict.is_sound() {
        let msg = Msg::new("governance-appeal-wrong-refused");
        return Err(Fault::Invalid(vec![("wrong".to_owned(), msg)]));
    }
    settle(caller, id, repeat, reason, |reason| Ruling::Appeal(Verdict { reason, ..verdict })).await
}

/// What is decided of an application to reopen an account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideReopeningJson {
    /// Whether the account is reopened.
    granted: bool,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Decide the application to reopen an account
///
/// About the revocation by which it was lost. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/measures/{id}/reopening", tag = "governance", operation_id = "decide_reopening",
    params(("id" = Uuid, Path, description = "The revocation.")), request_body = DecideReopeningJson,
    security(("token" = ["measures.decide"])),
    responses((status = 200, description = "It is decided.", body = WholeMeasureJson))
)]
pub async fn decide_reopening(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<DecideReopeningJson>,
) -> Result<Response, Fault> {
    settle(caller, id, repeat, body.reason, |reason| Ruling::Reopen(body.granted, reason)).await
}

/// Reads why, and carries a ruling out in one unit: the measure as it is then.
async fn settle(
    caller: Caller,
    id: Uuid,
    repeat: Repeat,
    reason: String,
    ruling: impl FnOnce(String) -> Ruling,
) -> Result<Response, Fault> {
    caller.must(DECIDE)?;
    let mut form = fields([("reason", Some(reason))]);
    let reason = form.text("reason", Text::required(500).lines());
    sound(&form, str::to_owned)?;
    let (acting, actor, ruling) = (Acting::of(&caller), caller.actor.clone(), ruling(reason));
    let unit = move |tx: &mut Tx<'_>| {
        let it = deciding(tx, &actor, id)?;
        ruling.carry_out(tx, &acting, &it)?;
        Ok(Answer::done(whole(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// What whoever holds the code of a measure says.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsJson {
    /// What one has to say.
    #[schema(min_length = 1, max_length = 4000)]
    words: String,
}

/// Appeal against a measure
///
/// By the code that its person was given: whoever holds it stands for them, so that a suspended account can. Needs a
/// token for `all`. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/appeals/{code}", tag = "governance", operation_id = "appeal",
    params(("code" = String, Path, description = "The code of the measure.")), request_body = WordsJson,
    security(("token" = ["all"])),
    responses((status = 200, description = "Another person looks at it.", body = WholeMeasureJson))
)]
pub async fn appeal(
    caller: Caller,
    Path(code): Path<String>,
    Post { body, repeat }: Post<WordsJson>,
) -> Result<Response, Fault> {
    plead(caller, code, repeat, body.words, Plea::Appeal).await
}

/// Apply for an account to be reopened
///
/// By the code of the revocation. Needs a token for `all`. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/appeals/{code}/reopening", tag = "governance", operation_id = "apply_for_reopening",
    params(("code" = String, Path, description = "The code of the measure.")), request_body = WordsJson,
    security(("token" = ["all"])),
    responses((status = 200, description = "It waits for the centre.", body = WholeMeasureJson))
)]
pub async fn apply_for_reopening(
    caller: Caller,
    Path(code): Path<String>,
    Post { body, repeat }: Post<WordsJson>,
) -> Result<Response, Fault> {
    plead(caller, code, repeat, body.words, Plea::Reopening).await
}

async fn plead(
    caller: Caller,
    code: String,
    repeat: Repeat,
    words: String,
    plea: Plea,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let mut form = fields([("words", Some(words))]);
    let words = form.text("words", Text::required(WORDS).lines());
    sound(&form, str::to_owned)?;
    let acting = Acting::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        let it = store::by_code(tx, &code)?.ok_or(Fault::NotFound)?;
        plea.make(tx, &acting, &it, &words)?;
        Ok(Answer::done(whole(tx, it.id)?))
    };
    repeat.once(&caller, None, unit).await
}
