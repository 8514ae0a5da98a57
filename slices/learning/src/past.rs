//! A past of study that nobody reported here: the rows of many enrolments at once, made whole by the same rules as
//! those that grow report by report. For institutions that are made and not run: the large demo.

use crate::{
    assignment::store::Assignment,
    credit::store::Credit,
    enrolment::store::Enrolment,
    study::{change::facts, rules, rules::LessonFacts, watched::Ranges},
};
use std::sync::Arc;
use xingtan_assessment::api::{self as assessment, PastAttempt};
use xingtan_catalog::api::{self as catalog, Completion, LessonKinds, PublishedCourse};
use xingtan_clock::{Ids, Span, Timestamp, Uuid};
use xingtan_db::{Param, Result, ToParam as _, Tx};

/// How long a quiz takes.
const QUIZ: Span = Span::of_minutes(4);
/// How long one stays between two lessons.
const BETWEEN: Span = Span::of_seconds(20);

/// A lesson that can be studied.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// Its place among the facts.
    place: usize,
    /// Its quiz, with the points there are.
    quiz: Option<(Uuid, i64)>,
    /// How long its video or audio plays, in milliseconds.
    medium_ms: Option<i64>,
}

/// What enrolments of a course are made of.
#[derive(Clone, Debug)]
pub struct PastCourse {
    id: Uuid,
    version: Uuid,
    credits: i64,
    hours_seconds: i64,
    facts: Vec<LessonFacts>,
    /// The lessons that can be studied.
    steps: Vec<Step>,
    /// The assignment by which everybody is required to study it.
    assignment: Option<Assignment>,
}

impl PastCourse {
    /// Reads what learners study of a course; none where it is not published. `assignment` requires it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn read(
        tx: &mut Tx<'_>,
        kinds: &LessonKinds,
        course: Uuid,
        assignment: Option<Assignment>,
    ) -> Result<Option<PastCourse>> {
        let Some(PublishedCourse { course, version, lessons: tree }) = catalog::published_tree(tx, course)?
        else {
            return Ok(None);
        };
        let facts: Vec<LessonFacts> = tree.iter().map(|placed| facts(kinds, &placed.lesson, None)).collect();
        let mut steps = Vec::new();
        for (place, (fact, placed)) in facts.iter().zip(&tree).enumerate() {
            let medium_ms = placed.lesson.duration_ms.filter(|_| fact.completion == Completion::Watched);
            let quiz = placed.lesson.quiz_id.filter(|_| fact.completion == Completion::Passed);
            let possible = match fact.completion {
                Completion::Nothing => false,
                // Nothing can have been played of what has no length yet.
                Completion::Watched => medium_ms.is_some(),
                Completion::Passed => quiz.is_some(),
                Completion::Read | Completion::Paged | Completion::Taken => true,
            };
            if !possible {
                continue;
            }
            let quiz = match quiz {
                Some(id) => Some((id, assessment::questions(tx, id)?.iter().map(|it| it.points).sum())),
                None => None,
            };
            steps.push(Step { place, quiz, medium_ms });
        }
        Ok(Some(PastCourse {
            id: course.id,
            version: version.id,
            credits: course.credits,
            hours_seconds: catalog::stated_minutes(&tree) * 60,
            facts,
            steps,
            assignment,
        }))
    }

    /// How many lessons can be studied.
    pub fn lessons(&self) -> usize {
        self.steps.len()
    }

    /// Whether everybody is required to study it.
    pub fn is_required(&self) -> bool {
        self.assignment.is_some()
    }
}

/// Who studied, and how far.
#[derive(Clone, Debug)]
pub struct PastLearner<'a> {
    /// The person.
    pub person: Uuid,
    /// Path of the person's unit.
    pub unit_path: &'a Arc<str>,
    /// The person's name for sorting.
    pub name_key: &'a str,
    /// When the person chose the course, where it is not required.
    pub chosen_at: Timestamp,
    /// When the person began to study.
    pub begin: Timestamp,
    /// So many lessons from the first.
    pub lessons: usize,
    /// Whether the last of them is only half done.
    pub halfway: bool,
}

/// One lesson of one enrolment.
#[derive(Clone, Debug)]
struct PastLesson {
    key: Uuid,
    first_at: Timestamp,
    last_at: Timestamp,
    study_seconds: i64,
    viewed_at: Option<Timestamp>,
    passed_at: Option<Timestamp>,
    score: Option<i64>,
    watched: String,
    watched_ms: i64,
    watched_of_ms: i64,
}

/// The latest learning session of an enrolment.
#[derive(Clone, Debug)]
struct PastSession {
    id: Uuid,
    token: String,
    lesson: usize,
}

/// One enrolment with all that belongs to it.
#[derive(Clone, Debug)]
pub struct PastEnrolment {
    enrolment: Enrolment,
    lessons: Vec<PastLesson>,
    session: Option<PastSession>,
    attempts: Vec<PastAttempt>,
    booked: Option<Credit>,
}

impl PastEnrolment {
    /// How many lessons it has been in.
    pub fn lessons(&self) -> u64 {
        self.lessons.len() as u64
    }

