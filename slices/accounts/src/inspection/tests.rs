//! What is found about accounts: the rule against a plain reading, and an inspection through the stores on both engines.

use super::{
    job,
    rules::{Bounds, Kind, Known, found},
    store,
};
use crate::person::testkit;
use proptest::prelude::*;
use xingtan_auth::Role;
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid};
use xingtan_db::{Db, params};
use xingtan_jobs::{Kinds, Options, Schedules, Worker};
use xingtan_settings::Settings;

const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);
const BOUNDS: Bounds = Bounds { unused: 30, dormant: 90, devices: 4 };

fn kinds(known: &Known) -> Vec<Kind> {
    found(known, &BOUNDS, NOW).into_iter().map(|it| it.kind).collect()
}

fn known(opened: i64, last: Option<i64>, devices: i64, roles: &[Role]) -> Known {
    let ago = |days: i64| NOW - Span::of_days(days);
    Known { created_at: ago(opened), last_at: last.map(ago), devices, roles: roles.to_vec() }
}

#[test]
fn each_kind_is_found_from_its_bound_on() {
    assert_eq!(kinds(&known(29, None, 0, &[Role::Learner])), []);
    assert_eq!(kinds(&known(30, None, 0, &[Role::Learner])), [Kind::Unused]);
    assert_eq!(kinds(&known(300, Some(89), 4, &[Role::Learner])), []);
    assert_eq!(kinds(&known(300, Some(90), 4, &[Role::Learner])), [Kind::Dormant]);
    assert_eq!(kinds(&known(300, Some(1), 5, &[Role::Learner])), [Kind::Shared]);
    assert_eq!(kinds(&known(300, Some(1), 1, &[Role::Teacher])), []);
    assert_eq!(kinds(&known(300, Some(100), 1, &[Role::Teacher])), [Kind::Dormant, Kind::OverPrivileged]);
    assert_eq!(kinds(&known(300, Some(1), 1, &[Role::Security, Role::Teacher])), [Kind::OverPrivileged]);
    assert_eq!(kinds(&known(300, Some(1), 1, &[Role::Security, Role::Learner])), []);
}

proptest! {
    #[test]
    fn nobody_who_signed_in_lately_with_few_devices_and_a_learners_role_is_found(
        opened in 0_i64..2_000, last in 0_i64..90, devices in 0_i64..=4
    ) {
        prop_assert_eq!(kinds(&known(opened.max(last), Some(last), devices, &[Role::Learner])), []);
    }

    #[test]
    fn an_account_is_unused_or_dormant_but_never_both(opened in 0_i64..2_000, last in prop::option::of(0_i64..2_000)) {
        let all = kinds(&known(opened, last, 0, &[]));
        prop_assert!(all.len() <= 1);
        let expected = match last { None => opened >= 30, Some(last) => last >= 90 };
        prop_assert_eq!(!all.is_empty(), expected);
    }
}

fn tables() -> Vec<xingtan_db::Migrations> {
    vec![
        xingtan_settings::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_notify::migrations(),
        xingtan_imports::migrations(),
        xingtan_web::migrations(),
        xingtan_words::migrations(),
        crate::migrations(),
    ]
}

struct House {
    db: Db,
    clock: Clock,
    ids: Ids,
}

impl House {
    async fn inspect(&self) {
        let settings = Settings::open(self.db.clone()).await.unwrap();
        let (id, now) = (self.ids.next(), self.clock.now());
        self.db.write(move |tx| job::order(tx, id, None, now).map(|_| ())).await.unwrap();
        let mut all = Kinds::new();
        all.on(job::FIND, move |run| job::inspect(settings.clone(), run));
        let (db, clock, ids) = (self.db.clone(), self.clock.clone(), self.ids.clone());
        let worker = Worker::new(db, clock, ids, all, Schedules::new(Default::default), Options::default());
        worker.drain().await.unwrap();
        self.clock.turn(Span::of_seconds(1));
    }

    async fn stand(&self) -> Vec<(String, String, String)> {
        let sql = "SELECT p.name, f.kind, f.state FROM accounts_finding f
                   JOIN accounts_person p ON p.id = f.person_id ORDER BY p.name, f.kind";
        self.db.read(move |tx| tx.all(sql, &[])).await.unwrap()
    }

    async fn signed_in(&self, person: Uuid) {
        let now = self.clock.now();
        let sql = "UPDATE accounts_person SET last_sign_in_at = $2 WHERE id = $1";
        self.db.write(move |tx| tx.exec(sql, params![person, now]).map(|_| ())).await.unwrap();
    }
}

fn row(name: &str, kind: &str, state: &str) -> (String, String, String) {
    (name.to_owned(), kind.to_owned(), state.to_owned())
}

#[tokio::test]
async fn what_is_found_is_answered_goes_away_and_comes_back() {
    for db in xingtan_testkit::databases(&tables()).await {
        let clock = xingtan_testkit::clock();
        let ids = xingtan_testkit::ids(&clock);
        let (maker, now) = (ids.clone(), clock.now());
        let unit = db.write(move |tx| testkit::node(tx, &maker, now, "质量部", None)).await.unwrap();
        let house = House { db: db.handle(), clock, ids };
        let open = |name: &'static str, role| {
            let (db, ids, now, unit) = (house.db.clone(), house.ids.clone(), house.clock.now(), unit.clone());
            async move { testkit::person_in(&db, &ids, now, name, &unit, &[role]).await.unwrap() }
        };
        open("甲", Role::Learner).await;
        let two = open("乙", Role::Teacher).await;
        house.inspect().await;
        assert_eq!(house.stand().await, [], "nothing is old yet");
        house.clock.turn(Span::of_days(31));
        house.inspect().await;
        let all =
            [row("乙", "over_privileged", "open"), row("乙", "unused", "open"), row("甲", "unused", "open")];
        assert_eq!(house.stand().await, all);
        house.inspect().await;
        assert_eq!(house.stand().await, all, "found twice it stays one");

        let found = house.db.read(|tx| {
            let everybody = xingtan_auth::Scope::of(vec!["/".into()]);
            store::select(&everybody, "甲", "open", "unused").rows::<store::Finding>(tx, "")
        });
        let it = found.await.unwrap().remove(0);
        let (now, id, seen) = (house.clock.now(), it.id, it.version);
        let answered =
            move |tx: &mut xingtan_db::Tx<'_>| store::answer(tx, id, seen, "kept", two, "休产假", now);
        assert!(house.db.write(answered).await.unwrap());
        assert!(!house.db.write(answered).await.unwrap(), "answered already");
        house.signed_in(two).await;
        house.inspect().await;
        assert_eq!(
            house.stand().await,
            [row("乙", "over_privileged", "gone"), row("乙", "unused", "gone"), row("甲", "unused", "kept")]
        );
        house.clock.turn(Span::of_days(181));
        house.inspect().await;
        assert_eq!(
            house.stand().await,
            [
                row("乙", "dormant", "open"),
                row("乙", "over_privileged", "open"),
                row("乙", "unused", "gone"),
                row("甲", "unused", "open")
            ],
            "what was justified is looked at again after half a year"
        );
        let latest = house.db.read(store::latest).await.unwrap().unwrap();
        assert_eq!((latest.people, latest.found), (2, 3));
    }
}
