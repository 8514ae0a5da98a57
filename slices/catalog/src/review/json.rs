//! Submissions for those who judge them.

use super::{
    change, deed,
    lists::{CHECKS, Marks},
    page::{Case, case, seen},
    precheck::rules::Finding,
    rules::{Decide, Stage},
    store::{self, Review, SORTS},
};
use crate::{
    Act,
    json::{ReviewStateJson, choice},
    kinds::LessonKinds,
    lesson::store as lessons,
    permissions::{REVIEWS_DECIDE, REVIEWS_READ},
    states::ReviewState,
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_web::{
    App, Fault,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, Words, collection, fields, sound},
};

/// Which stage of a review it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewStageJson {
    /// The only one.
    Review,
    /// The first of two: a reviewer of the course's department.
    Department,
    /// The second of two: a reviewer of the whole institution.
    Centre,
}

impl From<Stage> for ReviewStageJson {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Review => ReviewStageJson::Review,
            Stage::Department => ReviewStageJson::Department,
            Stage::Centre => ReviewStageJson::Centre,
        }
    }
}

/// What is wrong with an item of a check list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingJson {
    /// Code of the item.
    pub check: String,
    /// What is wrong.
    #[schema(min_length = 1, max_length = 500)]
    pub text: String,
}

/// A submission: one stage of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewJson {
    /// Its id.
    pub id: Uuid,
    /// The course.
    pub course: Uuid,
    /// The version that was submitted.
    pub version: Uuid,
    /// The version's number.
    pub number: i64,
    /// Title of the course.
    pub title: String,
    /// The author's name.
    pub author_name: String,
    /// Which stage of the review it is.
    pub stage: ReviewStageJson,
    /// How many times the version was submitted, this time included.
    pub round: i64,
    /// What became of it.
    pub state: ReviewStateJson,
    /// What the reviewer should know.
    pub message: String,
    /// When it was submitted, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Timestamp,
    /// Until when it should be judged, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
    /// Name of who judged it.
    pub reviewer_name: Option<String>,
    /// Codes of the checks that are ticked.
    pub checks: Vec<String>,
    /// What is wrong with others.
    pub findings: Vec<FindingJson>,
    /// Why it was returned.
    pub reason: Option<String>,
    /// When it was decided, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
}

impl From<Review> for ReviewJson {
    fn from(it: Review) -> Self {
        let marks = it.marks();
        let finding = |(check, text): (&str, &str)| FindingJson { check: check.into(), text: text.into() };
        ReviewJson {
            stage: it.stage.into(),
            round: it.round,
            id: it.id,
            course: it.course_id,
            version: it.version_id,
            number: it.version_number,
            title: it.title,
            author_name: it.author_name,
            state: it.state.into(),
            message: it.message,
            submitted_at: it.submitted_at,
            due_at: it.due_at,
            reviewer_name: it.reviewer_name,
            checks: marks.ticked().map(str::to_owned).collect(),
            findings: marks.findings().map(finding).collect(),
            reason: it.reason,
            decided_at: it.decided_at,
        }
    }
}

/// Which submissions.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReviewsQuery {
    /// Words, each of which occurs in title, pinyin, initials, summary or author.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Only those of which this became.
    #[param(inline)]
    state: Option<ReviewStateJson>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Submissions
