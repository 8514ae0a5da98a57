//! The facade against raw rusqlite on the same file, in the same run.
//!
//! "Raw" is the least that the driver can do: threads with connections of their own and prepared statements, no hop
//! between tasks and threads, no facade. For writes it is one connection that the threads take in turn.

use crate::measure::{self, compare, threads, title};
use rusqlite::Connection;
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use xingtan_clock::{Clock, Timestamp};
use xingtan_db::{Db, Error, Migrations, Options, Result, Source, Step, Tx, Uuid, params, row};

const PERSONS: u64 = 100_000;
const COURSES: u64 = 2_000;
const ITEMS: u64 = 50;
/// Tasks that ask at a time.
const TASKS: usize = 16;
/// Reader threads, as many as the facade starts.
const READERS: usize = 6;

const PERSON: &str = "SELECT id, name, email, active FROM bench_person WHERE id = $1";
const LIST: &str = "SELECT id, pos, title, points, due FROM bench_item WHERE course_id = $1 ORDER BY pos";
const WRITE: &str = "INSERT INTO bench_answer (id, person_id, body, at) VALUES ($1, $2, $3, $4)";
const WORDS: &str = "an answer of few words";

row! {
    /// A person.
    struct Person {
        id: Uuid,
        name: String,
        email: String,
        active: bool,
    }

    /// A line of a list.
    struct Item {
        id: Uuid,
        pos: i64,
        title: String,
        points: i64,
        due: Option<Timestamp>,
    }
}

fn migrations() -> Migrations {
    let text = "
        CREATE TABLE bench_person (
            id uuid PRIMARY KEY NOT NULL, name text NOT NULL, email text NOT NULL, active boolean NOT NULL
        );
        CREATE TABLE bench_item (
            id uuid PRIMARY KEY NOT NULL, course_id uuid NOT NULL, pos bigint NOT NULL, title text NOT NULL,
            points bigint NOT NULL, due timestamptz
        );
        CREATE INDEX bench_item_course ON bench_item (course_id, pos);
        CREATE TABLE bench_answer (
            id uuid PRIMARY KEY NOT NULL, person_id uuid NOT NULL, body text NOT NULL, at timestamptz NOT NULL
        );";
    Migrations {
        owner: "bench",
        steps: vec![Step { name: "0001_all", sqlite: text, postgres: text }],
        derived: &[],
    }
}

