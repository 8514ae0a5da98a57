//! What a regulation in force prescribes holds where settings are read, from the day of its version to that of the next.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::{House, Rule, tables};
use xingtan_clock::Span;
use xingtan_db::Db;
use xingtan_governance::{
    api::{carried_out, rule_for, rules_in_force},
    prescription::settle,
};
use xingtan_settings::{Bound, bound};

const FIRST: &[Rule] = &[("missed-tasks", &[]), ("password-rotation", &[("days", "60")])];
const NEXT: &[Rule] = &[("missed-tasks", &[]), ("password-rotation", &[("days", "30")])];

async fn settled(house: &House) -> bool {
    let (ids, now) = (house.ids.clone(), house.now());
    house.write(move |tx| settle(tx, &ids, now)).await
}

async fn values(db: &Db) -> Vec<(String, String, i64, String)> {
    let all: Vec<Bound> = db.read(bound).await.unwrap();
    all.into_iter().map(|it| (it.key, it.value, it.version, it.number)).collect()
}

#[tokio::test]
async fn a_version_prescribes_from_its_day_until_the_next_says_otherwise() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db.handle(), FIRST).await;
        let of = |value: &str, version| {
            vec![("accounts.password.rotation-days".to_owned(), value.to_owned(), version, "2".to_owned())]
        };
        assert_eq!((settled(&house).await, settled(&house).await), (true, false));
        assert_eq!(values(&house.db).await, of("60", 1));
        house.version(2, "2026-02-01", NEXT).await;
        house.turn("2026-01-31");
        assert!(!settled(&house).await, "its day has not come");
        house.turn("2026-02-01");
        assert!(settled(&house).await);
        assert_eq!(values(&house.db).await, of("30", 2));
        house.version(3, "2026-03-01", &[("missed-tasks", &[])]).await;
        house.turn("2026-03-01");
        assert!(settled(&house).await);
        assert_eq!(values(&house.db).await, []);
        let told: i64 = house
            .db
            .read(|tx| {
                let sql = "SELECT count(*) FROM audit_entry WHERE action = 'governance.prescribed'";
                Ok::<_, xingtan_db::Error>(tx.one::<(i64,)>(sql, &[])?.0)
            })
            .await
            .unwrap();
        assert_eq!(told, 3, "every change is an entry of the trail");
    }
}

#[tokio::test]
async fn others_ask_for_the_rule_in_force_and_say_when_a_schedule_was_done() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db.handle(), &[("presence-check", &[("minutes", "5")])]).await;
        let (now, path) = (house.now(), house.unit.path.clone());
        let found = house.write(move |tx| rule_for(tx, "presence-check", &path, &[], now)).await.unwrap();
        assert_eq!(found.params.int("minutes"), 5);
        let cited = house.write(move |tx| found.cited(tx)).await;
        assert_eq!((cited.version, cited.number.as_str()), (1, "1"));
        let before = now - Span::of_days(30);
        assert!(house.write(move |tx| rules_in_force(tx, "presence-check", before)).await.is_empty());
        assert!(house.write(move |tx| rules_in_force(tx, "no-such-rule", now)).await.is_empty());
        let kept = |at| {
            house.write(move |tx| {
                carried_out(tx, "presence-check", at)?;
                let sql = "SELECT carried_at FROM governance_carried WHERE kind = 'presence-check'";
                Ok(tx.one::<(xingtan_clock::Timestamp,)>(sql, &[])?.0)
            })
        };
        assert_eq!(kept(now).await, now);
        assert_eq!(kept(before).await, now, "what was done later stays");
    }
}
