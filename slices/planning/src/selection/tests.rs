//! Rounds from opening to the watch list, on both engines.

mod follow;

use super::{
    rules::State,
    store::{self, Choice},
};
use crate::tests::{City, house::Person, tables};
use xingtan_auth::{Role, Scope};
use xingtan_catalog::{
    Act,
    api::{self as catalog, Body, Facts, LessonKinds, NewCourse, NewLesson, PAGE},
};
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Error, params};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

/// A published course of one page.
async fn publish(city: &City, title: &'static str) -> Uuid {
    let (ids, now) = (city.house.ids.clone(), city.house.clock.now());
    let by: Vec<Act> =
        [ids.next(), ids.next(), ids.next()].map(|it| Act::for_person(it, "周文谦", now, ids.clone())).into();
    let kinds = LessonKinds::standard();
    city.db
        .write(move |tx| {
            let category = by[0].ids.next();
            tx.exec(
                "INSERT INTO catalog_category (id, name, name_key, place, created_at, version)
                 VALUES ($1, $2, $2, 0, $3, 1)",
                params![category, title, by[0].at],
            )?;
            let facts = Facts {
                title: title.into(),
                summary: "简介".into(),
                level: "basic".into(),
                category_id: Some(category),
                lecturer_name: "周文谦".into(),
                credits: 100,
                introduction: Body::of("介绍"),
                objectives: Body::of("目标"),
                syllabus: Body::of("大纲"),
                criteria: Body::of("标准"),
                ..Facts::default()
            };
            let new = NewCourse { facts, unit_id: category, unit_path: "/1/".into() };
            let id = catalog::create_course(tx, &new, &by[0])?;
            let course = |tx: &mut xingtan_db::Tx<'_>| Ok::<_, Error>(catalog::course(tx, id)?.unwrap());
            let mut lesson = NewLesson::of(PAGE, "第一讲");
            lesson.body = Body::of("内容");
            lesson.minutes = 3;
            let draft = course(tx)?;
            catalog::add_lesson(tx, &kinds, &draft, &lesson, &by[0])?.done().unwrap();
            let draft = course(tx)?;
            assert_eq!(catalog::submit(tx, &kinds, &draft, "请审核", &by[0])?, catalog::Submit::Go);
            let submitted = course(tx)?;
            catalog::approve(tx, &submitted, &by[1])?;
            let approved = course(tx)?;
            catalog::publish(tx, &kinds, &approved, &by[2])?;
            Ok::<_, Error>(id)
        })
        .await
        .unwrap()
}

async fn of(city: &City, person: Uuid) -> Vec<Choice> {
    city.db.read(move |tx| store::of_person(tx, person)).await.unwrap()
}

async fn state(city: &City, choice: Uuid) -> State {
    city.db.read(move |tx| store::one(tx, choice)).await.unwrap().unwrap().state()
}

/// Opens a round for everybody with one place in each of two courses; the address of the round and its electives.
async fn round(city: &City, centre: &Person, courses: [Uuid; 2]) -> (String, Vec<Uuid>) {
    let root = city.db.read(xingtan_accounts::api::root).await.unwrap().unwrap();
    let zone = xingtan_clock::Zone::default();
    let day = |days: i64| zone.date(city.house.clock.now() + Span::of_days(days)).to_string();
    let (until, due, unit) = (day(3), day(20), root.id.to_string());
    let good =
        [("title", "春季选课"), ("unit", unit.as_str()), ("most", "2"), ("until", &until), ("due", &due)];
    for wrong in
        [("until", "2001-01-01"), ("due", until.as_str()), ("most", "0"), ("most", "x"), ("unit", "y")]
    {
        let fields = good.map(|(name, value)| if name == wrong.0 { wrong } else { (name, value) });
        city.house.post(centre, "/selections", &fields).await.is(422).lacks("planning-");
    }
    let there = city.house.post(centre, "/selections", &good).await.to().to_owned();
    for course in courses {
        let course = course.to_string();
        let fields = [("course", course.as_str()), ("places", "1")];
        city.house.post(centre, &format!("{there}/electives"), &fields).await.is(303);
    }
    let unknown = [("course", unit.as_str()), ("places", "1")];
    city.house.post(centre, &format!("{there}/electives"), &unknown).await.is(422).lacks("planning-");
    let id: Uuid = there.rsplit('/').next().unwrap().parse().unwrap();
    let electives = city.db.read(move |tx| store::electives(tx, &[id])).await.unwrap();
    let of = |course: &Uuid| electives.iter().find(|it| it.course_id == *course).unwrap().id;
    (there, courses.iter().map(of).collect())
}