    /// Makes the enrolment of a learner. Counts, completion and booking follow from the lessons by the one
    /// calculation of completion (LRN-2, LRN-6); time of study is what each lesson asks for.
    pub fn new(course: &PastCourse, learner: &PastLearner<'_>, ids: &Ids) -> PastEnrolment {
        let mut known = course.facts.clone();
        let id = ids.next();
        let (mut at, mut lessons, mut attempts) = (learner.begin, Vec::new(), Vec::new());
        let upto = learner.lessons.min(course.steps.len());
        for (n, step) in course.steps.iter().take(upto).enumerate() {
            let fact = &mut known[step.place];
            let half = learner.halfway && n + 1 == upto;
            let row = lesson(fact, step, at, half);
            if let (Some((quiz, points)), Some(submitted_at)) = (step.quiz, row.passed_at) {
                attempts.push(PastAttempt {
                    id: ids.next(),
                    quiz,
                    person: learner.person,
                    context: id,
                    started_at: row.first_at,
                    submitted_at,
                    points,
                });
            }
            (fact.viewed, fact.passed) = (row.viewed_at, row.passed_at);
            at = row.last_at + BETWEEN;
            lessons.push(row);
        }
        let enrolment = enrolment(id, course, learner, &known, &lessons);
        let booked = enrolment.completed_at.map(|at| booking(ids.next(), course, &enrolment, at));
        let latest = lessons.iter().rposition(|it| it.study_seconds > 0);
        let session =
            latest.map(|lesson| PastSession { id: ids.next(), token: format!("past-{id}"), lesson });
        PastEnrolment { enrolment, lessons, session, attempts, booked }
    }
}

/// A lesson that was begun at a moment; halfway nothing of it counts yet.
fn lesson(fact: &LessonFacts, step: &Step, first_at: Timestamp, half: bool) -> PastLesson {
    let mut row = PastLesson {
        key: fact.key,
        first_at,
        last_at: first_at,
        study_seconds: 0,
        viewed_at: None,
        passed_at: None,
        score: None,
        watched: "[]".to_owned(),
        watched_ms: 0,
        watched_of_ms: 0,
    };
    if let Some((_, points)) = step.quiz {
        row.last_at = first_at + QUIZ;
        if !half {
            (row.passed_at, row.score) = (Some(row.last_at), Some(points));
        }
        return row;
    }
    if fact.completion != Completion::Taken {
        let whole = step.medium_ms.map_or(rules::needed(fact.minutes).seconds(), |ms| (ms + 999) / 1000);
        row.study_seconds = if half { whole / 2 } else { whole };
        row.last_at = first_at + Span::of_seconds(row.study_seconds);
    }
    if let Some(medium) = step.medium_ms {
        (row.watched_ms, row.watched_of_ms) = (if half { medium / 2 } else { medium }, medium);
        let mut ranges = Ranges::default();
        ranges.add(0, row.watched_ms);
        row.watched = ranges.to_json();
    }
    row.viewed_at = (!half).then_some(row.last_at);
    row
}

fn enrolment(
    id: Uuid,
    course: &PastCourse,
    learner: &PastLearner<'_>,
    known: &[LessonFacts],
    lessons: &[PastLesson],
) -> Enrolment {
    let progress = rules::progress(known);
    let last = lessons.last();
    let assigned = course.assignment.as_ref();
    let joined = assigned.map_or(learner.chosen_at, |it| it.opens_at);
    Enrolment {
        id,
        course_id: course.id,
        person_id: learner.person,
        unit_path: learner.unit_path.to_string(),
        name_key: learner.name_key.to_owned(),
        source: if assigned.is_some() { "assigned" } else { "chosen" }.to_owned(),
        required: assigned.is_some(),
        assignment_id: assigned.map(|it| it.id),
        opens_at: joined,
        due_at: assigned.map(|it| it.due_at),
        enrolled_at: joined,
        version_id: course.version,
        lessons_total: progress.total,
        lessons_done: progress.done,
        study_seconds: lessons.iter().map(|it| it.study_seconds).sum(),
        last_lesson_key: last.map(|it| it.key),
        last_at: last.map(|it| it.last_at),
        completed_at: last.map(|it| it.last_at).filter(|_| progress.is_complete()),
        withdrawn_at: None,
        round: 0,
        completed_before: None,
    }
}

fn booking(id: Uuid, course: &PastCourse, enrolment: &Enrolment, at: Timestamp) -> Credit {
    Credit {
        id,
        person_id: enrolment.person_id,
        unit_path: enrolment.unit_path.clone(),
        course_id: course.id,
        enrolment_id: enrolment.id,
        credits: course.credits,
        hours_seconds: course.hours_seconds,
        required: enrolment.required,
        source: "course".to_owned(),
        at,
        reverses: None,
        reason: None,
    }
}

