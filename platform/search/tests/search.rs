//! Search on both engines (CRS-2).
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use proptest::prelude::*;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Db, Error};
use xingtan_i18n::Lang;
use xingtan_search::{
    Answer, Ask, Circle, Passage, Piece, Query, Reach, Standing, Thing, Typed, add, clear, find, having,
    hide, is_empty, meant, migrations, set_readers, show, stand, synonyms, take_out, titles,
};
use xingtan_testkit::databases;

const COURSE: &str = "catalog-course";
const OTHER: &str = "library-item";
const NOW: Timestamp = Timestamp::from_micros(1_795_323_900_000_000);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn thing(n: u128, title: &str) -> Thing {
    Thing {
        kind: COURSE,
        id: id(n),
        subject: id(n),
        open: true,
        circle: "",
        path: "/1/5/".to_owned(),
        lang: Lang::ZhCn,
        form: "course".to_owned(),
        topic: None,
        level: "basic".to_owned(),
        weight: 0,
        fresh_at: NOW,
        title: title.to_owned(),
        above: String::new(),
    }
}

async fn put(db: &Db, thing: Thing, text: &str) {
    let piece = Piece { place: "page:1".to_owned(), heading: String::new(), text: text.to_owned() };
    let passages = Passage::all(&thing, &[piece]).0;
    db.write::<_, Error>(move |tx| {
        while take_out(tx, thing.subject, thing.open, 100)? > 0 {}
        add(tx, &passages)
    })
    .await
    .unwrap();
}

async fn course(db: &Db, n: u128, title: &str, body: &str) {
    put(db, thing(n, title), body).await;
}

fn everybody() -> Ask {
    Ask { reach: vec![Reach { kinds: vec![COURSE], open: true, ..Reach::default() }], ..Ask::default() }
}

async fn answer(db: &Db, query: Query, ask: Ask) -> Answer {
    db.read::<_, Error>(move |tx| find(tx, &query, &ask, NOW)).await.unwrap()
}

async fn ids(db: &Db, text: &str, ask: Ask) -> Vec<u128> {
    let answer = answer(db, Query::parse(text), ask).await;
    if answer.some { Vec::new() } else { answer.hits.iter().map(|hit| hit.best.id.as_u128()).collect() }
}

async fn found(db: &Db, text: &str) -> Vec<u128> {
    ids(db, text, everybody()).await
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
        assert_eq!(found(&db, "青山").await, Vec::<u128>::new());
    }
}

#[tokio::test]
async fn what_is_replaced_or_taken_out_is_not_found() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "旧标题消防", "").await;
        course(&db, 1, "新标题急救", "").await;
        assert_eq!((found(&db, "消防").await, found(&db, "急救").await), (vec![], vec![1]));
        db.write::<_, Error>(|tx| take_out(tx, id(1), true, 100)).await.unwrap();
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
        let passages = Passage::all(&thing(1, "消防"), &[]).0;
        let failed = db
            .write::<(), Error>(move |tx| {
                add(tx, &passages)?;
                Err(Error::NotFound)
            })
            .await;
        assert_eq!(failed, Err(Error::NotFound));
        assert_eq!(found(&db, "消防").await, Vec::<u128>::new());
    }
}

#[tokio::test]
async fn what_is_hidden_is_not_found_until_it_is_shown_again() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "消防", "灭火器").await;
        for _ in 0..2 {
            db.write::<_, Error>(|tx| hide(tx, id(1))).await.unwrap();
        }
        assert_eq!(found(&db, "消防").await, Vec::<u128>::new());
        db.write::<_, Error>(|tx| show(tx, id(1))).await.unwrap();
        assert_eq!(found(&db, "消防").await, [1]);
    }
}

