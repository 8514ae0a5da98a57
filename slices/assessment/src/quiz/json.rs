//! Quizzes for programs of those who write or judge their course. What is right stands here: who only studies the
//! course gets none of it.

use super::{
    action::{add_one, made, read, rules, save_rules},
    change::{self, At},
    edit::open_quiz,
    question::OPTION_IDS,
    rules::{MOST_QUESTIONS, QuestionKind, ReviewRule},
    store::{self, Question, Quiz},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use utoipa_axum::routes;
use xingtan_auth::Actor;
use xingtan_catalog::{Act, COURSES_READ, COURSES_WRITE, api as catalog};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Answer, ApiRouter, Caller, Nothing, Post, Seen, decimal, fields, sound},
};

/// The addresses of this slice with their documentation.
pub fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(one))
        .routes(routes!(save))
        .routes(routes!(add))
        .routes(routes!(save_question))
        .routes(routes!(place))
        .routes(routes!(remove))
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKindJson {
    /// One of several is right.
    Single,
    /// Any number of several is right, at least one.
    Multiple,
    /// Right or wrong.
    TrueFalse,
}

impl From<QuestionKind> for QuestionKindJson {
    fn from(kind: QuestionKind) -> Self {
        match kind {
            QuestionKind::Single => QuestionKindJson::Single,
            QuestionKind::Multiple => QuestionKindJson::Multiple,
            QuestionKind::TrueFalse => QuestionKindJson::TrueFalse,
        }
    }
}

impl From<QuestionKindJson> for QuestionKind {
    fn from(kind: QuestionKindJson) -> Self {
        match kind {
            QuestionKindJson::Single => QuestionKind::Single,
            QuestionKindJson::Multiple => QuestionKind::Multiple,
            QuestionKindJson::TrueFalse => QuestionKind::TrueFalse,
        }
    }
}

/// When learners see which answers were right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewRuleJson {
    /// Once they have passed, or have no attempt left.
    Passed,
    /// After every attempt; only where there is a single one.
    Submitted,
    /// Never.
    Never,
}

impl From<ReviewRule> for ReviewRuleJson {
    fn from(rule: ReviewRule) -> Self {
        match rule {
            ReviewRule::Passed => ReviewRuleJson::Passed,
            ReviewRule::Submitted => ReviewRuleJson::Submitted,
            ReviewRule::Never => ReviewRuleJson::Never,
        }
    }
}

impl From<ReviewRuleJson> for ReviewRule {
    fn from(rule: ReviewRuleJson) -> Self {
        match rule {
            ReviewRuleJson::Passed => ReviewRule::Passed,
            ReviewRuleJson::Submitted => ReviewRule::Submitted,
            ReviewRuleJson::Never => ReviewRule::Never,
        }
    }
}

/// The rules of a quiz.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuizJson {
    /// Percent of the points that suffice.
    pub pass_percent: i64,
    /// How often it may be tried; 0 is without bound.
    pub attempts: i64,
    /// Minutes for an attempt; none is without bound.
    pub minutes: Option<i64>,
    /// Whether questions and options come in another order for each attempt.
    pub shuffle: bool,
    /// Whether a part of several right choices earns a part of the points.
    pub partial: bool,
    /// When learners see which answers were right.
    pub review: ReviewRuleJson,
    /// Whether its version of the course was published: nothing of it changes any more.
    pub frozen: bool,
    /// Counts changes of the rules: whoever changes them says which count they saw.
    pub version: i64,
}

impl From<Quiz> for QuizJson {
    fn from(it: Quiz) -> Self {
        QuizJson {
            pass_percent: it.pass_percent,
            attempts: it.attempts_allowed,
            minutes: it.time_limit_seconds.map(|seconds| seconds / 60),
            shuffle: it.shuffle,
            partial: it.partial,
            review: it.review.into(),
            frozen: it.frozen_at.is_some(),
            version: it.version,
        }
    }
}

/// An option of a question.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionJson {
    /// `a` to `h`; what is right names it.
    #[schema(pattern = "^[a-h]$")]
    pub id: String,
    /// What it says, Markdown.
    #[schema(max_length = 1000)]
    pub text: String,
}

