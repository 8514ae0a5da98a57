//! Ratings for programs.

use super::{
    GUARD, action, change,
    rules::Terms,
    store::{self, Rating, SORTS},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::api::Deed;
use xingtan_web::{
    App, Fault, Text,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, collection, fields, sound},
};

/// A rating. Who rated is told to nobody here.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RatingJson {
    /// Its id.
    pub id: Uuid,
    /// Which version of the course was taken.
    pub version_id: Uuid,
    /// 1 to 5.
    pub content: i64,
    /// 1 to 5.
    pub teaching: i64,
    /// 1 to 5.
    pub usefulness: i64,
    /// Mean of the three, in hundredths.
    pub stars: i64,
    /// What was written; empty where nothing was, or it is hidden.
    pub comment: String,
    /// Whether the comment is hidden.
    pub hidden: bool,
    /// What the teacher said to it.
    pub answer: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

impl From<Rating> for RatingJson {
    fn from(it: Rating) -> Self {
        RatingJson {
            id: it.id,
            version_id: it.version_id,
            content: it.content,
            teaching: it.teaching,
            usefulness: it.usefulness,
            stars: it.stars,
            hidden: it.hidden_at.is_some(),
            comment: if it.hidden_at.is_some() { String::new() } else { it.comment },
            answer: it.answer,
            version: it.version,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RatingsQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Ratings of a course
///
/// By the month in which they were given; none while there are fewer than are shown.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/ratings", tag = "evaluation", operation_id = "course_ratings",
    params(("id" = Uuid, Path, description = "The course."), RatingsQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<RatingJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Asked(asked): Asked<RatingsQuery>,
) -> Result<Json<Collection<RatingJson>>, Fault> {
    let base = format!("/api/v1/courses/{id}/ratings");
    let list = collection(base, (&SORTS[..1], By::Moment), &[], asked.limit, asked.at.as_ref())?;
    let (actor, terms) = (caller.actor.clone(), Terms::of(app.settings()));
    let read = app.db().read(move |tx| {
        let seen = change::seen(tx, &actor, id)?;
        let select = store::select(id, "", "", "");
        let select = if seen.shown(terms) { select } else { select.always("1 = 0") };
        Ok::<_, Fault>(list.page::<Rating>(tx, select)?)
    });
    Ok(Json(Collection::of(read.await?, RatingJson::from)))
}

/// What one makes of a course.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateJson {
    /// 1 to 5.
    content: i64,
    /// 1 to 5.
    teaching: i64,
    /// 1 to 5.
    usefulness: i64,
    /// What one has to say.
    comment: Option<String>,
}

/// Rate a course
///
/// The version that one takes, once; sent again within the stated time it changes the rating. With `Idempotency-Key` the
/// same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/ratings", tag = "evaluation", operation_id = "rate_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = RateJson, security(("token" = [])),
    responses((status = 200, description = "It is rated.", body = RatingJson))
)]
pub async fn rate(
    State(app): State<App>,
    caller: Caller,
    Path(course): Path<Uuid>,
    Post { body, repeat }: Post<RateJson>,
) -> Result<Response, Fault> {
    let mut form = fields([
        ("content", Some(body.content.to_string())),
        ("teaching", Some(body.teaching.to_string())),
        ("usefulness", Some(body.usefulness.to_string())),
        ("comment", body.comment),
    ]);
    let (marks, comment) = action::read(&mut form);
    sound(&form, str::to_owned)?;
    let (actor, deed) = (caller.actor.clone(), Deed::of(&caller));
    let terms = Terms::of(app.settings());
    let unit = move |tx: &mut Tx<'_>| {
        let it = change::rate(tx, course, marks, &comment, terms, (&actor, &deed))?;
        Ok(Answer::done(RatingJson::from(it)))
    };
    repeat.once(&caller, Some(&action::turn(course)), unit).await
}

/// That something was done.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct DoneJson {
    /// True.
    pub done: bool,
}

/// Withdraw one's rating
///
/// It counts no more. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/ratings/withdrawal", tag = "evaluation", operation_id = "withdraw_rating",
    params(("id" = Uuid, Path, description = "The course.")), request_body = NothingJson, security(("token" = [])),
    responses((status = 200, description = "It is withdrawn.", body = DoneJson))
)]
pub async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Path(course): Path<Uuid>,
    Post { body: _, repeat }: Post<NothingJson>,
) -> Result<Response, Fault> {
    let (actor, deed, terms) = (caller.actor.clone(), Deed::of(&caller), Terms::of(app.settings()));
    let unit = move |tx: &mut Tx<'_>| {
        change::withdraw(tx, course, terms, (&actor, &deed))?;
        Ok(Answer::done(DoneJson { done: true }))
    };
    repeat.once(&caller, Some(&action::turn(course)), unit).await
}

/// Nothing is to be said.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NothingJson {}

/// What is said to a rating.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerJson {
    /// The answer.
    answer: String,
}

/// Answer a rating
///
/// By a teacher of the course, once. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/ratings/{rating}/answer", tag = "evaluation", operation_id = "answer_rating",
    params(("id" = Uuid, Path, description = "The course."), ("rating" = Uuid, Path, description = "The rating.")),
    request_body = AnswerJson, security(("token" = [])),
    responses((status = 200, description = "It is answered.", body = RatingJson))
)]
pub async fn answer(
    State(app): State<App>,
    caller: Caller,
    Path((id, rating)): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<AnswerJson>,
) -> Result<Response, Fault> {
    let mut form = fields([("answer", Some(body.answer))]);
    let text = form.text("answer", Text::required(action::WORDS).lines());
    sound(&form, str::to_owned)?;
    let (actor, deed, terms) = (caller.actor.clone(), Deed::of(&caller), Terms::of(app.settings()));
    let unit = move |tx: &mut Tx<'_>| {
        change::answer(tx, (id, rating), &text, terms, (&actor, &deed))?;
        let it = store::one(tx, id, rating)?.ok_or(Fault::NotFound)?;
        Ok(Answer::done(RatingJson::from(it)))
    };
    repeat.once(&caller, None, unit).await
}

/// Whether a comment is hidden.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HideJson {
    /// Hide it, or show it again.
    hide: bool,
    /// Why it is hidden.
    reason: Option<String>,
    /// The version that is decided about.
    version: i64,
}

/// Hide a comment, or show it again
///
/// Whoever wrote it is told. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/ratings/{rating}/hiding", tag = "evaluation", operation_id = "hide_comment",
    params(("id" = Uuid, Path, description = "The course."), ("rating" = Uuid, Path, description = "The rating.")),
    request_body = HideJson, security(("token" = ["evaluation.guard"])),
    responses((status = 200, description = "It is done.", body = RatingJson))
)]
pub async fn hide(
    State(_app): State<App>,
    caller: Caller,
    Path((id, rating)): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<HideJson>,
) -> Result<Response, Fault> {
    caller.must(GUARD)?;
    let mut form = fields([("reason", body.reason)]);
    let reason = body.hide.then(|| form.text("reason", Text::required(action::WORDS).lines()));
    sound(&form, str::to_owned)?;
    let (actor, deed, version) = (caller.actor.clone(), Deed::of(&caller), body.version);
    let unit = move |tx: &mut Tx<'_>| {
        change::hide(tx, id, (rating, version), reason.as_deref(), (&actor, &deed))?;
        let it = store::one(tx, id, rating)?.ok_or(Fault::NotFound)?;
        Ok(Answer::done(RatingJson::from(it)))
    };
    repeat.once(&caller, None, unit).await
}
