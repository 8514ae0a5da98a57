//! What tests of every crate share: fresh databases of both engines, a clock to turn, ids that repeat.
//!
//! ```no_run
//! # async fn example(migrations: xingtan_db::Migrations) {
//! for db in xingtan_testkit::databases(&[migrations]).await {
//!     // `db` is a `Db`, migrated, and gone at the end; the test runs once on each engine.
//!     db.write(|tx| tx.exec("DELETE FROM audit_entry", &[])).await.unwrap();
//! }
//! # }
//! ```
//!
//! Invariant: a test never sees another test's rows. Deliberately absent: mocks of the database.

mod database;
mod mortal;
mod server;
mod template;

pub use database::{TestDb, databases, postgres, sqlite};
pub use mortal::{Life, Mortal};
pub use xingtan_clock::{Clock, Ids, Span, Timestamp, Zone};

/// A clock that stands on Monday, 2 March 2026, 09:00 in Shanghai until it is turned.
pub fn clock() -> Clock {
    // 2026-03-02T01:00:00Z
    Clock::manual(Timestamp::from_seconds(1_772_413_200))
}

/// Ids that repeat from run to run.
pub fn ids(clock: &Clock) -> Ids {
    Ids::seeded(clock.clone(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_begins_on_a_monday_morning() {
        let at = Zone::default().local(clock().now());
        assert_eq!(at.to_string(), "2026-03-02T09:00:00");
    }
}
