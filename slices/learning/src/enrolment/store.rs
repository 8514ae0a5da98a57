//! How enrolments are kept.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};

row! {
    /// One person in one course.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Enrolment {
        /// Id.
        pub id: Uuid,
        /// The course.
        pub course_id: Uuid,
        /// The learner.
        pub person_id: Uuid,
        /// Path of the learner's unit, kept in step by events.
        pub unit_path: String,
        /// The learner's name for sorting.
        pub name_key: String,
        /// `assigned` or `chosen`.
        pub source: String,
        /// 必修.
        pub required: bool,
        /// The assignment whose deadline counts.
        pub assignment_id: Option<Uuid>,
        /// From when it may be studied.
        pub opens_at: Timestamp,
        /// Until when it is to be finished.
        pub due_at: Option<Timestamp>,
        /// When the learner was enrolled.
        pub enrolled_at: Timestamp,
        /// The version of the course that the learner studies.
        pub version_id: Uuid,
        /// Lessons that count.
        pub lessons_total: i64,
        /// Of these, done.
        pub lessons_done: i64,
        /// Study time in seconds.
        pub study_seconds: i64,
        /// Where the learner was last.
        pub last_lesson_key: Option<Uuid>,
        /// When the learner studied last.
        pub last_at: Option<Timestamp>,
        /// When it was completed.
        pub completed_at: Option<Timestamp>,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
        /// Counts corrections; quizzes are taken anew in each round.
        pub round: i64,
        /// When the round before was completed, where one was begun anew before its time was over.
        pub completed_before: Option<Timestamp>,
    }
}

impl Enrolment {
    /// What attempts at quizzes belong to: the enrolment, and after a correction another id in each round.
    pub fn sitting(&self) -> Uuid {
        Uuid::from_u128(self.id.as_u128() ^ u128::from(self.round.unsigned_abs()))
    }

    /// Done lessons in percent, rounded down; 100 only when complete.
    pub fn percent(&self) -> i64 {
        match (self.completed_at, self.lessons_total) {
            (Some(_), _) => 100,
            (None, 0) => 0,
            (None, total) => (self.lessons_done * 100 / total).min(99),
        }
    }
}

/// The columns of [`Enrolment`], for lists.
pub const COLUMNS: &str = "e.id, e.course_id, e.person_id, e.unit_path, e.name_key, e.source, e.required, \
    e.assignment_id, e.opens_at, e.due_at, e.enrolled_at, e.version_id, e.lessons_total, e.lessons_done, \
    e.study_seconds, e.last_lesson_key, e.last_at, e.completed_at, e.withdrawn_at, e.round, e.completed_before";

/// The enrolment of a person in a course; withdrawn ones too.
pub fn of(tx: &mut Tx<'_>, person: Uuid, course: Uuid) -> Result<Option<Enrolment>> {
    tx.opt(
        "SELECT id, course_id, person_id, unit_path, name_key, source, required, assignment_id, opens_at, due_at,
                enrolled_at, version_id, lessons_total, lessons_done, study_seconds, last_lesson_key, last_at,
                completed_at, withdrawn_at, round, completed_before
         FROM learning_enrolment
         WHERE person_id = $1 AND course_id = $2",
        params![person, course],
    )
}

/// One enrolment.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Enrolment>> {
    tx.opt(
        "SELECT id, course_id, person_id, unit_path, name_key, source, required, assignment_id, opens_at, due_at,
                enrolled_at, version_id, lessons_total, lessons_done, study_seconds, last_lesson_key, last_at,
                completed_at, withdrawn_at, round, completed_before
         FROM learning_enrolment
         WHERE id = $1",
        params![id],
    )
}

/// All live enrolments of a person: unfinished ones by deadline, then finished ones, newest first. At most `limit`.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid, limit: i64) -> Result<Vec<Enrolment>> {
    tx.all(
        "SELECT id, course_id, person_id, unit_path, name_key, source, required, assignment_id, opens_at, due_at,
                enrolled_at, version_id, lessons_total, lessons_done, study_seconds, last_lesson_key, last_at,
                completed_at, withdrawn_at, round, completed_before
         FROM learning_enrolment
         WHERE person_id = $1 AND withdrawn_at IS NULL
         ORDER BY CASE WHEN completed_at IS NULL THEN 0 ELSE 1 END, due_at ASC NULLS LAST, completed_at DESC NULLS LAST, id
         LIMIT $2",
        params![person, limit],
    )
}

