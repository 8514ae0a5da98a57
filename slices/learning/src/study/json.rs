//! What was studied, lesson by lesson, and what came of quizzes.

use super::{
    change::Studied,
    rules::{self, Standing},
};
use crate::{
    department::person::readable,
    enrolment::{access::enrolled, json::known, store as enrolments},
    quiz::{own_attempts, quiz_of},
};
use axum::{
    Extension, Json,
    extract::{Path, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use xingtan_assessment::api::{self as assessment, Attempt, QuestionKind, Sheet};
use xingtan_catalog::{
    Act,
    api::{Completion, LessonKinds},
};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Caller, Collection},
};

/// Where a lesson stands for its learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StandingJson {
    /// A heading, of which nothing is asked.
    Heading,
    /// It is done.
    Done,
    /// Attention is missing: `studied_seconds` of `needed_seconds`.
    Attention,
    /// Its video or audio was not wholly played: `watched_seconds` of `duration_seconds`.
    Watching,
    /// The file was not taken yet.
    NotTaken,
    /// The quiz was not passed yet.
    NotPassed,
}

/// A lesson of an enrolment, and what is known of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LessonProgressJson {
    /// The lesson's key.
    pub lesson: Uuid,
    /// `2.1.3`: where it stands in the tree.
    pub number: String,
    /// `section`, `page`, `pdf`, `video`, `audio`, `download`, `quiz` or a kind of a later version.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Stated minutes.
    pub minutes: i64,
    /// Whether the course is complete only with it.
    pub required: bool,
    /// Where it stands.
    pub standing: StandingJson,
    /// Attention given, in seconds of the server's clock.
    pub studied_seconds: i64,
    /// Attention after which it counts as viewed, in seconds; none where attention is not what counts.
    pub needed_seconds: Option<i64>,
    /// How long its video or audio plays, in seconds; none for other lessons.
    pub duration_seconds: Option<i64>,
    /// How much of it was really played, every part counted once, in seconds.
    pub watched_seconds: Option<i64>,
    /// When it was first opened, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub first_at: Option<Timestamp>,
    /// When it counted as viewed or taken, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub viewed_at: Option<Timestamp>,
    /// When it was passed, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub passed_at: Option<Timestamp>,
    /// Best score, in hundredths of a point.
    pub score: Option<i64>,
    /// Of so many.
    pub score_max: Option<i64>,
}

fn progress(studied: Studied) -> Vec<LessonProgressJson> {
    let Studied { lessons, facts, rows, .. } = studied;
    let line = |(placed, facts): (xingtan_catalog::api::Placed<_>, rules::LessonFacts)| {
        let lesson: xingtan_catalog::api::Lesson = placed.lesson;
        let row = rows.get(&facts.key);
        let attention = matches!(facts.completion, Completion::Read | Completion::Paged);
        LessonProgressJson {
            lesson: facts.key,
            number: placed.number,
            kind: lesson.kind,
            title: lesson.title,
            minutes: lesson.minutes,
            required: lesson.required,
            standing: match rules::standing(&facts) {
                Standing::Heading => StandingJson::Heading,
                Standing::Done => StandingJson::Done,
                Standing::Attention { .. } => StandingJson::Attention,
                Standing::Watching { .. } => StandingJson::Watching,
                Standing::NotTaken => StandingJson::NotTaken,
                Standing::NotPassed => StandingJson::NotPassed,
            },
            studied_seconds: facts.studied.seconds(),
            duration_seconds: facts.duration.map(Span::seconds),
            watched_seconds: facts.duration.map(|_| facts.watched.seconds()),
            needed_seconds: attention.then(|| rules::needed(facts.minutes).seconds()),
            first_at: row.map(|row| row.first_at),
            viewed_at: facts.viewed,
            passed_at: facts.passed,
            score: row.and_then(|row| row.score),
            score_max: row.and_then(|row| row.score_max),
        }
    };
    lessons.into_iter().zip(facts).map(line).collect()
}

/// Progress in an enrolment
///
/// Lesson by lesson, with the results of quizzes. One's own, or of a subtree in which the permission holds; that
/// somebody else's was read is an entry of the trail.
#[utoipa::path(
    get, path = "/api/v1/enrolments/{id}/lessons", tag = "learning", operation_id = "enrolment_lessons",
    params(("id" = Uuid, Path, description = "The enrolment.")),
    security(("token" = []), ("token" = ["progress.read"])),
    responses((status = 200, description = "The lessons in tree order.", body = Collection<LessonProgressJson>))
)]
pub async fn lessons(
    State(app): State<App>,
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
) -> Result<Json<Collection<LessonProgressJson>>, Fault> {
    let (actor, asked) = (caller.actor().clone(), kinds.clone());
    let found = app
        .db()
        .read(move |tx| {
            let enrolment = known(tx, &actor, id)?;
            let own = enrolment.person_id == actor.person;
            own.then(|| Ok::<_, Fault>(Studied::read(tx, &asked, enrolment)?)).transpose()
        })
        .await?;
    let studied = match found {
        Some(own) => own,
        None => {
            let act = Act::of(&caller);
            let scope = caller.actor.scope(crate::department::READ);
            let unit = app.db().write(move |tx| {
                let enrolment = known(tx, &act.actor, id)?;
                readable(tx, &scope, enrolment.person_id, &act)?;
                Ok::<_, Fault>(Studied::read(tx, &kinds, enrolment)?)
            });
            unit.await?
        }
    };
    Ok(Json(Collection::whole(progress(studied))))
}

