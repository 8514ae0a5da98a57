//! Export and import: everything, the same from both engines, all or nothing.

use crate::both::{both, counter, keys, migrations, note};
use std::io::Cursor;
use xingtan_db::{Db, Error, Migrations, Step, dump, params};
use xingtan_testkit::{clock, ids};

/// Tables that point to each other and to themselves, and one that can be made anew.
fn all() -> Vec<Migrations> {
    let text = "
        CREATE TABLE garden_bed (
            id uuid PRIMARY KEY NOT NULL,
            parent_id uuid REFERENCES garden_bed (id),
            best_row text
        );
        CREATE TABLE garden_arow (
            name text NOT NULL,
            bed_id uuid NOT NULL REFERENCES garden_bed (id) ON DELETE CASCADE,
            upper_name text GENERATED ALWAYS AS (upper(name)) STORED,
            PRIMARY KEY (bed_id, name)
        );
        CREATE TABLE garden_words (word text NOT NULL);";
    let steps = vec![Step { name: "0001_all", sqlite: text, postgres: text }];
    vec![migrations(), Migrations { owner: "garden", steps, derived: &[] }.derived(&["garden_words"])]
}

async fn plant(db: &Db) {
    let ids = ids(&clock());
    let beds: Vec<_> = (0..700).map(|_| ids.next()).collect();
    db.write(move |tx| {
        for (i, bed) in beds.iter().enumerate() {
            // Children may come before their parents in the order of keys.
            let parent = (i > 0).then(|| beds[i / 2]);
            tx.exec("INSERT INTO garden_bed (id, parent_id) VALUES ($1, $2)", params![bed, parent])?;
            for name in ["Äpfel", "apples", "杏", "Zebra", "_"] {
                tx.exec("INSERT INTO garden_arow (name, bed_id) VALUES ($1, $2)", params![name, bed])?;
            }
        }
        tx.exec("INSERT INTO garden_words (word) VALUES ('again')", params![])?;
        tx.exec(
            "INSERT INTO suite_kind (id, whole, real, yes, words, raw, at) VALUES ($1, 7, $2, $3, $4, $5, $6)",
            params![beds[0], 0.1, true, "quote \" line \n 杏", vec![0_u8, 255], clock().now()],
        )
    })
    .await
    .unwrap();
}

async fn export(db: &Db) -> (String, dump::Summary) {
    let (bytes, sum) = db.export(&all(), Vec::new(), |_| {}).await.unwrap();
    (String::from_utf8(bytes).unwrap(), sum)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_is_the_same_from_both_engines_and_comes_back_whole() {
    let now = clock().now();
    let mut exports = Vec::new();
    for db in both().await {
        db.migrate(now, &all()).await.unwrap();
        plant(&db).await;
        exports.push(export(&db).await);
    }
    assert!(exports.windows(2).all(|pair| pair[0] == pair[1]), "the engines differ");
    let (text, sum) = exports.remove(0);
    assert_eq!(sum.rows, 2 + 1 + 700 + 3500);
    assert!(!text.contains("garden_words") && !text.contains("upper_name"));
    for db in both().await {
        db.migrate(now, &all()).await.unwrap();
        note(&db, "old", 1).await.unwrap();
        let mut seen = 0;
        let progress = move |at: dump::Progress<'_>| {
            assert!(at.rows >= seen);
            seen = at.rows;
        };
        let back = db.import(&all(), Cursor::new(text.clone()), progress).await;
        assert_eq!(back, Ok(sum), "{db:?}");
        assert_eq!(keys(&db).await, Vec::<String>::new(), "{db:?}: what was there before is gone");
        assert_eq!(export(&db).await.0, text, "{db:?}");
        // Foreign keys are looked at again.
        let orphan = "INSERT INTO suite_strict (id, counter_id) VALUES (1, 99)";
        let orphan = db.write(move |tx| tx.exec(orphan, params![])).await;
        assert!(matches!(orphan, Err(Error::ForeignKey(_))), "{db:?} {orphan:?}");
        let upper = "SELECT count(*) FROM garden_arow WHERE upper_name = 'APPLES'";
        assert_eq!(db.read(move |tx| tx.one::<i64>(upper, params![])).await, Ok(700), "{db:?}");
    }
}

