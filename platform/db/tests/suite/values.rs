//! Values, rows and statements that must behave alike.

use crate::both::both;
use xingtan_db::{Error, Timestamp, Uuid, list, params, row};
use xingtan_testkit::{clock, ids};

row! {
    #[derive(Clone, Debug, PartialEq)]
    struct Kind {
        id: Uuid,
        whole: i64,
        real: f64,
        yes: bool,
        words: String,
        raw: Vec<u8>,
        at: Timestamp,
        no_whole: Option<i64>,
        no_real: Option<f64>,
        no_yes: Option<bool>,
        no_words: Option<String>,
        no_raw: Option<Vec<u8>>,
        no_id: Option<Uuid>,
        no_at: Option<Timestamp>,
    }

    #[derive(Debug)]
    struct Turned {
        n: i64,
        key: String,
    }
}

const ADD_KIND: &str = "
    INSERT INTO suite_kind
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    RETURNING *";

#[tokio::test]
async fn every_type_and_null_comes_back_as_it_went() {
    let id = ids(&clock()).next();
    let nulls = Kind {
        id,
        whole: i64::MIN,
        real: 0.1,
        yes: true,
        words: "杏坛 'ň' $1 {\"a\":[1,null]} 🎓".into(),
        raw: vec![0, 255, 1],
        at: Timestamp::from_micros(1_790_000_000_123_456),
        no_whole: None,
        no_real: None,
        no_yes: None,
        no_words: None,
        no_raw: None,
        no_id: None,
        no_at: None,
    };
    let full = Kind {
        id: ids(&clock()).next(),
        whole: i64::MAX,
        real: -1e300,
        yes: false,
        words: String::new(),
        raw: Vec::new(),
        at: Timestamp::from_micros(-1),
        no_whole: Some(0),
        no_real: Some(3.0),
        no_yes: Some(false),
        no_words: Some("1.0".into()),
        no_raw: Some(vec![7; 100_000]),
        no_id: Some(Uuid::nil()),
        no_at: Some(Timestamp::from_micros(0)),
    };
    let full = Kind { id: Uuid::from_u128(full.id.as_u128() ^ 1), ..full };
    for db in both().await {
        for kind in [nulls.clone(), full.clone()] {
            let k = kind.clone();
            let back = db.write(move |tx| {
                let k = &k;
                tx.one::<Kind>(
                    ADD_KIND,
                    params![
                        k.id, k.whole, k.real, k.yes, k.words, k.raw, k.at, k.no_whole, k.no_real, k.no_yes,
                        k.no_words, k.no_raw, k.no_id, k.no_at
                    ],
                )
            });
            assert_eq!(back.await.unwrap(), kind, "{db:?}");
            let id = kind.id;
            // The second parameter stands before the first, and texts that look like parameters are none.
            let sql = "SELECT * FROM suite_kind WHERE '$1' <> words AND at >= $2 /* $3 */ AND id = $1 -- $4";
            let back = db.read(move |tx| tx.one::<Kind>(sql, params![id, Timestamp::from_micros(-1)]));
            assert_eq!(back.await.unwrap(), kind, "{db:?}");
        }
    }
}

#[tokio::test]
async fn what_one_engine_cannot_keep_neither_keeps() {
    for db in both().await {
        let sql = "INSERT INTO suite_note (key, n) VALUES ($1, 0)";
        let nul = db.write(move |tx| tx.exec(sql, params!["a\0b"])).await;
        assert!(matches!(nul, Err(Error::Decode(_))), "{db:?} {nul:?}");
        let sql = "SELECT count(*) FROM suite_kind WHERE real = $1";
        let nan = db.read(move |tx| tx.one::<i64>(sql, params![f64::NAN])).await;
        assert!(matches!(nan, Err(Error::Decode(_))), "{db:?} {nan:?}");
    }
}

#[tokio::test]
async fn upserts_give_their_rows_back() {
    const UP: &str = "
        INSERT INTO suite_counter (id, n) VALUES ($1, $2)
        ON CONFLICT (id) DO UPDATE SET n = suite_counter.n + excluded.n
        RETURNING n";
    for db in both().await {
        let sums = db.write(|tx| {
            let first: i64 = tx.one(UP, params![9_i64, 5_i64])?;
            let second: i64 = tx.one(UP, params![9_i64, 6_i64])?;
            Ok::<_, Error>((first, second))
        });
        assert_eq!(sums.await.unwrap(), (5, 11), "{db:?}");
    }
}

#[tokio::test]
async fn common_tables_and_windows_work() {
    for db in both().await {
        let places = db.write(|tx| {
            for i in 0..10_i64 {
                tx.exec("INSERT INTO suite_note (key, n) VALUES ($1, $2)", params![format!("k{i}"), i])?;
            }
            tx.all::<(String, i64, i64)>(
                "WITH even AS (SELECT key, n FROM suite_note WHERE n % 2 = 0 AND key LIKE 'k%')
                SELECT key, n, row_number() OVER (ORDER BY n DESC) AS place FROM even ORDER BY place LIMIT 2",
                params![],
            )
        });
        assert_eq!(places.await.unwrap(), [("k8".into(), 8, 1), ("k6".into(), 6, 2)], "{db:?}");
    }
}

