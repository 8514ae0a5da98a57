//! How quizzes and questions are kept. Every statement that writes asks whether the quiz is frozen.

use super::rules::{Answer, Choice, QuestionKind, ReviewRule};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Param, Result, Tx, list, params, row};

row! {
    /// A quiz.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Quiz {
        /// Id.
        pub id: Uuid,
        /// Title, as its lesson's.
        pub title: String,
        /// Percent of the points that suffice.
        pub pass_percent: i64,
        /// How often it may be tried; 0 is without bound.
        pub attempts_allowed: i64,
        /// Whether questions and options come in another order for each attempt.
        pub shuffle: bool,
        /// Whether a part of several right choices earns a part of the points.
        pub partial: bool,
        /// Seconds for an attempt.
        pub time_limit_seconds: Option<i64>,
        /// When one sees which answers were right.
        pub review: ReviewRule,
        /// Since when it cannot be changed.
        pub frozen_at: Option<Timestamp>,
        /// Counts changes.
        pub version: i64,
    }

    struct QuestionRow {
        id: Uuid,
        quiz_id: Uuid,
        place: i64,
        kind: QuestionKind,
        body_md: String,
        body_html: String,
        options: String,
        answer: String,
        points: i64,
        explanation_md: String,
        explanation_html: String,
        version: i64,
    }
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Id.
    pub id: Uuid,
    /// The quiz.
    pub quiz_id: Uuid,
    /// Place in the quiz.
    pub place: i64,
    /// How it is answered.
    pub kind: QuestionKind,
    /// As its author wrote it.
    pub body_md: String,
    /// Sanitised.
    pub body_html: String,
    /// What one chooses from; none for right or wrong.
    pub options: Vec<Choice>,
    /// What is right.
    pub answer: Answer,
    /// What it is worth, in hundredths.
    pub points: i64,
    /// Why, as its author wrote it.
    pub explanation_md: String,
    /// Sanitised.
    pub explanation_html: String,
    /// Counts changes.
    pub version: i64,
}

impl QuestionRow {
    fn read(self) -> Result<Question> {
        Ok(Question {
            options: from_json(&self.options)?,
            answer: from_json(&self.answer)?,
            id: self.id,
            quiz_id: self.quiz_id,
            place: self.place,
            kind: self.kind,
            body_md: self.body_md,
            body_html: self.body_html,
            points: self.points,
            explanation_md: self.explanation_md,
            explanation_html: self.explanation_html,
            version: self.version,
        })
    }
}

/// Reads a JSON column.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Decode(error.to_string()))
}

/// Writes a JSON column.
pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Decode(error.to_string()))
}

/// One quiz.
pub fn quiz(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Quiz>> {
    tx.opt(
        "SELECT id, title, pass_percent, attempts_allowed, shuffle, partial, time_limit_seconds, review, frozen_at,
                version
         FROM assessment_quiz
         WHERE id = $1",
        params![id],
    )
}

/// Keeps a new quiz.
pub fn add_quiz(tx: &mut Tx<'_>, it: &Quiz, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO assessment_quiz (id, title, pass_percent, attempts_allowed, shuffle, partial,
                time_limit_seconds, review, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            it.id,
            it.title,
            it.pass_percent,
            it.attempts_allowed,
            it.shuffle,
            it.partial,
            it.time_limit_seconds,
            it.review,
            at,
            it.version
        ],
    )?;
    Ok(())
}

/// Saves the rules of a quiz that is not frozen if nobody changed them since `seen`; answers whether it did.
pub fn save_quiz(tx: &mut Tx<'_>, it: &Quiz, seen: i64) -> Result<bool> {
    let saved = tx.exec(
        "UPDATE assessment_quiz
         SET title = $3, pass_percent = $4, attempts_allowed = $5, shuffle = $6, partial = $7,
             time_limit_seconds = $8, review = $9, version = version + 1
         WHERE id = $1 AND version = $2 AND frozen_at IS NULL",
        params![
            it.id,
            seen,
            it.title,
            it.pass_percent,
            it.attempts_allowed,
            it.shuffle,
            it.partial,
            it.time_limit_seconds,
            it.review
        ],
    )?;
    Ok(saved == 1)
}

/// Freezes a quiz: its version of the course was published.
pub fn freeze(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE assessment_quiz SET frozen_at = $2, version = version + 1 WHERE id = $1 AND frozen_at IS NULL",
        params![id, at],
    )?;
    Ok(())
}

/// Drops a quiz that was never frozen, with its questions; nobody took it.
pub fn drop_quiz(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec(
        "DELETE FROM assessment_question
         WHERE quiz_id = $1
           AND EXISTS (SELECT 1 FROM assessment_quiz q WHERE q.id = quiz_id AND q.frozen_at IS NULL)",
        params![id],
    )?;
    tx.exec("DELETE FROM assessment_quiz WHERE id = $1 AND frozen_at IS NULL", params![id])?;
    Ok(())
}

/// The questions of a quiz in their order.
pub fn questions(tx: &mut Tx<'_>, quiz: Uuid) -> Result<Vec<Question>> {
    let rows: Vec<QuestionRow> = tx.all(
        "SELECT id, quiz_id, place, kind, body_md, body_html, options, answer, points, explanation_md,
                explanation_html, version
         FROM assessment_question
         WHERE quiz_id = $1
         ORDER BY place, id",
        params![quiz],
    )?;
    rows.into_iter().map(QuestionRow::read).collect()
}

