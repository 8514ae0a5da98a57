//! How attempts and answers are kept.

use super::rules::ClosedBy;
use crate::quiz::{
    rules::{Answer, Graded},
    store::{from_json, to_json},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Param, Result, ToParam as _, Tx, params, row};

row! {
    /// An attempt.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Attempt {
        /// Id.
        pub id: Uuid,
        /// The quiz.
        pub quiz_id: Uuid,
        /// Who takes it.
        pub person_id: Uuid,
        /// What it is taken for, such as an enrolment.
        pub context_id: Uuid,
        /// 1 for the first.
        pub number: i64,
        /// Fixes the order of questions and options.
        pub seed: i64,
        /// When it began.
        pub started_at: Timestamp,
        /// When its time is up.
        pub ends_at: Option<Timestamp>,
        /// When it was handed in, or ended.
        pub submitted_at: Option<Timestamp>,
        /// `person` or `time`.
        pub closed_by: Option<String>,
        /// Points reached, in hundredths.
        pub score: Option<i64>,
        /// Points there were, in hundredths.
        pub max: Option<i64>,
        /// Whether it suffices.
        pub passed: Option<bool>,
    }
}

impl Attempt {
    /// Its result, once it is graded.
    pub fn graded(&self) -> Option<Graded> {
        Some(Graded { score: self.score?, max: self.max?, passed: self.passed? })
    }
}

/// One attempt.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Attempt>> {
    tx.opt(
        "SELECT id, quiz_id, person_id, context_id, number, seed, started_at, ends_at, submitted_at, closed_by, score,
                max, passed
         FROM assessment_attempt
         WHERE id = $1",
        params![id],
    )
}

/// The attempts of a person at a quiz, for all purposes, the newest first.
pub fn of_person(tx: &mut Tx<'_>, quiz: Uuid, person: Uuid) -> Result<Vec<Attempt>> {
    tx.all(
        "SELECT id, quiz_id, person_id, context_id, number, seed, started_at, ends_at, submitted_at, closed_by, score,
                max, passed
         FROM assessment_attempt
         WHERE quiz_id = $1 AND person_id = $2
         ORDER BY started_at DESC, number DESC, id DESC",
        params![quiz, person],
    )
}

/// An attempt of a past that nobody took here: handed in, all answers right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastAttempt {
    /// Id.
    pub id: Uuid,
    /// The quiz.
    pub quiz: Uuid,
    /// Who took it.
    pub person: Uuid,
    /// What it was taken for, such as an enrolment.
    pub context: Uuid,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// Points reached, which are all there were, in hundredths.
    pub points: i64,
}

/// Keeps first attempts of a past, for demo institutions: results without the answers that led to them.
///
/// # Errors
/// Those of the database.
pub fn keep_past_attempts(tx: &mut Tx<'_>, attempts: &[PastAttempt]) -> Result<()> {
    tx.insert_all(
        "assessment_attempt (id, quiz_id, person_id, context_id, number, seed, started_at, submitted_at, closed_by,
             score, max, passed)",
        attempts,
        |it| {
            [
                it.id.to_param(),
                it.quiz.to_param(),
                it.person.to_param(),
                it.context.to_param(),
                Param::Int(1),
                Param::Int(0),
                it.started_at.to_param(),
                it.submitted_at.to_param(),
                Param::Text("person"),
                it.points.to_param(),
                it.points.to_param(),
                Param::Bool(true),
            ]
        },
    )
}

/// Keeps a new attempt.
pub fn add(tx: &mut Tx<'_>, it: &Attempt) -> Result<()> {
    tx.exec(
        "INSERT INTO assessment_attempt (id, quiz_id, person_id, context_id, number, seed, started_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![it.id, it.quiz_id, it.person_id, it.context_id, it.number, it.seed, it.started_at, it.ends_at],
    )?;
    Ok(())
}

/// Ends an open attempt with its result; answers whether it was open.
pub fn close(tx: &mut Tx<'_>, id: Uuid, by: ClosedBy, at: Timestamp, it: Graded) -> Result<bool> {
    let closed = tx.exec(
        "UPDATE assessment_attempt
         SET submitted_at = $2, closed_by = $3, score = $4, max = $5, passed = $6
         WHERE id = $1 AND submitted_at IS NULL",
        params![id, at, by.code(), it.score, it.max, it.passed],
    )?;
    Ok(closed == 1)
}

/// Open attempts whose time was up before `before`.
pub fn due(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT id FROM assessment_attempt
         WHERE submitted_at IS NULL AND ends_at IS NOT NULL AND ends_at < $1
         ORDER BY ends_at, id
         LIMIT $2",
        params![before, limit],
    )
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The question.
    pub question_id: Uuid,
    /// Ids of the chosen options.
    pub answer: Answer,
    /// The browser's count.
    pub sequence: i64,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// What it earned, once graded, in hundredths.
    pub points: Option<i64>,
}

/// The answers of an attempt.
pub fn answers(tx: &mut Tx<'_>, attempt: Uuid) -> Result<Vec<Given>> {
    let rows: Vec<(Uuid, String, i64, Timestamp, Option<i64>)> = tx.all(
        "SELECT question_id, answer, sequence, saved_at, points FROM assessment_answer
         WHERE attempt_id = $1
         ORDER BY question_id",
        params![attempt],
    )?;
    rows.into_iter()
        .map(|(question_id, answer, sequence, saved_at, points)| {
            Ok(Given { question_id, answer: from_json(&answer)?, sequence, saved_at, points })
        })
        .collect()
}

/// Saves an answer unless a later one of the same question is there; answers the sequence that is kept then.
pub fn save(
    tx: &mut Tx<'_>,
    attempt: Uuid,
    question: Uuid,
    answer: &Answer,
    sequence: i64,
    at: Timestamp,
) -> Result<i64> {
    let answer = to_json(answer)?;
    tx.exec(
        "INSERT INTO assessment_answer (attempt_id, question_id, answer, sequence, saved_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (attempt_id, question_id) DO UPDATE
         SET answer = excluded.answer, sequence = excluded.sequence, saved_at = excluded.saved_at
         WHERE excluded.sequence > assessment_answer.sequence",
        params![attempt, question, answer, sequence, at],
    )?;
    tx.one(
        "SELECT sequence FROM assessment_answer WHERE attempt_id = $1 AND question_id = $2",
        params![attempt, question],
    )
}

/// Notes what an answer earned.
pub fn set_points(tx: &mut Tx<'_>, attempt: Uuid, question: Uuid, points: i64) -> Result<()> {
    tx.exec(
        "UPDATE assessment_answer SET points = $3 WHERE attempt_id = $1 AND question_id = $2",
        params![attempt, question, points],
    )?;
    Ok(())
}
