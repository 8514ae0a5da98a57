//! Processes that are killed: everything acknowledged is there, nothing is half done, nothing is done twice.
//!
//! The tests start this very program again with one ignored test, which is the process to kill.

use crate::both::{both, migrations};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};
use xingtan_db::{Db, Engine, Error, Options, params};

const ADDRESS: &str = "XINGTAN_SUITE_ADDRESS";
const NAME: &str = "XINGTAN_SUITE_NAME";

/// Starts this program again with one of the tests below.
fn start(test: &str, address: &str, name: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", test, "--nocapture", "--test-threads", "1"])
        .env(ADDRESS, address)
        .env(NAME, name)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What the process says line by line, as long as it lives, and a word when it has begun. Lines of the test harness are
/// left out, and so is a last line that the kill has cut.
fn listen(child: &mut Child) -> (std::thread::JoinHandle<Vec<String>>, Receiver<()>) {
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let (begin, begun) = channel();
    let listener = std::thread::spawn(move || {
        let mut lines = Vec::new();
        let mut line = String::new();
        while said.read_line(&mut line).unwrap() > 0 && line.ends_with('\n') {
            if let Some((_, acked)) = line.trim_end().split_once("acked ") {
                if lines.is_empty() {
                    let _ = begin.send(());
                }
                lines.push(acked.to_owned());
            }
            line.clear();
        }
        lines
    });
    (listener, begun)
}

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("acked {what}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

async fn own() -> Option<(Db, String)> {
    let source = std::env::var(ADDRESS).ok()?.parse().unwrap();
    let options = Options { readers: 1, writers: 4, ..Options::default() };
    Some((Db::open(source, options).await.unwrap(), std::env::var(NAME).unwrap()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the process that is killed"]
async fn writes_until_killed() {
    let Some((db, name)) = own().await else { return };
    for task in 0..16 {
        let (db, name) = (db.clone(), name.clone());
        tokio::spawn(async move {
            for n in 0.. {
                let key = format!("{name}-{task}-{n}");
                let own = key.clone();
                let written = db.write(move |tx| {
                    let filler = "x".repeat(500);
                    tx.exec(
                        "INSERT INTO suite_note (key, n, body) VALUES ($1, 1, $2)",
                        params![own, filler],
                    )?;
                    tx.exec("INSERT INTO suite_note (key, n) VALUES ($1, 2)", params![format!("{own}-audit")])
                });
                match written.await {
                    Ok(_) => say(&key),
                    Err(error) => assert_eq!(error, Error::Conflict),
                }
            }
        });
    }
    std::future::pending::<()>().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_fifty_kills_under_load_everything_acknowledged_is_there() {
    for db in both().await {
        let kills = if db.engine() == Engine::Sqlite { 50 } else { 5 };
        let mut acked = BTreeSet::new();
        for kill in 0..kills {
            let mut child = start("killed::writes_until_killed", &db.address(), &format!("{kill:02}"));
            let (said, begun) = listen(&mut child);
            // Anywhere between the first breath and a few checkpoints; every other time surely in the midst of writing.
            if kill % 2 == 0 {
                tokio::task::spawn_blocking(move || begun.recv()).await.unwrap().unwrap();
            }
            tokio::time::sleep(Duration::from_millis(kill * 89 % 260)).await;
            child.kill().unwrap();
            child.wait().unwrap();
            acked.extend(said.join().unwrap());
        }
        assert!(acked.len() > 100, "{db:?}: only {} acknowledged", acked.len());
        let kept: BTreeMap<String, i64> = db
            .read(|tx| tx.all("SELECT key, n FROM suite_note", params![]))
            .await
            .unwrap()
            .into_iter()
            .collect();
        let missing: Vec<_> = acked.iter().filter(|key| !kept.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{db:?}: of {} acknowledged {missing:?} are missing", acked.len());
        let whole = |(key, n): (&String, &i64)| match n {
            1 => kept.contains_key(&format!("{key}-audit")),
            _ => key.strip_suffix("-audit").is_some_and(|key| kept.contains_key(key)),
        };
        assert!(kept.iter().all(whole), "{db:?}: a unit is half there");
        if db.engine() == Engine::Sqlite {
            let file = rusqlite::Connection::open(db.address()).unwrap();
            let check: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            assert_eq!(check, "ok");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the process that is killed"]
async fn claims_until_nothing_is_left() {
    let Some((db, name)) = own().await else { return };
    loop {
        let own = name.clone();
        let claimed = db.claim(move |tx| {
            let id: Option<i64> = tx.opt(
                "UPDATE suite_job SET taken_by = $1
                WHERE id = (SELECT id FROM suite_job WHERE taken_by IS NULL ORDER BY id LIMIT 1
                    FOR UPDATE SKIP LOCKED)
                RETURNING id",
                params![own],
            )?;
            std::thread::sleep(Duration::from_millis(2));
            Ok::<_, Error>(id)
        });
        match claimed.await.unwrap() {
            Some(id) => say(&id.to_string()),
            None => return,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_that_claim_one_is_killed_and_the_other_takes_the_rest() {
    const JOBS: i64 = 300;
    let Some(db) = xingtan_testkit::postgres(&[migrations()]).await else { return };
    db.write(|tx| {
        for id in 0..JOBS {
            tx.exec("INSERT INTO suite_job (id) VALUES ($1)", params![id])?;
        }
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
    let mut children =
        ["a", "b"].map(|name| start("killed::claims_until_nothing_is_left", &db.address(), name));
    let said = children.each_mut().map(listen);
    loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        let a = "SELECT count(*) FROM suite_job WHERE taken_by = 'a'";
        if db.read(move |tx| tx.one::<i64>(a, params![])).await.unwrap() >= 20 {
            break;
        }
    }
    children[0].kill().unwrap();
    for mut child in children {
        child.wait().unwrap();
    }
    let taken: BTreeMap<i64, Option<String>> = db
        .read(|tx| tx.all("SELECT id, taken_by FROM suite_job", params![]))
        .await
        .unwrap()
        .into_iter()
        .collect();
    let by = |name: &str| {
        let own = taken.iter().filter(|(_, by)| by.as_deref() == Some(name));
        own.map(|(id, _)| *id).collect::<BTreeSet<i64>>()
    };
    let [a, b] = said.map(|(said, _)| {
        let ids: Vec<i64> = said.join().unwrap().iter().map(|id| id.parse().unwrap()).collect();
        let unique: BTreeSet<i64> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "nothing is claimed twice");
        unique
    });
    assert!(a.is_subset(&by("a")) && by("a").len() - a.len() <= 1, "at most the last word is lost");
    assert_eq!(b, by("b"));
    assert_eq!(by("a").len() + by("b").len(), taken.len(), "nothing is left over");
}