#[tokio::test]
async fn drafts_are_found_by_their_readers_and_by_whom_a_path_is_in_charge_of() {
    for db in databases(&[migrations()]).await {
        put(&db, Thing { open: false, ..thing(1, "机密消防草稿") }, "灭火器").await;
        db.write::<_, Error>(|tx| set_readers(tx, id(1), &[id(77)])).await.unwrap();
        let reach = |ranges: &[(&str, &str)], person: Option<u128>| Ask {
            reach: vec![Reach {
                kinds: vec![COURSE],
                open: true,
                ranges: ranges.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
                person: person.map(id),
                ..Reach::default()
            }],
            ..Ask::default()
        };
        assert_eq!(ids(&db, "消防", reach(&[], None)).await, Vec::<u128>::new());
        assert_eq!(ids(&db, "消防", reach(&[], Some(78))).await, Vec::<u128>::new());
        assert_eq!(ids(&db, "消防", reach(&[("/1/6/", "/1/60")], Some(78))).await, Vec::<u128>::new());
        assert_eq!(ids(&db, "消防", reach(&[], Some(77))).await, [1]);
        assert_eq!(ids(&db, "消防", reach(&[("/1/5/", "/1/50")], None)).await, [1]);
        // Nor is it suggested, or counted as what somebody may have meant.
        let ask = reach(&[], None);
        let told =
            db.read::<_, Error>(move |tx| titles(tx, &Query::parse("机密"), &ask, NOW, 8)).await.unwrap();
        assert!(told.is_empty());
        db.write::<_, Error>(|tx| set_readers(tx, id(1), &[])).await.unwrap();
        assert_eq!(ids(&db, "消防", reach(&[], Some(77))).await, Vec::<u128>::new());
    }
}

#[tokio::test]
async fn what_is_for_a_circle_is_found_by_it_alone_and_stands_elsewhere_without_being_cut_again() {
    for db in databases(&[migrations()]).await {
        put(&db, Thing { circle: "authors", ..thing(1, "消防图集") }, "灭火器").await;
        db.write::<_, Error>(|tx| set_readers(tx, id(1), &[id(77)])).await.unwrap();
        let reach = |circles: Vec<Circle>, person: Option<u128>| {
            let person = person.map(id);
            let own = Reach { kinds: vec![COURSE], open: true, circles, person, ..Reach::default() };
            Ask { reach: vec![own], ..Ask::default() }
        };
        let circle = |key, open, paths: &[&str], ranges: &[(&str, &str)]| Circle {
            key,
            open,
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
            ranges: ranges.iter().map(|(low, high)| ((*low).to_owned(), (*high).to_owned())).collect(),
        };
        let below = || circle("authors", true, &["/", "/1/", "/1/5/"], &[]);
        let charge = || circle("authors", true, &[], &[("/1/", "/10")]);
        assert_eq!(ids(&db, "消防", everybody()).await, Vec::<u128>::new());
        assert_eq!(ids(&db, "消防", reach(vec![below()], None)).await, [1]);
        assert_eq!(ids(&db, "消防", reach(vec![charge()], None)).await, [1]);
        assert_eq!(ids(&db, "消防", reach(vec![], Some(77))).await, [1]);
        for circles in [
            vec![circle("authors", true, &["/", "/1/", "/1/6/"], &[("/2/", "/20")])],
            vec![circle("learners", true, &["/1/5/"], &[("/1/", "/10")])],
            vec![circle("authors", false, &["/1/5/"], &[("/1/", "/10")])],
            vec![circle("authors", true, &[], &[])],
        ] {
            assert_eq!(ids(&db, "消防", reach(circles, Some(78))).await, Vec::<u128>::new());
        }
        // Lists ask for those that have the words, and nothing else.
        let listed = async |ask: Ask| {
            let query = Query::parse("灭火器");
            db.read::<_, Error>(move |tx| having(tx, &query, &ask, 50)).await.unwrap()
        };
        assert_eq!(listed(reach(vec![below()], None)).await, [id(1)]);
        assert_eq!(listed(everybody()).await, Vec::<Uuid>::new());
        // Hidden is hidden, from its readers as well.
        db.write::<_, Error>(|tx| hide(tx, id(1))).await.unwrap();
        assert_eq!(ids(&db, "消防", reach(vec![below()], Some(77))).await, Vec::<u128>::new());
        db.write::<_, Error>(|tx| show(tx, id(1))).await.unwrap();
        let everywhere = Standing { open: true, circle: "", path: "/1/5/", fresh_at: NOW };
        db.write::<_, Error>(move |tx| stand(tx, id(1), everywhere)).await.unwrap();
        assert_eq!(ids(&db, "消防", everybody()).await, [1]);
        let ended = Standing { open: false, circle: "ended", path: "/1/6/", fresh_at: NOW };
        db.write::<_, Error>(move |tx| stand(tx, id(1), ended)).await.unwrap();
        assert_eq!(ids(&db, "消防", reach(vec![below()], None)).await, Vec::<u128>::new());
        assert_eq!(ids(&db, "消防", reach(vec![below()], Some(77))).await, [1]);
        let reads = circle("ended", false, &[], &[("/1/6/", "/1/60")]);
        assert_eq!(ids(&db, "消防", reach(vec![reads], None)).await, [1]);
    }
}

