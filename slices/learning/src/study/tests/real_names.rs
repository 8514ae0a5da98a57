//! 实名 (ACC-4) where people come into courses and study: who is refused, with which article, and what opens again.

use super::hall::{Device, Hall, tables};
use crate::assignment::change::tests::nodes;
use serde_json::{Value, json};
use xingtan_accounts::api::{RealNameState, testkit};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_testkit::databases;

const STATE: &str = "/account/real-name";

/// The rule in force from now on.
async fn asks(hall: &Hall, courses: &str, grace: i64) {
    hall.rule("real-name-gate", format!("{{\"courses\":\"{courses}\",\"grace\":\"{grace}\"}}")).await;
}

async fn stands(hall: &Hall, person: Uuid, state: RealNameState) {
    let now = hall.school.clock.now();
    hall.school.write(move |tx| testkit::real_name(tx, person, state, now)).await;
}

/// Somebody of another unit, whom nothing is assigned to.
async fn stranger(hall: &Hall, name: &'static str) -> (Device, Device) {
    let b = hall.school.b.clone();
    let person = hall.school.person(name, &b, &[Role::Learner]).await;
    let roles = [(Role::Learner, b.path.as_str())];
    (hall.device(person, &roles), hall.program(person, &roles))
}

async fn enrol(hall: &Hall, program: &Device) -> (u16, Value) {
    hall.post(program, "/api/v1/enrolments", &json!({ "course": hall.school.course })).await
}

#[tokio::test]
async fn nobody_comes_into_a_formal_course_before_their_real_name_was_verified() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle(), 0).await;
        let course = format!("/courses/{}", hall.school.course);
        let (page, program) = stranger(&hall, "stranger").await;
        let (other, other_program) = stranger(&hall, "other").await;
        // Without a rule in force nobody is asked.
        assert_eq!(enrol(&hall, &other_program).await.0, 201);
        hall.wait(1);

        asks(&hall, "credited", 0).await;
        let shown = hall.get(&page, &course).await;
        assert!(shown.contains(STATE) && !shown.contains("/enrolments\""), "{shown}");
        let (status, answer) = enrol(&hall, &program).await;
        assert_eq!((status, answer["remedy"].as_str()), (403, Some(STATE)), "{answer}");
        let (status, told) = hall.submit(&page, &format!("{course}/enrolments"), "").await;
        assert!(status == 403 && told.contains(STATE), "{status} {told}");
        assert!(hall.school.enrolment(page.person).await.is_none());
        assert!(hall.get(&page, "/today").await.contains(STATE));
        for state in [RealNameState::Pending, RealNameState::Rejected] {
            stands(&hall, page.person, state).await;
            assert_eq!(enrol(&hall, &program).await.0, 403, "{state:?}");
        }
        stands(&hall, page.person, RealNameState::Verified).await;
        let shown = hall.get(&page, &course).await;
        assert!(!shown.contains(STATE), "{shown}");
        assert_eq!(hall.submit(&page, &format!("{course}/enrolments"), "").await.0, 303);
        assert!(hall.school.enrolment(page.person).await.is_some());
        assert_eq!(enrol(&hall, &program).await.0, 201, "the same enrolment");
        assert!(!hall.get(&page, "/today").await.contains(STATE));
        // Whoever was in it before waits, as there are no days of grace.
        let (status, told) = hall.look(&other, &hall.lesson_path()).await;
        assert!(status == 403 && told.contains(STATE), "{status} {told}");
    }
}

#[tokio::test]
async fn what_is_assigned_stands_and_is_studied_once_the_name_was_verified() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle(), 0).await;
        asks(&hall, "every-course", 0).await;
        hall.wait(1);
        let learner = hall.learner("learner").await;
        assert!(hall.school.enrolment(learner.person).await.is_some(), "the assignment stands");
        let course = format!("/courses/{}", hall.school.course);
        let shown = hall.get(&learner, &course).await;
        assert!(shown.contains(STATE), "{shown}");
        let (status, told) = hall.look(&learner, &hall.lesson_path()).await;
        assert!(status == 403 && told.contains(STATE), "{status} {told}");
        // A page opened by hand begins nothing.
        let opening = hall.opening(learner.person, hall.school.lesson).token(hall.app.keys());
        let report = json!({ "token": opening, "seq": 1, "seconds": 0 });
        let told = hall.post(&learner, &format!("{}/attention", hall.lesson_path()), &report).await;
        assert_eq!((told.0, told.1["remedy"].as_str()), (403, Some(STATE)), "{}", told.1);

        stands(&hall, learner.person, RealNameState::Verified).await;
        let mut seat = hall.seat(&learner).await;
        hall.wait(60);
        assert_eq!(seat.tell(30, &[]).await.0, 200);
        hall.wait(60);
        assert_eq!(seat.tell(30, &[]).await.0, 200);
        assert!(hall.school.enrolment(learner.person).await.unwrap().completed_at.is_some());
        // What is complete can be looked at again, whatever becomes of the name.
        stands(&hall, learner.person, RealNameState::Rejected).await;
        hall.get(&learner, &hall.lesson_path()).await;
        assert!(!hall.get(&learner, &course).await.contains(STATE));
    }
}

#[tokio::test]
async fn whoever_was_there_before_goes_on_for_the_days_of_grace() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle(), 0).await;
        let learner = hall.learner("learner").await;
        hall.wait(1);
        asks(&hall, "credited", 14).await;
        hall.get(&learner, &hall.lesson_path()).await;
        hall.wait(14 * 86_400 - 1);
        hall.get(&learner, &hall.lesson_path()).await;
        hall.wait(1);
        assert_eq!(hall.look(&learner, &hall.lesson_path()).await.0, 403);
        // Whoever is assigned after it came into force has none.
        let (late, _) = stranger(&hall, "late").await;
        hall.school.assign(nodes(&hall.school.b), 30).await;
        assert_eq!(hall.look(&late, &hall.lesson_path()).await.0, 403);
    }
}

#[tokio::test]
async fn a_course_without_credits_and_certificate_is_not_formal() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle(), 0).await;
        let course = hall.school.course;
        let none = "UPDATE catalog_course SET credits = 0 WHERE id = $1";
        hall.school.write(move |tx| tx.exec(none, xingtan_db::params![course])).await;
        asks(&hall, "credited", 0).await;
        let (_, program) = stranger(&hall, "stranger").await;
        assert_eq!(enrol(&hall, &program).await.0, 201);
    }
}
