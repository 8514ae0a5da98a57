//! The tables of the suite and what its tests share.

use xingtan_db::{Db, Error, Migrations, Options, Step, params};
use xingtan_testkit::TestDb;

/// The suite's own tables.
pub fn migrations() -> Migrations {
    let text = "
        CREATE TABLE suite_counter (id bigint PRIMARY KEY NOT NULL, n bigint NOT NULL);
        CREATE TABLE suite_note (
            key text PRIMARY KEY NOT NULL,
            n bigint NOT NULL CHECK (n >= 0),
            body text
        );
        CREATE TABLE suite_child (
            id bigint PRIMARY KEY NOT NULL,
            counter_id bigint NOT NULL REFERENCES suite_counter (id) DEFERRABLE INITIALLY DEFERRED
        );
        CREATE TABLE suite_strict (
            id bigint PRIMARY KEY NOT NULL,
            counter_id bigint NOT NULL REFERENCES suite_counter (id)
        );
        CREATE TABLE suite_kind (
            id uuid PRIMARY KEY NOT NULL,
            whole bigint NOT NULL,
            real double precision NOT NULL,
            yes boolean NOT NULL,
            words text NOT NULL,
            raw bytea NOT NULL,
            at timestamptz NOT NULL,
            no_whole bigint,
            no_real double precision,
            no_yes boolean,
            no_words text,
            no_raw bytea,
            no_id uuid,
            no_at timestamptz
        );
        CREATE TABLE suite_job (id bigint PRIMARY KEY NOT NULL, taken_by text);
        INSERT INTO suite_counter (id, n) VALUES (1, 0), (2, 0);
    ";
    Migrations {
        owner: "suite",
        steps: vec![Step { name: "0001_all", sqlite: text, postgres: text }],
        derived: &[],
    }
}

/// A fresh database of each engine with the suite's tables.
pub async fn both() -> Vec<TestDb> {
    xingtan_testkit::databases(&[migrations()]).await
}

/// Few threads.
pub fn few() -> Options {
    Options { readers: 2, writers: 4, ..Options::default() }
}

/// Adds a note.
pub async fn note(db: &Db, key: &str, n: i64) -> Result<u64, Error> {
    let key = key.to_owned();
    db.write(move |tx| tx.exec("INSERT INTO suite_note (key, n) VALUES ($1, $2)", params![key, n])).await
}

/// The keys of all notes, sorted.
pub async fn keys(db: &Db) -> Vec<String> {
    let mut keys: Vec<String> =
        db.read(|tx| tx.all::<String>("SELECT key FROM suite_note", params![])).await.unwrap();
    keys.sort();
    keys
}

/// The first counter.
pub async fn counter(db: &Db) -> i64 {
    db.read(|tx| tx.one::<i64>("SELECT n FROM suite_counter WHERE id = 1", params![])).await.unwrap()
}
