//! What one unit does to itself and to its neighbours.

use crate::both::{both, counter, keys, note};
use xingtan_db::{Db, Error, Result, params};

const ADD: &str = "INSERT INTO suite_note (key, n) VALUES ($1, $2)";
const ADD_CHILD: &str = "INSERT INTO suite_child (id, counter_id) VALUES ($1, $2)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unit_that_errs_or_panics_among_many_falls_back_alone() {
    for db in both().await {
        let units = (0..120_i64).map(|i| {
            let db = db.handle();
            tokio::spawn(async move {
                db.write(move |tx| {
                    tx.exec(ADD, params![format!("k{i}"), i])?;
                    match i % 3 {
                        0 => Ok(i),
                        1 => Err(Error::NotFound),
                        _ => panic!("boom {i}"),
                    }
                })
                .await
            })
        });
        let units: Vec<_> = units.collect();
        for (i, unit) in (0..).zip(units) {
            let expected = match i % 3 {
                0 => Ok(i),
                1 => Err(Error::NotFound),
                _ => Err(Error::Panic(format!("boom {i}"))),
            };
            assert_eq!(unit.await.unwrap(), expected, "{db:?}");
        }
        let kept = db.read(|tx| {
            tx.one::<(i64, i64)>("SELECT count(*), CAST(max(n % 3) AS bigint) FROM suite_note", params![])
        });
        assert_eq!(kept.await.unwrap(), (40, 0), "{db:?}");
    }
}

#[tokio::test]
async fn errors_are_of_the_same_kind_on_both_engines() {
    for db in both().await {
        note(&db, "a", 1).await.unwrap();
        assert!(matches!(note(&db, "a", 1).await, Err(Error::Unique(_))), "{db:?}");
        assert!(matches!(note(&db, "b", -1).await, Err(Error::Check(_))), "{db:?}");
        let null = db.write(|tx| tx.exec(ADD, params![None::<String>, 1_i64])).await;
        assert!(matches!(null, Err(Error::NotNull(_))), "{db:?} {null:?}");
        let strict = "INSERT INTO suite_strict (id, counter_id) VALUES (1, 99)";
        let orphan = db.write(move |tx| tx.exec(strict, params![])).await;
        assert!(matches!(orphan, Err(Error::ForeignKey(_))), "{db:?} {orphan:?}");
        let orphan = db.write(|tx| tx.exec(ADD_CHILD, params![1_i64, 99_i64])).await;
        assert!(matches!(orphan, Err(Error::ForeignKey(_))), "{db:?} {orphan:?}");
        let none = db.read(|tx| tx.one::<i64>("SELECT n FROM suite_note WHERE key = 'z'", params![])).await;
        assert_eq!(none, Err(Error::NotFound), "{db:?}");
        let wrong = db.read(|tx| tx.one::<i64>("SELECT nothing FROM suite_note", params![])).await;
        assert!(matches!(wrong, Err(Error::Sql { .. })), "{db:?} {wrong:?}");
        let string = db.read(|tx| tx.all::<String>("SELECT \"nothing\" FROM suite_note", params![])).await;
        assert!(matches!(string, Err(Error::Sql { .. })), "{db:?} {string:?}");
        assert_eq!(keys(&db).await, ["a"], "{db:?}");
    }
}

#[tokio::test]
async fn after_a_failed_statement_nothing_more_runs_and_nothing_is_kept() {
    for db in both().await {
        note(&db, "a", 1).await.unwrap();
        let swallowed = db.write(|tx| {
            tx.exec(ADD, params!["b", 1_i64])?;
            let _ = tx.exec(ADD, params!["a", 1_i64]);
            assert_eq!(tx.exec(ADD, params!["c", 1_i64]), Err(Error::Poisoned));
            Ok::<_, Error>(())
        });
        assert_eq!(swallowed.await, Err(Error::Poisoned), "{db:?}");
        assert_eq!(keys(&db).await, ["a"], "{db:?}");
    }
}

