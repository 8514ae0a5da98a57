//! Learning windows where people study (LRN-3): nothing begins in closed hours, what runs stops, permissions open.

use super::hall::{Hall, tables};
use serde_json::Value;
use xingtan_calendar::Stretch;
use xingtan_clock::{Span, Uuid};
use xingtan_db::Error;
use xingtan_governance::{
    api,
    permission::store::{self as permissions, Asked},
};
use xingtan_testkit::databases;

/// A regulation in force from now on, with the academy's windows.
async fn in_force(hall: &Hall, effect: &'static str) {
    hall.rule("learning-window", format!("{{\"effect\":\"{effect}\"}}")).await;
}

fn added(answer: &Value) -> (i64, i64) {
    (answer["added"]["seconds"].as_i64().unwrap(), answer["added"]["played"].as_i64().unwrap())
}

/// The testkit's clock begins on Monday, 2 March 2026, 09:00: working time of a big week.
#[tokio::test]
async fn nothing_begins_in_closed_hours_and_what_runs_stops_with_them() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle(), 600_000).await;
        let learner = hall.learner("learner").await;
        // Without a regulation in force nothing is restricted.
        let mut seat = hall.seat(&learner).await;
        hall.wait(15);
        assert_eq!(added(&seat.tell(15, &[(0, 15_000)]).await.1), (15, 15_000));

        in_force(&hall, "block").await;
        let page = hall.get(&learner, &hall.lesson_path()).await;
        assert!(page.contains("data-stops=\"true\"") && page.contains("/study-permissions"), "{page}");
        assert!(!page.contains("data-token=\"xt_"), "no session can begin");
        // The session that ran stops, politely, and counts no more.
        hall.wait(15);
        let (status, answer) = seat.tell(15, &[(15_000, 30_000)]).await;
        assert_eq!((status, added(&answer)), (200, (0, 0)), "{answer}");
        assert!(answer["rest"]["stops"].is_string(), "{answer}");
        // A page opened by hand begins nothing.
        let opening = hall.opening(learner.person, hall.school.lesson).token(hall.app.keys());
        let report = serde_json::json!({ "token": opening, "seq": 1, "seconds": 0 });
        let told = hall.post(&learner, &format!("{}/attention", hall.lesson_path()), &report).await;
        assert_eq!(told.0, 410, "{}", told.1);

        // 17:29:50: still closed; from 17:30 everybody is free, until 08:30 of the next working day.
        hall.wait(8 * 3600 + 29 * 60 + 50 - 30 + 10);
        let mut evening = hall.seat(&learner).await;
        hall.wait(20);
        let (_, answer) = evening.tell(20, &[(100_000, 120_000)]).await;
        assert_eq!(added(&answer), (20, 20_000), "{answer}");
        hall.wait(15 * 3600 - 50);
        let mut morning = hall.seat(&learner).await;
        hall.wait(20);
        let (_, answer) = morning.tell(20, &[(200_000, 220_000)]).await;
        assert_eq!(added(&answer), (20, 20_000), "{answer}");
        assert!(answer["left"].as_i64().is_some_and(|left| left <= 30), "{answer}");
        hall.wait(30);
        let (_, answer) = morning.tell(30, &[(220_000, 250_000)]).await;
        let (seconds, _) = added(&answer);
        assert!((5..=12).contains(&seconds), "only what lay before 08:30: {answer}");
        assert!(answer["rest"]["stops"].is_string(), "{answer}");
    }
}

#[tokio::test]
async fn a_permission_opens_and_what_does_not_count_is_shown() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle(), 600_000).await;
        let learner = hall.learner("learner").await;
        in_force(&hall, "not-counted").await;
        let page = hall.get(&learner, &hall.lesson_path()).await;
        assert!(page.contains("data-stops=\"false\"") && page.contains("/study-permissions"), "it is shown");
        let mut seat = hall.seat(&learner).await;
        hall.wait(15);
        let (_, answer) = seat.tell(15, &[(0, 15_000)]).await;
        assert_eq!(added(&answer), (0, 0), "{answer}");
        assert!(answer["rest"]["stops"].is_null() && answer["rest"]["text"].is_string(), "{answer}");

        let (now, person, id) = (hall.school.clock.now(), learner.person, hall.app.id());
        let within = Stretch { from: now, to: now + Span::of_minutes(10) };
        let it = Asked {
            id,
            person_id: person,
            person_name: "林书岚".into(),
            unit_path: "/1/".into(),
            from_at: within.from,
            to_at: within.to,
            reason: "补课".into(),
            state: "granted".into(),
            asked_at: now,
            asked_by: Uuid::from_u128(1),
            decided_at: Some(now),
            decided_by: None,
            decided_name: None,
            answer: String::new(),
        };
        hall.school.write(move |tx| permissions::add(tx, &it)).await;
        let open = hall.school.write(move |tx| api::study_permitted(tx, person, within)).await;
        assert_eq!(open, [within]);
        hall.wait(15);
        let (_, answer) = seat.tell(15, &[(15_000, 30_000)]).await;
        assert_eq!(added(&answer).0, 15, "{answer}");
        assert!(answer["rest"].is_null() || answer["rest"]["stops"].is_null(), "{answer}");
    }
}

/// What the check adds to a report, beside the report itself: CPU and wall time are the same here, as nothing waits.
#[tokio::test]
async fn the_check_of_windows_costs_little() {
    let db = xingtan_testkit::sqlite(&tables()).await;
    let hall = Hall::new(db.handle(), 600_000).await;
    let learner = hall.learner("learner").await;
    in_force(&hall, "not-counted").await;
    let heed = crate::study::care::Heed::of(&hall.app);
    let act = hall.school.act(learner.person);
    let each = hall
        .school
        .write(move |tx| {
            heed.hours(tx, &act.actor, act.at)?;
            let before = std::time::Instant::now();
            for _ in 0..1_000 {
                let hours = heed.hours(tx, &act.actor, act.at)?;
                assert!(hours.is_some());
            }
            Ok::<_, Error>(before.elapsed() / 1_000)
        })
        .await;
    println!("the check of windows: {each:?}");
    assert!(each < std::time::Duration::from_millis(2), "{each:?}");
}
