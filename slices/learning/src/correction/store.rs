//! How corrections are kept, and what they clear.

use crate::study::{
    rules::LessonFacts,
    store::{self as study, LessonRow},
};
use serde::{Deserialize, Serialize};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A correction.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Correction {
        /// Its id.
        pub id: Uuid,
        /// Of which enrolment.
        pub enrolment_id: Uuid,
        /// Whose.
        pub person_id: Uuid,
        /// In which course.
        pub course_id: Uuid,
        /// What the lessons held, as JSON: a list of [`Held`].
        pub lessons: String,
        /// Whether the course was complete and is no longer.
        pub reopened: bool,
        /// The booking that was reversed.
        pub reversed_id: Option<Uuid>,
        /// The certificate that was withdrawn.
        pub certificate_id: Option<Uuid>,
        /// Why.
        pub reason: String,
        /// Who.
        pub by_person: Uuid,
        /// When.
        pub at: Timestamp,
    }
}

/// What a lesson held before it was cleared; moments in microseconds of UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The lesson.
    pub lesson: Uuid,
    /// Its title.
    pub title: String,
    /// Study time in seconds.
    pub study_seconds: i64,
    /// What was played of it: ranges in milliseconds, as JSON.
    pub watched: String,
    /// When it counted as viewed.
    pub viewed_at: Option<i64>,
    /// When it was passed.
    pub passed_at: Option<i64>,
    /// The score in hundredths.
    pub score: Option<i64>,
}

impl Correction {
    /// What the lessons held.
    pub fn held(&self) -> Vec<Held> {
        serde_json::from_str(&self.lessons).unwrap_or_default()
    }

    /// The titles of the lessons.
    pub fn titles(&self) -> String {
        self.held().into_iter().map(|it| it.title).collect::<Vec<_>>().join("、")
    }
}

/// What a lesson holds now.
pub fn held(
    tx: &mut Tx<'_>,
    enrolment: Uuid,
    title: &str,
    facts: &LessonFacts,
    row: Option<&LessonRow>,
) -> Result<Held> {
    Ok(Held {
        lesson: facts.key,
        title: title.to_owned(),
        study_seconds: facts.studied.seconds(),
        watched: study::watched(tx, enrolment, facts.key)?.map(|it| it.watched).unwrap_or_default(),
        viewed_at: facts.viewed.map(|at| at.micros()),
        passed_at: facts.passed.map(|at| at.micros()),
        score: row.and_then(|it| it.score),
    })
}

/// Keeps a correction.
pub fn add(tx: &mut Tx<'_>, c: &Correction) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_correction (id, enrolment_id, person_id, course_id, lessons, reopened, reversed_id,
                certificate_id, reason, by_person, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            c.id,
            c.enrolment_id,
            c.person_id,
            c.course_id,
            c.lessons,
            c.reopened,
            c.reversed_id,
            c.certificate_id,
            c.reason,
            c.by_person,
            c.at
        ],
    )?;
    Ok(())
}

/// When an enrolment was corrected or begun anew last.
pub fn latest(tx: &mut Tx<'_>, enrolment: Uuid) -> Result<Option<Timestamp>> {
    tx.opt(
        "SELECT at FROM learning_correction WHERE enrolment_id = $1 ORDER BY at DESC LIMIT 1",
        params![enrolment],
    )
}

/// The corrections of an enrolment, the newest first.
pub fn of_enrolment(tx: &mut Tx<'_>, enrolment: Uuid) -> Result<Vec<Correction>> {
    tx.all(
        "SELECT id, enrolment_id, person_id, course_id, lessons, reopened, reversed_id, certificate_id, reason,
                by_person, at
         FROM learning_correction
         WHERE enrolment_id = $1
         ORDER BY at DESC, id DESC
         LIMIT 100",
        params![enrolment],
    )
}

/// Takes everything back that was counted of a lesson, and ends what is being studied of it: what waits on a device
/// counts no more.
pub fn clear(tx: &mut Tx<'_>, enrolment: Uuid, lesson: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_lesson
         SET study_seconds = 0, viewed_at = NULL, passed_at = NULL, score = NULL, score_max = NULL, watched = '[]',
             watched_ms = 0, watched_of_ms = 0, position_ms = 0
         WHERE enrolment_id = $1 AND lesson_key = $2",
        params![enrolment, lesson],
    )?;
    tx.exec(
        "UPDATE learning_attention SET ended_at = COALESCE(ended_at, $3), end_reason = 'corrected'
         WHERE enrolment_id = $1 AND lesson_key = $2 AND (ended_at IS NULL OR end_reason <> 'absent')",
        params![enrolment, lesson, now],
    )?;
    Ok(())
}

/// Counts an enrolment anew, for another round.
pub fn recount(tx: &mut Tx<'_>, enrolment: Uuid, done: i64, seconds_less: i64, complete: bool) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment
         SET lessons_done = $2,
             study_seconds = CASE WHEN study_seconds > $3 THEN study_seconds - $3 ELSE 0 END,
             completed_at = CASE WHEN $4 THEN completed_at ELSE NULL END,
             round = round + 1
         WHERE id = $1",
        params![enrolment, done, seconds_less, complete],
    )?;
    Ok(())
}
