//! How the other learning sessions of a person are read and charged for a lesson that was taken along.

use super::{
    opening::TAKEN_FOR,
    store::{charged, stood_for},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// Another learning session of a person.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct OtherRow {
        /// Id.
        pub id: Uuid,
        /// When it began.
        pub started_at: Timestamp,
        /// When something was heard of it last.
        pub last_at: Timestamp,
        /// When it ended.
        pub ended_at: Option<Timestamp>,
        /// Why.
        pub end_reason: Option<String>,
        /// Seconds counted.
        pub seconds: i64,
        /// What was credited of its medium, in milliseconds.
        pub credited_ms: i64,
        /// When presence is asked for next.
        pub check_due: Option<i64>,
        /// Of a lesson that was taken along.
        pub taken: bool,
        /// Of its time, so much counts for other sessions, in seconds.
        pub elsewhere_seconds: i64,
    }
}

impl OtherRow {
    /// What was credited in it, as time in seconds, never rounded down.
    pub fn charged(&self) -> i64 {
        charged(self.seconds, self.credited_ms)
    }

    /// What is left until presence is asked for, in seconds.
    pub fn check_left(&self) -> Option<i64> {
        Some((self.check_due? - stood_for(self.seconds, self.credited_ms)).max(0))
    }

    /// Studied on line, and more of its past may still count.
    pub fn is_running(&self) -> bool {
        !self.taken && (self.ended_at.is_none() || self.end_reason.as_deref() == Some("silence"))
    }
}

/// Of so many lessons that were taken along within a week a person may report: each of their reports looks at all of
/// them. Somebody who studies twenty minutes of each would need sixty-six hours.
pub const MOST_TAKEN: i64 = 200;

/// Of how many lessons that were taken along within the last week a person has reported.
pub fn count_taken(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<i64> {
    // What was heard of after it was taken was heard of within the week as well: the index on that serves.
    tx.one(
        "SELECT count(*) FROM learning_attention
         WHERE person_id = $1 AND last_at >= $2 AND started_at >= $2 AND taken = $3",
        params![person, now - TAKEN_FOR, true],
    )
}

/// The other sessions of a person of which something was heard, or which ended, after a moment; the latest last.
pub fn of(tx: &mut Tx<'_>, person: Uuid, id: Uuid, since: Timestamp) -> Result<Vec<OtherRow>> {
    tx.all(
        "SELECT id, started_at, last_at, ended_at, end_reason, seconds, credited_ms, check_due, taken,
                elsewhere_seconds
         FROM learning_attention
         WHERE person_id = $1 AND id <> $2 AND (last_at > $3 OR ended_at > $3 OR ended_at IS NULL)
         ORDER BY last_at, id",
        params![person, id, since],
    )
}

/// Time counts for a lesson that was taken along: it counts no more for those whose time has ended, and their next
/// presence checks come sooner by it.
pub fn charge(tx: &mut Tx<'_>, person: Uuid, id: Uuid, since: Timestamp, seconds: i64) -> Result<()> {
    tx.exec(
        "UPDATE learning_attention SET elsewhere_seconds = elsewhere_seconds + $4
         WHERE person_id = $1 AND id <> $2 AND taken = $5 AND end_reason = 'other-lesson' AND ended_at > $3",
        params![person, id, since, seconds, false],
    )?;
    tx.exec(
        "UPDATE learning_attention SET check_due = check_due - $3
         WHERE person_id = $1 AND id <> $2 AND check_due IS NOT NULL
               AND (ended_at IS NULL OR end_reason = 'silence')",
        params![person, id, seconds],
    )?;
    Ok(())
}

/// Of a running session's own time, so much more counts elsewhere.
pub fn charge_one(tx: &mut Tx<'_>, id: Uuid, seconds: i64) -> Result<()> {
    tx.exec(
        "UPDATE learning_attention SET elsewhere_seconds = elsewhere_seconds + $2 WHERE id = $1",
        params![id, seconds],
    )?;
    Ok(())
}

/// Presence is asked for earlier.
pub fn check_sooner(tx: &mut Tx<'_>, id: Uuid, due: i64) -> Result<()> {
    tx.exec("UPDATE learning_attention SET check_due = $2 WHERE id = $1", params![id, due])?;
    Ok(())
}