#[tokio::test]
async fn a_place_goes_to_one_of_many_and_the_next_moves_up_when_somebody_leaves() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (a, b) = (city.a.clone(), city.b.clone());
        // The house signs everybody in at one unit; roles on the whole institution reach it.
        let (_, contact) = city.person("contact", &a, &[(Role::Contact, "/1/")]).await;
        let (_, second) = city.person("second", &a, &[(Role::Manager, "/1/")]).await;
        let (_, far) = city.person("far", &b, &[(Role::Contact, "/9/")]).await;
        let (_, centre) = city.person("centre", &b, &[(Role::Centre, "/1/")]).await;
        let (one, first) = city.person("one", &a, &[(Role::Learner, &a.path)]).await;
        let (two, other) = city.person("two", &a, &[(Role::Learner, &a.path)]).await;
        let (three, third) = city.person("three", &a, &[(Role::Learner, &a.path)]).await;
        let courses = [publish(&city, "摄影").await, publish(&city, "书法").await];
        house.get(&contact, "/selections/new").await.is(403);
        house.get(&centre, "/selections/new").await.is(200).lacks("planning-");
        let (there, electives) = round(&city, &centre, courses).await;
        let choices = format!("{there}/choices");
        let [photo, brush] = [electives[0].to_string(), electives[1].to_string()];

        // Ranks that are unclear, too many, of something else.
        for fields in [
            vec![(photo.as_str(), "1"), (brush.as_str(), "1")],
            vec![(photo.as_str(), "3")],
            vec![(photo.as_str(), "x")],
            vec![(photo.as_str(), "-1")],
        ] {
            house.post(&first, &choices, &fields).await.is(422).lacks("planning-");
        }
        house.post(&first, &choices, &[(&Uuid::from_u128(9).to_string(), "1")]).await.is(404);
        house.get(&first, "/selections/own").await.is(200).has("摄影").lacks("planning-");
        for who in [&first, &other, &third] {
            let both = [(photo.as_str(), "2"), (brush.as_str(), "1")];
            house.post(who, &choices, &both).await.is(303);
            house.post(who, &choices, &[(photo.as_str(), "1")]).await.is(303);
        }
        assert_eq!(of(&city, one).await.len(), 1, "what was chosen again replaces what was chosen");
        let pick = async |person: Uuid| of(&city, person).await[0].id;
        let (c1, c2, c3) = (pick(one).await, pick(two).await, pick(three).await);
        house.get(&contact, "/selections/choices?state=chosen").await.is(200).has("two").lacks("planning-");
        let at = |choice: Uuid, what: &str| format!("/selections/choices/{choice}/{what}");
        house.get(&far, &format!("/selections/choices/{c1}")).await.is(404);
        house.get(&other, &format!("/selections/choices/{c1}")).await.is(404);
        house.post(&far, &at(c1, "decision"), &[("decision", "approve")]).await.is(404);
        house.post(&first, &at(c1, "decision"), &[("decision", "approve")]).await.is(403);
        let own = house.person_of(one, "one", &[(Role::Contact, "/1/")], Lang::En);
        house.post(&own, &at(c1, "decision"), &[("decision", "approve")]).await.is(422).lacks("planning-");
        house.post(&contact, &at(c3, "decision"), &[("decision", "refuse")]).await.is(422);

        // Two approve at once for one place.
        let yes = [("decision", "approve")];
        let (d1, d2) = (at(c1, "decision"), at(c2, "decision"));
        let (left, right) = tokio::join!(house.post(&contact, &d1, &yes), house.post(&second, &d2, &yes));
        left.is(303);
        right.is(303);
        let states = [state(&city, c1).await, state(&city, c2).await];
        assert!(states.contains(&State::Approved) && states.contains(&State::Waiting), "{states:?}");
        house.post(&contact, &at(c3, "decision"), &yes).await.is(303);
        assert_eq!(state(&city, c3).await, State::Waiting);
        house.post(&contact, &at(c3, "decision"), &yes).await.is(422).lacks("planning-");
        let fewer = [("course", courses[0].to_string()), ("places", "0".to_owned())];
        let fewer = fewer.each_ref().map(|(name, value)| (*name, value.as_str()));
        house.post(&centre, &format!("{there}/electives"), &fewer).await.is(422);

        // Whoever has the place gives it up: the first in line gets it, and no one else.
        let (has, waits, person) = if states[0] == State::Approved { (c1, c2, two) } else { (c2, c1, one) };
        let leaver = if has == c1 { &first } else { &other };
        house.post(&third, &at(has, "leaving"), &[]).await.is(404);
        house.post(leaver, &at(has, "leaving"), &[]).await.is(303);
        house.post(leaver, &at(has, "leaving"), &[]).await.is(422).lacks("planning-");
        assert_eq!(
            (state(&city, has).await, state(&city, waits).await, state(&city, c3).await),
            (State::Left, State::Approved, State::Waiting)
        );
        let enrolled = async |person: Uuid| {
            let read = city.db.read(move |tx| {
                tx.opt::<(bool, bool, bool)>(
                    "SELECT required, due_at IS NOT NULL, withdrawn_at IS NULL FROM learning_enrolment WHERE person_id = $1",
                    params![person],
                )
            });
            read.await.unwrap()
        };
        assert_eq!(enrolled(person).await, Some((false, true, true)), "an elective with a deadline");
        assert_eq!(enrolled(three).await, None);

        // The watch list: nobody before the day, whoever has not finished after it, nobody who has.
        house.get(&contact, "/watch-list").await.is(200).lacks("摄影").lacks("planning-");
        house.clock.turn(Span::of_days(21));
        house.get(&contact, "/watch-list").await.is(200).has("摄影").lacks("planning-");
        house.get(&far, "/watch-list").await.is(200).lacks("摄影");
        house.get(&contact, "/watch-list?as=csv").await.is(200).has("摄影");
        let english = house.person_speaking("en", &[(Role::Centre, "/1/")], Lang::En);
        for page in ["/selections", "/selections/own", "/selections/choices", "/watch-list", &there] {
            house.get(&english, page).await.is(200).lacks("planning-");
        }
        let now = house.clock.now();
        let late = async || {
            let read =
                city.db.read(move |tx| store::select_late(&Scope::of(vec!["/1/".into()]), "", now).count(tx));
            read.await.unwrap()
        };
        assert_eq!(late().await, 1);
        let course = courses[0];
        city.db.write(move |tx| store::done(tx, person, course, Some(now))).await.unwrap();
        assert_eq!(late().await, 0);
        city.db.write(move |tx| store::done(tx, person, course, None)).await.unwrap();
        assert_eq!(late().await, 1, "a correction brings it back");

        house.post(&first, &choices, &[(brush.as_str(), "1")]).await.is(422).lacks("planning-");
        house.post(&contact, &format!("{there}/closing"), &[]).await.is(403);
        house.post(&centre, &format!("{there}/closing"), &[]).await.is(303);
        house.post(&centre, &format!("{there}/closing"), &[]).await.is(422).lacks("planning-");
    }
}
