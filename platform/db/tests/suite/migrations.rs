//! Migrations: in order, once, forward only, also by several at a time.

use crate::both::both;
use xingtan_db::{Error, Migrations, Step, params};
use xingtan_testkit::clock;

fn garden(steps: &[(&'static str, &'static str)]) -> Vec<Migrations> {
    let steps = steps.iter().map(|(name, text)| Step { name, sqlite: text, postgres: text }).collect();
    vec![crate::both::migrations(), Migrations { owner: "garden", steps, derived: &[] }]
}

const BED: (&str, &str) = ("0001_bed", "CREATE TABLE garden_bed (id bigint PRIMARY KEY NOT NULL)");
const ROW: (&str, &str) = (
    "0002_row",
    "CREATE TABLE garden_row (id bigint PRIMARY KEY NOT NULL, bed_id bigint NOT NULL REFERENCES garden_bed (id));
     INSERT INTO garden_bed (id) VALUES (1); -- two; statements
     INSERT INTO garden_row (id, bed_id) VALUES (1, 1);",
);

fn says(error: Option<Error>) -> String {
    error.map(|e| e.to_string()).unwrap_or_default()
}

#[tokio::test]
async fn what_is_missing_is_applied_once() {
    for db in both().await {
        let now = clock().now();
        assert_eq!(db.migrate(now, &garden(&[BED])).await.unwrap(), ["garden/0001_bed"], "{db:?}");
        assert_eq!(db.migrate(now, &garden(&[BED, ROW])).await.unwrap(), ["garden/0002_row"], "{db:?}");
        assert_eq!(db.migrate(now, &garden(&[BED, ROW])).await.unwrap(), Vec::<String>::new(), "{db:?}");
        // An older program beside a newer one leaves things as they are.
        assert_eq!(db.migrate(now, &garden(&[BED])).await.unwrap(), Vec::<String>::new(), "{db:?}");
        let rows = db.read(|tx| tx.one::<i64>("SELECT count(*) FROM garden_row", params![])).await;
        assert_eq!(rows, Ok(1), "{db:?}");
    }
}

#[tokio::test]
async fn a_changed_or_late_step_is_refused_and_named() {
    for db in both().await {
        let now = clock().now();
        db.migrate(now, &garden(&[BED, ROW])).await.unwrap();
        let changed = (BED.0, "CREATE TABLE garden_bed (id bigint PRIMARY KEY NOT NULL) -- now with a word");
        let refused = says(db.migrate(now, &garden(&[changed, ROW])).await.err());
        assert!(refused.contains("garden/0001_bed has another text"), "{db:?} {refused}");
        let late = ("0001_late", "SELECT 1");
        let refused = says(db.migrate(now, &garden(&[BED, late, ROW])).await.err());
        assert!(refused.contains("garden/0001_late is new and stands before 0002_row"), "{db:?} {refused}");
        let refused = says(db.migrate(now, &garden(&[ROW, BED])).await.err());
        assert!(refused.contains("order of their names"), "{db:?} {refused}");
        // The two ways to end a line are one.
        let windows: &'static str = ROW.1.replace('\n', "\r\n").leak();
        assert_eq!(db.migrate(now, &garden(&[BED, (ROW.0, windows)])).await, Ok(vec![]), "{db:?}");
    }
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_behind() {
    for db in both().await {
        let now = clock().now();
        let broken =
            ("0002_row", "CREATE TABLE garden_row (id bigint NOT NULL); SELECT nonsense FROM nowhere");
        let refused = says(db.migrate(now, &garden(&[BED, broken])).await.err());
        assert!(refused.contains("garden/0002_row"), "{db:?} {refused}");
        let orphan = ("0002_row", "INSERT INTO suite_strict (id, counter_id) VALUES (1, 99)");
        assert!(db.migrate(now, &garden(&[BED, orphan])).await.is_err(), "{db:?}");
        assert_eq!(db.migrate(now, &garden(&[BED, ROW])).await.unwrap(), ["garden/0002_row"], "{db:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_start_at_once_apply_each_step_once() {
    for db in both().await {
        let nodes = [db.handle(), db.again().await, db.again().await];
        let starts = nodes.map(|db| {
            tokio::spawn(async move { db.migrate(clock().now(), &garden(&[BED, ROW])).await.unwrap() })
        });
        let mut applied = Vec::new();
        for start in starts {
            applied.extend(start.await.unwrap());
        }
        assert_eq!(applied, ["garden/0001_bed", "garden/0002_row"], "{db:?}");
    }
}