///
/// Those of the subtrees in which one may see them; what is due first stands first.
#[utoipa::path(
    get, path = "/api/v1/reviews", tag = "authoring", operation_id = "reviews", params(ReviewsQuery),
    security(("token" = ["reviews.read"])),
    responses((status = 200, description = "A page of submissions.", body = Collection<ReviewJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<ReviewsQuery>,
) -> Result<Json<Collection<ReviewJson>>, Fault> {
    caller.must(REVIEWS_READ)?;
    let state = asked.state.map(ReviewState::from);
    let pairs = [("q", asked.q.map(|words| words.0)), ("state", state.map(|state| state.code().to_owned()))];
    let sorts = (&SORTS[..1], By::Moment);
    let list = collection("/api/v1/reviews", sorts, &pairs, asked.limit, asked.at.as_ref())?;
    let mut select = seen(&caller).search("r.search_keys", &list.query);
    if let Some(state) = state {
        select = select.when("r.state = {}", state.code());
    }
    let page = app.db().read(move |tx| list.page::<Review>(tx, select)).await?;
    Ok(Json(Collection::of(page, ReviewJson::from)))
}

/// A remark on a submission.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RemarkJson {
    /// The lesson it is about; none for the course.
    pub lesson: Option<Uuid>,
    /// Where in the lesson; may be empty.
    pub place: String,
    /// Name of who made it.
    pub by: String,
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What they say; plain text.
    pub text: String,
}

/// What a machine found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundJson {
    /// How much it weighs: `blocks`, `look` (a reviewer has to look at it) or `note`.
    pub severity: &'static str,
    /// What, as a sentence in the language of the token's owner.
    pub what: String,
    /// The lesson it is in; none for the facts of the course.
    pub lesson: Option<Uuid>,
    /// The paragraph of the text, from 1.
    pub paragraph: Option<usize>,
}

impl FoundJson {
    /// For whoever asks.
    pub(crate) fn all(caller: &Caller, found: Vec<Finding>) -> Vec<FoundJson> {
        let one = |it: Finding| FoundJson {
            severity: it.severity.code(),
            what: caller.l.msg(&it.what),
            lesson: it.lesson,
            paragraph: it.paragraph,
        };
        found.into_iter().map(one).collect()
    }
}

/// A submission with its remarks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewDetailJson {
    /// What lists say of it.
    #[serde(flatten)]
    pub review: ReviewJson,
    /// Remarks, the oldest first.
    pub remarks: Vec<RemarkJson>,
    /// Whether one may decide it: it is open, in one's subtree, and not one's own work.
    pub may_decide: bool,
    /// What machines found.
    pub found: Vec<FoundJson>,
    /// Codes of all checks that an approval needs.
    pub checks_needed: Vec<String>,
}

impl ReviewDetailJson {
    fn of(caller: &Caller, case: Case) -> Self {
        let may = caller.actor.may_at(REVIEWS_DECIDE, &case.review.unit_path);
        let remark = |it: store::Remark| RemarkJson {
            lesson: it.lesson_key,
            place: it.place,
            by: it.person_name,
            at: it.at,
            text: it.body,
        };
        ReviewDetailJson {
            may_decide: may && case.verdict == Decide::Go,
            remarks: case.remarks.into_iter().map(remark).collect(),
            found: FoundJson::all(caller, case.found),
            checks_needed: case
                .review
                .check_lists()
                .iter()
                .flat_map(|list| list.items)
                .map(|check| (*check).to_owned())
                .collect(),
            review: case.review.into(),
        }
    }
}

/// A submission
///
/// With its remarks; the version's own address gives what was submitted.
#[utoipa::path(
    get, path = "/api/v1/reviews/{id}", tag = "authoring", operation_id = "review",
    params(("id" = Uuid, Path, description = "The submission.")), security(("token" = ["reviews.read"])),
    responses((status = 200, description = "The submission.", body = ReviewDetailJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
) -> Result<Json<ReviewDetailJson>, Fault> {
    caller.must(REVIEWS_READ)?;
    let case = case(&app, &caller, &kinds, id).await?;
    Ok(Json(ReviewDetailJson::of(&caller, case)))
}

/// A remark to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeRemarkJson {
    /// What there is to say.
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
    /// The lesson it is about; none for the course.
    lesson: Option<Uuid>,
    /// Where in the lesson: a paragraph, a moment, a page.
    #[serde(default)]
    #[schema(max_length = 60)]
    place: String,
}

