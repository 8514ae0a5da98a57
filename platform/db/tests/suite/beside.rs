//! Units beside each other: long reads, conflicts, keys, claims.

use crate::both::{both, counter, keys, note};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};
use xingtan_db::{Db, Engine, Error, Result, Tx, params};
use xingtan_testkit::TestDb;

const READ: &str = "SELECT n FROM suite_counter WHERE id = 1";
const SET: &str = "UPDATE suite_counter SET n = $1 WHERE id = 1";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_read_keeps_its_snapshot_and_holds_no_write_up() {
    for db in both().await {
        let (begun, stop) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let long = {
            let (db, begun, stop) = (db.handle(), begun.clone(), stop.clone());
            tokio::spawn(async move {
                db.read(move |tx| {
                    let before: i64 = tx.one(READ, params![])?;
                    begun.store(true, SeqCst);
                    while !stop.load(SeqCst) {
                        std::thread::sleep(Duration::from_millis(1));
                    }
                    Ok::<_, Error>((before, tx.one::<i64>(READ, params![])?))
                })
                .await
            })
        };
        until(|| begun.load(SeqCst)).await;
        let started = Instant::now();
        for _ in 0..50 {
            db.write(|tx| tx.exec("UPDATE suite_counter SET n = n + 1 WHERE id = 1", params![]))
                .await
                .unwrap();
        }
        assert!(started.elapsed() < Duration::from_secs(5), "{db:?}: {:?}", started.elapsed());
        stop.store(true, SeqCst);
        assert_eq!(long.await.unwrap(), Ok((0, 0)), "{db:?}");
        assert_eq!(counter(&db).await, 50, "{db:?}");
    }
}