#[tokio::test]
async fn a_savepoint_heals_what_failed_inside_it() {
    for db in both().await {
        note(&db, "a", 1).await.unwrap();
        let kept = db.write(|tx| {
            tx.exec(ADD, params!["before", 1_i64])?;
            let failed = tx.savepoint(|tx| {
                tx.exec(ADD, params!["inside", 1_i64])?;
                tx.savepoint(|tx| tx.exec(ADD, params!["deep", 1_i64]))?;
                tx.exec(ADD, params!["a", 1_i64])
            });
            assert!(matches!(failed, Err(Error::Unique(_))));
            let refused: Result<()> = tx.savepoint(|tx| {
                tx.exec(ADD, params!["refused", 1_i64])?;
                Err(Error::NotFound)
            });
            assert_eq!(refused, Err(Error::NotFound));
            let swallowed = tx.savepoint(|tx| {
                let _ = tx.exec(ADD, params!["a", 1_i64]);
                Ok::<_, Error>(())
            });
            assert_eq!(swallowed, Err(Error::Poisoned));
            tx.exec(ADD, params!["after", 1_i64])
        });
        assert_eq!(kept.await, Ok(1), "{db:?}");
        assert_eq!(keys(&db).await, ["a", "after", "before"], "{db:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deferred_key_that_breaks_at_the_commit_fails_alone() {
    for db in both().await {
        let units: Vec<_> = (0..40_i64)
            .map(|i| {
                let db = db.handle();
                tokio::spawn(async move {
                    if i == 7 {
                        db.write(|tx| tx.exec(ADD_CHILD, params![7_i64, 99_i64])).await
                    } else {
                        note(&db, &format!("k{i}"), i).await
                    }
                })
            })
            .collect();
        for (i, unit) in units.into_iter().enumerate() {
            let outcome = unit.await.unwrap();
            if i == 7 {
                assert!(matches!(outcome, Err(Error::ForeignKey(_))), "{db:?} {outcome:?}");
            } else {
                assert_eq!(outcome, Ok(1), "{db:?} {i}");
            }
        }
        assert_eq!(keys(&db).await.len(), 39, "{db:?}");
    }
}

#[tokio::test]
async fn reads_cannot_write() {
    for db in both().await {
        let refused = db.read(|tx| tx.exec(ADD, params!["a", 1_i64])).await;
        assert_eq!(refused, Err(Error::ReadOnly), "{db:?}");
        let refused = db.frozen(|tx| tx.exec(ADD, params!["a", 1_i64])).await;
        assert_eq!(refused, Err(Error::ReadOnly), "{db:?}");
        assert_eq!(keys(&db).await, Vec::<String>::new(), "{db:?}");
    }
}

#[tokio::test]
async fn units_cannot_steer_their_transaction() {
    for db in both().await {
        for sql in ["COMMIT", "rollback", "-- quietly\n BEGIN", "PRAGMA foreign_keys = OFF", "SAVEPOINT part"]
        {
            let refused = db.write(move |tx| tx.exec(sql, params![])).await;
            assert!(matches!(refused, Err(Error::Decode(_))), "{db:?} {sql} {refused:?}");
        }
    }
}

#[tokio::test]
async fn a_write_is_seen_by_the_next_read() {
    for db in both().await {
        for i in 0..300_i64 {
            db.write(move |tx| tx.exec("UPDATE suite_counter SET n = $1 WHERE id = 1", params![i]))
                .await
                .unwrap();
            assert_eq!(counter(&db).await, i, "{db:?}");
        }
    }
}

#[tokio::test]
async fn a_closed_database_says_so_after_finishing_what_waited() {
    for db in both().await {
        let waiting: Vec<_> = (0..20)
            .map(|i| {
                let db = db.handle();
                tokio::spawn(async move { note(&db, &format!("k{i:02}"), i).await })
            })
            .collect();
        tokio::task::yield_now().await;
        db.close().await;
        assert_eq!(note(&db, "late", 1).await, Err(Error::Closed), "{db:?}");
        let mut kept = 0;
        for unit in waiting {
            match unit.await.unwrap() {
                Ok(_) => kept += 1,
                Err(error) => assert_eq!(error, Error::Closed, "{db:?}"),
            }
        }
        let again: Db = db.again().await;
        assert_eq!(keys(&again).await.len(), kept, "{db:?}");
    }
}

#[tokio::test]
async fn statements_are_counted_per_piece_of_work() {
    for db in both().await {
        let before = db.statements();
        let page = async {
            counter(&db).await;
            keys(&db).await;
            db.read(|tx| {
                let first = tx.statements();
                counter_twice(tx)?;
                Ok::<_, Error>(tx.statements() - first)
            })
            .await
            .unwrap()
        };
        let (own, tally) = xingtan_db::tallied(page).await;
        assert_eq!((own, tally.units, tally.statements), (2, 3, 4), "{db:?}");
        assert_eq!(db.statements() - before, 4, "{db:?}");
    }
}

fn counter_twice(tx: &mut xingtan_db::Tx<'_>) -> Result<()> {
    for _ in 0..2 {
        tx.one::<i64>("SELECT n FROM suite_counter WHERE id = 1", params![])?;
    }
    Ok(())
}

#[tokio::test]
async fn what_a_reading_unit_kept_is_read_once_and_a_writing_one_reads_anew() {
    #[derive(Clone, Debug, PartialEq)]
    struct Count(i64);
    #[derive(Clone, Debug, PartialEq)]
    struct Other(i64);
    fn count(tx: &mut xingtan_db::Tx<'_>) -> Result<Count> {
        tx.kept(|tx| Ok(Count(tx.one("SELECT count(*) FROM suite_note", params![])?)))
    }
    for db in both().await {
        let read = db.read(|tx| {
            let before = tx.statements();
            let twice = (count(tx)?, count(tx)?);
            let other = tx.kept(|_| Ok(Other(7)))?;
            Ok::<_, Error>((twice, other, tx.statements() - before))
        });
        assert_eq!(read.await.unwrap(), ((Count(0), Count(0)), Other(7), 1), "{db:?}");
        let failed = db.read(|tx| {
            let none: Result<Count> = tx.kept(|_| Err(Error::NotFound));
            assert!(none.is_err());
            count(tx)
        });
        assert_eq!(failed.await.unwrap(), Count(0), "{db:?}: a failure is not kept");
        let write = db.write(|tx| {
            let before = count(tx)?;
            tx.exec(ADD, params!["one", 1_i64])?;
            Ok::<_, Error>((before, count(tx)?))
        });
        assert_eq!(write.await.unwrap(), (Count(0), Count(1)), "{db:?}");
    }
}