/// Keeps enrolments with their lessons, latest sessions, attempts, bookings, and the reach of the assignments that
/// require them.
///
/// No events: those who listen would tell each person of what was never new to anybody, and issue certificates one
/// by one; the centre issues certificates for such a past to many at once. No audit entries: whoever makes a past
/// writes one for the whole.
///
/// # Errors
/// Those of the database.
pub fn keep_past(tx: &mut Tx<'_>, past: &[PastEnrolment]) -> Result<()> {
    tx.insert_all(
        "learning_enrolment (id, course_id, person_id, unit_path, name_key, source, required, assignment_id,
             opens_at, due_at, enrolled_at, version_id, lessons_total, lessons_done, study_seconds,
             last_lesson_key, last_at, completed_at)",
        past,
        |PastEnrolment { enrolment: e, .. }| {
            [
                e.id.to_param(),
                e.course_id.to_param(),
                e.person_id.to_param(),
                e.unit_path.to_param(),
                e.name_key.to_param(),
                e.source.to_param(),
                e.required.to_param(),
                e.assignment_id.to_param(),
                e.opens_at.to_param(),
                e.due_at.to_param(),
                e.enrolled_at.to_param(),
                e.version_id.to_param(),
                e.lessons_total.to_param(),
                e.lessons_done.to_param(),
                e.study_seconds.to_param(),
                e.last_lesson_key.to_param(),
                e.last_at.to_param(),
                e.completed_at.to_param(),
            ]
        },
    )?;
    keep_lessons(tx, past)?;
    let assigned: Vec<(Uuid, Uuid, Timestamp)> = past
        .iter()
        .filter_map(|it| Some((it.enrolment.assignment_id?, it.enrolment.person_id, it.enrolment.opens_at)))
        .collect();
    tx.insert_all("learning_reach (assignment_id, person_id, since)", &assigned, |it| {
        [it.0.to_param(), it.1.to_param(), it.2.to_param()]
    })?;
    keep_sessions(tx, past)?;
    keep_bookings(tx, past)?;
    let attempts: Vec<PastAttempt> = past.iter().flat_map(|it| it.attempts.iter().copied()).collect();
    assessment::keep_past_attempts(tx, &attempts)
}

fn keep_lessons(tx: &mut Tx<'_>, past: &[PastEnrolment]) -> Result<()> {
    let lessons: Vec<(Uuid, &PastLesson)> =
        past.iter().flat_map(|it| it.lessons.iter().map(|lesson| (it.enrolment.id, lesson))).collect();
    tx.insert_all(
        "learning_lesson (enrolment_id, lesson_key, first_at, last_at, study_seconds, viewed_at, passed_at, score,
             score_max, page_reached, watched, watched_ms, watched_of_ms, position_ms)",
        &lessons,
        |(enrolment, it)| {
            [
                enrolment.to_param(),
                it.key.to_param(),
                it.first_at.to_param(),
                it.last_at.to_param(),
                it.study_seconds.to_param(),
                it.viewed_at.to_param(),
                it.passed_at.to_param(),
                it.score.to_param(),
                // Who passed gave the right answers.
                it.score.to_param(),
                Param::Int(0),
                it.watched.to_param(),
                it.watched_ms.to_param(),
                it.watched_of_ms.to_param(),
                // Where the learner stopped.
                it.watched_ms.to_param(),
            ]
        },
    )
}

fn keep_sessions(tx: &mut Tx<'_>, past: &[PastEnrolment]) -> Result<()> {
    let sessions: Vec<(&Enrolment, &PastSession, &PastLesson)> = past
        .iter()
        .filter_map(|it| {
            let session = it.session.as_ref()?;
            Some((&it.enrolment, session, it.lessons.get(session.lesson)?))
        })
        .collect();
    tx.insert_all(
        "learning_attention (id, token_hash, person_id, session_id, enrolment_id, lesson_key, started_at, last_at,
             sequence, seconds, ended_at, end_reason, credited_ms)",
        &sessions,
        |(enrolment, session, lesson)| {
            [
                session.id.to_param(),
                // No hash: nobody can have its token.
                session.token.to_param(),
                enrolment.person_id.to_param(),
                Param::Uuid(Uuid::nil()),
                enrolment.id.to_param(),
                lesson.key.to_param(),
                lesson.first_at.to_param(),
                lesson.last_at.to_param(),
                Param::Int((lesson.study_seconds + 29) / 30),
                lesson.study_seconds.to_param(),
                lesson.last_at.to_param(),
                Param::Text("other-lesson"),
                lesson.watched_ms.to_param(),
            ]
        },
    )
}

fn keep_bookings(tx: &mut Tx<'_>, past: &[PastEnrolment]) -> Result<()> {
    let booked: Vec<&Credit> = past.iter().filter_map(|it| it.booked.as_ref()).collect();
    tx.insert_all(
        "learning_credit (id, person_id, unit_path, course_id, enrolment_id, credits, hours_seconds, required,
             source, at)",
        &booked,
        |it| {
            [
                it.id.to_param(),
                it.person_id.to_param(),
                it.unit_path.to_param(),
                it.course_id.to_param(),
                it.enrolment_id.to_param(),
                it.credits.to_param(),
                it.hours_seconds.to_param(),
                it.required.to_param(),
                it.source.to_param(),
                it.at.to_param(),
            ]
        },
    )
}