fn add_one(tx: &mut Tx<'_>) -> Result<u64> {
    let n: i64 = tx.one(READ, params![])?;
    tx.exec(SET, params![n + 1])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn read_modify_write_loses_nothing() {
    for db in both().await {
        let units = (0..8).map(|_| {
            let db = db.handle();
            tokio::spawn(async move {
                let mut kept = 0;
                for _ in 0..25 {
                    match db.write(add_one).await {
                        Ok(_) => kept += 1,
                        Err(error) => assert_eq!(error, Error::Conflict),
                    }
                }
                kept
            })
        });
        let mut kept = 0;
        for unit in units.collect::<Vec<_>>() {
            kept += unit.await.unwrap();
        }
        assert_eq!(counter(&db).await, kept, "{db:?}");
        assert!(kept >= 190, "{db:?}: only {kept} of 200 got through");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_unit_gets_through_among_many_short_ones_that_get_in_its_way() {
    for db in both().await {
        let stop = Arc::new(AtomicBool::new(false));
        let short = (0..4).map(|_| {
            let (db, stop) = (db.handle(), stop.clone());
            tokio::spawn(async move {
                let mut kept = 0;
                while !stop.load(SeqCst) {
                    kept += i64::from(db.write(add_one).await.is_ok());
                }
                kept
            })
        });
        let short: Vec<_> = short.collect();
        for _ in 0..3 {
            let long = db.write(|tx| {
                let n: i64 = tx.one(READ, params![])?;
                std::thread::sleep(Duration::from_millis(50));
                tx.exec(SET, params![n + 1])
            });
            assert_eq!(long.await, Ok(1), "{db:?}");
        }
        stop.store(true, SeqCst);
        let mut kept = 3;
        for unit in short {
            kept += unit.await.unwrap();
        }
        assert_eq!(counter(&db).await, kept, "{db:?}: nothing lost");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_with_one_key_wait_for_each_other_also_across_nodes() {
    for db in both().await {
        let nodes = [db.handle(), db.again().await];
        let runs = Arc::new(AtomicU64::new(0));
        let units = (0..8).map(|i| {
            let (db, runs) = (nodes[i % 2].clone(), runs.clone());
            tokio::spawn(async move {
                for _ in 0..10 {
                    let runs = runs.clone();
                    let unit = move |tx: &mut Tx<'_>| {
                        runs.fetch_add(1, SeqCst);
                        add_one(tx)
                    };
                    db.write_keyed("seat:1", unit).await.unwrap();
                }
            })
        });
        for unit in units.collect::<Vec<_>>() {
            unit.await.unwrap();
        }
        assert_eq!(counter(&db).await, 80, "{db:?}");
        if db.engine() == Engine::Postgres {
            assert_eq!(runs.load(SeqCst), 80, "no conflict, so no second run");
        }
    }
}

/// Takes one job that nobody has, the way `platform/jobs` does.
async fn claim(db: &Db, by: &str) -> Option<i64> {
    let by = by.to_owned();
    db.claim(move |tx| {
        let skip = if tx.engine() == Engine::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        let sql = format!(
            "UPDATE suite_job SET taken_by = $1
            WHERE id = (SELECT id FROM suite_job WHERE taken_by IS NULL ORDER BY id LIMIT 1 {skip})
            RETURNING id"
        );
        tx.opt::<i64>(&sql, params![by])
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn claims_of_two_nodes_share_the_jobs_without_conflict() {
    for db in both().await {
        db.write(|tx| {
            for id in 0..200_i64 {
                tx.exec("INSERT INTO suite_job (id) VALUES ($1)", params![id])?;
            }
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
        let nodes = [db.handle(), db.again().await];
        let claims = (0..8).map(|i| {
            let db = nodes[i % 2].clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                while let Some(id) = claim(&db, &format!("node {i}")).await {
                    mine.push(id);
                }
                mine
            })
        });
        let mut all = Vec::new();
        for claim in claims.collect::<Vec<_>>() {
            all.extend(claim.await.unwrap());
        }
        all.sort_unstable();
        assert_eq!(all, (0..200).collect::<Vec<i64>>(), "{db:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_insert_the_same_value_agree_on_who_was_first() {
    for db in both().await {
        for round in 0..20 {
            let units = (0..4).map(|_| {
                let db = db.handle();
                // The rule of the field: look, then insert.
                tokio::spawn(async move {
                    db.write(move |tx| {
                        let key = format!("k{round}");
                        let sql = "SELECT n FROM suite_note WHERE key = $1";
                        if tx.opt::<i64>(sql, params![key])?.is_some() {
                            return Ok(false);
                        }
                        tx.exec("INSERT INTO suite_note (key, n) VALUES ($1, 0)", params![key])?;
                        Ok::<_, Error>(true)
                    })
                    .await
                })
            });
            let mut first = 0;
            for unit in units.collect::<Vec<_>>() {
                first += u32::from(unit.await.unwrap().unwrap());
            }
            assert_eq!(first, 1, "{db:?}");
        }
    }
}

#[tokio::test]
async fn frozen_reads_see_one_moment_and_have_no_time_out() {
    for db in both().await {
        note(&db, "a", 1).await.unwrap();
        let quick = db
            .reopen(xingtan_db::Options { time_out: Duration::from_millis(50), ..crate::both::few() })
            .await;
        let sum = quick.frozen(|tx| {
            let before: i64 = tx.one("SELECT count(*) FROM suite_note", params![])?;
            std::thread::sleep(Duration::from_millis(120));
            Ok::<_, Error>((before, tx.one::<i64>("SELECT count(*) FROM suite_note", params![])?))
        });
        assert_eq!(sum.await, Ok((1, 1)), "{db:?}");
        let panics = quick.frozen(|_| -> Result<()> { panic!("boom") }).await;
        assert_eq!(panics, Err(Error::Panic("boom".into())), "{db:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_taken_under_load_is_whole() {
    let db: TestDb = xingtan_testkit::sqlite(&[crate::both::migrations()]).await;
    let stop = Arc::new(AtomicBool::new(false));
    let load = {
        let (db, stop) = (db.handle(), stop.clone());
        tokio::spawn(async move {
            let mut i = 0;
            while !stop.load(SeqCst) {
                // Both or none.
                db.write(move |tx| {
                    tx.exec("INSERT INTO suite_note (key, n) VALUES ($1, 1)", params![format!("k{i}")])?;
                    tx.exec("UPDATE suite_counter SET n = n + 1 WHERE id = 1", params![])
                })
                .await
                .unwrap();
                i += 1;
            }
            i
        })
    };
    let folder = tempfile::tempdir().unwrap();
    for n in 0..5 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let copy = folder.path().join(format!("copy{n}.db"));
        db.snapshot_to(&copy).await.unwrap();
        assert!(db.snapshot_to(&copy).await.is_err(), "an existing file is never overwritten");
        let copy = Db::open(xingtan_db::Source::File(copy), crate::both::few()).await.unwrap();
        assert_eq!(counter(&copy).await, i64::try_from(keys(&copy).await.len()).unwrap());
        copy.close().await;
    }
    stop.store(true, SeqCst);
    let written = load.await.unwrap();
    assert_eq!(counter(&db).await, written);
    if let Some(db) = xingtan_testkit::postgres(&[crate::both::migrations()]).await {
        assert!(matches!(db.snapshot_to("copy.db").await, Err(Error::Sql { .. })));
    }
}

async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