/// The questions of several quizzes, each quiz's in their order. One statement.
pub fn questions_of(tx: &mut Tx<'_>, quizzes: &[Uuid]) -> Result<Vec<Question>> {
    let sql = format!(
        "SELECT id, quiz_id, place, kind, body_md, body_html, options, answer, points, explanation_md,
                explanation_html, version
         FROM assessment_question
         WHERE quiz_id IN ({})
         ORDER BY quiz_id, place, id",
        list(1, quizzes.len())
    );
    let rows: Vec<QuestionRow> = tx.all(&sql, &values(quizzes))?;
    rows.into_iter().map(QuestionRow::read).collect()
}

/// Several quizzes. One statement.
pub fn quizzes(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<Quiz>> {
    let sql = format!(
        "SELECT id, title, pass_percent, attempts_allowed, shuffle, partial, time_limit_seconds, review, frozen_at,
                version
         FROM assessment_quiz
         WHERE id IN ({})",
        list(1, ids.len())
    );
    tx.all(&sql, &values(ids))
}

/// Those of several quizzes that ask nothing. One statement.
pub fn without_questions(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let sql = format!(
        "SELECT z.id FROM assessment_quiz z
         WHERE z.id IN ({})
           AND NOT EXISTS (SELECT 1 FROM assessment_question q WHERE q.quiz_id = z.id)",
        list(1, ids.len())
    );
    tx.all(&sql, &values(ids))
}

fn values(ids: &[Uuid]) -> Vec<Param<'_>> {
    ids.iter().map(|id| Param::Uuid(*id)).collect()
}

/// One question of a quiz.
pub fn question(tx: &mut Tx<'_>, quiz: Uuid, id: Uuid) -> Result<Option<Question>> {
    let row: Option<QuestionRow> = tx.opt(
        "SELECT id, quiz_id, place, kind, body_md, body_html, options, answer, points, explanation_md,
                explanation_html, version
         FROM assessment_question
         WHERE quiz_id = $1 AND id = $2",
        params![quiz, id],
    )?;
    row.map(QuestionRow::read).transpose()
}

/// Adds a question to a quiz that is not frozen; answers whether it did.
pub fn add_question(tx: &mut Tx<'_>, it: &Question, at: Timestamp) -> Result<bool> {
    let (options, answer) = (to_json(&it.options)?, to_json(&it.answer)?);
    let added = tx.exec(
        "INSERT INTO assessment_question (id, quiz_id, place, kind, body_md, body_html, options, answer, points,
                explanation_md, explanation_html, updated_at, version)
         SELECT $1, q.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
         FROM assessment_quiz q
         WHERE q.id = $2 AND q.frozen_at IS NULL",
        params![
            it.id,
            it.quiz_id,
            it.place,
            it.kind,
            it.body_md,
            it.body_html,
            options,
            answer,
            it.points,
            it.explanation_md,
            it.explanation_html,
            at,
            it.version
        ],
    )?;
    Ok(added == 1)
}

/// Saves a question of a quiz that is not frozen if nobody changed it since `seen`; answers whether it did.
pub fn save_question(tx: &mut Tx<'_>, it: &Question, seen: i64, at: Timestamp) -> Result<bool> {
    let (options, answer) = (to_json(&it.options)?, to_json(&it.answer)?);
    let saved = tx.exec(
        "UPDATE assessment_question
         SET kind = $3, body_md = $4, body_html = $5, options = $6, answer = $7, points = $8,
             explanation_md = $9, explanation_html = $10, updated_at = $11, version = version + 1
         WHERE id = $1 AND version = $2
           AND EXISTS (SELECT 1 FROM assessment_quiz q WHERE q.id = quiz_id AND q.frozen_at IS NULL)",
        params![
            it.id,
            seen,
            it.kind,
            it.body_md,
            it.body_html,
            options,
            answer,
            it.points,
            it.explanation_md,
            it.explanation_html,
            at
        ],
    )?;
    Ok(saved == 1)
}

/// Gives a question of a quiz that is not frozen its place.
pub fn place(tx: &mut Tx<'_>, quiz: Uuid, id: Uuid, place: i64) -> Result<()> {
    tx.exec(
        "UPDATE assessment_question SET place = $3
         WHERE quiz_id = $1 AND id = $2
           AND EXISTS (SELECT 1 FROM assessment_quiz q WHERE q.id = quiz_id AND q.frozen_at IS NULL)",
        params![quiz, id, place],
    )?;
    Ok(())
}

/// Removes a question of a quiz that is not frozen; answers whether it did.
pub fn remove_question(tx: &mut Tx<'_>, quiz: Uuid, id: Uuid) -> Result<bool> {
    let removed = tx.exec(
        "DELETE FROM assessment_question
         WHERE quiz_id = $1 AND id = $2
           AND EXISTS (SELECT 1 FROM assessment_quiz q WHERE q.id = quiz_id AND q.frozen_at IS NULL)",
        params![quiz, id],
    )?;
    Ok(removed == 1)
}