#[tokio::test]
async fn like_tells_upper_from_lower_case() {
    for db in both().await {
        let found = db.read(|tx| tx.one::<bool>("SELECT 'Abc' LIKE 'abc'", params![])).await;
        assert_eq!(found, Ok(false), "{db:?}");
    }
}

#[tokio::test]
async fn statements_built_at_run_time_take_lists() {
    for db in both().await {
        let found = db.write(|tx| {
            for i in 0..200_i64 {
                tx.exec("INSERT INTO suite_note (key, n) VALUES ($1, $2)", params![format!("k{i}"), i])?;
            }
            let mut found = Vec::new();
            // More texts than a connection keeps prepared.
            for many in 0..150 {
                let wanted: Vec<i64> = (0..many).collect();
                let sql = format!(
                    "SELECT count(*) FROM suite_note WHERE n >= $1 AND n IN ({})",
                    list(2, wanted.len())
                );
                let mut given = params![0_i64].to_vec();
                given.extend(wanted.iter().map(xingtan_db::ToParam::to_param));
                found.push(tx.one::<i64>(&sql, &given)?);
            }
            Ok::<_, Error>(found)
        });
        assert_eq!(found.await.unwrap(), (0..150).collect::<Vec<i64>>(), "{db:?}");
    }
}

#[tokio::test]
async fn exec_counts_alike() {
    for db in both().await {
        let counts = db.write(|tx| {
            let four = "INSERT INTO suite_note (key, n) VALUES ('a', 1), ('b', 2), ('c', 3), ('d', 4)";
            Ok::<_, Error>([
                tx.exec(four, params![])?,
                tx.exec("SELECT key FROM suite_note WHERE n > 100", params![])?,
                tx.exec("SELECT key FROM suite_note WHERE n > 1", params![])?,
                tx.exec("UPDATE suite_note SET n = 9 WHERE n > 100", params![])?,
                tx.exec("CREATE TABLE suite_more (id bigint)", params![])?,
                tx.exec("UPDATE suite_note SET n = 9 WHERE n > 2", params![])?,
                tx.exec("DELETE FROM suite_note WHERE n = 9 RETURNING key", params![])?,
            ])
        });
        assert_eq!(counts.await.unwrap(), [4, 0, 3, 0, 0, 2, 2], "{db:?}");
    }
}

#[tokio::test]
async fn rows_are_checked_by_name_and_type() {
    for db in both().await {
        let add = "INSERT INTO suite_note (key, n) VALUES ('a', 1)";
        db.write(move |tx| tx.exec(add, params![])).await.unwrap();
        let turned = db.read(|tx| tx.all::<Turned>("SELECT key, n FROM suite_note", params![])).await;
        assert!(
            matches!(&turned, Err(Error::Decode(words)) if words.contains("n, key")),
            "{db:?} {turned:?}"
        );
        let right = db.read(|tx| tx.one::<Turned>("SELECT n, key FROM suite_note", params![])).await.unwrap();
        assert_eq!((right.n, right.key.as_str()), (1, "a"), "{db:?}");
        let null = db.read(|tx| tx.one::<String>("SELECT body FROM suite_note", params![])).await;
        assert!(matches!(null, Err(Error::Decode(_))), "{db:?} {null:?}");
        let kind = db.read(|tx| tx.one::<i64>("SELECT key FROM suite_note", params![])).await;
        assert!(matches!(kind, Err(Error::Decode(_))), "{db:?} {kind:?}");
        let few = db.read(|tx| tx.all::<i64>("SELECT n FROM suite_note WHERE n = $1", params![])).await;
        assert!(matches!(few, Err(Error::Decode(_))), "{db:?} {few:?}");
        let two = db.read(|tx| tx.opt::<i64>("SELECT n FROM suite_counter", params![])).await;
        assert!(matches!(two, Err(Error::Decode(_))), "{db:?} {two:?}");
    }
}

#[tokio::test]
async fn rows_can_be_taken_one_by_one_and_left_early() {
    for db in both().await {
        let sql = "WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 50000)
            SELECT CAST(n AS bigint) AS n FROM up";
        let sum = db.read(move |tx| {
            let mut sum = 0;
            tx.each(sql, params![], |n: i64| {
                sum += n;
                Ok(())
            })?;
            Ok::<_, Error>(sum)
        });
        assert_eq!(sum.await.unwrap(), 50_000 * 50_001 / 2, "{db:?}");
        let left = db
            .read(move |tx| tx.each(sql, params![], |n: i64| if n < 10 { Ok(()) } else { Err(Error::Full) }));
        assert_eq!(left.await, Err(Error::Full), "{db:?}");
        // The connection is good for the next unit.
        assert_eq!(crate::both::counter(&db).await, 0, "{db:?}");
    }
}
