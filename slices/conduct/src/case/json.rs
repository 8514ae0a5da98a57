//! Case files for programs.

use super::{
    READ,
    act::Act,
    action::{WORDS, is_address},
    change::{self, NewReport, readable},
    followed,
    report::named,
    rules::Kind,
    store::{self, Case, Narrow, SORTS},
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
use xingtan_governance::{api::Followed, saving::Stop};
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault, Text,
    json::{Answer, Asked as Query, By, Caller, Collection, Cursor, Limit, Post, collection, fields, sound},
};

/// A case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseJson {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// What it is about: `account-sharing`, `illegal-content`, `cheating`, …
    pub kind: String,
    /// `reported`, `investigating`, `hearing`, `decided` or `closed`.
    pub state: String,
    /// Whom it concerns, once that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    /// The address in this program that it is about; may be empty.
    pub about: String,
    /// What is said to have happened.
    pub words: String,
    /// When it was reported, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub reported_at: Timestamp,
    /// Until when it is to be taken up, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
    /// What was decided: `dismissed`, `confirmed`, `criticism`, `warning`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// When it was decided, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
    /// When what was decided ends by itself, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
    /// Whether an appeal has overturned it.
    pub overturned: bool,
    /// The measures that it led to, where the regulation says what follows.
    pub measures: Vec<FollowedJson>,
}

/// A measure that a case led to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FollowedJson {
    /// The measure.
    pub id: Uuid,
    /// `suspension` or `revocation`.
    pub measure: String,
    /// `proposed`, `standing`, `declined`, `withdrawn` or `overturned`.
    pub state: String,
    /// When it ends by itself, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
}

impl CaseJson {
    fn of(it: Case, measures: Vec<Followed>) -> Self {
        let said = |own: Followed| {
            let Followed { id, measure, state, ends_at, .. } = own;
            FollowedJson { id, measure, state, ends_at }
        };
        CaseJson {
            measures: measures.into_iter().map(said).collect(),
            id: it.id,
            number: it.numbered(),
            kind: it.kind,
            state: it.state,
            person: it.person_id,
            about: it.about,
            words: it.words,
            reported_at: it.reported_at,
            due_at: it.due_at,
            outcome: it.outcome,
            decided_at: it.decided_at,
            ends_at: it.ends_at,
            overturned: it.overturned_at.is_some(),
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CasesQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Case files
///
/// Of the units that the token's owner answers for, in the order of reporting; never those about the owner.
#[utoipa::path(
    get, path = "/api/v1/cases", tag = "conduct", operation_id = "cases",
    params(CasesQuery), security(("token" = ["conduct.read"])),
    responses((status = 200, description = "A page of them.", body = Collection<CaseJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<CasesQuery>,
) -> Result<Json<Collection<CaseJson>>, Fault> {
    caller.must(READ)?;
    let list = collection("/api/v1/cases", (SORTS, By::Moment), &[], asked.limit, asked.at.as_ref())?;
    let (scope, reader) = (caller.actor.scope(READ), caller.actor.person);
    let read = app.db().read(move |tx| {
        let found = list.page::<Case>(tx, store::select(&scope, reader, &Narrow::default()))?;
        let measures = followed::of(tx, &found.rows)?;
        Ok::<_, Fault>((found, measures))
    });
    let (found, mut measures) = read.await?;
    Ok(Json(Collection::of(found, |it| {
        let own = measures.remove(&it.id).unwrap_or_default();
        CaseJson::of(it, own)
    })))
}

/// A case file
#[utoipa::path(
    get, path = "/api/v1/cases/{id}", tag = "conduct", operation_id = "case",
    params(("id" = Uuid, Path, description = "The case.")), security(("token" = ["conduct.read"])),
    responses((status = 200, description = "The case.", body = CaseJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<CaseJson>, Fault> {
    let actor = caller.actor.clone();
    let read = app.db().read(move |tx| {
        let it = store::get(tx, id)?.filter(|it| readable(it, &actor)).ok_or(Fault::NotFound)?;
        let measures = followed::of(tx, [&it])?.remove(&id).unwrap_or_default();
        Ok::<_, Fault>((it, measures))
    });
    let (it, measures) = read.await?;
    Ok(Json(CaseJson::of(it, measures)))
}

/// A report.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportJson {
    /// What it is about: `account-sharing`, `illegal-content`, `cheating`, `insult`, `harassment`, `rights`, `piracy`,
    /// `advertising`, `false-information` or `other`.
    kind: String,
    /// What happened.
    #[schema(max_length = 4000)]
    words: String,
    /// The address in this program that it is about.
    #[schema(max_length = 500)]
    about: Option<String>,
    /// The user name of whom it concerns.
    #[schema(max_length = 100)]
    user: Option<String>,
}

/// What was reported.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportedJson {
    /// The number of the case.
    pub number: String,
    /// Until when it is taken up, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
}

/// Report content or conduct
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/reports-of-content", tag = "conduct", operation_id = "report_content",
    request_body = ReportJson, security(("token" = [])),
    responses((status = 201, description = "It was reported.", body = ReportedJson,
               headers(("location" = String, description = "Where one's own reports stand."))))
)]
pub async fn report(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<ReportJson>,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let mut form = fields([
        ("kind", Some(body.kind)),
        ("words", Some(body.words)),
        ("about", body.about),
        ("user", body.user),
    ]);
    let kind = form.choice::<Kind>("kind").unwrap_or(Kind::Other);
    let words = form.text("words", Text::required(WORDS).lines());
    let about = form.text("about", Text::optional(500));
    let called = form.text("user", Text::optional(100));
    if !about.is_empty() && !is_address(&about) {
        form.refuse("about", Msg::new("conduct-address"));
    }
    sound(&form, str::to_owned)?;
    let (id, act, unit_path) = (app.id(), Act::of(&caller), caller.actor.unit_path.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let made = named(tx, &called, act.deed.person).and_then(|person| {
            let (about, words, called) = (about.clone(), words.clone(), called.clone());
            let new = NewReport { kind, about, words, person, called, suspicion: None };
            change::report(tx, id, &new, &unit_path, &act)
        });
        let it = made.map_err(|stop| match stop {
            Stop::Fault(fault) => fault,
            Stop::Db(error) => error.into(),
            Stop::Field(field, msg) => Fault::Invalid(vec![(field.to_owned(), msg)]),
        })?;
        let body = ReportedJson { number: it.numbered(), due_at: it.due_at };
        Ok(Answer::made("/reports-of-content/new".to_owned(), body))
    };
    repeat.once(&caller, None, unit).await
}