/// Of some courses those in which a person is enrolled, each with the version that they study.
pub fn entered(tx: &mut Tx<'_>, person: Uuid, courses: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = format!(
        "SELECT course_id, version_id FROM learning_enrolment
         WHERE person_id = $1 AND withdrawn_at IS NULL AND course_id IN ({})",
        list(2, courses.len())
    );
    let mut given = vec![person.to_param()];
    given.extend(courses.iter().map(|id| id.to_param()));
    tx.all(&sql, &given)
}

/// Lets everybody have joined when the assignment opened that brought them: the past of a demo institution is made in
/// one minute, and nobody finishes a course before joining it.
pub fn joined_when_opened(tx: &mut Tx<'_>) -> Result<u64> {
    tx.exec("UPDATE learning_enrolment SET enrolled_at = opens_at WHERE enrolled_at > opens_at", params![])
}

/// Adds an enrolment. [`xingtan_db::Error::Unique`] when there is one.
pub fn add(tx: &mut Tx<'_>, e: &Enrolment) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_enrolment (id, course_id, person_id, unit_path, name_key, source, required,
                assignment_id, opens_at, due_at, enrolled_at, version_id, lessons_total, lessons_done, study_seconds)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0)",
        params![
            e.id,
            e.course_id,
            e.person_id,
            e.unit_path,
            e.name_key,
            e.source,
            e.required,
            e.assignment_id,
            e.opens_at,
            e.due_at,
            e.enrolled_at,
            e.version_id,
            e.lessons_total
        ],
    )?;
    Ok(())
}

/// Turns what was chosen into what is required, or moves the deadline that counts; a withdrawn enrolment lives again.
pub fn require(
    tx: &mut Tx<'_>,
    id: Uuid,
    assignment: Uuid,
    opens_at: Timestamp,
    due_at: Timestamp,
) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment
         SET required = TRUE, source = 'assigned', assignment_id = $2, opens_at = $3, due_at = $4,
             withdrawn_at = NULL, withdrawn_reason = NULL
         WHERE id = $1",
        params![id, assignment, opens_at, due_at],
    )?;
    Ok(())
}

/// Notes progress: the counts that lists show.
pub fn advance(tx: &mut Tx<'_>, id: Uuid, total: i64, done: i64, lesson: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment
         SET lessons_total = $2, lessons_done = $3, last_lesson_key = $4, last_at = $5
         WHERE id = $1",
        params![id, total, done, lesson, now],
    )?;
    Ok(())
}

/// Adds study time and notes where the learner is.
pub fn studied(tx: &mut Tx<'_>, id: Uuid, seconds: i64, lesson: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment
         SET study_seconds = study_seconds + $2, last_lesson_key = $3, last_at = $4
         WHERE id = $1",
        params![id, seconds, lesson, now],
    )?;
    Ok(())
}

/// Completes; `false` when it was complete before.
pub fn complete(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE learning_enrolment SET completed_at = $2 WHERE id = $1 AND completed_at IS NULL",
        params![id, now],
    )?;
    Ok(changed == 1)
}

/// A withdrawn enrolment lives again.
pub fn revive(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment SET withdrawn_at = NULL, withdrawn_reason = NULL WHERE id = $1",
        params![id],
    )?;
    Ok(())
}

/// What was required becomes an elective without deadline.
pub fn release(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment
         SET required = FALSE, source = 'chosen', assignment_id = NULL, due_at = NULL
         WHERE id = $1",
        params![id],
    )?;
    Ok(())
}

/// Withdraws an enrolment; what was done stays kept.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, reason: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment
         SET required = FALSE, assignment_id = NULL, due_at = NULL, withdrawn_at = $2, withdrawn_reason = $3
         WHERE id = $1",
        params![id, now, reason],
    )?;
    Ok(())
}

/// Withdraws whatever a person has not completed.
pub fn withdraw_all(tx: &mut Tx<'_>, person: Uuid, reason: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment SET withdrawn_at = $2, withdrawn_reason = $3
         WHERE person_id = $1 AND completed_at IS NULL AND withdrawn_at IS NULL",
        params![person, now, reason],
    )?;
    Ok(())
}

/// Keeps unit and name of a person's enrolments in step.
pub fn follow(tx: &mut Tx<'_>, person: Uuid, unit_path: &str, name_key: &str) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment SET unit_path = $2, name_key = $3
         WHERE person_id = $1 AND (unit_path <> $2 OR name_key <> $3)",
        params![person, unit_path, name_key],
    )?;
    Ok(())
}

/// Until when an elective is to be finished.
pub fn promise(tx: &mut Tx<'_>, id: Uuid, due_at: Timestamp) -> Result<()> {
    tx.exec("UPDATE learning_enrolment SET due_at = $2 WHERE id = $1 AND NOT required", params![id, due_at])?;
    Ok(())
}
