//! What an operator sees and may do: parked deliveries, retry, skip, purge.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// How much lies in the outbox.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Overview {
        /// Events not yet fanned out.
        pub fresh: i64,
        /// Deliveries not yet made.
        pub waiting: i64,
        /// Deliveries given up until a person decides; each holds back what follows of its subject.
        pub parked: i64,
        /// When the oldest open delivery's event happened.
        pub oldest: Option<Timestamp>,
    }

    /// A delivery that was given up.
    #[derive(Clone, Debug)]
    pub struct Parked {
        /// Who should have got it.
        pub subscriber: String,
        /// The event.
        pub event: Uuid,
        /// Its kind.
        pub kind: String,
        /// Its subject.
        pub subject: Uuid,
        /// Its place among the subject's events.
        pub sequence: i64,
        /// When it happened.
        pub at: Timestamp,
        /// How often it was tried.
        pub attempts: i64,
        /// What was said last.
        pub error: Option<String>,
    }
}

/// How much lies in the outbox.
pub fn overview(tx: &mut Tx<'_>) -> Result<Overview> {
    tx.one(
        "SELECT
             (SELECT count(*) FROM events_event WHERE NOT fanned) AS fresh,
             (SELECT count(*) FROM events_delivery WHERE state = 'waiting') AS waiting,
             (SELECT count(*) FROM events_delivery WHERE state = 'parked') AS parked,
             (SELECT min(e.at) FROM events_delivery d JOIN events_event e ON e.id = d.event
              WHERE d.state IN ('waiting', 'parked')) AS oldest",
        params![],
    )
}

/// Up to `limit` parked deliveries, the oldest first, after the event `after`.
pub fn parked(tx: &mut Tx<'_>, after: Option<Uuid>, limit: i64) -> Result<Vec<Parked>> {
    tx.all(
        "SELECT d.subscriber, d.event, e.kind, e.subject, e.sequence, e.at, d.attempts, d.error
         FROM events_delivery d
         JOIN events_event e ON e.id = d.event
         WHERE d.state = 'parked' AND d.event > $1
         ORDER BY d.event, d.subscriber
         LIMIT $2",
        params![after.unwrap_or(Uuid::nil()), limit],
    )
}

/// Tries a parked delivery again from its first attempt; false where it is not parked.
pub fn retry(tx: &mut Tx<'_>, subscriber: &str, event: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE events_delivery SET state = 'waiting', attempts = 0, next_at = $3
         WHERE subscriber = $1 AND event = $2 AND state = 'parked'",
        params![subscriber, event, now],
    )?;
    Ok(changed == 1)
}

/// Gives a parked delivery up for good, so that what follows of its subject goes on; false where it is not parked.
/// The caller writes the audit entry.
pub fn skip(tx: &mut Tx<'_>, subscriber: &str, event: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE events_delivery SET state = 'skipped', ended_at = $3
         WHERE subscriber = $1 AND event = $2 AND state = 'parked'",
        params![subscriber, event, now],
    )?;
    Ok(changed == 1)
}

/// Removes up to `limit` events from before `before` that every subscriber has had; answers how many. The caller
/// repeats it until 0, a unit each.
pub fn purge(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<u64> {
    let old: Vec<Uuid> = tx.all(
        "SELECT e.id FROM events_event e
         WHERE e.at < $1 AND e.fanned
           AND NOT EXISTS (
               SELECT 1 FROM events_delivery d
               WHERE d.event = e.id AND d.state IN ('waiting', 'parked'))
         ORDER BY e.at
         LIMIT $2",
        params![before, limit],
    )?;
    for event in &old {
        tx.exec("DELETE FROM events_delivery WHERE event = $1", params![event])?;
        tx.exec("DELETE FROM events_event WHERE id = $1", params![event])?;
    }
    Ok(old.len() as u64)
}
