//! Lists and hits as kept, and judged by, on both engines (CRS-7).
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use xingtan_auth::Scope;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Db, Error, Result, Tx};
use xingtan_web::{Form, List};
use xingtan_words::{
    Action, Judgement, Place, Said, in_force, judge, refresh,
    store::{self, Decision, HIT_SORTS, Hit, Phrase},
};

fn category(tx: &mut Tx<'_>, ids: &Ids, name: &str, action: Action, now: Timestamp) -> Result<Uuid> {
    let id = ids.next();
    assert!(store::add_category(tx, id, name, action, now)?);
    Ok(id)
}

fn listed(tx: &mut Tx<'_>, ids: &Ids, category: Uuid, words: &[&str], now: Timestamp) -> Result<()> {
    for word in words {
        assert!(store::add_entry(tx, ids.next(), category, (word, true, ""), now)?, "{word}");
    }
    store::touch(tx, ids.next(), words.len() as i64, now)
}

fn said(subject: Option<Uuid>) -> Said<'static> {
    let person = Uuid::from_u128(7);
    Said { place: Place::Comment, subject, person, name: "林书岚", unit_path: "/1/5/" }
}

async fn action(db: &Db, text: &'static str) -> Option<Action> {
    db.read(move |tx| Ok::<_, Error>(in_force(tx)?.judge(text).action())).await.unwrap()
}

#[tokio::test]
async fn a_change_takes_effect_with_the_next_text() {
    for (n, db) in xingtan_testkit::databases(&[xingtan_words::migrations()]).await.into_iter().enumerate() {
        let clock = xingtan_testkit::clock();
        // Of two databases that this one program knows, each has tokens of its own.
        let (ids, now) = (Ids::seeded(clock.clone(), n as u64 + 1), clock.now());
        let handle = db.handle();
        assert_eq!(action(&handle, "找人代考").await, None, "no list, no hit");
        let made = ids.clone();
        let (own, entry) = db
            .write(move |tx| {
                let own = category(tx, &made, "作弊", Action::Block, now)?;
                assert!(
                    !store::add_category(tx, made.next(), " 作弊", Action::Mask, now)?,
                    "one name, one category"
                );
                listed(tx, &made, own, &["代考"], now)?;
                assert!(
                    !store::add_entry(tx, made.next(), own, ("代 考", false, ""), now)?,
                    "one word, one entry"
                );
                let entry = store::by_keys(tx, &[xingtan_words::key("代考")])?.into_values().next().unwrap();
                Ok::<_, Error>((own, entry.id))
            })
            .await
            .unwrap();
        assert_eq!(action(&handle, "找人ｄａｉ　考").await, Some(Action::Block));

        // An exception; then the category masks, rests, and is gone: each time the next text knows.
        let made = ids.clone();
        db.write(move |tx| {
            let it = Phrase {
                id: made.next(),
                phrase: "时代考验".into(),
                note: String::new(),
                hit_id: None,
                added_by: Uuid::from_u128(7),
                added_name: "王心".into(),
                added_at: now,
            };
            assert!(store::add_phrase(tx, &it)?);
            assert!(!store::add_phrase(tx, &Phrase { id: made.next(), phrase: "時代考驗".into(), ..it })?);
            store::touch(tx, made.next(), 0, now)
        })
        .await
        .unwrap();
        assert_eq!(action(&handle, "时代考验").await, None);
        assert_eq!(action(&handle, "代考").await, Some(Action::Block));
        let turns = [(1, Action::Mask, true, Some(Action::Mask)), (2, Action::Mask, false, None)];
        for (version, act, active, expected) in turns {
            let made = ids.clone();
            db.write(move |tx| {
                assert!(store::change_category(tx, own, version, ("作弊", act, active), now)?);
                assert!(!store::change_category(tx, own, version, ("作弊", act, active), now)?, "stale");
                store::touch(tx, made.next(), 0, now)
            })
            .await
            .unwrap();
            assert_eq!(action(&handle, "代考").await, expected);
        }
        let made = ids.clone();
        db.write(move |tx| {
            assert!(!store::drop_category(tx, own)?, "it holds a word");
            assert!(store::drop_entry(tx, entry)?);
            assert!(store::drop_category(tx, own)?);
            store::touch(tx, made.next(), -1, now)
        })
        .await
        .unwrap();
        assert_eq!(db.read(store::revision).await.unwrap().unwrap().entries, 0);
    }
}

