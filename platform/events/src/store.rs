//! SQL of the outbox.

use crate::{Event, MAX_ATTEMPTS};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Engine, Result, Tx, list, params, row};

row! {
    /// A delivery that this node has claimed, with its event.
    #[derive(Clone, Debug)]
    pub struct Claimed {
        pub subscriber: String,
        pub attempts: i64,
        pub id: Uuid,
        pub kind: String,
        pub version: i64,
        pub subject: Uuid,
        pub sequence: i64,
        pub actor: Option<Uuid>,
        pub at: Timestamp,
        pub payload: String,
    }
}

/// The upsert locks the subject's row, so sequences follow commits even where writers run side by side.
pub fn next_sequence(tx: &mut Tx<'_>, subject: Uuid) -> Result<i64> {
    tx.one(
        "INSERT INTO events_subject (subject, last) VALUES ($1, 1)
         ON CONFLICT (subject) DO UPDATE SET last = events_subject.last + 1
         RETURNING last",
        params![subject],
    )
}

pub fn add_event(tx: &mut Tx<'_>, event: &Event, sequence: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO events_event (id, kind, version, subject, sequence, actor, at, payload)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            event.id,
            event.kind,
            event.version,
            event.subject,
            sequence,
            event.actor,
            event.at,
            event.payload
        ],
    )?;
    Ok(())
}

pub fn add_subscription(tx: &mut Tx<'_>, subscriber: &str, kind: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO events_subscription (subscriber, kind, since) VALUES ($1, $2, $3)
         ON CONFLICT (subscriber, kind) DO NOTHING",
        params![subscriber, kind, now],
    )?;
    Ok(())
}

pub fn retire(tx: &mut Tx<'_>, subscriber: &str, now: Timestamp) -> Result<()> {
    tx.exec("DELETE FROM events_subscription WHERE subscriber = $1", params![subscriber])?;
    tx.exec(
        "UPDATE events_delivery SET state = 'skipped', ended_at = $2
         WHERE subscriber = $1 AND state IN ('waiting', 'parked')",
        params![subscriber, now],
    )?;
    Ok(())
}

/// Makes the deliveries of up to `limit` fresh events; answers how many events there were.
pub fn fan_out(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let fresh: Vec<Uuid> = tx.all(
        match tx.engine() {
            Engine::Sqlite => "SELECT id FROM events_event WHERE NOT fanned ORDER BY id LIMIT $1",
            Engine::Postgres => {
                "SELECT id FROM events_event WHERE NOT fanned ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED"
            }
        },
        params![limit],
    )?;
    for event in &fresh {
        tx.exec(
            "INSERT INTO events_delivery (subscriber, event, subject, sequence, state, next_at)
             SELECT s.subscriber, e.id, e.subject, e.sequence, 'waiting', e.at
             FROM events_event e
             JOIN events_subscription s ON s.kind = e.kind
             WHERE e.id = $1",
            params![event],
        )?;
        tx.exec("UPDATE events_event SET fanned = TRUE WHERE id = $1", params![event])?;
    }
    Ok(fresh.len())
}

/// The text of [`claim`] for this many subscribers. Only the first open delivery of a subject may be taken, and
/// only when no earlier event of the subject still waits to be fanned out (another node may be at it).
///
/// The subscriber is an expression so that SQLite follows the index of what is due: by the primary key it would look
/// at every delivery there ever was.
pub fn claim_sql(engine: Engine, subscribers: usize) -> String {
    let lock = match engine {
        Engine::Sqlite => "",
        Engine::Postgres => "FOR UPDATE OF d SKIP LOCKED",
    };
    format!(
        "SELECT d.subscriber, d.attempts, e.id, e.kind, e.version, e.subject, e.sequence, e.actor, e.at, e.payload
         FROM events_delivery d
         JOIN events_event e ON e.id = d.event
         WHERE d.state = 'waiting' AND d.next_at <= $1
           AND d.subscriber || '' IN ({names})
           AND NOT EXISTS (
               SELECT 1 FROM events_delivery b
               WHERE b.subscriber = d.subscriber AND b.subject = d.subject AND b.sequence < d.sequence
                 AND b.state IN ('waiting', 'parked'))
           AND NOT EXISTS (
               SELECT 1 FROM events_event f
               WHERE f.subject = d.subject AND f.sequence < d.sequence AND NOT f.fanned)
         ORDER BY d.next_at, d.event
         LIMIT $2 {lock}",
        names = list(3, subscribers)
    )
}

/// Takes due deliveries until `until`; after that another node may take them.
pub fn claim(
    tx: &mut Tx<'_>,
    sql: &String,
    subscribers: &[&'static str],
    now: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<Claimed>> {
    let mut given = params![now, limit].to_vec();
    given.extend_from_slice(&subscribers.iter().map(|s| xingtan_db::Param::Text(s)).collect::<Vec<_>>());
    let due: Vec<Claimed> = tx.all(sql, &given)?;
    let mut claimed = Vec::with_capacity(due.len());
    for mut delivery in due {
        // Counted when taken, not when failed: a handler that takes the whole program down comes to its end too.
        if delivery.attempts >= MAX_ATTEMPTS {
            fail(tx, &delivery, "parked", now, "the program ended during the last attempt")?;
            continue;
        }
        delivery.attempts += 1;
        tx.exec(
            "UPDATE events_delivery SET attempts = $3, next_at = $4 WHERE subscriber = $1 AND event = $2",
            params![delivery.subscriber, delivery.id, delivery.attempts, until],
        )?;
        claimed.push(delivery);
    }
    Ok(claimed)
}

/// Marks the delivery done; false where another node has taken it over meanwhile.
pub fn deliver(tx: &mut Tx<'_>, subscriber: &str, event: Uuid, attempt: i64, now: Timestamp) -> Result<bool> {
    let done = tx.exec(
        "UPDATE events_delivery SET state = 'done', ended_at = $4, error = NULL
         WHERE subscriber = $1 AND event = $2 AND attempts = $3 AND state = 'waiting'",
        params![subscriber, event, attempt, now],
    )?;
    Ok(done == 1)
}

/// Notes a failed attempt: in `state` waiting until `next_at`, or parked.
pub fn fail(tx: &mut Tx<'_>, delivery: &Claimed, state: &str, next_at: Timestamp, error: &str) -> Result<()> {
    tx.exec(
        "UPDATE events_delivery SET state = $4, next_at = $5, error = $6
         WHERE subscriber = $1 AND event = $2 AND attempts = $3 AND state = 'waiting'",
        params![delivery.subscriber, delivery.id, delivery.attempts, state, next_at, error],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::claim_sql;
    use xingtan_clock::Timestamp;
    use xingtan_db::{Engine, params};

    /// By the primary key, or sorted first, every claim would cost as much as the whole queue is long.
    #[tokio::test]
    async fn sqlite_takes_deliveries_in_the_order_of_their_index() {
        let db = xingtan_testkit::sqlite(&[crate::migrations()]).await;
        let sql = format!("EXPLAIN QUERY PLAN {}", claim_sql(Engine::Sqlite, 2));
        let now = Timestamp::from_seconds(0);
        let plan: Vec<(i64, i64, i64, String)> =
            db.read(move |tx| tx.all(&sql, params![now, 32_i64, "a", "b"])).await.unwrap();
        let lines: Vec<&str> = plan.iter().map(|line| line.3.as_str()).collect();
        assert!(lines.iter().any(|line| line.contains("events_delivery_turn")), "{lines:?}");
        assert!(!lines.iter().any(|line| line.contains("ORDER BY")), "{lines:?}");
    }
}
