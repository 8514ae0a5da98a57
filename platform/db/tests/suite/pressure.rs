//! Callers that leave, too many callers, units that take too long.

use crate::both::{both, counter, few, keys, note};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};
use xingtan_db::{Error, Options, Result, params};

/// Counts to a hundred million on the database's own machine: seconds, if nobody stops it.
const ENDLESS: &str = "
    WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 100000000)
    SELECT count(*) FROM up";
const ENDLESS_INSERT: &str = "
    INSERT INTO suite_note (key, n)
    WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 100000000)
    SELECT 'endless', max(n) FROM up";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_units_of_callers_that_left_do_not_run() {
    for db in both().await {
        let one = db.reopen(Options { readers: 1, writers: 1, ..few() }).await;
        let ran = Arc::new(AtomicU64::new(0));
        let blocker = {
            let one = one.clone();
            tokio::spawn(async move {
                one.write(|_| {
                    std::thread::sleep(Duration::from_millis(300));
                    Ok::<_, Error>(())
                })
                .await
            })
        };
        tokio::time::sleep(Duration::from_millis(100)).await;
        for _ in 0..10 {
            let ran = ran.clone();
            let left = one.write(move |_| {
                ran.fetch_add(1, SeqCst);
                Ok::<_, Error>(())
            });
            assert!(tokio::time::timeout(Duration::from_millis(5), left).await.is_err(), "{db:?}");
        }
        blocker.await.unwrap().unwrap();
        note(&one, "after", 1).await.unwrap();
        assert_eq!(ran.load(SeqCst), 0, "{db:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unit_that_has_begun_is_kept_though_its_caller_left() {
    for db in both().await {
        let begun = db.write(|tx| {
            std::thread::sleep(Duration::from_millis(100));
            tx.exec("INSERT INTO suite_note (key, n) VALUES ('late', 1)", params![])
        });
        assert!(tokio::time::timeout(Duration::from_millis(30), begun).await.is_err(), "{db:?}");
        db.close().await;
        assert_eq!(keys(&db.again().await).await, ["late"], "{db:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_callers_are_told_busy_and_the_rest_is_served() {
    for db in both().await {
        let patience = Duration::from_millis(100);
        let small = db.reopen(Options { readers: 1, writers: 1, waiting: 4, patience, ..few() }).await;
        let callers = (0..10).map(|_| {
            let small = small.clone();
            tokio::spawn(async move {
                small
                    .read(|_| {
                        std::thread::sleep(Duration::from_millis(250));
                        Ok::<_, Error>(())
                    })
                    .await
            })
        });
        let (mut served, mut busy) = (0, 0);
        for caller in callers.collect::<Vec<_>>() {
            match caller.await.unwrap() {
                Ok(()) => served += 1,
                Err(error) => {
                    assert_eq!(error, Error::Busy, "{db:?}");
                    busy += 1;
                }
            }
        }
        assert_eq!((served, busy), (4, 6), "{db:?}");
        assert_eq!(counter(&small).await, 0, "{db:?}: served again afterwards");
    }
}

#[tokio::test]
async fn a_read_that_takes_too_long_is_stopped() {
    for db in both().await {
        let quick = db.reopen(Options { time_out: Duration::from_millis(200), ..few() }).await;
        let started = Instant::now();
        let endless = quick.read(|tx| tx.one::<i64>(ENDLESS, params![])).await;
        assert_eq!(endless, Err(Error::TimedOut), "{db:?}");
        assert!(started.elapsed() < Duration::from_secs(3), "{db:?}: {:?}", started.elapsed());
        let sleeper = quick.read(|tx| {
            std::thread::sleep(Duration::from_millis(300));
            tx.one::<i64>("SELECT n FROM suite_counter WHERE id = 1", params![])
        });
        assert_eq!(sleeper.await, Err(Error::TimedOut), "{db:?}");
        assert_eq!(counter(&quick).await, 0, "{db:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_is_stopped_takes_no_neighbour_with_it() {
    for db in both().await {
        let quick = db.reopen(Options { time_out: Duration::from_millis(300), ..few() }).await;
        // While this one runs the others gather into one group.
        let blocker = {
            let quick = quick.clone();
            tokio::spawn(async move {
                let wait = |_: &mut xingtan_db::Tx<'_>| {
                    std::thread::sleep(Duration::from_millis(100));
                    Ok::<_, Error>(())
                };
                quick.write(wait).await
            })
        };
        tokio::time::sleep(Duration::from_millis(30)).await;
        let units = (0..30).map(|i| {
            let quick = quick.clone();
            tokio::spawn(async move {
                if i != 5 {
                    return note(&quick, &format!("k{i:02}"), i).await;
                }
                quick
                    .write(|tx| {
                        // Swallowed, healed, denied: whatever the closure says, nothing of it may be kept.
                        let stopped: Result<u64> = tx.savepoint(|tx| tx.exec(ENDLESS_INSERT, params![]));
                        assert_eq!(stopped, Err(Error::TimedOut));
                        let _ = tx.exec("INSERT INTO suite_note (key, n) VALUES ('denied', 1)", params![]);
                        Ok(0)
                    })
                    .await
            })
        });
        for (i, unit) in units.collect::<Vec<_>>().into_iter().enumerate() {
            let outcome = unit.await.unwrap();
            if i == 5 {
                assert_eq!(outcome, Err(Error::Poisoned), "{db:?}");
            } else {
                assert_eq!(outcome, Ok(1), "{db:?} {i}");
            }
        }
        blocker.await.unwrap().unwrap();
        let expected: Vec<String> = (0..30).filter(|i| *i != 5).map(|i| format!("k{i:02}")).collect();
        assert_eq!(keys(&db).await, expected, "{db:?}");
    }
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn slow_units_are_logged_with_place_and_statement_but_without_values() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    for db in both().await {
        let quick = db.reopen(Options { slow: Duration::from_millis(20), ..few() }).await;
        let slow = "WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 300000)
            SELECT count(*) FROM up WHERE $1 <> ''";
        quick.read(move |tx| tx.one::<i64>(slow, params!["a secret"])).await.unwrap();
        counter(&quick).await;
        quick.close().await;
        let said = String::from_utf8(std::mem::take(&mut *log.0.lock().unwrap())).unwrap();
        let said: Vec<&str> = said.lines().filter(|line| line.contains("slow unit")).collect();
        assert_eq!(said.len(), 1, "{db:?}: {said:?}");
        assert!(said[0].contains("pressure.rs") && said[0].contains("WITH RECURSIVE"), "{db:?}: {said:?}");
        assert!(said[0].contains("statements=1") && !said[0].contains("secret"), "{db:?}: {said:?}");
    }
}
