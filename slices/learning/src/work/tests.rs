//! Every page of work through the router, in both languages and on both engines: it renders, no text is missing, and
//! forms do what they say.
#![allow(
    unfulfilled_lint_expectations,
    reason = "the house also serves tests outside crates, where unwrap is linted"
)]

#[path = "../../../catalog/tests/house/mod.rs"]
pub(crate) mod house;

use crate::{
    assignment::change::tests::{School, nodes, tables},
    enrolment::store as enrolments,
};
use house::{House, Slice};
use xingtan_auth::Role;
use xingtan_clock::Span;
use xingtan_db::params;
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

pub(crate) fn slice(school: &School) -> Slice {
    Slice {
        routes: crate::routes(school.kinds.clone()),
        permissions: vec![crate::permissions(), xingtan_catalog::permissions()],
        places: vec![crate::places()],
        texts: [house::texts(), crate::texts(), xingtan_accounts::texts()].concat(),
    }
}

#[tokio::test]
async fn all_pages_of_work_render_with_all_their_texts() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        let it = school.assign(nodes(&a), 30).await;
        school.open(learner, "one").await;
        let house = House::new(db.handle(), slice(&school)).await;
        let (course, id) = (school.course, it.id);
        let pages = [
            "/assignments?q=%E5%AE%89&state=running&sort=-due".to_owned(),
            "/assignments?state=planned".into(),
            "/assignments?state=over".into(),
            "/assignments?state=ended".into(),
            format!("/assignments/new?course={course}"),
            format!("/assignments/{id}?sort=unit"),
            format!("/assignments/{id}?state=overdue&q=learner"),
            format!("/assignments/{id}/end"),
            "/department".into(),
            format!("/department?state=begun&course={course}&q=learner&sort=-due"),
            "/department?state=done".into(),
            format!("/department/people/{learner}"),
            format!("/department/people/{learner}/courses/{course}"),
            "/subsidiary?state=all&sort=done".into(),
            format!("/courses/{course}/progress"),
            format!("/courses/{course}/progress?state=not-begun&kind=required&q=learner&sort=-done"),
            format!("/courses/{course}/progress?state=done"),
            "/desk".into(),
            "/supervision".into(),
            "/finance".into(),
            "/service".into(),
            "/children".into(),
            "/today".into(),
            "/enrolments?show=required&q=x".into(),
            "/enrolments".into(),
            "/catalog?q=%E5%AE%89&level=basic&sort=title".into(),
            "/catalog?sort=-credits".into(),
            "/notes?q=x".into(),
            "/record?year=2026".into(),
            "/record/file".into(),
            "/notifications?show=unread".into(),
            "/menu".into(),
        ];
        for lang in [Lang::ZhCn, Lang::En] {
            let centre =
                house.person_speaking("centre", &[(Role::Centre, "/"), (Role::Supervisor, "/")], lang);
            for page in &pages {
                house.get(&centre, page).await.is(200).lacks("learning-");
            }
        }
        let centre = house.person("centre", &[(Role::Centre, "/")]);
        house.get(&centre, "/assignments?as=csv&state=running").await.is(200).has("安全生产");
        for file in [format!("/assignments/{id}/people/csv"), "/department/export/csv?state=all".into()] {
            house.get(&centre, &file).await.is(200).has("learner").has("安全生产");
        }
        for file in [
            format!("/assignments/{id}/people/xlsx"),
            "/record/export/xlsx".into(),
            "/record/file/csv".into(),
        ] {
            house.get(&centre, &file).await.is(200);
        }
        let contact = house.person("contact", &[(Role::Contact, &school.b.path)]);
        house.get(&contact, "/department?state=all").await.is(200).lacks("安全生产");
        house.get(&contact, &format!("/department/people/{learner}")).await.is(404);
        house.get(&contact, "/assignments").await.is(403);
        house.get(&contact, "/desk").await.is(403);
    }
}

