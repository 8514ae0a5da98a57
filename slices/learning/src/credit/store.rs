//! How the ledger of credits and training hours is kept: rows are added, never changed; a correction reverses.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// One booking.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Credit {
        /// Id.
        pub id: Uuid,
        /// Whose.
        pub person_id: Uuid,
        /// Path of the person's unit at that time.
        pub unit_path: String,
        /// For which course.
        pub course_id: Uuid,
        /// For which enrolment.
        pub enrolment_id: Uuid,
        /// 学分, in hundredths; negative where it reverses.
        pub credits: i64,
        /// 学时, in seconds; negative where it reverses.
        pub hours_seconds: i64,
        /// Whether the course was required.
        pub required: bool,
        /// Where it comes from: `course`.
        pub source: String,
        /// When it was booked.
        pub at: Timestamp,
        /// The booking it reverses.
        pub reverses: Option<Uuid>,
        /// Why it reverses.
        pub reason: Option<String>,
    }
}

/// Books; `false` when the enrolment was booked before, and nothing happens then: once at completion (LRN-6).
pub fn book(tx: &mut Tx<'_>, credit: &Credit) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO learning_credit (id, person_id, unit_path, course_id, enrolment_id, credits, hours_seconds,
                required, source, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT DO NOTHING",
        params![
            credit.id,
            credit.person_id,
            credit.unit_path,
            credit.course_id,
            credit.enrolment_id,
            credit.credits,
            credit.hours_seconds,
            credit.required,
            credit.source,
            credit.at
        ],
    )?;
    Ok(added == 1)
}

/// The bookings of a person within a span of time, newest first.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid, from: Timestamp, to: Timestamp) -> Result<Vec<Credit>> {
    tx.all(
        "SELECT id, person_id, unit_path, course_id, enrolment_id, credits, hours_seconds, required, source, at,
                reverses, reason
         FROM learning_credit
         WHERE person_id = $1 AND at >= $2 AND at < $3
         ORDER BY at DESC, id DESC",
        params![person, from, to],
    )
}

row! {
    /// Sums of bookings.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Sums {
        /// 学分, in hundredths.
        pub credits: i64,
        /// 学时, in seconds.
        pub hours_seconds: i64,
        /// Completed required courses.
        pub required_courses: i64,
    }
}

/// The sums of a person within a span of time.
pub fn sums(tx: &mut Tx<'_>, person: Uuid, from: Timestamp, to: Timestamp) -> Result<Sums> {
    tx.one(
        "SELECT CAST(COALESCE(sum(credits), 0) AS bigint) AS credits,
                CAST(COALESCE(sum(hours_seconds), 0) AS bigint) AS hours_seconds,
                CAST(COALESCE(sum(CASE WHEN required THEN CASE WHEN reverses IS NULL THEN 1 ELSE -1 END ELSE 0 END), 0)
                     AS bigint) AS required_courses
         FROM learning_credit
         WHERE person_id = $1 AND at >= $2 AND at < $3",
        params![person, from, to],
    )
}

/// The bookings of an enrolment, the newest first.
pub fn of_enrolment(tx: &mut Tx<'_>, enrolment: Uuid) -> Result<Vec<Credit>> {
    tx.all(
        "SELECT id, person_id, unit_path, course_id, enrolment_id, credits, hours_seconds, required, source, at,
                reverses, reason
         FROM learning_credit
         WHERE enrolment_id = $1
         ORDER BY at DESC, id DESC",
        params![enrolment],
    )
}
