//! Beginning, answering, handing in.

use super::{
    rules::{self, Begin, Facts},
    store::{self, Attempt},
};
use crate::quiz::{
    rules::{Answer, FALSE, Graded, QuestionKind, TRUE, points},
    store::{self as quizzes, Question},
};
use std::collections::BTreeMap;
use xingtan_audit::{Entry, Who, record};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};
use xingtan_events::{Event, publish};

/// An attempt was graded. Subject: the attempt. Payload: [`GradedEvent`].
pub const ATTEMPT_GRADED: &str = "assessment.attempt_graded";

/// Payload of [`ATTEMPT_GRADED`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct GradedEvent {
    /// The quiz.
    pub quiz_id: Uuid,
    /// Who took it.
    pub person_id: Uuid,
    /// What it was taken for.
    pub context_id: Uuid,
    /// Its result.
    pub graded: Graded,
    /// As of when.
    pub at: Timestamp,
}

/// What comes of beginning an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Started {
    /// It is there: begun now, or open already.
    Open(Attempt),
    /// All attempts are used.
    NoneLeft,
    /// There is nothing to answer, or no such quiz.
    Empty,
}

/// Begins an attempt, or goes on with the open one. One whose time is up is graded first and announced.
/// `context` is what it is taken for, such as an enrolment; attempts are counted for each.
///
/// # Errors
/// Those of the database.
pub fn start_attempt(
    tx: &mut Tx<'_>,
    quiz: Uuid,
    person: Uuid,
    context: Uuid,
    ids: &Ids,
    now: Timestamp,
) -> Result<Started> {
    let Some(it) = quizzes::quiz(tx, quiz)? else { return Ok(Started::Empty) };
    let questions = quizzes::questions(tx, quiz)?.len();
    // A second round only after an attempt whose time was up has been graded.
    for _ in 0..2 {
        let mut own = store::of_person(tx, quiz, person)?;
        own.retain(|attempt| attempt.context_id == context);
        let open = own.iter().find(|attempt| attempt.submitted_at.is_none()).cloned();
        let facts = Facts {
            allowed: it.attempts_allowed,
            used: own.len() as i64,
            limit_seconds: it.time_limit_seconds,
            questions,
            open: open.as_ref().map(|attempt| attempt.ends_at),
        };
        match (rules::begin(&facts, now), open) {
            (Begin::GoOn, Some(open)) => return Ok(Started::Open(open)),
            (Begin::Expired, Some(open)) => {
                grade(tx, &open, &Who::program(), ids, now)?;
            }
            (Begin::NoneLeft, _) => return Ok(Started::NoneLeft),
            (Begin::Empty, _) => return Ok(Started::Empty),
            (Begin::New { number, ends_at }, _) => {
                let id = ids.next();
                let attempt = Attempt {
                    id,
                    quiz_id: quiz,
                    person_id: person,
                    context_id: context,
                    number,
                    seed: seed(id),
                    started_at: now,
                    ends_at,
                    submitted_at: None,
                    closed_by: None,
                    score: None,
                    max: None,
                    passed: None,
                };
                store::add(tx, &attempt)?;
                return Ok(Started::Open(attempt));
            }
            (Begin::GoOn | Begin::Expired, None) => return Err(Error::NotFound),
        }
    }
    Ok(Started::NoneLeft)
}

/// The random half of a version 7 id.
fn seed(id: Uuid) -> i64 {
    let (_, low) = id.as_u64_pair();
    low as i64
}

/// What comes of saving an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is kept durably once the unit has ended: the receipt.
    Kept {
        /// The sequence that is kept: the one given, or a later one that came before.
        sequence: i64,
        /// When.
        at: Timestamp,
    },
    /// The time is up, or it was handed in; what was saved before counts.
    Over,
    /// No such attempt of this person, no such question, or no such option.
    Unknown,
}

