//! The schedule, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::{Arc, Mutex};
use xingtan_clock::{Clock, Ids, Span, Timestamp, Zone};
use xingtan_db::{Db, params};
use xingtan_jobs::{Done, JobKind, Kinds, Options, Schedule, Scheduled, Schedules, Worker};

const REPORT: JobKind = JobKind::new("test.report");

fn nightly(cron: &'static str) -> Schedules {
    let mut schedules = Schedules::new(Zone::default);
    schedules.add(Schedule { name: "test.nightly", cron, kind: REPORT }).unwrap();
    schedules
}

type Dues = Arc<Mutex<Vec<Timestamp>>>;

fn worker(db: Db, clock: &Clock, cron: &'static str, dues: &Dues) -> Worker {
    let mut kinds = Kinds::new();
    let dues = dues.clone();
    kinds.on(REPORT, move |run| {
        let dues = dues.clone();
        async move {
            dues.lock().unwrap().push(run.read::<Scheduled>()?.due);
            Ok(Done::new())
        }
    });
    let ids = Ids::new(clock.clone());
    Worker::new(db, clock.clone(), ids, kinds, nightly(cron), Options::default())
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_due_time_is_neither_doubled_nor_forgotten_by_restarts_and_several_nodes() {
    for db in xingtan_testkit::databases(&[xingtan_jobs::migrations()]).await {
        let (clock, dues) = (xingtan_testkit::clock(), Dues::default());
        // Monday 09:00 in Shanghai; the report is due at 02:00.
        let nodes = [
            worker(db.handle(), &clock, "0 2 * * *", &dues),
            worker(db.again().await, &clock, "0 2 * * *", &dues),
        ];
        for node in &nodes {
            node.drain().await.unwrap();
        }
        assert!(dues.lock().unwrap().is_empty(), "{db:?}: nothing was due yet");
        clock.turn(Span::of_hours(17));
        let (a, b) = tokio::join!(nodes[0].drain(), nodes[1].drain());
        assert_eq!(a.unwrap() + b.unwrap(), 1, "{db:?}");
        for node in &nodes {
            assert_eq!(node.drain().await.unwrap(), 0, "{db:?}");
        }
        // Three nights without any node: made up for once, with the first missed due time.
        clock.turn(Span::of_days(3));
        let fresh = worker(db.again().await, &clock, "0 2 * * *", &dues);
        assert_eq!(fresh.drain().await.unwrap(), 1, "{db:?}");
        assert_eq!(*dues.lock().unwrap(), [at("2026-03-02T18:00:00Z"), at("2026-03-03T18:00:00Z")], "{db:?}");
        clock.turn(Span::of_days(1));
        fresh.drain().await.unwrap();
        assert_eq!(dues.lock().unwrap().last(), Some(&at("2026-03-06T18:00:00Z")), "{db:?}");
    }
}

#[tokio::test]
async fn a_new_pattern_counts_from_now_and_what_the_old_one_missed_is_still_made_up_for() {
    for db in xingtan_testkit::databases(&[xingtan_jobs::migrations()]).await {
        let (clock, dues) = (xingtan_testkit::clock(), Dues::default());
        worker(db.handle(), &clock, "0 2 * * *", &dues).drain().await.unwrap();
        let hourly = worker(db.handle(), &clock, "30 * * * *", &dues);
        assert_eq!(hourly.drain().await.unwrap(), 0, "{db:?}");
        let next: Timestamp =
            db.read(|tx| tx.one("SELECT next_at FROM jobs_schedule", params![])).await.unwrap();
        assert_eq!(next, at("2026-03-02T01:30:00Z"), "{db:?}");
        clock.turn(Span::of_hours(2));
        let daily = worker(db.handle(), &clock, "0 4 * * *", &dues);
        assert_eq!(daily.drain().await.unwrap(), 1, "{db:?}");
        assert_eq!(*dues.lock().unwrap(), [at("2026-03-02T01:30:00Z")], "{db:?}");
    }
}
