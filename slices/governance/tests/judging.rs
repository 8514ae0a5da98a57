//! What follows from facts, through the stores and the states of accounts, on both engines (GOV-2).

mod support;

use support::{House, Rule, tables};
use xingtan_accounts::api::State;
use xingtan_clock::{Span, Uuid};
use xingtan_governance::{
    api::{ACCOUNT_SHARED, REOPENED, REQUIRED_DONE, REQUIRED_OPENED, TASK_MISSED},
    decision::{change, overdue, store as decisions},
    fact::store as facts,
};
use xingtan_testkit::databases;

const PACK: &[Rule] = &[
    ("monthly-minimum", &[]),
    ("missed-tasks", &[]),
    ("cumulative-months", &[]),
    ("account-sharing", &[]),
    ("illegal-content", &[]),
];

#[tokio::test]
async fn a_minimum_that_was_missed_is_one_warning_with_one_notice() {
    for db in databases(&tables()).await {
        let house = House::new(&db, PACK).await;
        let person = house.person("林小满").await;
        for course in 1..=3 {
            house.told(person, REQUIRED_OPENED, course, "2026-01-05").await;
        }
        house.turn("2026-01-31");
        house.told(person, REQUIRED_DONE, 1, "2026-01-20").await;
        assert_eq!(house.judge(&[person]).await, 0, "the month is not over");
        house.turn("2026-02-01");
        assert_eq!(house.judge(&[person]).await, 1);
        assert_eq!(house.judge(&[person]).await, 0, "nothing fires twice");
        assert_eq!(house.stand(person).await, ["warning 2026-01 standing"]);
        assert_eq!(house.notices(person, "governance.warned").await, 1);
        assert_eq!(house.account(person).await.0, State::Active);

        // A late correction: the second course was completed in January after all.
        house.told(person, REQUIRED_DONE, 2, "2026-01-30").await;
        assert_eq!(house.judge(&[person]).await, 1);
        assert_eq!(house.stand(person).await, ["warning 2026-01 withdrawn"]);
        // And found not to be so: the warning stands again, without a second mail.
        let now = house.now();
        house
            .write(move |tx| {
                facts::take_back(tx, (person, REQUIRED_DONE, Uuid::from_u128(2)), None, "更正", now)
            })
            .await;
        house.judge(&[person]).await;
        assert_eq!(house.stand(person).await, ["warning 2026-01 standing"]);
        assert_eq!(house.notices(person, "governance.warned").await, 1);
    }
}

#[tokio::test]
async fn the_third_missed_task_suspends_for_a_month_that_restores_itself_and_three_months_revoke() {
    for db in databases(&tables()).await {
        let house = House::new(&db, PACK).await;
        let person = house.person("周雨").await;
        for (task, day) in [(1, "2026-01-10"), (2, "2026-01-20"), (3, "2026-01-30")] {
            house.turn(day);
            house.told(person, TASK_MISSED, task, day).await;
            house.judge(&[person]).await;
        }
        assert_eq!(house.stand(person).await, ["suspension 2026-01 standing"]);
        let (state, until) = house.account(person).await;
        assert_eq!(state, State::Suspended);
        // One month from 30 January ends on 28 February at 24:00.
        assert_eq!(until, Some(house.zone.end_of("2026-02-28".parse().unwrap())));
        house.turn("2026-03-01");
        assert_eq!(house.account(person).await.0, State::Active);
        house.told(person, TASK_MISSED, 4, "2026-03-01").await;
        assert_eq!(house.judge(&[person]).await, 0, "a second month");
        house.turn("2026-04-02");
        house.told(person, TASK_MISSED, 5, "2026-04-02").await;
        assert_eq!(house.judge(&[person]).await, 1);
        assert_eq!(house.stand(person).await[1], "revocation 2026-04 standing");
        assert_eq!(house.account(person).await.0, State::Revoked);

        // The last fact falls: what rested on it is withdrawn, the account is given back.
        house.turn("2026-04-05");
        let now = house.now();
        house
            .write(move |tx| {
                facts::take_back(tx, (person, TASK_MISSED, Uuid::from_u128(5)), None, "延期已批准", now)
            })
            .await;
        assert_eq!(house.judge(&[person]).await, 1);
        assert_eq!(house.stand(person).await[1], "revocation 2026-04 withdrawn");
        assert_eq!(house.account(person).await.0, State::Active);
    }
}