#[tokio::test]
async fn a_broken_export_changes_nothing() {
    for db in both().await {
        db.migrate(clock().now(), &all()).await.unwrap();
        plant(&db).await;
        let (text, _) = export(&db).await;
        note(&db, "kept", 1).await.unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let bed = lines.iter().position(|line| line.starts_with("{\"table\":\"garden_bed\"")).unwrap();
        let without = |skip: usize| {
            let kept = lines.iter().enumerate().filter(|(i, _)| *i != skip);
            kept.map(|(_, line)| format!("{line}\n")).collect::<String>()
        };
        let broken = [
            ("empty", String::new()),
            ("cut off", text[..text.len() / 2].to_owned()),
            ("without an end", without(lines.len() - 1)),
            ("without a row", without(bed + 5)),
            ("without a table", without(bed)),
            ("without a head", without(0)),
            ("not text", "\u{1}\u{2}\n".into()),
            ("of another type", text.replacen("\"uuid\"", "\"bigint\"", 1)),
            ("of another table", text.replace("garden_bed", "garden_bad")),
            ("of another format", text.replacen("dump\":1", "dump\":2", 1)),
            ("of another program", text.replacen("0001_all", "0009_all", 1)),
        ];
        for (what, text) in broken {
            let refused = db.import(&all(), Cursor::new(text), |_| {}).await;
            assert!(matches!(refused, Err(Error::Sql { .. })), "{db:?} {what}: {refused:?}");
            assert_eq!(keys(&db).await, ["kept"], "{db:?} {what}");
        }
        // A row whose parent is missing: counts agree, keys do not.
        let orphan = text.replacen(
            "{\"table\":\"suite_strict\",\"columns\":[[\"id\",\"bigint\"],[\"counter_id\",\"bigint\"]]}\n",
            "{\"table\":\"suite_strict\",\"columns\":[[\"id\",\"bigint\"],[\"counter_id\",\"bigint\"]]}\n[1,99]\n",
            1,
        );
        let rows = format!("\"rows\":{}", 2 + 1 + 700 + 3500);
        let orphan = orphan.replace(&rows, &format!("\"rows\":{}", 2 + 1 + 700 + 3500 + 1));
        let refused = db.import(&all(), Cursor::new(orphan), |_| {}).await;
        assert!(matches!(refused, Err(Error::ForeignKey(_))), "{db:?}: {refused:?}");
        assert_eq!(keys(&db).await, ["kept"], "{db:?}");
        assert_eq!(counter(&db).await, 0, "{db:?}");
    }
}

#[tokio::test]
async fn an_export_names_the_steps_to_apply_before_it_is_taken_in() {
    let db = xingtan_testkit::sqlite(&[migrations()]).await;
    note(&db, "old", 1).await.unwrap();
    let (text, _) = {
        let (bytes, sum) = db.export(&[migrations()], Vec::new(), |_| {}).await.unwrap();
        (String::from_utf8(bytes).unwrap(), sum)
    };
    let head = dump::Head::read(text.lines().next().unwrap()).unwrap();
    for newer in xingtan_testkit::databases(&[]).await {
        let then = head.steps_of(&all()).unwrap();
        newer.migrate(clock().now(), &then).await.unwrap();
        newer.import(&then, Cursor::new(text.clone()), |_| {}).await.unwrap();
        assert_eq!(newer.migrate(clock().now(), &all()).await.unwrap(), ["garden/0001_all"], "{newer:?}");
        assert_eq!(keys(&newer).await, ["old"], "{newer:?}");
    }
    assert!(head.steps_of(&[]).is_err(), "an older program does not know the steps");
}

#[tokio::test]
async fn a_table_that_a_backup_would_miss_is_an_error() {
    for db in both().await {
        for table in ["CREATE TABLE nobody (id bigint)", "CREATE TABLE suite_odd (id numeric)"] {
            db.write(move |tx| tx.exec(table, params![])).await.unwrap();
            let refused = db.read(|tx| dump::tables(tx, &[migrations()])).await;
            assert!(matches!(refused, Err(Error::Sql { .. })), "{db:?} {table} {refused:?}");
            let name = table.split(' ').nth(2).unwrap();
            let drop = format!("DROP TABLE {name}");
            db.write(move |tx| tx.exec(&drop, params![])).await.unwrap();
        }
        let tables = db.read(|tx| dump::tables(tx, &[migrations()])).await.unwrap();
        assert_eq!(tables.len(), 6, "{db:?}");
        assert_eq!(db.read(|tx| dump::rows(tx, &[migrations()])).await, Ok(2), "{db:?}");
    }
}