#[tokio::test]
async fn a_course_is_assigned_after_the_number_was_shown_then_extended_and_ended() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        let house = House::new(db.handle(), slice(&school)).await;
        let centre = house.person("centre", &[(Role::Centre, "/")]);
        let (course, node) = (school.course.to_string(), a.id.to_string());
        let key = house.get(&centre, "/assignments/new").await.is(200).field("form_key");
        let mut fields = vec![
            ("form_key", key.as_str()),
            ("course", &course),
            ("scope", "/"),
            ("due", "2026-04-30"),
            ("step", "preview"),
        ];
        house.post(&centre, "/assignments", &fields).await.is(422);
        fields.push(("nodes", &node));
        house.post(&centre, "/assignments", &fields).await.is(200).has("value=\"save\"");
        fields[4].1 = "save";
        let made = house.post(&centre, "/assignments", &fields).await;
        let to = made.to().to_owned();
        assert_eq!(
            house.post(&centre, "/assignments", &fields).await.to(),
            to,
            "a second click does nothing more"
        );
        school.clock.turn(Span::of_minutes(1));
        school.settle().await;
        let due = school.due(learner).await;
        assert!(due.is_some());

        house
            .post(&centre, &format!("{to}/deadline"), &[("version", "1"), ("due", "2026-03-30")])
            .await
            .is(422);
        house
            .post(&centre, &format!("{to}/deadline"), &[("version", "1"), ("due", "2026-05-30")])
            .await
            .is(303);
        school.clock.turn(Span::of_minutes(1));
        school.settle().await;
        assert!(school.due(learner).await > due);
        house.post(&centre, &format!("{to}/end"), &[("version", "2")]).await.is(303);
        school.clock.turn(Span::of_minutes(1));
        school.settle().await;
        assert_eq!(school.enrolment(learner).await, None);
        house
            .post(&centre, &format!("{to}/deadline"), &[("version", "3"), ("due", "2026-07-30")])
            .await
            .is(422);
    }
}

#[tokio::test]
async fn a_learner_chooses_a_course_and_finds_it_on_all_own_pages() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let house = House::new(db.handle(), slice(&school)).await;
        let learner = house.person("learner", &[(Role::Learner, "/1/5/")]);
        let (course, person, by, lesson) = (school.course, learner.id, school.teacher, school.lesson);
        house.get(&learner, "/enrolments").await.is(200).lacks("安全生产");
        let (kinds, now) = (school.kinds.clone(), house.clock.now());
        school
            .write(move |tx| {
                let tree = xingtan_catalog::api::published_tree(tx, course)?.unwrap();
                let own = (person, "/1/5/".to_owned(), "learner".to_owned());
                enrolments::add(tx, &crate::enrolment::change::fresh(&kinds, &tree, by, own, now))
            })
            .await;
        house.get(&learner, &format!("/courses/{course}")).await.is(200).has("安全生产").lacks("learning-");
        house
            .get(&learner, &format!("/courses/{course}/lessons/{lesson}"))
            .await
            .is(200)
            .has("先断电")
            .lacks("learning-");
        for page in ["/enrolments", "/catalog", "/record/file", "/children"] {
            house.get(&learner, page).await.is(200).has("安全生产").lacks("learning-");
        }
    }
}

