//! Reports of moves and of leaving, with the real events and jobs, on both engines.

use super::{
    rules::SETTLES,
    store::{self, Handover},
};
use crate::assignment::change::tests::{School, nodes, tables};
use xingtan_accounts::api::{self as accounts, Act, Node, Prepared, Reason, STATE_IDS, transfer_ids};
use xingtan_audit::Who;
use xingtan_auth::{Role, Scope};
use xingtan_clock::{Span, Uuid, Zone};
use xingtan_db::params;
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

async fn moves(school: &School, person: Uuid, to: &Node) {
    let deed = Prepared::new(Who::program(), school.clock.now(), &school.ids, transfer_ids(40));
    let to = to.clone();
    let moved = school
        .write(move |tx| {
            let it = accounts::person(tx, person)?.unwrap();
            accounts::transfer(tx, &deed.begin(), &it, &to, None, "调整", Lang::ZhCn)
        })
        .await;
    assert_eq!(moved, Ok(()));
    school.settle().await;
}

/// Time passes until a move counts as meant.
async fn settled(school: &School) {
    school.clock.turn(SETTLES);
    school.clock.turn(Span::of_seconds(1));
    school.settle().await;
}

async fn told(school: &School, person: Uuid) -> Vec<Handover> {
    let read = school.db.read(move |tx| {
        let all = Scope::of(vec!["/".to_owned()]);
        store::select(&all, "", "")
            .when("h.person_id = {}", person)
            .rows::<Handover>(tx, "ORDER BY h.happened_at, h.steps")
    });
    read.await.unwrap()
}

async fn states(school: &School, person: Uuid) -> Vec<String> {
    let read = school.db.read(move |tx| {
        tx.all("SELECT state FROM learning_handover WHERE person_id = $1 ORDER BY steps", params![person])
    });
    read.await.unwrap()
}

#[tokio::test]
async fn a_move_hands_over_what_was_open_before_anything_followed() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let one = school.person("one", &a, &[Role::Learner]).await;
        let contact = school.person("contact", &b, &[Role::Contact]).await;
        let old = school.person("old", &a, &[Role::Contact]).await;
        let it = school.assign(nodes(&a), 30).await;
        school.clock.turn(Span::of_days(3));
        moves(&school, one, &b).await;
        assert_eq!(told(&school, one).await, [], "a move that was only just made may be a mistake");
        settled(&school).await;
        let [report] = told(&school, one).await.try_into().unwrap();
        let content = report.content();
        // The assignment of the old unit reaches the person no more; the report still names it.
        assert!(school.enrolment(one).await.is_none());
        let [open] = content.open.as_slice() else { panic!("{content:?}") };
        assert_eq!((open.title.as_str(), open.required, open.due_at), ("安全生产", true, Some(it.due_at)));
        assert_eq!((report.unit_path.as_str(), report.from_path.as_str()), (&*b.path, &*a.path));

        let id = report.id;
        let receipts = school.write(move |tx| store::receipts(tx, id)).await;
        assert_eq!(receipts.iter().map(|it| it.person_id).collect::<Vec<_>>(), [contact]);
        assert!(!receipts.iter().any(|it| it.person_id == old || it.opened_at.is_some()));
        let unread = school.write(move |tx| xingtan_notify::unread(tx, contact)).await;
        assert!(unread >= 1);
        let now = school.clock.now();
        assert!(school.write(move |tx| store::opened(tx, id, contact, now)).await);
        assert!(!school.write(move |tx| store::opened(tx, id, contact, now)).await, "once");
        assert!(!school.write(move |tx| store::opened(tx, id, old, now)).await, "it did not go there");

        // Nothing is told twice, and what is frozen stays.
        settled(&school).await;
        assert_eq!(told(&school, one).await, [report]);
    }
}

#[tokio::test]
async fn several_moves_of_a_day_a_move_back_and_one_after_the_other() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let (ids, now) = (school.ids.clone(), school.clock.now());
        let c = school.write(move |tx| accounts::testkit::node(tx, &ids, now, "C", None)).await;
        let one = school.person("one", &a, &[Role::Learner]).await;
        // Moved on within minutes: one report, from where it began.
        moves(&school, one, &b).await;
        moves(&school, one, &c).await;
        settled(&school).await;
        let [report] = told(&school, one).await.try_into().unwrap();
        assert_eq!((&report.from_path, &report.to_path), (&a.path, &c.path));
        assert_eq!(states(&school, one).await, ["joined", "told"]);
        // Put right within minutes: nobody has anything to take over.
        moves(&school, one, &b).await;
        moves(&school, one, &c).await;
        settled(&school).await;
        assert_eq!(told(&school, one).await.len(), 1);
        assert_eq!(states(&school, one).await[2..], ["void", "void"]);
        // The same day, but meant: each has its report, also the way back.
        for to in [&b, &a] {
            school.clock.turn(Span::of_hours(2));
            moves(&school, one, to).await;
            settled(&school).await;
        }
        let ways: Vec<(String, String)> =
            told(&school, one).await.into_iter().map(|it| (it.from_path, it.to_path)).collect();
        let way = |from: &Node, to: &Node| (from.path.clone(), to.path.clone());
        assert_eq!(ways, [way(&a, &c), way(&c, &b), way(&b, &a)]);
    }
}

