//! Corrections through the router, on both engines: taken back, reversed, withdrawn, and studied anew.

use crate::{
    assignment::change::tests::{School, nodes, tables},
    certificate::store as certificates,
    correction::change::correct,
    credit::store as ledger,
    study::{
        care::Heed,
        change::{Begun, Studied, begin},
        opening::Opening,
    },
    training::change::renew,
    work::tests::{house::House, slice},
};
use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

async fn sums(school: &School, person: Uuid) -> (i64, i64, i64) {
    let to = school.clock.now() + Span::of_days(1);
    let sums = school.write(move |tx| ledger::sums(tx, person, Timestamp::from_micros(0), to)).await;
    (sums.credits, sums.hours_seconds, sums.required_courses)
}

#[tokio::test]
async fn what_was_wrongly_counted_is_taken_back_and_can_be_earned_again() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let learner = school.person("林小满", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        school.complete(learner, "one").await;
        assert_eq!(sums(&school, learner).await, (150, 180, 1));

        let house = House::new(db.handle(), slice(&school)).await;
        let evidence = format!("/department/people/{learner}/courses/{}", school.course);
        let address = format!("{evidence}/correction");
        let centre = house.person("centre", &[(Role::Centre, &a.path)]);
        let english = house.person_speaking("centre", &[(Role::Centre, &a.path)], Lang::En);
        let far = house.person("far", &[(Role::Centre, &b.path)]);
        let contact = house.person("contact", &[(Role::Contact, &a.path)]);
        house.get(&far, &address).await.is(404);
        house.get(&contact, &address).await.is(403);
        house
            .post(&contact, &address, &[("lessons", &school.lesson.to_string()), ("reason", "x")])
            .await
            .is(403);
        house.get(&contact, &evidence).await.is(200).lacks(&address);
        house.get(&english, &address).await.is(200).has("第一讲").lacks("learning-");
        let key = house.get(&centre, &address).await.is(200).lacks("learning-").field("form_key");

        // Nothing chosen, no reason, a lesson that is not there, too much.
        let lesson = school.lesson.to_string();
        let unknown = school.ids.next().to_string();
        let long = "长".repeat(501);
        for fields in [
            vec![("reason", "代学")],
            vec![("lessons", lesson.as_str()), ("reason", " ")],
            vec![("lessons", unknown.as_str()), ("reason", "代学")],
            vec![("lessons", "x"), ("reason", "代学")],
            vec![("lessons", lesson.as_str()), ("reason", long.as_str())],
        ] {
            house.post(&centre, &address, &fields).await.is(422).lacks("learning-");
        }
        assert_eq!(sums(&school, learner).await, (150, 180, 1));

        // A page that was opened, or taken along, before the correction.
        let opening = Opening {
            id: school.ids.next(),
            person: learner,
            course: school.course,
            lesson: school.lesson,
            at: school.clock.now(),
            taken: None,
        };
        school.clock.turn(Span::of_minutes(2));
        house.clock.turn(school.clock.now() - house.clock.now());
        let fields = [("form_key", key.as_str()), ("lessons", lesson.as_str()), ("reason", "由他人代学")];
        for _ in ["once", "a second click"] {
            assert_eq!(house.post(&centre, &address, &fields).await.to(), evidence);
        }
        assert_eq!(sums(&school, learner).await, (0, 0, 0));
        let enrolment = school.enrolment(learner).await.unwrap();
        assert_eq!((enrolment.completed_at, enrolment.lessons_done, enrolment.study_seconds), (None, 0, 0));
        house.get(&centre, &evidence).await.is(200).has("由他人代学").has("-1.5").lacks("learning-");
        house.post(&centre, &address, &fields[1..]).await.is(422).lacks("learning-");

        // What waited on a device counts no more; what is studied anew does.
        school.clock.turn(Span::of_seconds(20));
        school.report(learner, "one", 9, 20).await;
        assert_eq!(school.enrolment(learner).await.unwrap().study_seconds, 0);
        let (kinds, act) = (school.kinds.clone(), school.act(learner));
        let begun = school
            .db
            .write(move |tx| begin(tx, (&kinds, &Heed::nothing()), &opening, "old", (opening.id, 0), &act));
        assert_eq!(begun.await.unwrap(), Begun::Late, "a page from before begins nothing after");
        school.complete(learner, "two").await;
        assert_eq!(sums(&school, learner).await, (150, 180, 1));
        let rows = school.write(move |tx| ledger::of_enrolment(tx, enrolment.id)).await;
        assert_eq!(rows.len(), 3, "booked, reversed, booked");

        // And once more.
        let again = [("lessons", lesson.as_str()), ("reason", "再次核查")];
        house.post(&centre, &address, &again).await.is(303);
        assert_eq!(sums(&school, learner).await, (0, 0, 0));
        school.complete(learner, "three").await;
        assert_eq!(sums(&school, learner).await, (150, 180, 1));
    }
}