/// Remark on a submission
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/reviews/{id}/remarks", tag = "authoring", operation_id = "remark",
    params(("id" = Uuid, Path, description = "The submission.")), request_body = MakeRemarkJson,
    security(("token" = ["reviews.decide"])),
    responses((status = 201, description = "The remark stands there.", body = ReviewJson,
               headers(("location" = String, description = "The submission."))))
)]
pub async fn remark(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<MakeRemarkJson>,
) -> Result<Response, Fault> {
    caller.must(REVIEWS_DECIDE)?;
    let mut form = fields([("text", Some(body.text)), ("place", Some(body.place))]);
    let (text, place) = (form.text("text", deed::REMARK), form.text("place", deed::PLACE));
    sound(&form, str::to_owned)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        let review = deed::judged(tx, &act, id)?;
        if let Some(lesson) = body.lesson {
            lessons::get(tx, review.version_id, lesson)?.ok_or_else(|| choice("lesson"))?;
        }
        change::remark(tx, &review, (body.lesson, &place), &text, &act)?;
        Ok(Answer::made(format!("/api/v1/reviews/{id}"), ReviewJson::from(review)))
    };
    repeat.once(&caller, None, unit).await
}

/// How a submission is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewVerdictJson {
    /// Nothing stands against it.
    Approve,
    /// Back to the author.
    Return,
}

/// A decision.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideReviewJson {
    /// How.
    verdict: ReviewVerdictJson,
    /// Codes of the checks that were made; an approval needs all of `checks_needed`.
    #[serde(default)]
    #[schema(max_items = 20)]
    checks: Vec<String>,
    /// What is wrong with others; with one of them there is no approval.
    #[serde(default)]
    #[schema(max_items = 20)]
    findings: Vec<FindingJson>,
    /// Why it is returned; a return needs it.
    #[serde(default)]
    #[schema(max_length = 2000)]
    reason: String,
}

/// Decide a submission
///
/// Whoever wrote the version, or judged an earlier stage, does not judge it: 409. What a department approves goes on to
/// the centre as a submission of its own. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/reviews/{id}/decision", tag = "authoring", operation_id = "decide_review",
    params(("id" = Uuid, Path, description = "The submission.")), request_body = DecideReviewJson,
    security(("token" = ["reviews.decide"])),
    responses((status = 200, description = "It is decided.", body = ReviewJson))
)]
pub async fn decide(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<DecideReviewJson>,
) -> Result<Response, Fault> {
    caller.must(REVIEWS_DECIDE)?;
    let verdict = if body.verdict == ReviewVerdictJson::Approve { "approve" } else { "return" };
    let mut form = fields([("verdict", Some(verdict.to_owned())), ("reason", Some(body.reason))]);
    let judgement = deed::read(&mut form);
    sound(&form, str::to_owned)?;
    if !body.checks.iter().all(|check| CHECKS.contains(&check.as_str())) {
        return Err(choice("checks"));
    }
    if !body.findings.iter().all(|it| CHECKS.contains(&it.check.as_str())) {
        return Err(choice("findings"));
    }
    let said: Vec<(String, Option<String>)> =
        body.findings.iter().map(|it| (deed::finding_field(&it.check), Some(it.text.clone()))).collect();
    let mut form = fields(said.iter().map(|(field, text)| (field.as_str(), text.clone())));
    let findings = deed::marks(&mut form);
    sound(&form, |_| "findings".to_owned())?;
    let marks = Marks::of(body.checks.iter().map(String::as_str), findings.findings());
    let (judgement, act) = (judgement.ok_or_else(|| choice("verdict"))?, Act::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        let verdict = deed::decide(tx, id, &judgement, &marks, &act)?;
        if let Some((field, msg)) = deed::refusal(&verdict)? {
            return Err(Fault::Invalid(vec![(field.to_owned(), msg)]));
        }
        Ok(Answer::done(ReviewJson::from(store::get(tx, id)?.ok_or(Fault::NotFound)?)))
    };
    repeat.once(&caller, None, unit).await
}