/// A question with what is right.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionJson {
    /// Its id.
    pub id: Uuid,
    /// How it is answered.
    pub kind: QuestionKindJson,
    /// What is asked, Markdown.
    pub text: String,
    /// What one chooses from; none for right or wrong.
    pub options: Vec<OptionJson>,
    /// Ids of the options that are right; `true` or `false` for right or wrong.
    pub right: Vec<String>,
    /// What it is worth, in hundredths of a point.
    pub points: i64,
    /// Why, Markdown.
    pub explanation: String,
    /// Counts its changes: whoever changes it says which count they saw.
    pub version: i64,
}

impl From<Question> for QuestionJson {
    fn from(it: Question) -> Self {
        QuestionJson {
            id: it.id,
            kind: it.kind.into(),
            text: it.body_md,
            options: it.options.into_iter().map(|it| OptionJson { id: it.id, text: it.md }).collect(),
            right: it.answer.into_iter().collect(),
            points: it.points,
            explanation: it.explanation_md,
            version: it.version,
        }
    }
}

/// A quiz with its questions.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuizDetailJson {
    /// Its rules.
    pub rules: QuizJson,
    /// Its questions in the author's order, with what is right.
    pub questions: Vec<QuestionJson>,
}

/// The quiz of a lesson
///
/// Its rules and questions, with what is right: for those who write, judge or publish the course.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/versions/{version}/lessons/{lesson}/quiz", tag = "authoring",
    operation_id = "quiz",
    params(("id" = Uuid, Path, description = "The course."), ("version" = Uuid, Path, description = "The version."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    security(("token" = ["courses.read"]), ("token" = ["courses.write"])),
    responses((status = 200, description = "The quiz.", body = QuizDetailJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path((id, version, key)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Json<QuizDetailJson>, Fault> {
    if !caller.actor.may(COURSES_READ) {
        caller.must(COURSES_WRITE)?;
    }
    let actor = caller.actor().clone();
    let (quiz, questions) = app.db().read(move |tx| shown(tx, &actor, id, version, key)).await?;
    Ok(Json(QuizDetailJson {
        rules: quiz.into(),
        questions: questions.into_iter().map(QuestionJson::from).collect(),
    }))
}

/// A quiz for those who may read the drafts of its course, as its preview asks.
fn shown(
    tx: &mut Tx<'_>,
    actor: &Actor,
    course: Uuid,
    version: Uuid,
    key: Uuid,
) -> Result<(Quiz, Vec<Question>), Fault> {
    let (course, _) = catalog::readable(tx, actor, course)?;
    let version = catalog::version(tx, version)?.filter(|it| it.course_id == course.id);
    let version = version.ok_or(Fault::NotFound)?;
    let (lesson, _) = catalog::lesson(tx, version.id, key)?.ok_or(Fault::NotFound)?;
    let quiz = lesson.quiz_id.map(|id| store::quiz(tx, id)).transpose()?.flatten().ok_or(Fault::NotFound)?;
    let questions = store::questions(tx, quiz.id)?;
    Ok((quiz, questions))
}

/// Carries something out on the quiz of an open draft, where the actor may write it.
fn on_quiz<T>(
    tx: &mut Tx<'_>,
    (course, key): (Uuid, Uuid),
    act: &Act,
    deed: impl FnOnce(&mut Tx<'_>, At<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let (course, lesson, quiz) = open_quiz(tx, &act.actor, course, key)?;
    deed(tx, At { course: &course, lesson: &lesson, quiz })
}

/// Rules of a quiz. What is not given stays as it is.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveQuizJson {
    /// The count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Percent of the points that suffice.
    #[schema(minimum = 1, maximum = 100)]
    pass_percent: Option<i64>,
    /// How often it may be tried; 0 is without bound.
    #[schema(minimum = 0, maximum = 99)]
    attempts: Option<i64>,
    /// Minutes for an attempt; 0 takes the bound away.
    #[schema(minimum = 0, maximum = 600)]
    minutes: Option<i64>,
    /// Whether questions and options come in another order for each attempt.
    shuffle: Option<bool>,
    /// Whether a part of several right choices earns a part of the points.
    partial: Option<bool>,
    /// When learners see which answers were right.
    review: Option<ReviewRuleJson>,
}

/// Change the rules of a quiz
///
/// Of a draft. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/quiz", tag = "authoring", operation_id = "save_quiz",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body = SaveQuizJson, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The rules are changed.", body = QuizJson))
)]
pub async fn save(
    State(app): State<App>,
    caller: Caller,
    Path(place): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<SaveQuizJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let actor = caller.actor().clone();
    let now = app
        .db()
        .read(move |tx| {
            // Whether it may be changed now is asked in the unit: a post that is sent again is answered as before.
            let course = catalog::writable(tx, &actor, place.0)?;
            let version = course.draft_version_id.or(course.published_version_id).ok_or(Fault::NotFound)?;
            shown(tx, &actor, place.0, version, place.1).map(|(quiz, _)| quiz)
        })
        .await?;
    let minutes = match body.minutes {
        Some(0) => None,
        given => given.or(now.time_limit_seconds.map(|seconds| seconds / 60)),
    };
    let review = body.review.map_or(now.review, ReviewRule::from);
    let mut form = fields([
        ("version", Some(body.version.0.to_string())),
        ("pass_percent", Some(body.pass_percent.unwrap_or(now.pass_percent).to_string())),
        ("attempts", Some(body.attempts.unwrap_or(now.attempts_allowed).to_string())),
        ("minutes", minutes.map(|minutes| minutes.to_string())),
        ("shuffle", Some(body.shuffle.unwrap_or(now.shuffle).to_string())),
        ("partial", Some(body.partial.unwrap_or(now.partial).to_string())),
        ("review", Some(review.code().to_owned())),
    ]);
    let rules = rules(&mut form);
    sound(&form, str::to_owned)?;
    let (rules, act) = (rules.ok_or(Fault::NotFound)?, Act::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        on_quiz(tx, place, &act, |tx, at| {
            save_rules(tx, at, &rules, &act)?;
            Ok(Answer::done(QuizJson::from(store::quiz(tx, at.quiz)?.ok_or(Fault::NotFound)?)))
        })
    };
    repeat.once(&caller, None, unit).await
}

/// A question as its author writes it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteQuestionJson {
    /// The count of changes that was read, where a question is changed; a new one has none.
    #[schema(value_type = Option<i64>, minimum = 1)]
    version: Option<Seen>,
    /// How it is answered.
    kind: QuestionKindJson,
    /// What is asked, Markdown.
    #[schema(min_length = 1, max_length = 10_000)]
    text: String,
    /// What one chooses from, at least two; none for right or wrong.
    #[serde(default)]
    #[schema(max_items = 8)]
    options: Vec<OptionJson>,
    /// Ids of the options that are right; `true` or `false` for right or wrong.
    #[schema(max_items = 8)]
    right: Vec<String>,
    /// What it is worth, in hundredths of a point; one point unless given.
    #[schema(minimum = 1, maximum = 100_000)]
    points: Option<i64>,
    /// Why, Markdown.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    explanation: String,
}

impl WriteQuestionJson {
    /// Read and rendered by the rules of the page's form, whose fields are called otherwise.
    fn draft(self) -> Result<change::Draft, Fault> {
        let kind = QuestionKind::from(self.kind);
        let known: BTreeSet<&str> = self.options.iter().map(|it| it.id.as_str()).collect();
        let named = known.iter().all(|id| OPTION_IDS.contains(id)) && known.len() == self.options.len();
        if !named || kind == QuestionKind::TrueFalse && !self.options.is_empty() {
            return Err(wrong("options", "web-form-choice"));
        }
        let names: Vec<String> = self.options.iter().map(|it| format!("option-{}", it.id)).collect();
        let options = names.iter().map(String::as_str).zip(self.options.into_iter().map(|it| Some(it.text)));
        let right = self.right.into_iter().map(|id| ("right", Some(id)));
        let rest = [
            ("body", Some(self.text)),
            ("points", Some(decimal(self.points.unwrap_or(100)))),
            ("explanation", Some(self.explanation)),
        ];
        let mut form = fields(rest.into_iter().chain(options).chain(right));
        let draft = read(&mut form, kind);
        sound(&form, |name| match name {
            "body" => "text".to_owned(),
            name if name.starts_with("option-") => "options".to_owned(),
            name => name.to_owned(),
        })?;
        draft.ok_or_else(|| wrong("right", "web-form-choice"))
    }
}

fn wrong(field: &str, msg: &'static str) -> Fault {
    Fault::Invalid(vec![(field.to_owned(), Msg::new(msg))])
}

fn question(tx: &mut Tx<'_>, quiz: Uuid, id: Uuid) -> Result<QuestionJson, Fault> {
    Ok(store::question(tx, quiz, id)?.ok_or(Fault::NotFound)?.into())
}

/// Add a question
///
/// At the end of the quiz of a draft. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/quiz/questions", tag = "authoring",
    operation_id = "add_question",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body = WriteQuestionJson, security(("token" = ["courses.write"])),
    responses((status = 201, description = "The question is there.", body = QuestionJson,
               headers(("location" = String, description = "The quiz of the version."))))
)]
pub async fn add(
    caller: Caller,
    Path((id, key)): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<WriteQuestionJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    if body.version.is_some() {
        return Err(wrong("version", "assessment-fault-new-version"));
    }
    let (draft, act) = (body.draft()?, Act::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        on_quiz(tx, (id, key), &act, |tx, at| {
            let added = add_one(tx, at, &draft, &act)?;
            let version = at.lesson.version_id;
            let there = format!("/api/v1/courses/{id}/versions/{version}/lessons/{key}/quiz");
            Ok(Answer::made(there, question(tx, at.quiz, added)?))
        })
    };
    repeat.once(&caller, None, unit).await
}