#[tokio::test]
async fn whoever_sees_nothing_of_a_kind_finds_nothing_and_that_is_no_error() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "消防", "").await;
        let none = Reach { kinds: vec![COURSE], ..Reach::default() };
        let other = Reach { kinds: vec![OTHER], open: true, ..Reach::default() };
        for reach in [vec![none.clone()], vec![none, other]] {
            let ask = Ask { reach, lang: "zh-CN".into(), ..Ask::default() };
            assert_eq!(ids(&db, "消防", ask).await, Vec::<u128>::new());
        }
    }
}

#[tokio::test]
async fn kinds_forms_levels_topics_and_languages_narrow() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "消防", "").await;
        put(&db, Thing { kind: OTHER, ..thing(2, "消防") }, "").await;
        put(&db, Thing { form: "pdf".into(), topic: Some(id(9)), ..thing(3, "消防") }, "").await;
        put(&db, Thing { lang: Lang::En, level: "advanced".into(), ..thing(4, "消防 fire") }, "").await;
        let sorted = async |ask: Ask| {
            let mut all = ids(&db, "消防", ask).await;
            all.sort_unstable();
            all
        };
        assert_eq!(sorted(everybody()).await, [1, 3, 4], "another slice's kinds are asked for by themselves");
        assert_eq!(sorted(Ask { forms: vec!["pdf".into()], ..everybody() }).await, [3]);
        assert_eq!(sorted(Ask { topics: vec![id(9)], ..everybody() }).await, [3]);
        assert_eq!(sorted(Ask { level: "advanced".into(), ..everybody() }).await, [4]);
        assert_eq!(sorted(Ask { lang: "en".into(), ..everybody() }).await, [4]);
        assert_eq!(sorted(Ask { drafts: true, ..everybody() }).await, Vec::<u128>::new());
    }
}

#[tokio::test]
async fn words_that_mean_the_same_find_each_other() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "安全生产须知", "").await;
        course(&db, 2, "HSE handbook", "").await;
        let words = synonyms::group("安全生产 = 生产安全 = HSE").unwrap();
        let kept = words.clone();
        db.write::<_, Error>(move |tx| synonyms::keep(tx, id(50), &kept, NOW)).await.unwrap();
        let asked = async |text: &str| {
            let typed = Typed::new(text);
            let same = db.read::<_, Error>({
                let typed = typed.clone();
                move |tx| synonyms::of_typed(tx, &typed)
            });
            let query = typed.query(&same.await.unwrap());
            let mut all: Vec<u128> =
                answer(&db, query, everybody()).await.hits.iter().map(|it| it.best.id.as_u128()).collect();
            all.sort_unstable();
            all
        };
        for text in ["安全生产", "hse", "生产安全", "HSE "] {
            assert_eq!(asked(text).await, [1, 2], "{text}");
        }
        let taken = db.read::<_, Error>(move |tx| synonyms::taken(tx, id(51), &["ＨＳＥ".to_owned()])).await;
        assert_eq!(taken.unwrap(), Some("HSE".to_owned()));
        let stale = db.write::<_, Error>({
            let words = words.clone();
            move |tx| synonyms::change(tx, id(50), 7, &words, NOW)
        });
        assert!(!stale.await.unwrap());
        assert!(db.write::<_, Error>(|tx| synonyms::drop(tx, id(50))).await.unwrap());
        assert_eq!(asked("hse").await, [2]);
    }
}

