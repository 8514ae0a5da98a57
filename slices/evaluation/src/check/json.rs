//! Checks for programs.

use super::{
    REMIND, action,
    change::{self, Dates},
    reach,
    rules::{self},
    store::{self, Check, SORTS},
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
use xingtan_web::{
    App, Fault, Text,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, collection, fields, sound},
};

/// Until when a course has to be looked at anew.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CheckJson {
    /// The course.
    pub course: Uuid,
    /// Its title.
    pub title: String,
    /// Who answers for it.
    pub author: String,
    /// When it was looked at last, UTC; publication counts.
    #[schema(value_type = String, format = DateTime)]
    pub checked_at: Timestamp,
    /// Until when it has to be looked at anew, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub review_by: Timestamp,
    /// Open remarks that it is out of date.
    pub flags: i64,
    /// `begun`, `past`, `flagged`, `soon` or `fresh`.
    pub standing: String,
    /// Counts its changes; a confirmation names the one it was made about.
    pub version: i64,
}

fn json(it: Check, days: i64, now: Timestamp) -> CheckJson {
    CheckJson {
        standing: rules::standing(&it.facts(), days, now).code().to_owned(),
        course: it.course_id,
        title: it.title,
        author: it.author_name,
        checked_at: it.checked_at,
        review_by: it.review_by,
        flags: it.flags,
        version: it.version,
    }
}

/// How a course stands.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StandingJson {
    /// A new version was begun.
    Begun,
    /// The date is over.
    Past,
    /// Somebody says that it is out of date.
    Flagged,
    /// The date is near.
    Soon,
    /// Nothing is to be done.
    Fresh,
}