/// Change a question
///
/// Of the quiz of a draft, whole. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/quiz/questions/{question}", tag = "authoring",
    operation_id = "save_question",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key."),
           ("question" = Uuid, Path, description = "The question.")),
    request_body = WriteQuestionJson, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The question is changed.", body = QuestionJson))
)]
pub async fn save_question(
    caller: Caller,
    Path((id, key, own)): Path<(Uuid, Uuid, Uuid)>,
    Post { body, repeat }: Post<WriteQuestionJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let seen = body.version.ok_or_else(|| wrong("version", "web-form-required"))?.0;
    let (draft, act) = (body.draft()?, Act::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        on_quiz(tx, (id, key), &act, |tx, at| {
            made(change::save_question(tx, at, own, seen, &draft, &act)?)?;
            Ok(Answer::done(question(tx, at.quiz, own)?))
        })
    };
    repeat.once(&caller, None, unit).await
}

/// Where a question is to stand.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceQuestionJson {
    /// Its place, from 0; what lies beyond the end is the end.
    #[schema(minimum = 0, maximum = 200)]
    position: i64,
}

/// Move a question
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/quiz/questions/{question}/place", tag = "authoring",
    operation_id = "move_question",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key."),
           ("question" = Uuid, Path, description = "The question.")),
    request_body = PlaceQuestionJson, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The question stands there.", body = QuestionJson))
)]
pub async fn place(
    caller: Caller,
    Path((id, key, own)): Path<(Uuid, Uuid, Uuid)>,
    Post { body, repeat }: Post<PlaceQuestionJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let mut form = fields([("position", Some(body.position.to_string()))]);
    let position = form.int("position", 0..=MOST_QUESTIONS as i64) as usize;
    sound(&form, str::to_owned)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        on_quiz(tx, (id, key), &act, |tx, at| {
            made(change::move_question(tx, at, own, position, &act)?)?;
            Ok(Answer::done(question(tx, at.quiz, own)?))
        })
    };
    repeat.once(&caller, None, unit).await
}

/// Remove a question
///
/// From the quiz of a draft; answers its rules. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/quiz/questions/{question}/deletion", tag = "authoring",
    operation_id = "remove_question",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key."),
           ("question" = Uuid, Path, description = "The question.")),
    request_body = Nothing, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The question is gone.", body = QuizJson))
)]
pub async fn remove(
    caller: Caller,
    Path((id, key, own)): Path<(Uuid, Uuid, Uuid)>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        on_quiz(tx, (id, key), &act, |tx, at| {
            made(change::remove_question(tx, at, own, &act)?)?;
            Ok(Answer::done(QuizJson::from(store::quiz(tx, at.quiz)?.ok_or(Fault::NotFound)?)))
        })
    };
    repeat.once(&caller, None, unit).await
}
