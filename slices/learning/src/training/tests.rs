//! Role training through the router, on both engines: set, brought, passed, taken anew; and rights that wait for it.

use super::{TRAINING, gate::Trained, remind, store};
use crate::{
    assignment::change::tests::{School, tables},
    work::tests::{house::House, slice},
};
use std::sync::Arc;
use xingtan_auth::{Actor, Grant, Permissions, Role};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};
use xingtan_i18n::Kind;
use xingtan_settings::Settings;
use xingtan_testkit::databases;
use xingtan_web::{Identify, Identity, Standing};

/// Somebody who teaches and coordinates.
struct Teacher(Uuid);

impl Identify for Teacher {
    fn by_session(&self, _: &mut Tx<'_>, _: &str, now: Timestamp) -> Result<Option<Identity>> {
        let grant = |role| Grant { role, node: Uuid::nil(), path: "/1/".into() };
        let actor = Actor {
            person: self.0,
            user_name: "teacher".into(),
            name: "teacher".into(),
            unit: Uuid::nil(),
            unit_name: String::new(),
            unit_path: "/1/".into(),
            session: None,
            proved_at: now,
            acting: Role::Teacher,
            grants: vec![grant(Role::Teacher), grant(Role::Contact)],
            token_scopes: None,
            permissions: Arc::new(Permissions::gather(&[crate::permissions()])),
        };
        Ok(Some(Identity {
            actor: Arc::new(actor),
            standing: Standing::Full,
            lang: None,
            theme: None,
            preferences: xingtan_web::Preferences::default(),
            unread: 0,
            seen_at: now,
            token: None,
        }))
    }
    fn by_token(&self, tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<Identity>> {
        self.by_session(tx, hash, now)
    }
    fn seen(&self, _: &mut Tx<'_>, _: Uuid, _: Timestamp) -> Result<()> {
        Ok(())
    }
    fn is_set_up(&self, _: &mut Tx<'_>) -> Result<bool> {
        Ok(true)
    }
}

#[tokio::test]
async fn rights_wait_for_the_course_of_their_role_and_close_when_its_time_is_over() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let teacher = school.person("trained", &a, &[Role::Teacher]).await;
        let house = House::new(db.handle(), slice(&school)).await;
        let centre = house.person("centre", &[(Role::Centre, "/1/")]);
        let course = school.course.to_string();
        for who in
            [house.person("far", &[(Role::Centre, &a.path)]), house.person("t", &[(Role::Teacher, "/1/")])]
        {
            house.get(&who, "/role-training").await.is(403);
            house
                .post(&who, "/role-training/teacher", &[("course", &course), ("months", "12")])
                .await
                .is(403);
        }
        house.get(&centre, "/role-training").await.is(200).lacks("learning-");
        let form = house
            .get(&centre, "/role-training/teacher")
            .await
            .is(200)
            .has("name=\"gates\"")
            .lacks("learning-");
        let seen = form.field("seen");
        for fields in [
            vec![("course", "x"), ("months", "12"), ("seen", seen.as_str())],
            vec![("course", ""), ("gates", "yes"), ("months", "12"), ("seen", seen.as_str())],
            vec![("course", course.as_str()), ("months", "61"), ("seen", seen.as_str())],
            vec![("course", course.as_str()), ("months", "12"), ("seen", "[1]")],
        ] {
            house.post(&centre, "/role-training/teacher", &fields).await.is(422).lacks("learning-");
        }
        let fields =
            [("course", course.as_str()), ("gates", "yes"), ("months", "12"), ("seen", seen.as_str())];
        house.post(&centre, "/role-training/center", &fields).await.is(422).lacks("learning-");
        house.get(&centre, "/role-training/nobody").await.is(404);
        house.post(&centre, "/role-training/teacher", &fields).await.is(303);
        house.post(&centre, "/role-training/teacher", &fields).await.is(422);
        house.get(&centre, "/role-training").await.is(200).has("安全生产");
        assert!(school.enrolment(teacher).await.is_some(), "who holds the role comes into its course");

