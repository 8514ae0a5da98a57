//! Assigning, choosing and studying as programs see them, on both engines.

use super::{
    authoring::{Authors, field},
    place::{Place, places},
    quizzes::single,
};
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_assessment::api::{self as assessment, Started};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_db::params;

/// A published course with a page and a quiz: its address, id, the quiz's lesson and question.
async fn published(place: &Place, people: &Authors) -> (String, String, String, String) {
    let (at, _) = people.draft(place).await;
    let by = people.teacher.as_str();
    let lesson =
        people.done(place, by, &format!("{at}/lessons"), json!({ "kind": "quiz", "title": "小测" })).await;
    let key = lesson["key"].as_str().unwrap().to_owned();
    let quiz = format!("{at}/lessons/{key}/quiz");
    people.done(place, by, &quiz, json!({ "version": 1, "attempts": 2 })).await;
    let question = people.done(place, by, &format!("{quiz}/questions"), single("先做什么？")).await;
    people.publish(place, &at).await;
    let id = at.rsplit('/').next().unwrap().to_owned();
    (at, id, key, question["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn one_chooses_a_course_and_sees_how_far_one_is() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (_, course, quiz, _) = published(&place, &people).await;
        let body = json!({ "course": course });
        let (status, there, enrolment) = place.post(&people.learner, "/api/v1/enrolments", "e", &body).await;
        assert_eq!(
            (status, &enrolment["required"], &enrolment["lessons_total"]),
            (StatusCode::CREATED, &json!(false), &json!(2))
        );
        assert_eq!(place.post(&people.learner, "/api/v1/enrolments", "e", &body).await.2, enrolment);
        let again = people.send(&place, &people.learner, "/api/v1/enrolments", body.clone()).await;
        assert_eq!(again.2["id"], enrolment["id"], "one is in a course once");
        assert_eq!(place.get(&people.learner, "/api/v1/enrolments").await.1["total"], 1);
        assert_eq!(place.get(&people.learner, &there).await.1["course"], json!(course));

        let (draft, _) = people.draft_named(&place, "另一门").await;
        for course in [Uuid::nil().to_string(), draft.rsplit('/').next().unwrap().to_owned()] {
            let refused =
                people.send(&place, &people.learner, "/api/v1/enrolments", json!({ "course": course })).await;
            assert_eq!(field(&refused), (422, "course"), "a draft is no more there than nothing");
        }
        let other = json!({ "course": course, "person": Uuid::nil() });
        assert_eq!(
            people.send(&place, &people.learner, "/api/v1/enrolments", other).await.0,
            StatusCode::BAD_REQUEST
        );
        let narrow =
            place.person("narrow", &place.north, Role::Learner, &["progress", "people.read"]).await.1;
        let refused = people.send(&place, &narrow, "/api/v1/enrolments", body).await;
        assert_eq!(refused.0, StatusCode::FORBIDDEN, "no scope but all names what one does for oneself");

        let lessons = format!("{there}/lessons");
        let own = place.get(&people.learner, &lessons).await.1;
        assert_eq!(own["total"], 2);
        let page = &own["items"][0];
        assert_eq!((&page["standing"], &page["needed_seconds"]), (&json!("attention"), &json!(400)));
        assert_eq!(
            (&own["items"][1]["standing"], &own["items"][1]["lesson"]),
            (&json!("not-passed"), &json!(quiz))
        );

        let stranger = place.person("stranger", &place.north, Role::Learner, &["all"]).await.1;
        let manager = place.person("manager", &place.north, Role::Manager, &["progress.read"]).await.1;
        let south = place.person("south", &place.south, Role::Manager, &["all"]).await.1;
        let scopeless = place.person("scopeless", &place.north, Role::Manager, &["people"]).await.1;
        for path in [&there, &lessons] {
            for (who, expected) in [(&stranger, 404), (&south, 404), (&scopeless, 404), (&manager, 200)] {
                assert_eq!(place.get(who, path).await.0.as_u16(), expected, "{path}");
            }
        }
        let audit = place.person("audit", &place.root, Role::Audit, &["audit"]).await.1;
        let read = place.get(&audit, "/api/v1/audit/entries?action=learning.file-read").await.1;
        assert_eq!(
            read["items"].as_array().unwrap().len(),
            1,
            "that somebody else's was read is in the trail: {read}"
        );
        let attempts = format!("{lessons}/{quiz}/attempts");
        assert_eq!(place.get(&manager, &attempts).await.0, StatusCode::NOT_FOUND, "attempts are one's own");
    }
}

async fn attempt(place: &Place, enrolment: &Value, course: &str) -> Uuid {
    let app = place.running.app();
    let (ids, now) = (app.ids().clone(), app.clock().now());
    let id = |value: &Value| value.as_str().unwrap().parse::<Uuid>().unwrap();
    let (person, context, course) =
        (id(&enrolment["person"]), id(&enrolment["id"]), course.parse::<Uuid>().unwrap());
    let begun = app.db().write(move |tx| {
        let quiz = "SELECT l.quiz_id FROM catalog_course c JOIN catalog_lesson l ON l.version_id = c.published_version_id
            WHERE c.id = $1 AND l.kind = 'quiz'";
        let (quiz,): (Uuid,) = tx.one(quiz, params![course])?;
        assessment::start_attempt(tx, quiz, person, context, &ids, now)
    });
    match begun.await.unwrap() {
        Started::Open(attempt) => attempt.id,
        refused => panic!("{refused:?}"),
    }
}

async fn hand_in(place: &Place, enrolment: &Value, attempt: Uuid, question: &str, answer: &'static str) {
    let app = place.running.app();
    let (ids, now) = (app.ids().clone(), app.clock().now());
    let person = enrolment["person"].as_str().unwrap().parse::<Uuid>().unwrap();
    let question = question.parse::<Uuid>().unwrap();
    let write = app.db().write(move |tx| {
        let given = [answer.to_owned()].into();
        assessment::save_answer(tx, attempt, person, question, &given, 1, now)?;
        assessment::submit(tx, attempt, person, &xingtan_audit::Who::program(), &ids, now)
    });
    write.await.unwrap();
}

#[tokio::test]
async fn an_attempt_shows_what_is_right_when_its_rule_does() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (_, course, lesson, question) = published(&place, &people).await;
        let enrolment =
            people.done(&place, &people.learner, "/api/v1/enrolments", json!({ "course": course })).await;
        let there =
            format!("/api/v1/enrolments/{}/lessons/{lesson}/attempts", enrolment["id"].as_str().unwrap());
        assert_eq!(place.get(&people.learner, &there).await.1["total"], 0);
        let first = attempt(&place, &enrolment, &course).await;
        let hidden = async |id: Uuid| {
            let (status, paper) = place.get(&people.learner, &format!("{there}/{id}")).await;
            assert_eq!((status, &paper["shown"]), (StatusCode::OK, &json!(false)));
            let sheet = &paper["questions"][0];
            assert!(sheet["right"].is_null() && sheet["explanation"].is_null() && sheet["earned"].is_null());
            assert!(!paper.to_string().contains("才安全"), "{paper}");
        };
        hidden(first).await;
        hand_in(&place, &enrolment, first, &question, "b").await;
        hidden(first).await;
        let second = attempt(&place, &enrolment, &course).await;
        hidden(second).await;
        hand_in(&place, &enrolment, second, &question, "a").await;
        let paper = place.get(&people.learner, &format!("{there}/{second}")).await.1;
        assert_eq!(
            (&paper["shown"], &paper["passed"], &paper["questions"][0]["right"]),
            (&json!(true), &json!(true), &json!(["a"]))
        );
        let all = place.get(&people.learner, &there).await.1;
        assert_eq!(
            (&all["total"], &all["items"][0]["number"], &all["items"][1]["passed"]),
            (&json!(2), &json!(2), &json!(false))
        );
        let nobodys = place.person("stranger", &place.north, Role::Learner, &["all"]).await.1;
        for who in [&nobodys, &people.centre, &people.teacher] {
            assert_eq!(place.get(who, &format!("{there}/{second}")).await.0, StatusCode::NOT_FOUND);
            assert_eq!(place.get(who, &there).await.0, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn an_assignment_stays_within_the_subtree_is_extended_and_ended() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (_, course, ..) = published(&place, &people).await;
        let (south, _) = place.person("south", &place.south, Role::Learner, &["all"]).await;
        let now = place.running.app().clock().now();
        let until = |days: i64| (now + Span::of_days(days)).to_string();
        let asked = |node: &Uuid, field: &str, id: Uuid| json!({ "course": course, "node": node, field: [id], "due_at": until(30) });
        let (north, by) = (place.north.id, people.centre.as_str());
        for (body, expected) in [
            (asked(&north, "units", place.south.id), "units"),
            (asked(&north, "units", place.root.id), "units"),
            (asked(&north, "persons", south), "persons"),
            (asked(&place.south.id, "units", north), "node"),
            (asked(&place.root.id, "units", north), "node"),
        ] {
            let refused = people.send(&place, by, "/api/v1/assignments", body.clone()).await;
            assert_eq!(field(&refused), (422, expected), "{body}");
        }
        assert_eq!(place.get(by, "/api/v1/assignments").await.1["total"], 0, "nothing was assigned");
        let (status, there, made) =
            people.send(&place, by, "/api/v1/assignments", asked(&north, "units", north)).await;
        assert_eq!((status, &made["version"]), (StatusCode::CREATED, &json!(1)));
        place.running.settle().await.unwrap();
        assert_eq!(place.get(&people.learner, "/api/v1/enrolments").await.1["items"][0]["required"], true);

        let deadline = format!("{there}/deadline");
        let sooner = people.send(&place, by, &deadline, json!({ "version": 1, "due_at": until(29) })).await;
        assert_eq!(field(&sooner), (422, "due_at"));
        let later = people.done(&place, by, &deadline, json!({ "version": 1, "due_at": until(40) })).await;
        assert_eq!(later["version"], 2);
        let stale = people.send(&place, by, &deadline, json!({ "version": 1, "due_at": until(50) })).await;
        assert_eq!(stale.0, StatusCode::CONFLICT);
        place.running.settle().await.unwrap();
        assert_eq!(
            place.get(&people.learner, "/api/v1/enrolments").await.1["items"][0]["due_at"],
            later["due_at"]
        );

        let elsewhere = place.person("elsewhere", &place.south, Role::Centre, &["all"]).await.1;
        let reads = place.person("reads", &place.north, Role::Centre, &["assignments.read"]).await.1;
        let end = format!("{there}/end");
        for (who, expected) in [(&elsewhere, 404), (&reads, 403), (&people.learner, 403)] {
            assert_eq!(people.send(&place, who, &end, json!({ "version": 2 })).await.0.as_u16(), expected);
            let moved = json!({ "version": 2, "due_at": until(60) });
            assert_eq!(people.send(&place, who, &deadline, moved).await.0.as_u16(), expected);
        }
        assert_eq!(people.send(&place, by, &end, json!({ "version": 1 })).await.0, StatusCode::CONFLICT);
        let body = json!({ "version": 2 });
        let ended = place.post(by, &end, "end", &body).await;
        assert_eq!((ended.0, &ended.2["state"]), (StatusCode::OK, &json!("ended")));
        assert_eq!(place.post(by, &end, "end", &body).await, ended);
        place.running.settle().await.unwrap();
        assert_eq!(
            place.get(&people.learner, "/api/v1/enrolments").await.1["total"],
            0,
            "what was not begun is withdrawn"
        );
    }
}