#[tokio::test]
async fn a_unit_that_fails_leaves_no_list_behind() {
    for (n, db) in xingtan_testkit::databases(&[xingtan_words::migrations()]).await.into_iter().enumerate() {
        let clock = xingtan_testkit::clock();
        // Of two databases that this one program knows, each has tokens of its own.
        let (ids, now) = (Ids::seeded(clock.clone(), n as u64 + 1), clock.now());
        let made = ids.clone();
        let failed = db.write(move |tx| {
            let own = category(tx, &made, "作弊", Action::Block, now)?;
            listed(tx, &made, own, &["代考"], now)?;
            assert_eq!(
                in_force(tx)?.judge("代考").action(),
                Some(Action::Block),
                "its own list holds within it"
            );
            Err::<(), _>(Error::NotFound)
        });
        assert!(failed.await.is_err());
        assert_eq!(action(&db.handle(), "代考").await, None);
    }
}

#[tokio::test]
async fn what_is_found_is_noted_once_and_an_appeal_is_decided_once() {
    for (n, db) in xingtan_testkit::databases(&[xingtan_words::migrations()]).await.into_iter().enumerate() {
        let clock = xingtan_testkit::clock();
        // Of two databases that this one program knows, each has tokens of its own.
        let (ids, now) = (Ids::seeded(clock.clone(), n as u64 + 1), clock.now());
        db.write(move |tx| {
            let block = category(tx, &ids, "作弊", Action::Block, now)?;
            let mask = category(tx, &ids, "不雅", Action::Mask, now)?;
            listed(tx, &ids, block, &["代考"], now)?;
            listed(tx, &ids, mask, &["笨蛋"], now)?;
            let subject = Some(Uuid::from_u128(5));
            assert_eq!(judge(tx, "好", &said(subject), &ids, now)?, Judgement::Clean);
            let masked = judge(tx, "你这笨-蛋", &said(subject), &ids, now)?;
            assert!(matches!(&masked, Judgement::Masked { text, .. } if text == "你这***"), "{masked:?}");
            for _ in 0..2 {
                let blocked = judge(tx, "笨蛋才代考，代考笨蛋", &said(subject), &ids, now)?;
                assert_eq!((blocked.action(), blocked.found().len()), (Some(Action::Block), 4));
            }
            let list = List::read(&Form::default(), "/", HIT_SORTS, &[], 50);
            let scope = Scope::of(vec!["/1/".into()]);
            let all = list.page::<Hit>(tx, store::select_hits(&scope, "", ("", "", ""), true))?;
            assert_eq!(all.rows.len(), 2, "a word of a thing is one row");
            let far = Scope::of(vec!["/1/6/".into()]);
            assert!(list.page::<Hit>(tx, store::select_hits(&far, "", ("", "", ""), true))?.rows.is_empty());
            let blocked =
                list.page::<Hit>(tx, store::select_hits(&scope, "林书", ("comment", "block", "none"), true))?;
            let it = blocked.rows.first().unwrap().clone();
            assert_eq!((it.word.as_str(), it.times, it.excerpt.as_str()), ("代考", 2, "**才**，****"));
            assert!(store::appeal(tx, it.id, ("误判", &it.phrase), now)?);
            assert!(!store::appeal(tx, it.id, ("误判", &it.phrase), now)?);
            assert_eq!(store::count_asked(tx, &scope)?, 1);
            let decision = Decision {
                excepted: false,
                phrase: "",
                answer: "不是误判",
                by: Uuid::from_u128(9),
                name: "王心",
            };
            assert!(store::decide(tx, it.id, &decision, now)?);
            assert!(!store::decide(tx, it.id, &decision, now)?);
            assert_eq!(store::hit(tx, it.id)?.unwrap().appeal, "upheld");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn a_large_list_is_made_ready_outside_units_and_the_one_before_it_holds_until_then() {
    for (n, db) in xingtan_testkit::databases(&[xingtan_words::migrations()]).await.into_iter().enumerate() {
        let clock = xingtan_testkit::clock();
        // Of two databases that this one program knows, each has tokens of its own.
        let (ids, now) = (Ids::seeded(clock.clone(), n as u64 + 1), clock.now());
        let made = ids.clone();
        let own = db
            .write(move |tx| {
                let own = category(tx, &made, "作弊", Action::Block, now)?;
                listed(tx, &made, own, &["代考"], now)?;
                Ok::<_, Error>(own)
            })
            .await
            .unwrap();
        let handle = db.handle();
        assert_eq!(action(&handle, "代考").await, Some(Action::Block));
        for part in 0..6_u32 {
            let made = ids.clone();
            db.write(move |tx| {
                for n in 0..1000_u32 {
                    let c = char::from_u32(0x4e00 + part * 1000 + n).unwrap();
                    store::add_entry(tx, made.next(), own, (&format!("{c}坏词"), false, ""), now)?;
                }
                store::touch(tx, made.next(), 1000, now)
            })
            .await
            .unwrap();
        }
        assert_eq!(action(&handle, "一坏词").await, None, "not within a unit");
        refresh(&handle).await.unwrap();
        assert_eq!(action(&handle, "一坏词").await, Some(Action::Block));
        refresh(&handle).await.unwrap();
    }
}