#[tokio::test]
async fn notes_are_kept_once_found_changed_taken_along_and_seen_by_nobody_else() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let house = House::new(db.handle(), slice(&school)).await;
        let learner = house.person("learner", &[(Role::Learner, "/1/5/")]);
        let other = house.person("other", &[(Role::Learner, "/1/5/"), (Role::Centre, "/")]);
        let (course, person, by, lesson) = (school.course, learner.id, school.teacher, school.lesson);
        let (kinds, now) = (school.kinds.clone(), house.clock.now());
        school
            .write(move |tx| {
                let tree = xingtan_catalog::api::published_tree(tx, course)?.unwrap();
                let own = (person, "/1/5/".to_owned(), "learner".to_owned());
                enrolments::add(tx, &crate::enrolment::change::fresh(&kinds, &tree, by, own, now))
            })
            .await;
        let page = format!("/courses/{course}/lessons/{lesson}");
        let notes = format!("{page}/notes");
        house.get(&learner, "/notes").await.is(200).has("/enrolments").lacks("learning-");
        let key = house.get(&learner, &page).await.is(200).field("form_key");
        let fields =
            [("form_key", key.as_str()), ("body", "  先断电 <b>再检修</b>\r\n记住 "), ("at", "187900")];
        for _ in ["once", "a second click"] {
            house.post(&learner, &notes, &fields).await.is(303);
        }
        let beside = house.get(&learner, &page).await.is(200).has("3:07").has("?at=187900").lacks("<b>再");
        assert_eq!(beside.body.matches("note-moment").count(), 1, "kept once");
        // Wrong, empty, huge, and moments that are none.
        house.post(&learner, &notes, &[("body", " \u{200b} ")]).await.is(422).lacks("learning-");
        let huge = "长".repeat(4_001);
        house.post(&learner, &notes, &[("body", &huge)]).await.is(422).has("长长长").lacks("learning-");
        for at in ["-1", "9e9", "99999999999999999999", "<script>"] {
            house.post(&learner, &notes, &[("body", "无时刻"), ("at", at)]).await.is(303);
        }
        house.post(&other, &notes, &fields).await.is(403);
        // Found by the words of the note and of the lesson.
        for q in ["%E6%96%AD%E7%94%B5", "%E7%AC%AC%E4%B8%80%E8%AE%B2", "%3Cb%3E"] {
            house.get(&learner, &format!("/notes?q={q}")).await.is(200).has("3:07").lacks("learning-");
        }
        house.get(&learner, "/notes?q=%25").await.is(200).lacks("3:07");
        house
            .get(&learner, "/notes/export/csv?q=%E6%96%AD%E7%94%B5")
            .await
            .is(200)
            .has("记住")
            .lacks("无时刻");
        house.get(&learner, "/notes/export/xlsx").await.is(200);
        house.get(&other, "/notes").await.is(200).lacks("断电");
        // Changed by its owner, over nobody's change.
        let id = beside.body.split("/notes/").nth(1).and_then(|rest| rest.get(..36)).unwrap().to_owned();
        let one = format!("/notes/{id}");
        house.get(&learner, &one).await.is(200).has("再检修").lacks("learning-");
        house.post(&learner, &one, &[("body", "挂牌上锁"), ("version", "1")]).await.is(303);
        house.post(&learner, &one, &[("body", "旧的一页"), ("version", "1")]).await.is(409).has("旧的一页");
        house.post(&learner, &one, &[("body", ""), ("version", "2")]).await.is(422).lacks("learning-");
        house.get(&learner, "/notes?q=%E6%8C%82%E7%89%8C").await.is(200).has("3:07");
        for path in [one.clone(), format!("{one}/deletion")] {
            house.get(&other, &path).await.is(404);
        }
        house.post(&other, &one, &[("body", "别人"), ("version", "2")]).await.is(404);
        house.post(&other, &format!("{one}/deletion"), &[]).await.is(303);
        house.get(&learner, &format!("{one}/deletion")).await.is(200).has("挂牌上锁").lacks("learning-");
        for _ in ["removed", "twice is as good"] {
            house.post(&learner, &format!("{one}/deletion"), &[]).await.is(303);
        }
        house.get(&learner, &one).await.is(404);
        house.get(&learner, "/notes").await.is(200).lacks("挂牌");
    }
}

#[tokio::test]
async fn who_teaches_a_course_sees_all_its_learners_and_a_contact_those_of_the_own_subtree() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let near = school.person("near", &a, &[Role::Learner]).await;
        school.person("far", &b, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        school.assign(nodes(&b), 30).await;
        school.open(near, "one").await;
        school.clock.turn(Span::of_seconds(20));
        school.report(near, "one", 1, 20).await;
        let house = House::new(db.handle(), slice(&school)).await;
        let course = school.course;
        let (list, file) = (format!("/courses/{course}/progress"), format!("/courses/{course}/progress/csv"));
        let author = house.person("author", &[(Role::Teacher, &b.path)]);
        let to = author.id;
        school
            .write(move |tx| {
                tx.exec("UPDATE catalog_course SET author_id = $2 WHERE id = $1", params![course, to])
            })
            .await;
        let contact = house.person("contact", &[(Role::Contact, &a.path)]);
        house.get(&author, &list).await.is(200).has("near").has("far");
        house.get(&author, &format!("{list}?state=not-begun")).await.is(200).lacks(">near").has("far");
        house.get(&author, &file).await.is(200).has("near").has("far");
        house.get(&contact, &list).await.is(200).has("near").lacks(">far");
        house.get(&contact, &file).await.is(200).has("near").lacks("far");
        for other in [(Role::Learner, "/"), (Role::Teacher, "/")] {
            let other = house.person("other", &[other]);
            house.get(&other, &list).await.is(404);
            house.get(&other, &file).await.is(404);
            house.get(&other, &format!("/courses/{course}")).await.is(200).lacks("/progress");
        }
        house.get(&author, &format!("/courses/{course}")).await.is(200).has(&list);
    }
}
