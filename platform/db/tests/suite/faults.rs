//! What comes from outside: other programs, full disks, lost servers, broken files.

use crate::both::{both, counter, few, keys, migrations, note};
use std::{path::Path, process::Command, time::Duration};
use xingtan_db::{Db, Engine, Error, Options, Source, params};

#[tokio::test]
async fn a_file_that_another_program_holds_makes_writes_busy_but_not_reads() {
    let db = xingtan_testkit::sqlite(&[migrations()]).await;
    let hasty = db.reopen(Options { lock_wait: Duration::from_millis(100), ..few() }).await;
    let other = rusqlite::Connection::open(db.address()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(note(&hasty, "a", 1).await, Err(Error::Busy));
    assert_eq!(counter(&hasty).await, 0);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(note(&hasty, "a", 1).await, Ok(1));
}

#[tokio::test]
async fn a_row_that_another_session_holds_makes_a_write_busy() {
    let Some(db) = xingtan_testkit::postgres(&[migrations()]).await else { return };
    let hasty = db.reopen(Options { lock_wait: Duration::from_millis(100), ..few() }).await;
    let (held, release) = (std::sync::mpsc::channel::<()>(), std::sync::mpsc::channel::<()>());
    let (holds, is_held) = held;
    let (release, released) = release;
    let released = std::sync::Mutex::new(released);
    let holder = {
        let db = db.handle();
        tokio::spawn(async move {
            db.write(move |tx| {
                tx.exec("UPDATE suite_counter SET n = 1 WHERE id = 1", params![])?;
                holds.send(()).unwrap();
                released.lock().unwrap().recv().unwrap();
                Ok::<_, Error>(())
            })
            .await
        })
    };
    tokio::task::spawn_blocking(move || is_held.recv().unwrap()).await.unwrap();
    let blocked = hasty.write(|tx| tx.exec("UPDATE suite_counter SET n = 2 WHERE id = 1", params![])).await;
    assert_eq!(blocked, Err(Error::Busy));
    release.send(()).unwrap();
    holder.await.unwrap().unwrap();
    assert_eq!(counter(&db).await, 1);
}

/// A folder on a disk of its own, if this machine lets us have one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new(kilobytes: u32) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then_some(SmallDisk(folder))
    }

    fn enlarge(&self, kilobytes: u32) {
        let size = format!("remount,size={kilobytes}k");
        let status = Command::new("mount").args(["-o", &size]).arg(self.0.path()).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_what_does_not_fit_and_loses_nothing() {
    let Some(disk) = SmallDisk::new(1024) else {
        eprintln!(
            "skipped: no small disk can be mounted here; the writer's own test limits the file instead"
        );
        return;
    };
    let file = disk.0.path().join("small.db");
    let db = Db::open(Source::File(file.clone()), few()).await.unwrap();
    db.migrate(xingtan_testkit::clock().now(), &[migrations()]).await.unwrap();
    let (mut kept, mut full) = (Vec::new(), 0);
    for round in 0..40 {
        let units = (0..8).map(|i| {
            let (db, key) = (db.clone(), format!("r{round:02}u{i}"));
            tokio::spawn(async move {
                let own = key.clone();
                let added = db.write(move |tx| {
                    let sql = "INSERT INTO suite_note (key, n, body) VALUES ($1, 1, $2)";
                    tx.exec(sql, params![own, "x".repeat(4000)])
                });
                (key, added.await)
            })
        });
        for unit in units.collect::<Vec<_>>() {
            match unit.await.unwrap() {
                (key, Ok(_)) => kept.push(key),
                (_, Err(error)) => {
                    assert_eq!(error, Error::Full);
                    full += 1;
                }
            }
        }
    }
    assert!(full > 0 && !kept.is_empty(), "{} kept, {full} refused", kept.len());
    kept.sort();
    assert_eq!(keys(&db).await, kept, "what was acknowledged is there, and nothing else");
    // Once there is room again, so is the database.
    disk.enlarge(8 << 10);
    assert_eq!(note(&db, "again", 1).await, Ok(1));
    db.close().await;
    intact(&file);
}

fn intact(file: &Path) {
    let check: String = rusqlite::Connection::open(file)
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
}

#[tokio::test]
async fn a_place_that_cannot_be_opened_is_refused_with_a_reason() {
    let nowhere = Db::open(Source::File("/proc/nowhere/x.db".into()), few()).await;
    assert!(matches!(nowhere.err(), Some(Error::Sql { .. })));
    let nobody = Db::open(Source::Postgres("postgres://x:secret@127.0.0.1:9/x".into()), few()).await;
    let Some(Error::Sql { message, .. }) = nobody.err() else { panic!("a server where none is") };
    assert!(message.contains("cannot be reached") && !message.contains("secret"), "{message}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.db");
    std::fs::write(&file, "Dear database, ".repeat(500)).unwrap();
    assert!(matches!(Db::open(Source::File(file), few()).await.err(), Some(Error::Sql { .. })));
}

#[tokio::test]
async fn a_database_that_orders_texts_by_a_language_is_refused() {
    let Some(db) = xingtan_testkit::postgres(&[migrations()]).await else { return };
    let address = db.address();
    let name = format!("language_{}", std::process::id());
    let (admin, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let make = format!(
        "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'
        LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    );
    admin.batch_execute(&make).await.unwrap();
    let (server, own) = address.rsplit_once('/').unwrap();
    let other = address.replace(&format!("{server}/{own}"), &format!("{server}/{name}"));
    let refused = Db::open(Source::Postgres(other), few()).await.err().map(|e| e.to_string());
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    assert!(refused.as_ref().is_some_and(|words| words.contains("LC_COLLATE 'C'")), "{refused:?}");
}

#[tokio::test]
async fn a_connection_that_the_server_ends_is_replaced() {
    let Some(db) = xingtan_testkit::postgres(&[migrations()]).await else { return };
    for round in 0..5 {
        note(&db, &format!("k{round}"), 1).await.unwrap();
        // All others of this database: writers and readers alike.
        let other = db.again().await;
        let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        other.write(move |tx| tx.exec(end, params![])).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(keys(&db).await.len(), round + 1);
        note(&db, &format!("again{round}"), 1).await.unwrap();
        db.write(|tx| tx.exec("DELETE FROM suite_note WHERE key LIKE 'again%'", params![])).await.unwrap();
    }
    // A unit that was under way when its connection was ended is told so, or has run again; never both and.
    let own = db.write(|tx| {
        tx.exec("INSERT INTO suite_note (key, n) VALUES ('own', 1)", params![])?;
        tx.exec("SELECT pg_terminate_backend(pg_backend_pid())", params![])
    });
    assert_eq!(own.await, Err(Error::Closed));
    assert!(!keys(&db).await.contains(&"own".to_owned()));
}

#[tokio::test]
async fn a_table_that_another_node_changes_is_read_anew() {
    for db in both().await {
        let all = "SELECT * FROM suite_counter WHERE id = 1";
        let other = db.again().await;
        db.write(move |tx| tx.all::<(i64, i64)>(all, params![])).await.unwrap();
        db.read(move |tx| tx.all::<(i64, i64)>(all, params![])).await.unwrap();
        let alter = "ALTER TABLE suite_counter ADD COLUMN more text";
        other.write(move |tx| tx.exec(alter, params![])).await.unwrap();
        let after = db.write(move |tx| tx.one::<(i64, i64, Option<String>)>(all, params![])).await;
        assert_eq!(after, Ok((1, 0, None)), "{db:?}");
        let after = db.read(move |tx| tx.one::<(i64, i64, Option<String>)>(all, params![])).await;
        match db.engine() {
            Engine::Sqlite => assert_eq!(after, Ok((1, 0, None))),
            // Reads run once; of each connection the first one after the change may have to be made again.
            Engine::Postgres => {
                assert!(matches!(after, Ok((1, 0, None)) | Err(Error::Conflict)), "{after:?}")
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_stays_bounded_under_writes_and_reads() {
    let db = xingtan_testkit::sqlite(&[migrations()]).await;
    let small = db.reopen(Options { wal_bytes: 256 << 10, ..few() }).await;
    let wal = format!("{}-wal", db.address());
    let mut most = 0;
    for i in 0..1500 {
        small
            .write(move |tx| {
                let sql = "INSERT INTO suite_note (key, n, body) VALUES ($1, 1, $2)";
                tx.exec(sql, params![format!("k{i}"), "x".repeat(4000)])
            })
            .await
            .unwrap();
        counter(&small).await;
        most = most.max(std::fs::metadata(&wal).map_or(0, |of| of.len()));
    }
    // Some 18 MB went through it.
    assert!(most < 6 << 20, "the log grew to {most} bytes");
    small.close().await;
}