/// The id of the n-th thing of a kind, spread like random ones.
fn id(kind: u64, n: u64) -> Uuid {
    let mixed = (kind << 40 | n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Uuid::from_u64_pair((mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9), kind << 40 | n)
}

/// Prints all comparisons.
pub async fn run(span: Duration) -> Result<()> {
    let folder = tempfile::tempdir().map_err(|e| Error::Decode(e.to_string()))?;
    let file = folder.path().join("bench.db");
    let db = Db::open(Source::File(file.clone()), Options { readers: READERS, ..Options::default() }).await?;
    db.migrate(Clock::System.now(), &[migrations()]).await?;
    fill(&db).await?;
    println!("SQLite {}, {TASKS} tasks, {} s each", rusqlite::version(), span.as_secs_f64());

    title("single row by its id");
    let raw = threads(READERS, span, || raw_reader(&file, |c, n| raw_person(c, n % PERSONS)));
    raw.print("raw rusqlite, own threads");
    let own = db.clone();
    let facade = measure::tasks(TASKS, span, move |n| {
        let own = own.clone();
        async move { report(own.read(move |tx| person(tx, n % PERSONS)).await) }
    })
    .await;
    facade.print("facade");
    compare(&raw, &facade);

    title("list of 50 rows");
    let raw = threads(READERS, span, || raw_reader(&file, |c, n| raw_list(c, n % COURSES)));
    raw.print("raw rusqlite, own threads");
    let own = db.clone();
    let facade = measure::tasks(TASKS, span, move |n| {
        let own = own.clone();
        async move { report(own.read(move |tx| list(tx, n % COURSES)).await) }
    })
    .await;
    facade.print("facade");
    compare(&raw, &facade);

    title("a page: five single rows and a list of 50, one snapshot");
    let raw = threads(READERS, span, || raw_reader(&file, raw_page));
    raw.print("raw rusqlite, own threads");
    let own = db.clone();
    let facade = measure::tasks(TASKS, span, move |n| {
        let own = own.clone();
        async move {
            report(
                own.read(move |tx| {
                    for i in 0..5 {
                        person(tx, (n + i) % PERSONS)?;
                    }
                    list(tx, n % COURSES)
                })
                .await,
            )
        }
    })
    .await;
    facade.print("facade");
    compare(&raw, &facade);

    title("durable write of one row");
    let writer = Mutex::new(raw_open(&file));
    let raw = threads(TASKS, span, || |n| raw_write(&writer, n));
    raw.print("raw rusqlite, one commit each");
    drop(writer);
    let (own, now) = (db.clone(), Clock::System.now());
    let facade = measure::tasks(TASKS, span, move |n| {
        let own = own.clone();
        async move {
            let add = move |tx: &mut Tx<'_>| tx.exec(WRITE, params![id(5, n), id(1, n), WORDS, now]);
            report(own.write(add).await)
        }
    })
    .await;
    facade.print("facade, group commit");
    compare(&raw, &facade);
    db.close().await;
    Ok(())
}

async fn fill(db: &Db) -> Result<()> {
    const CHUNK: u64 = 2_000;
    for from in (0..PERSONS).step_by(CHUNK as usize) {
        db.write(move |tx| {
            for n in from..from + CHUNK {
                tx.exec(
                    "INSERT INTO bench_person (id, name, email, active) VALUES ($1, $2, $3, $4)",
                    params![id(1, n), format!("学员{n}"), format!("u{n:06}@example.org"), n % 7 != 0],
                )?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    }
    for from in (0..COURSES).step_by(100) {
        db.write(move |tx| {
            for course in from..from + 100 {
                for pos in 0..ITEMS {
                    let due = (pos % 3 > 0).then(|| Timestamp::from_seconds(1_790_000_000 + pos as i64));
                    tx.exec(
                        "INSERT INTO bench_item (id, course_id, pos, title, points, due)
                        VALUES ($1, $2, $3, $4, $5, $6)",
                        params![
                            id(3, course * ITEMS + pos),
                            id(2, course),
                            pos as i64,
                            format!("第{pos}节"),
                            10_i64,
                            due
                        ],
                    )?;
                }
            }
            Ok::<_, Error>(())
        })
        .await?;
    }
    Ok(())
}

fn person(tx: &mut Tx<'_>, n: u64) -> Result<()> {
    let person: Person = tx.one(PERSON, params![id(1, n)])?;
    std::hint::black_box((person.id, person.name, person.email, person.active));
    Ok(())
}

fn list(tx: &mut Tx<'_>, course: u64) -> Result<()> {
    for item in tx.all::<Item>(LIST, params![id(2, course)])? {
        std::hint::black_box((item.id, item.pos, item.title, item.points, item.due));
    }
    Ok(())
}

/// A failed operation makes the figures worthless; it ends the run.
fn report<T>(done: Result<T>) {
    if let Err(error) = done {
        eprintln!("xingtan-bench: {error}");
        std::process::exit(1);
    }
}

fn raw_open(file: &Path) -> Connection {
    let open = || {
        let connection = Connection::open(file)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;
            PRAGMA foreign_keys = ON;",
        )?;
        Ok::<_, rusqlite::Error>(connection)
    };
    open().unwrap_or_else(|error| {
        eprintln!("xingtan-bench: {error}");
        std::process::exit(1)
    })
}

fn raw_reader(file: &Path, read: impl Fn(&Connection, u64) -> rusqlite::Result<()>) -> impl FnMut(u64) {
    let connection = raw_open(file);
    move |n| report(read(&connection, n).map_err(Error::from))
}

/// With the parameter as SQLite counts it.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

fn raw_person(connection: &Connection, n: u64) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&numbered(PERSON))?;
    let person: ([u8; 16], String, String, bool) = statement
        .query_row([id(1, n).as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    std::hint::black_box(person);
    Ok(())
}

type RawItem = ([u8; 16], i64, String, i64, Option<i64>);

fn raw_list(connection: &Connection, course: u64) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&numbered(LIST))?;
    let mut rows = statement.query([id(2, course).as_bytes()])?;
    let mut items: Vec<RawItem> = Vec::new();
    while let Some(row) = rows.next()? {
        items.push((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    }
    std::hint::black_box(items);
    Ok(())
}

fn raw_page(connection: &Connection, n: u64) -> rusqlite::Result<()> {
    connection.prepare_cached("BEGIN")?.execute([])?;
    for i in 0..5 {
        raw_person(connection, (n + i) % PERSONS)?;
    }
    raw_list(connection, n % COURSES)?;
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

fn raw_write(writer: &Mutex<Connection>, n: u64) {
    let connection = writer.lock().unwrap_or_else(PoisonError::into_inner);
    let write = || {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        connection.prepare_cached(&numbered(WRITE))?.execute((
            id(4, n).as_bytes(),
            id(1, n).as_bytes(),
            WORDS,
            1_790_000_000_000_000_i64,
        ))?;
        connection.prepare_cached("COMMIT")?.execute([])
    };
    report(write().map_err(Error::from));
}
