//! How the ledger of credits and training hours is kept: rows are added, never changed; a correction reverses.

use std::collections::HashMap;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_web::{Select, Value};

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

/// Books; `false` when the enrolment was booked before, and nothing happens then: once at completion, and once more
/// after each reversal (LRN-6).
pub fn book(tx: &mut Tx<'_>, credit: &Credit) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO learning_credit (id, person_id, unit_path, course_id, enrolment_id, credits, hours_seconds,
                required, source, at, round)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, count(*)
         FROM learning_credit r
         WHERE r.enrolment_id = $5 AND r.reverses IS NOT NULL
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

/// Reverses what stands for an enrolment by a booking of its own, if it was booked after `since`, where a moment is
/// given; the id of what was reversed, none where nothing is.
pub fn reverse(
    tx: &mut Tx<'_>,
    (enrolment, since): (Uuid, Option<Timestamp>),
    id: Uuid,
    reason: &str,
    at: Timestamp,
) -> Result<Option<Uuid>> {
    let standing: Option<(Uuid,)> = tx.opt(
        "SELECT c.id FROM learning_credit c
         WHERE c.enrolment_id = $1 AND c.reverses IS NULL AND c.at > $2
            AND NOT EXISTS (SELECT 1 FROM learning_credit r WHERE r.reverses = c.id)",
        params![enrolment, since.unwrap_or(Timestamp::from_micros(0))],
    )?;
    let Some((standing,)) = standing else { return Ok(None) };
    tx.exec(
        "INSERT INTO learning_credit (id, person_id, unit_path, course_id, enrolment_id, credits, hours_seconds,
                required, source, at, reverses, reason, round)
         SELECT $2, c.person_id, c.unit_path, c.course_id, c.enrolment_id, -c.credits, -c.hours_seconds, c.required,
                c.source, $3, c.id, $4, c.round
         FROM learning_credit c
         WHERE c.id = $1",
        params![standing, id, at, reason],
    )?;
    Ok(Some(standing))
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

row! {
    /// Training hours booked in a unit.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct UnitHours {
        /// The unit in which people were when they were booked.
        pub unit_path: String,
        /// 学时, in seconds; what was reversed counts less.
        pub hours_seconds: i64,
    }
}

/// The training hours booked within a span of time, by the units of a scope (LRN-7). One statement.
pub fn hours_by_unit(
    tx: &mut Tx<'_>,
    scope: &Scope,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<UnitHours>> {
    let columns = "c.unit_path, CAST(sum(c.hours_seconds) AS bigint) AS hours_seconds";
    Select::new(columns, "learning_credit c", "c.id")
        .when("c.at >= {}", from)
        .when("c.at < {}", to)
        .within("c.unit_path", scope)
        .rows(tx, "GROUP BY c.unit_path ORDER BY c.unit_path")
}

/// The training hours of some people booked within a span of time while they were in a scope, in seconds; those without
/// any are left out. One statement; for a page of people.
pub fn hours_of_people(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    scope: &Scope,
    from: Timestamp,
    to: Timestamp,
) -> Result<HashMap<Uuid, i64>> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    let marks = vec!["{}"; persons.len()].join(", ");
    let columns = "c.person_id, CAST(sum(c.hours_seconds) AS bigint) AS hours_seconds";
    let found: Vec<(Uuid, i64)> = Select::new(columns, "learning_credit c", "c.id")
        .when("c.at >= {}", from)
        .when("c.at < {}", to)
        .within("c.unit_path", scope)
        .when_all(&format!("c.person_id IN ({marks})"), persons.iter().copied().map(Value::Id).collect())
        .rows(tx, "GROUP BY c.person_id")?;
    Ok(found.into_iter().collect())
}

row! {
    /// What somebody earned in a span of time, by bookings of that time that stand: what a correction took back by then
    /// is in none of the sums, and is never taken off another time.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Earned {
        /// Who.
        pub person_id: Uuid,
        /// 学分, in hundredths.
        pub credits: i64,
        /// 学时, in seconds.
        pub hours_seconds: i64,
        /// Completed required courses.
        pub required_courses: i64,
        /// How many bookings.
        pub bookings: i64,
    }
}

/// What people earned between `from` and `to` as of a moment, by their ids: at most `limit` of those after `after`.
///
/// # Errors
/// Those of the database.
pub fn earned(
    tx: &mut Tx<'_>,
    (from, to): (Timestamp, Timestamp),
    as_of: Timestamp,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Earned>> {
    tx.all(
        "SELECT c.person_id, CAST(sum(c.credits) AS bigint) AS credits,
                CAST(sum(c.hours_seconds) AS bigint) AS hours_seconds,
                CAST(sum(CASE WHEN c.required THEN 1 ELSE 0 END) AS bigint) AS required_courses,
                count(*) AS bookings
         FROM learning_credit c
         WHERE c.person_id > $1 AND c.at >= $2 AND c.at < $3 AND c.reverses IS NULL
           AND NOT EXISTS (SELECT 1 FROM learning_credit r WHERE r.reverses = c.id AND r.at <= $4)
         GROUP BY c.person_id
         ORDER BY c.person_id
         LIMIT $5",
        params![after, from, to, as_of, limit],
    )
}

/// The bookings of some people between `from` and `to` that stand as of a moment, by person and id. One statement for
/// each 512 people.
///
/// # Errors
/// Those of the database.
pub fn standing(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    (from, to): (Timestamp, Timestamp),
    as_of: Timestamp,
) -> Result<Vec<Credit>> {
    let mut found = Vec::new();
    for some in persons.chunks(512) {
        let sql = format!(
            "SELECT c.id, c.person_id, c.unit_path, c.course_id, c.enrolment_id, c.credits, c.hours_seconds,
                    c.required, c.source, c.at, c.reverses, c.reason
             FROM learning_credit c
             WHERE c.person_id IN ({}) AND c.at >= $1 AND c.at < $2 AND c.reverses IS NULL
               AND NOT EXISTS (SELECT 1 FROM learning_credit r WHERE r.reverses = c.id AND r.at <= $3)
             ORDER BY c.person_id, c.id",
            list(4, some.len())
        );
        let mut given = vec![from.to_param(), to.to_param(), as_of.to_param()];
        given.extend(some.iter().map(|id| id.to_param()));
        found.extend(tx.all::<Credit>(&sql, &given)?);
    }
    Ok(found)
}