/// Saves an answer as it was given. `sequence` is the browser's count: an older answer that comes later changes
/// nothing, and a repeated one is answered alike.
///
/// # Errors
/// Those of the database.
pub fn save_answer(
    tx: &mut Tx<'_>,
    attempt: Uuid,
    person: Uuid,
    question: Uuid,
    answer: &Answer,
    sequence: i64,
    now: Timestamp,
) -> Result<Saved> {
    let Some(it) = store::get(tx, attempt)?.filter(|it| it.person_id == person) else {
        return Ok(Saved::Unknown);
    };
    if it.submitted_at.is_some() || rules::is_over(it.ends_at, now) {
        return Ok(Saved::Over);
    }
    let Some(asked) = quizzes::question(tx, it.quiz_id, question)? else { return Ok(Saved::Unknown) };
    if !fits(&asked, answer) {
        return Ok(Saved::Unknown);
    }
    let kept = store::save(tx, attempt, question, answer, sequence, now)?;
    Ok(Saved::Kept { sequence: kept, at: now })
}

/// Whether an answer names options of the question, and not several where one is asked for.
fn fits(question: &Question, answer: &Answer) -> bool {
    let known = |id: &String| match question.kind {
        QuestionKind::TrueFalse => id == TRUE || id == FALSE,
        _ => question.options.iter().any(|option| option.id == *id),
    };
    answer.iter().all(known) && (question.kind == QuestionKind::Multiple || answer.len() <= 1)
}

/// What comes of handing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It is graded now.
    Graded(Graded),
    /// It was graded before, and so.
    Before(Graded),
    /// No such attempt of this person.
    Unknown,
}

impl Submitted {
    /// The result.
    pub fn graded(self) -> Option<Graded> {
        match self {
            Submitted::Graded(it) | Submitted::Before(it) => Some(it),
            Submitted::Unknown => None,
        }
    }
}

/// Hands an attempt in and grades it. Handing in twice answers the same; handed in after its time, what was saved
/// by then counts.
///
/// # Errors
/// Those of the database.
pub fn submit(
    tx: &mut Tx<'_>,
    attempt: Uuid,
    person: Uuid,
    who: &Who,
    ids: &Ids,
    now: Timestamp,
) -> Result<Submitted> {
    let Some(it) = store::get(tx, attempt)?.filter(|it| it.person_id == person) else {
        return Ok(Submitted::Unknown);
    };
    if let Some(before) = it.graded() {
        return Ok(Submitted::Before(before));
    }
    Ok(Submitted::Graded(grade(tx, &it, who, ids, now)?))
}

/// Grades open attempts whose time was up; answers how many. For the job that does so every minute.
///
/// # Errors
/// Those of the database.
pub fn close_due(tx: &mut Tx<'_>, ids: &Ids, now: Timestamp, limit: i64) -> Result<usize> {
    let due = store::due(tx, now - rules::GRACE, limit)?;
    for id in &due {
        if let Some(open) = store::get(tx, *id)? {
            grade(tx, &open, &Who::program(), ids, now)?;
        }
    }
    Ok(due.len())
}

fn grade(tx: &mut Tx<'_>, it: &Attempt, who: &Who, ids: &Ids, now: Timestamp) -> Result<Graded> {
    let quiz = quizzes::quiz(tx, it.quiz_id)?.ok_or(Error::NotFound)?;
    let given: BTreeMap<Uuid, Answer> =
        store::answers(tx, it.id)?.into_iter().map(|given| (given.question_id, given.answer)).collect();
    let (mut score, mut max) = (0, 0);
    for question in quizzes::questions(tx, it.quiz_id)? {
        max += question.points;
        if let Some(answer) = given.get(&question.id) {
            let earned = points(question.kind, &question.answer, answer, question.points, quiz.partial);
            score += earned;
            store::set_points(tx, it.id, question.id, earned)?;
        }
    }
    let graded = Graded::of(score, max, quiz.pass_percent);
    let (by, at) = rules::close(it.ends_at, now);
    if !store::close(tx, it.id, by, at, graded)? {
        return store::get(tx, it.id)?.and_then(|it| it.graded()).ok_or(Error::NotFound);
    }
    record(
        tx,
        &Entry::new(ids.next(), now, "assessment.attempt-graded", who)
            .on("attempt", it.id, &quiz.title)
            .after(&graded),
    )?;
    let payload =
        GradedEvent { quiz_id: it.quiz_id, person_id: it.person_id, context_id: it.context_id, graded, at };
    publish(tx, &Event::new(ids.next(), ATTEMPT_GRADED, 1, it.id, now).by(who.person).with(&payload)?)?;
    Ok(graded)
}