/// An attempt at a quiz.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttemptJson {
    /// Its id.
    pub id: Uuid,
    /// 1 for the first.
    pub number: i64,
    /// When it began, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// When its time is up, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
    /// When it was handed in or ended, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub submitted_at: Option<Timestamp>,
    /// Points reached, in hundredths.
    pub score: Option<i64>,
    /// Points there were, in hundredths.
    pub max: Option<i64>,
    /// Whether it suffices.
    pub passed: Option<bool>,
}

impl From<Attempt> for AttemptJson {
    fn from(it: Attempt) -> Self {
        AttemptJson {
            id: it.id,
            number: it.number,
            started_at: it.started_at,
            ends_at: it.ends_at,
            submitted_at: it.submitted_at,
            score: it.score,
            max: it.max,
            passed: it.passed,
        }
    }
}

/// One's own attempts at a quiz
///
/// Of one's own enrolment, the newest first. Attempts of others are nobody's to read; their results stand with the
/// lessons of the enrolment.
#[utoipa::path(
    get, path = "/api/v1/enrolments/{id}/lessons/{lesson}/attempts", tag = "learning", operation_id = "attempts",
    params(("id" = Uuid, Path, description = "The enrolment."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    security(("token" = [])),
    responses((status = 200, description = "The attempts.", body = Collection<AttemptJson>))
)]
pub async fn attempts(
    State(app): State<App>,
    caller: Caller,
    Path((id, lesson)): Path<(Uuid, Uuid)>,
) -> Result<Json<Collection<AttemptJson>>, Fault> {
    let (person, now) = (caller.actor.person, caller.now);
    let read = app.db().read(move |tx| {
        let own = enrolments::get(tx, id)?.filter(|it| it.person_id == person).ok_or(Fault::NotFound)?;
        let enrolment = enrolled(tx, person, own.course_id, now)?;
        let quiz = quiz_of(tx, &enrolment, lesson)?;
        own_attempts(tx, quiz, &enrolment)
    });
    Ok(Json(Collection::whole(read.await?.into_iter().map(AttemptJson::from).collect())))
}

/// A question on a paper.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SheetJson {
    /// The question.
    pub question: Uuid,
    /// `single`, `multiple` or `true-false`.
    pub kind: String,
    /// What is asked, clean HTML.
    pub html: String,
    /// What one chooses from, in this attempt's order; none for right or wrong.
    pub options: Vec<PaperOptionJson>,
    /// What it is worth, in hundredths.
    pub points: i64,
    /// Ids of what was chosen.
    pub given: Vec<String>,
    /// What it earned, in hundredths; once it is shown.
    pub earned: Option<i64>,
    /// Ids of what is right; once it is shown.
    pub right: Option<Vec<String>>,
    /// Why, clean HTML; once it is shown.
    pub explanation: Option<String>,
}

/// An option on a paper.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaperOptionJson {
    /// What an answer names.
    pub id: String,
    /// What it says, clean HTML.
    pub html: String,
}

impl SheetJson {
    fn of(it: Sheet, shown: bool) -> Self {
        SheetJson {
            question: it.id,
            kind: match it.kind {
                QuestionKind::Single => "single",
                QuestionKind::Multiple => "multiple",
                QuestionKind::TrueFalse => "true-false",
            }
            .to_owned(),
            html: it.body_html,
            options: it.options.into_iter().map(|it| PaperOptionJson { id: it.id, html: it.html }).collect(),
            points: it.points,
            given: it.given.into_iter().collect(),
            earned: it.earned,
            right: it.right.map(|right| right.into_iter().collect()),
            explanation: shown.then_some(it.explanation_html),
        }
    }
}

/// An attempt with its questions.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaperJson {
    /// The attempt.
    #[serde(flatten)]
    pub attempt: AttemptJson,
    /// Whether what was right is shown; the rule of the quiz says when.
    pub shown: bool,
    /// Its questions in this attempt's order.
    pub questions: Vec<SheetJson>,
}

/// One's own attempt at a quiz
///
/// With its questions and answers, and what was right where the quiz's rule shows it.
#[utoipa::path(
    get, path = "/api/v1/enrolments/{id}/lessons/{lesson}/attempts/{attempt}", tag = "learning",
    operation_id = "attempt",
    params(("id" = Uuid, Path, description = "The enrolment."),
           ("lesson" = Uuid, Path, description = "The lesson's key."),
           ("attempt" = Uuid, Path, description = "The attempt.")),
    security(("token" = [])),
    responses((status = 200, description = "The attempt.", body = PaperJson))
)]
pub async fn attempt(
    State(app): State<App>,
    caller: Caller,
    Path((id, lesson, attempt)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Json<PaperJson>, Fault> {
    let (person, now) = (caller.actor.person, caller.now);
    let read = app.db().read(move |tx| {
        let own = enrolments::get(tx, id)?.filter(|it| it.person_id == person).ok_or(Fault::NotFound)?;
        let enrolment = enrolled(tx, person, own.course_id, now)?;
        let quiz = quiz_of(tx, &enrolment, lesson)?;
        let all = own_attempts(tx, quiz, &enrolment)?;
        let own = all.iter().find(|it| it.id == attempt).ok_or(Fault::NotFound)?;
        assessment::paper(tx, own.id, person)?.ok_or(Fault::NotFound)
    });
    let paper = read.await?;
    let shown = paper.shown;
    let questions = paper.sheets.into_iter().map(|sheet| SheetJson::of(sheet, shown)).collect();
    Ok(Json(PaperJson { attempt: paper.attempt.into(), shown, questions }))
}
