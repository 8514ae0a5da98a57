//! Search on both engines (CRS-2).
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use proptest::prelude::*;
use xingtan_clock::Uuid;
use xingtan_db::{Db, Error};
use xingtan_i18n::Lang;
use xingtan_search::{Document, Hit, Query, clear, find, index, is_empty, migrations, remove};
use xingtan_testkit::databases;

const COURSE: &str = "catalog-course";

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

async fn put(db: &Db, document: Document) {
    db.write::<_, Error>(move |tx| index(tx, &document)).await.unwrap();
}

async fn course(db: &Db, n: u128, title: &str, body: &str) {
    put(db, Document::new(COURSE, id(n), title, body, Lang::ZhCn)).await;
}

async fn ask(db: &Db, query: Query, limit: i64, after: Option<Hit>) -> Vec<Hit> {
    let kinds = [COURSE, "accounts-person"];
    db.read::<_, Error>(move |tx| find(tx, &kinds, &query, limit, after.as_ref())).await.unwrap()
}

async fn found(db: &Db, text: &str) -> Vec<u128> {
    ask(db, Query::parse(text), 100, None).await.iter().map(|hit| hit.id.as_u128()).collect()
}

#[tokio::test]
async fn a_part_finds_the_compound_and_titles_come_first() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "高等数学", "微积分与线性代数").await;
        course(&db, 2, "安全生产", "本课程不讲数学，只讲安全操作规程。").await;
        course(&db, 3, "Advanced Mathematics", "limits, derivatives").await;
        assert_eq!(found(&db, "数学").await, [1, 2]);
        assert_eq!(found(&db, "数学 ").await, [1, 2]);
        assert_eq!(found(&db, "高等数学").await, [1]);
        assert_eq!(found(&db, "数学 安全").await, [2]);
        assert_eq!(found(&db, "学").await, [1]);
        assert_eq!(found(&db, "ＭＡＴＨＥＭ").await, [3]);
        assert_eq!(found(&db, "mathem ").await, Vec::<u128>::new());
        assert_eq!(found(&db, "物理").await, Vec::<u128>::new());
        assert_eq!(found(&db, "").await, Vec::<u128>::new());
    }
}

#[tokio::test]
async fn a_word_that_the_dictionary_does_not_know_is_found_in_titles_by_its_characters() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "青禾装备与林书岚谈安全", "").await;
        assert_eq!(found(&db, "书岚").await, [1]);
        assert_eq!(found(&db, "青禾装备").await, [1]);
        assert_eq!(found(&db, "青岚").await, [1]);
        assert_eq!(found(&db, "青山").await, Vec::<u128>::new());
    }
}

#[tokio::test]
async fn a_document_is_replaced_and_removed() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "旧标题消防", "").await;
        course(&db, 1, "新标题急救", "").await;
        assert_eq!((found(&db, "消防").await, found(&db, "急救").await), (vec![], vec![1]));
        for _ in 0..2 {
            db.write::<_, Error>(|tx| remove(tx, COURSE, id(1))).await.unwrap();
        }
        assert_eq!(found(&db, "急救").await, Vec::<u128>::new());
        assert!(db.read::<_, Error>(is_empty).await.unwrap());
    }
}

#[tokio::test]
async fn a_cleared_index_finds_nothing_and_can_be_filled_again() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "消防", "").await;
        db.write::<_, Error>(clear).await.unwrap();
        assert!(found(&db, "消防").await.is_empty());
        course(&db, 2, "消防", "").await;
        assert_eq!(found(&db, "消防").await, [2]);
    }
}

#[tokio::test]
async fn what_a_unit_indexed_goes_when_the_unit_fails() {
    for db in databases(&[migrations()]).await {
        let document = Document::new(COURSE, id(1), "消防", "", Lang::ZhCn);
        let failed = db
            .write::<(), Error>(move |tx| {
                index(tx, &document)?;
                Err(Error::NotFound)
            })
            .await;
        assert_eq!(failed, Err(Error::NotFound));
        assert_eq!(found(&db, "消防").await, Vec::<u128>::new());
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    for db in databases(&[migrations()]).await {
        for n in 0..25 {
            course(&db, n, "安全生产", &"安全 操作 ".repeat(n as usize % 3)).await;
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = ask(&db, Query::parse("安全"), 7, after.clone()).await;
            seen.extend(page.iter().map(|hit| hit.id));
            match page.last() {
                Some(last) => after = Some(last.clone()),
                None => break,
            }
        }
        assert_eq!(seen.len(), 25);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 25);
    }
}

#[tokio::test]
async fn people_are_found_by_any_end_of_the_name_by_pinyin_and_by_number() {
    for db in databases(&[migrations()]).await {
        put(&db, Document::named("accounts-person", id(1), "林书岚", &["u000017", "QH-0042"], Lang::ZhCn))
            .await;
        put(&db, Document::named("accounts-person", id(2), "Mary Lin", &["mary"], Lang::En)).await;
        let named = async |text: &str| -> Vec<u128> {
            let mut ids: Vec<_> =
                ask(&db, Query::name(text), 10, None).await.iter().map(|h| h.id.as_u128()).collect();
            ids.sort_unstable();
            ids
        };
        for text in ["林", "书岚", "岚", "linshu", "shulan", "lsl", "LSL", "u0000", "qh 0042", "0042"] {
            assert_eq!(named(text).await, [1], "{text}");
        }
        assert_eq!(named("lin").await, [1, 2]);
        assert_eq!(named("mary lin").await, [2]);
        assert_eq!(named("岚书").await, Vec::<u128>::new());
        // Only the kinds asked for.
        let none =
            db.read::<_, Error>(|tx| find(tx, &[COURSE], &Query::name("lin"), 10, None)).await.unwrap();
        assert_eq!(none, []);
    }
}

#[tokio::test]
async fn signs_that_are_letters_to_one_side_only_are_found_on_both_engines() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "\u{11038}", "").await;
        assert_eq!(found(&db, "\u{11038}").await, [1]);
    }
}

#[test]
fn whatever_is_indexed_and_asked_both_engines_answer_and_agree() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let databases = runtime.block_on(databases(&[migrations()]));
    let text = "[a-z学数高等安全 \"'*:&|!()<>^\\\\-]{0,40}|.{0,60}";
    proptest!(ProptestConfig::with_cases(150), |(title in text, body in text, question in text)| {
        let mut answers = Vec::new();
        for db in &databases {
            runtime.block_on(course(db, 1, &title, &body));
            let mut ids = runtime.block_on(found(db, &question));
            ids.sort_unstable();
            answers.push(ids);
        }
        prop_assert!(answers.iter().all(|ids| *ids == answers[0]), "{:?}", answers);
        // What is there is found by itself.
        let query = Query::parse(&title);
        for db in &databases {
            let hits = runtime.block_on(ask(db, query.clone(), 10, None));
            prop_assert_eq!(hits.len(), usize::from(!query.is_empty()), "{:?}", query);
        }
    });
}