#[tokio::test]
async fn a_confirmed_variant_waits_for_a_person_who_may_decline() {
    const CONFIRMED: &[Rule] = &[("missed-tasks", &[("mode", "confirmed")])];
    for db in databases(&tables()).await {
        let house = House::new(&db, CONFIRMED).await;
        let (one, other, centre) =
            (house.person("甲").await, house.person("乙").await, house.person("中心").await);
        house.turn("2026-01-20");
        for person in [one, other] {
            for task in 1..=3 {
                house.told(person, TASK_MISSED, task, "2026-01-20").await;
            }
        }
        house.judge(&[one, other]).await;
        assert_eq!(house.stand(one).await, ["suspension 2026-01 proposed"]);
        assert_eq!(house.account(one).await.0, State::Active);
        let id = house.decisions(one).await[0].id;
        assert_eq!(house.decisions(one).await[0].confirm_by, Some(house.now() + Span::of_hours(48)));
        let remind = || house.by(centre, overdue::remind);
        assert_eq!(remind().await, 0, "there is time yet");
        house.clock.turn(Span::of_hours(48));
        assert_eq!((remind().await, remind().await), (2, 0), "once for each");
        assert_eq!(house.stand(one).await, ["suspension 2026-01 proposed"], "nothing happens by itself");
        let own = house.by(one, move |tx, hand| change::confirm(tx, hand, id, true, "")).await;
        assert_eq!(own, Err(change::Refusal::Own));
        house.by(centre, move |tx, hand| change::confirm(tx, hand, id, true, "属实")).await.unwrap();
        assert_eq!(house.account(one).await.0, State::Suspended);
        let again = house.by(centre, move |tx, hand| change::confirm(tx, hand, id, true, "")).await;
        assert_eq!(again, Err(change::Refusal::NotOpen));
        let id = house.decisions(other).await[0].id;
        house.by(centre, move |tx, hand| change::confirm(tx, hand, id, false, "出差")).await.unwrap();
        house.told(other, TASK_MISSED, 9, "2026-01-20").await;
        house.judge(&[one, other]).await;
        assert_eq!(house.stand(other).await, ["suspension 2026-01 declined"], "no fact brings it back");
        assert_eq!(house.account(other).await.0, State::Active);
    }
}

#[tokio::test]
async fn measures_that_overlap_leave_the_longer_one_and_an_appeal_lifts_only_its_own() {
    for db in databases(&tables()).await {
        let house = House::new(&db, PACK).await;
        let (person, centre) = (house.person("丙").await, house.person("中心").await);
        house.turn("2026-01-20");
        house.told(person, ACCOUNT_SHARED, 1, "2026-01-20").await;
        house.judge(&[person]).await;
        let seven = house.now() + Span::of_hours(168);
        assert_eq!(house.account(person).await, (State::Suspended, Some(seven)));
        for task in 1..=3 {
            house.told(person, TASK_MISSED, task, "2026-01-20").await;
        }
        house.judge(&[person]).await;
        let month = house.zone.end_of("2026-02-20".parse().unwrap());
        assert_eq!(house.account(person).await, (State::Suspended, Some(month)));
        let suspended = house.decisions(person).await.into_iter().find(|it| it.period == "2026-01").unwrap();
        house
            .by(centre, move |tx, hand| {
                let it = decisions::get(tx, suspended.id)?.unwrap();
                change::overturn(tx, hand, &it, "申诉成立")
            })
            .await;
        assert_eq!(house.account(person).await, (State::Suspended, Some(seven)), "sharing still stands");
        house.judge(&[person]).await;
        assert!(house.stand(person).await.contains(&"suspension 2026-01 overturned".to_owned()));
        house.turn("2026-01-28");
        assert_eq!(house.account(person).await.0, State::Active);
    }
}

#[tokio::test]
async fn after_a_reopening_counting_begins_anew() {
    for db in databases(&tables()).await {
        let house = House::new(&db, PACK).await;
        let person = house.person("丁").await;
        for (task, day) in [(1, "2026-01-10"), (2, "2026-02-10"), (3, "2026-03-10")] {
            house.turn(day);
            house.told(person, TASK_MISSED, task, day).await;
        }
        house.judge(&[person]).await;
        assert_eq!(house.account(person).await.0, State::Revoked);
        house.turn("2026-05-10");
        house.told(person, REOPENED, 9, "2026-05-10").await;
        house.told(person, TASK_MISSED, 4, "2026-05-10").await;
        house.judge(&[person]).await;
        assert_eq!(house.stand(person).await, ["revocation 2026-03 standing"], "the past stays as it was");
    }
}

#[tokio::test]
async fn a_new_version_governs_from_its_day() {
    const STRICT: &[Rule] = &[("missed-tasks", &[("misses", "2")])];
    for db in databases(&tables()).await {
        let house = House::new(&db, PACK).await;
        let person = house.person("戊").await;
        house.version(2, "2026-03-01", STRICT).await;
        house.turn("2026-03-20");
        for (task, day) in [(1, "2026-02-10"), (2, "2026-02-11"), (3, "2026-03-10"), (4, "2026-03-11")] {
            house.told(person, TASK_MISSED, task, day).await;
        }
        house.judge(&[person]).await;
        assert_eq!(house.stand(person).await, ["suspension 2026-03 standing"]);
    }
}