#[tokio::test]
async fn a_move_in_mid_month_leaves_the_hours_of_that_month_with_the_unit_before() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let one = school.person("one", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        school.complete(one, "t").await;
        moves(&school, one, &b).await;
        settled(&school).await;
        let [report] = told(&school, one).await.try_into().unwrap();
        let content = report.content();
        assert_eq!((content.open.len(), content.done.len()), (0, 1));
        assert_eq!((content.credits, content.month_credits), (150, 150));
        assert_eq!((content.hours_seconds, content.month_seconds), (180, 180));
        let (from, to) = Zone::default().month_of(Zone::default().date(school.clock.now()));
        let whole = Scope::of(vec!["/".to_owned()]);
        let hours = school.write(move |tx| crate::credit::store::hours_by_unit(tx, &whole, from, to)).await;
        let held: Vec<(&str, i64)> =
            hours.iter().map(|it| (it.unit_path.as_str(), it.hours_seconds)).collect();
        assert_eq!(held, [(a.path.as_str(), 180)]);
    }
}

#[tokio::test]
async fn whoever_leaves_is_frozen_at_once_gives_the_seat_back_and_is_told_of_where_they_were() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let one = school.person("one", &a, &[Role::Learner]).await;
        let contact = school.person("contact", &a, &[Role::Contact]).await;
        school.assign(nodes(&a), 30).await;
        let path = a.path.clone();
        let seats = async || {
            let path = path.clone();
            let by_unit = school.write(move |tx| accounts::seats_by_unit(tx, &path)).await;
            by_unit.values().sum::<i64>()
        };
        let before = seats().await;
        let deed = Prepared::new(Who::program(), school.clock.now(), &school.ids, STATE_IDS + 20);
        let left = school
            .write(move |tx| {
                let it = accounts::person(tx, one)?.unwrap();
                let act = Act::Leave;
                accounts::set_state(tx, &deed.begin(), &it, act, &Reason::default(), Lang::ZhCn)
            })
            .await;
        assert!(left.unwrap().left);
        assert_eq!(seats().await, before - 1);
        let account = school.write(move |tx| accounts::account(tx, one)).await.unwrap();
        assert!(!account.state.takes_seat());
        school.settle().await;
        settled(&school).await;
        let [report] = told(&school, one).await.try_into().unwrap();
        assert_eq!((report.kind.as_str(), report.unit_path.as_str()), ("leave", &*a.path));
        assert_eq!(report.content().open.len(), 1, "what was open is told although it ended");
        let id = report.id;
        let receipts = school.write(move |tx| store::receipts(tx, id)).await;
        assert_eq!(receipts.iter().map(|it| it.person_id).collect::<Vec<_>>(), [contact]);
    }
}

#[tokio::test]
async fn three_thousand_moves_at_once_are_handed_over_each_once() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let b = school.b.clone();
        // What an import leaves to the job: steps that wait, kept by the events of its chunks.
        let (ids, now) = (school.ids.clone(), school.clock.now());
        let one = school.person("one", &school.a.clone(), &[Role::Learner]).await;
        let contact = school.person("contact", &b, &[Role::Contact]).await;
        for _ in 0..30 {
            let (ids, a, b) = (ids.clone(), school.a.clone(), b.clone());
            school
                .write(move |tx| {
                    for _ in 0..100 {
                        let it = Handover {
                            id: ids.next(),
                            person_id: ids.next(),
                            person_name: "人员".into(),
                            person_number: "QH1".into(),
                            kind: "move".into(),
                            from_path: a.path.clone(),
                            from_name: a.name.clone(),
                            to_path: b.path.clone(),
                            to_name: b.name.clone(),
                            unit_path: b.path.clone(),
                            happened_at: now,
                            told_at: None,
                            content: "{}".into(),
                        };
                        store::add(tx, &it, "人员")?;
                    }
                    Ok(())
                })
                .await;
        }
        moves(&school, one, &b).await;
        settled(&school).await;
        let count = school.db.read(|tx| {
            tx.one::<(i64, i64)>(
                "SELECT (SELECT count(*) FROM learning_handover WHERE state = 'told') AS told,
                        (SELECT count(*) FROM learning_handover_receipt) AS receipts",
                params![],
            )
        });
        assert_eq!(count.await.unwrap(), (3001, 3001));
        let unread = school.write(move |tx| xingtan_notify::unread(tx, contact)).await;
        assert!(unread >= 3001);
    }
}