        let settings = Settings::open(db.handle()).await.unwrap();
        let trained = Arc::new(Trained::new(Arc::new(Teacher(teacher)), settings));
        let roles = async |now: Timestamp| {
            let trained = trained.clone();
            let found = school.db.read(move |tx| Ok::<_, Error>(trained.by_session(tx, "x", now)?.unwrap()));
            let actor = found.await.unwrap().actor;
            (actor.acting, actor.grants.iter().map(|grant| grant.role).collect::<Vec<_>>())
        };
        assert_eq!(roles(school.clock.now()).await, (Role::Contact, vec![Role::Contact]));
        let own = house.person_of(teacher, "trained", &[(Role::Teacher, &a.path)], xingtan_i18n::Lang::ZhCn);
        house.get(&own, "/today").await.is(200).has("还没有开放").lacks("learning-training");
        school.complete(teacher, "one").await;
        let passed = school.clock.now();
        assert_eq!(roles(passed).await.1, [Role::Teacher, Role::Contact]);
        assert_eq!(roles(passed + Span::of_days(364)).await.1.len(), 2);
        assert_eq!(roles(passed + Span::of_days(370)).await.1, [Role::Contact]);

        // Too early to take it anew; near its end the rights stay open meanwhile, and are credited once.
        let renewal = format!("/courses/{course}/renewal");
        house.post(&own, &renewal, &[]).await.is(303);
        assert!(school.enrolment(teacher).await.unwrap().completed_at.is_some());
        house.clock.turn(Span::of_days(350));
        school.clock.turn(Span::of_days(350));
        house.get(&own, "/today").await.is(200).has(&renewal).lacks("learning-training");
        for _ in ["once", "a second click"] {
            house.post(&own, &renewal, &[]).await.is(303);
        }
        let again = school.enrolment(teacher).await.unwrap();
        assert_eq!((again.completed_at, again.lessons_done), (None, 0));
        // Two weeks before it runs out, and once: whoever has begun anew and not finished is told as well.
        let trainings = school.write(remind::ending).await;
        let mut told = Vec::new();
        for days in [350, 351, 353, 364] {
            let (ids, training) = (school.ids.clone(), trainings[0].clone());
            let now = passed + Span::of_days(days);
            told.push(school.write(move |tx| remind::say(tx, &training, &ids, now)).await);
        }
        assert_eq!(told, [0, 0, 1, 0]);
        let notices: Vec<(String,)> = school
            .write(move |tx| {
                tx.all(
                    "SELECT kind FROM notify_notice WHERE kind LIKE 'learning.training-ends%'",
                    xingtan_db::params![],
                )
            })
            .await;
        assert_eq!(notices, [("learning.training-ends-gate".to_owned(),)]);
        assert_eq!(roles(school.clock.now()).await.1.len(), 2);
        school.complete(teacher, "two").await;
        let course_id = school.course;
        let at = school.write(move |tx| store::passed(tx, teacher, &[course_id])).await[&course_id];
        assert!(at > passed + Span::of_days(340));
        assert_eq!(roles(passed + Span::of_days(370)).await.1.len(), 2);
        let enrolment = again.id;
        let booked = school.write(move |tx| crate::credit::store::of_enrolment(tx, enrolment)).await;
        assert_eq!(booked.len(), 1);
        house.post(&own, &format!("/courses/{}/renewal", school.ids.next()), &[]).await.is(404);

        // Without a course the role is open again.
        let seen = house.get(&centre, "/role-training/teacher").await.field("seen").replace("&#34;", "\"");
        let fields = [("course", ""), ("months", "0"), ("seen", seen.as_str())];
        house.post(&centre, "/role-training/teacher", &fields).await.is(303);
        let kind = Kind::Academy;
        assert_eq!(house.app.settings().text(&TRAINING), "[]", "{kind:?}");
    }
}