/// The school's course brings certificates.
async fn bring_certificates(school: &School) {
    let course = school.course;
    let (ids, now) = (school.ids.clone(), school.clock.now());
    school
        .write(move |tx| {
            let template = crate::api::Template {
                id: ids.next(),
                name: "结业".into(),
                language: "zh-CN".into(),
                portrait: false,
                heading: "结业证书".into(),
                body: "{姓名}".into(),
                issuer: "远山学院".into(),
                signer: String::new(),
                prefix: "XT".into(),
                months: 0,
                picture_file: None,
                seal_file: None,
                updated_at: now,
                version: 1,
            };
            crate::api::add_template(tx, &template, ids.next())?;
            crate::api::bring_certificates(tx, course, template.id, ids.next(), now)
        })
        .await;
}

#[tokio::test]
async fn the_certificate_goes_with_the_completion() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        let course = school.course;
        bring_certificates(&school).await;
        school.complete(learner, "one").await;
        let house = House::new(db.handle(), slice(&school)).await;
        let centre = house.person("centre", &[(Role::Centre, &a.path)]);
        let address = format!("/department/people/{learner}/courses/{course}/correction");
        let fields = [("lessons", school.lesson.to_string()), ("reason", "代学".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        house.post(&centre, &address, &fields).await.is(303);
        let held = school.write(move |tx| certificates::of_person(tx, learner)).await;
        assert_eq!(held.len(), 1);
        assert_eq!(held[0].revoked_reason.as_deref(), Some("代学"));
        school.complete(learner, "two").await;
        let held = school.write(move |tx| certificates::of_person(tx, learner)).await;
        assert_eq!(held.len(), 2, "another completion brings another");
        assert!(held.iter().any(|it| it.revoked_at.is_none()));
    }
}

#[tokio::test]
async fn a_correction_after_a_renewal_takes_back_what_was_done_since() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        bring_certificates(&school).await;
        school.complete(learner, "one").await;
        let first = school.enrolment(learner).await.unwrap();
        let (kinds, act, renewed) = (school.kinds.clone(), school.act(learner), first.clone());
        school
            .write(move |tx| {
                let studied = Studied::read(tx, &kinds, renewed.clone())?;
                renew(tx, &studied, "anew", &act)
            })
            .await;
        let correct = async |count: &str| {
            let enrolment = school.enrolment(learner).await.unwrap();
            let (kinds, act, lesson) = (school.kinds.clone(), school.act(learner), school.lesson);
            let done = school.write(move |tx| {
                let studied = Studied::read(tx, &kinds, enrolment.clone())?;
                correct(tx, &studied, &[lesson], "course", "by somebody else", &act)
            });
            let done = done.await.unwrap_or_else(|| panic!("{count}: nothing was taken back"));
            let held = school.write(move |tx| certificates::of_person(tx, learner)).await;
            let standing = held.into_iter().filter(|it| it.revoked_at.is_none()).map(|it| it.completed_at);
            (done, standing.collect::<Vec<_>>())
        };

        // Half of the second round: nothing of the first rests on it.
        school.clock.turn(Span::of_minutes(1));
        school.open(learner, "two").await;
        school.clock.turn(Span::of_seconds(20));
        school.report(learner, "two", 1, 20).await;
        let (done, standing) = correct("half").await;
        assert!(!done.reopened && done.reversed_id.is_none() && done.certificate_id.is_none());
        assert_eq!(standing, [first.completed_at.unwrap()]);
        let after = school.enrolment(learner).await.unwrap();
        assert_eq!((after.completed_at, after.completed_before), (None, first.completed_at));
        assert_eq!(sums(&school, learner).await, (150, 180, 1));

        // All of it: its own completion and certificate go, what was credited for the first stands.
        school.clock.turn(Span::of_minutes(1));
        school.complete(learner, "three").await;
        let (done, standing) = correct("whole").await;
        assert!(done.reopened && done.reversed_id.is_none() && done.certificate_id.is_some());
        assert_eq!(standing, [first.completed_at.unwrap()]);
        let after = school.enrolment(learner).await.unwrap();
        assert_eq!((after.completed_at, after.completed_before), (None, first.completed_at));
        assert_eq!(sums(&school, learner).await, (150, 180, 1));
        school.clock.turn(Span::of_minutes(1));
        school.complete(learner, "four").await;
        assert_eq!(sums(&school, learner).await, (150, 180, 1), "credited once");
    }
}
