//! The kept calendar, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use xingtan_calendar::{
    Calendar, Calendars, DayKind, Minute, NamedDay, Rule, Slot, WeekKind, Weeks, add_shift, days, forget_day,
    put_day, put_units, remove_shift, replace_year, rule, set_rule, shifts, update_shift,
};
use xingtan_clock::{Date, Ids, Weekday, Zone};
use xingtan_db::{Error, Result};
use xingtan_testkit::TestDb;

struct House {
    db: TestDb,
    ids: Ids,
}

async fn houses() -> Vec<House> {
    let dbs = xingtan_testkit::databases(&[xingtan_calendar::migrations()]).await;
    dbs.into_iter().map(|db| House { db, ids: xingtan_testkit::ids(&xingtan_testkit::clock()) }).collect()
}

fn date(y: i16, m: i8, d: i8) -> Date {
    Date::new(y, m, d).unwrap()
}

fn closed_for_stocktaking() -> NamedDay {
    NamedDay { kind: DayKind::Holiday, name: "盘点".into(), source: "院办".into(), like: None }
}

async fn load(house: &House, node: &Calendars) -> std::sync::Arc<Calendar> {
    let node = node.clone();
    house.db.read(move |tx| node.load(tx, &Zone::default())).await.unwrap()
}

#[tokio::test]
async fn a_change_is_seen_by_every_node_in_its_next_unit() {
    for house in houses().await {
        let (one, other) = (Calendars::default(), Calendars::default());
        let first = load(&house, &one).await;
        assert!(std::sync::Arc::ptr_eq(&first, &load(&house, &one).await), "nothing is read again");
        assert!(load(&house, &other).await.named(date(2026, 10, 1)).is_some());
        let (stamp, now) = (house.ids.next(), xingtan_testkit::clock().now());
        let day = closed_for_stocktaking();
        house.db.write(move |tx| put_day(tx, date(2026, 6, 30), &day, stamp, None, now)).await.unwrap();
        for node in [&one, &other] {
            assert_eq!(load(&house, node).await.named(date(2026, 6, 30)), Some(&closed_for_stocktaking()));
        }
        let stamp = house.ids.next();
        assert!(house.db.write(move |tx| forget_day(tx, date(2026, 6, 30), stamp)).await.unwrap());
        assert_eq!(load(&house, &one).await.named(date(2026, 6, 30)), None);
    }
}

#[tokio::test]
async fn a_calendar_read_in_a_unit_that_failed_is_not_kept() {
    for house in houses().await {
        let node = Calendars::default();
        let (inside, stamp, now) = (node.clone(), house.ids.next(), xingtan_testkit::clock().now());
        let failed: Result<()> = house
            .db
            .write(move |tx| {
                put_day(tx, date(2026, 6, 30), &closed_for_stocktaking(), stamp, None, now)?;
                assert!(inside.load(tx, &Zone::default())?.named(date(2026, 6, 30)).is_some());
                Err(Error::NotFound)
            })
            .await;
        assert_eq!(failed, Err(Error::NotFound));
        let stamp = house.ids.next();
        house.db.write(move |tx| forget_day(tx, date(2026, 6, 30), stamp)).await.unwrap();
        let day = NamedDay { name: "院庆".into(), ..closed_for_stocktaking() };
        let stamp = house.ids.next();
        house.db.write(move |tx| put_day(tx, date(2026, 7, 1), &day, stamp, None, now)).await.unwrap();
        let calendar = load(&house, &node).await;
        assert_eq!(
            (calendar.named(date(2026, 6, 30)), calendar.named(date(2026, 7, 1)).is_some()),
            (None, true)
        );
    }
}

#[tokio::test]
async fn a_years_file_replaces_what_was_kept_and_what_was_brought_along() {
    for house in houses().await {
        let now = xingtan_testkit::clock().now();
        let holiday = NamedDay { name: "元旦".into(), ..closed_for_stocktaking() };
        let given = vec![(date(2026, 1, 1), holiday)];
        for _ in 0..2 {
            let (given, stamp) = (given.clone(), house.ids.next());
            house.db.write(move |tx| replace_year(tx, 2026, &given, "院办", stamp, None, now)).await.unwrap();
        }
        let calendar = load(&house, &Calendars::default()).await;
        assert!(calendar.named(date(2026, 1, 1)).is_some());
        assert_eq!(calendar.named(date(2026, 10, 1)), None, "the file does not name it");
        assert!(calendar.named(date(2025, 10, 1)).is_some(), "another year");
        assert_eq!(house.db.read(|tx| days(tx, 2026)).await.unwrap().len(), 39);
    }
}

#[tokio::test]
async fn anchor_and_hours_change_by_a_form_that_is_not_stale() {
    for house in houses().await {
        let set = |seen: i64, weeks| {
            let anchor = date(2026, 1, 12);
            let hours = vec![Slot::new(Weekday::Monday, weeks, Minute::at(9, 0), Minute::at(18, 0))];
            let (rule, stamp) = (Rule { anchor, hours, version: 0 }, house.ids.next());
            house.db.write(move |tx| set_rule(tx, &rule, seen, stamp))
        };
        assert_eq!(house.db.read(rule).await.unwrap().hours, Calendar::default_hours());
        assert!(set(0, Weeks::Every).await.unwrap());
        assert!(!set(0, Weeks::Big).await.unwrap());
        let kept = house.db.read(rule).await.unwrap();
        assert_eq!((kept.version, kept.hours[0].weeks), (1, Weeks::Every));
        let calendar = load(&house, &Calendars::default()).await;
        assert_eq!(calendar.week(date(2026, 1, 14)), WeekKind::Big);
    }
}

#[tokio::test]
async fn units_work_by_their_shift_until_it_is_removed() {
    for house in houses().await {
        let (id, stamp) = (house.ids.next(), house.ids.next());
        let night = vec![Slot::new(Weekday::Monday, Weeks::Every, Minute::at(22, 0), Minute::at(6, 0))];
        let hours = night.clone();
        house
            .db
            .write(move |tx| {
                add_shift(tx, id, "夜班", &hours, false, stamp)?;
                put_units(tx, id, &[5, 9], stamp)
            })
            .await
            .unwrap();
        let node = Calendars::default();
        assert_eq!(load(&house, &node).await.roster_of("/1/5/8/").shift().name, "夜班");
        let row = house.db.read(shifts).await.unwrap().remove(0);
        assert_eq!(row.slots(), night);
        let (stamp, hours, old) = (house.ids.next(), night.clone(), row.clone());
        assert!(house.db.write(move |tx| update_shift(tx, &row, &hours, stamp)).await.unwrap());
        assert!(!house.db.write(move |tx| update_shift(tx, &old, &night, stamp)).await.unwrap());
        let again: Result<()> =
            house.db.write(move |tx| add_shift(tx, stamp, "夜班", &[], true, stamp)).await;
        assert!(matches!(again, Err(Error::Unique(_))), "{again:?}");
        let stamp = house.ids.next();
        assert!(house.db.write(move |tx| remove_shift(tx, id, stamp)).await.unwrap());
        assert_eq!(load(&house, &node).await.roster_of("/1/5/8/").shift().id, None);
    }
}