#[tokio::test]
async fn lists_of_synonyms_page_without_gap() {
    for db in databases(&[migrations()]).await {
        for n in 0..25u128 {
            let words = vec![format!("词{n}"), format!("word{n}")];
            db.write::<_, Error>(move |tx| synonyms::keep(tx, id(n + 1), &words, NOW)).await.unwrap();
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = db.read::<_, Error>(move |tx| synonyms::all(tx, "word", after, 7)).await.unwrap();
            seen.extend(page.iter().map(|it| it.id));
            match page.last() {
                Some(last) => after = Some(last.id),
                None => break,
            }
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 25);
        let odd = db.read::<_, Error>(|tx| synonyms::all(tx, "100%_\\", None, 7)).await.unwrap();
        assert!(odd.is_empty());
    }
}

#[tokio::test]
async fn what_sounds_the_same_or_has_one_slip_may_be_meant() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "安全生产", "").await;
        course(&db, 2, "Safety handbook", "").await;
        let told = async |text: &str| {
            let query = Query::parse(text);
            db.read::<_, Error>(move |tx| meant(tx, &query)).await.unwrap()
        };
        assert!(told("按全生产").await.contains(&"安全生产".to_owned()), "{:?}", told("按全生产").await);
        assert!(told("saftey").await.contains(&"safety".to_owned()));
        assert_eq!(told("safety").await, Vec::<String>::new());
        assert_eq!(told("量子力学").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn where_nothing_has_all_words_what_has_some_is_told_as_such() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "消防", "灭火器").await;
        let answer = answer(&db, Query::parse("灭火器 量子"), everybody()).await;
        assert!(answer.some && answer.hits.len() == 1, "{answer:?}");
    }
}

#[tokio::test]
async fn passages_of_a_thing_are_one_hit_with_the_best_of_them() {
    for db in databases(&[migrations()]).await {
        let pieces: Vec<Piece> =
            [("page:1", "前言"), ("page:2", "灭火器每月检查"), ("page:3", "检查灭火器的压力")]
                .map(|(place, text)| Piece { place: place.into(), heading: String::new(), text: text.into() })
                .into();
        let passages = Passage::all(&thing(1, "消防"), &pieces).0;
        db.write::<_, Error>(move |tx| add(tx, &passages)).await.unwrap();
        let answer = answer(&db, Query::parse("检查灭火器"), everybody()).await;
        assert_eq!(answer.hits.len(), 1);
        assert_eq!((answer.hits[0].best.place.as_str(), answer.hits[0].others), ("page:3", 1));
    }
}

#[tokio::test]
async fn hostile_questions_are_words_or_nothing() {
    for db in databases(&[migrations()]).await {
        course(&db, 1, "安全生产", "灭火器").await;
        let long = "安".repeat(100_000);
        for text in [
            "'; DROP TABLE search_passage; --",
            "\" OR 1=1 --",
            "title : *",
            "NEAR(安全 生产)",
            "^安全 * \"",
            "((((((",
            ".*?[a-z]+$",
            "\0\0",
            "\u{202e}全安\u{202c}",
            "🔥🧯",
            "%_\\",
            "AND OR NOT",
            "安全\0生产",
            &long,
        ] {
            let answer = answer(&db, Query::parse(text), everybody()).await;
            assert!(answer.hits.len() <= 1, "{text}");
        }
        assert_eq!(found(&db, "安全生产").await, [1]);
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
    proptest!(ProptestConfig::with_cases(100), |(title in text, body in text, question in text)| {
        let mut answers = Vec::new();
        for db in &databases {
            runtime.block_on(course(db, 1, &title, &body));
            answers.push(runtime.block_on(found(db, &question)));
        }
        prop_assert!(answers.iter().all(|ids| *ids == answers[0]), "{:?}", answers);
        // What is there is found by itself.
        let query = Query::parse(&title);
        for db in &databases {
            let hits = runtime.block_on(answer(db, query.clone(), everybody())).hits;
            prop_assert_eq!(hits.len(), usize::from(!query.is_empty()), "{:?}", query);
        }
    });
}