impl StandingJson {
    fn rule(self) -> rules::Standing {
        match self {
            StandingJson::Begun => rules::Standing::Begun,
            StandingJson::Past => rules::Standing::Past,
            StandingJson::Flagged => rules::Standing::Flagged,
            StandingJson::Soon => rules::Standing::Soon,
            StandingJson::Fresh => rules::Standing::Fresh,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChecksQuery {
    /// Only those that stand so.
    #[param(inline)]
    standing: Option<StandingJson>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Until when courses have to be looked at anew
///
/// Those of one's subtrees, or one's own; what is due first comes first.
#[utoipa::path(
    get, path = "/api/v1/course-checks", tag = "evaluation", operation_id = "course_checks",
    params(ChecksQuery), security(("token" = ["evaluation.read"])),
    responses((status = 200, description = "A page of them.", body = Collection<CheckJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<ChecksQuery>,
) -> Result<Json<Collection<CheckJson>>, Fault> {
    let reach = reach(&caller.actor).ok_or_else(Fault::forbidden)?;
    let standing = asked.standing.map(|it| it.rule().code().to_owned()).unwrap_or_default();
    let pairs = [("standing", Some(standing.clone()).filter(|it| !it.is_empty()))];
    let base = "/api/v1/course-checks";
    let list = collection(base, (&SORTS[..1], By::Moment), &pairs, asked.limit, asked.at.as_ref())?;
    let (days, now) = (app.settings().int(&REMIND), caller.now);
    let read =
        app.db().read(move |tx| list.page::<Check>(tx, store::select(&reach, "", &standing, days, now)));
    Ok(Json(Collection::of(read.await?, |it| json(it, days, now))))
}

/// The check of a course
///
/// For those who teach it or look after its subtree.
#[utoipa::path(
    get, path = "/api/v1/course-checks/{id}", tag = "evaluation", operation_id = "course_check",
    params(("id" = Uuid, Path, description = "The course.")), security(("token" = [])),
    responses((status = 200, description = "Its check.", body = CheckJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<CheckJson>, Fault> {
    let actor = caller.actor.clone();
    let (it, _) = app.db().read(move |tx| change::seen(tx, &actor, id)).await?;
    Ok(Json(json(it, app.settings().int(&REMIND), caller.now)))
}

/// That a course is up to date.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmJson {
    /// What was looked at; it also answers open remarks.
    note: String,
    /// The day until whose end it need not be looked at anew, as `2027-01-31`; only the centre may name one.
    review_by: Option<String>,
    /// The version that is spoken of.
    version: i64,
}

/// Confirm that a course is up to date
///
/// Open remarks about it are closed. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/course-checks/{id}/confirmation", tag = "evaluation", operation_id = "confirm_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = ConfirmJson,
    security(("token" = [])), responses((status = 200, description = "It is confirmed.", body = CheckJson))
)]
pub async fn confirm(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<ConfirmJson>,
) -> Result<Response, Fault> {
    let mut form = fields([("note", Some(body.note)), ("review_by", body.review_by)]);
    let note = form.text("note", Text::required(action::WORDS).lines());
    let until = action::day(&mut form, "review_by", &caller);
    sound(&form, str::to_owned)?;
    let (actor, deed, version, now) = (caller.actor.clone(), Deed::of(&caller), body.version, caller.now);
    let dates = Dates::of(app.settings(), caller.l.zone(), now);
    let days = app.settings().int(&REMIND);
    let unit = move |tx: &mut Tx<'_>| {
        change::confirm(tx, (id, version), &note, until, dates, (&actor, &deed))?;
        let it = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        Ok(Answer::done(json(it, days, now)))
    };
    repeat.once(&caller, None, unit).await
}

/// Until when a course is to be looked at anew.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DateJson {
    /// The day until whose end it need not be looked at anew, as `2027-01-31`.
    new_date: String,
    /// The version that is spoken of.
    version: i64,
}

/// Set until when a course has to be looked at anew
///
/// This is no check. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/course-checks/{id}/date", tag = "evaluation", operation_id = "date_course_check",
    params(("id" = Uuid, Path, description = "The course.")), request_body = DateJson,
    security(("token" = ["evaluation.check"])),
    responses((status = 200, description = "It is set.", body = CheckJson))
)]
pub async fn date(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<DateJson>,
) -> Result<Response, Fault> {
    caller.must(super::CHECK)?;
    let mut form = fields([("new_date", Some(body.new_date))]);
    let until = action::wanted(&mut form, &caller);
    sound(&form, str::to_owned)?;
    let until = until.ok_or(Fault::NotFound)?;
    let (actor, deed, version, now) = (caller.actor.clone(), Deed::of(&caller), body.version, caller.now);
    let dates = Dates::of(app.settings(), caller.l.zone(), now);
    let days = app.settings().int(&REMIND);
    let unit = move |tx: &mut Tx<'_>| {
        change::set_date(tx, (id, version), until, dates, (&actor, &deed))?;
        let it = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        Ok(Answer::done(json(it, days, now)))
    };
    repeat.once(&caller, None, unit).await
}

/// A remark that a course is out of date.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagJson {
    /// The lesson it is about.
    lesson: Option<Uuid>,
    /// Why.
    reason: String,
}

/// A remark that was kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FlaggedJson {
    /// Its id.
    pub id: Uuid,
    /// `open`.
    pub outcome: String,
}

/// Say that a course is out of date
///
/// By somebody who takes or teaches it, one open remark each. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/flags", tag = "evaluation", operation_id = "flag_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = FlagJson,
    security(("token" = [])), responses((status = 200, description = "It is kept.", body = FlaggedJson))
)]
pub async fn flag(
    State(app): State<App>,
    caller: Caller,
    Path(course): Path<Uuid>,
    Post { body, repeat }: Post<FlagJson>,
) -> Result<Response, Fault> {
    let mut form = fields([("reason", Some(body.reason))]);
    let reason = form.text("reason", Text::required(action::WORDS).lines());
    sound(&form, str::to_owned)?;
    let (id, actor, deed, lesson) = (app.id(), caller.actor.clone(), Deed::of(&caller), body.lesson);
    let unit = move |tx: &mut Tx<'_>| {
        let it = change::flag(tx, (id, course), lesson, &reason, (&actor, &deed))?;
        Ok(Answer::done(FlaggedJson { id: it.id, outcome: it.outcome }))
    };
    repeat.once(&caller, None, unit).await
}
