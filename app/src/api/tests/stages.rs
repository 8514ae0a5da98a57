//! Nothing reaches learners around the review, with a department before the centre; on both engines.

use super::{
    authoring::Authors,
    document,
    place::{Place, places},
};
use serde_json::{Value, json};
use xingtan_auth::Role;
use xingtan_catalog::api::DEPARTMENT;

/// Words of the unreviewed version, which nobody reads who does not work on it.
const WORDS: &str = "先断电，再检修";

async fn department_first(place: &Place) {
    let app = place.running.app();
    let (id, now) = (app.id(), app.clock().now());
    let set = app.db().write(move |tx| {
        let set = xingtan_settings::set(tx, id, &DEPARTMENT, "department-first", None, now)?;
        assert!(set.is_ok());
        Ok::<_, xingtan_db::Error>(())
    });
    set.await.unwrap();
    app.settings().refresh().await.unwrap();
}

async fn desk(place: &Place, people: &Authors, at: &str) -> Value {
    place.get(&people.head, &format!("{at}/desk")).await.1
}

fn approved(checks: &Value) -> Value {
    json!({ "verdict": "approve", "checks": checks })
}

/// Asks every operation of the API, with the course, its version and lesson in the places of ids, as those who write,
/// judge, publish and learn.
async fn besiege(place: &Place, people: &Authors, at: &str, lesson: &str) {
    let course = at.rsplit('/').next().unwrap().to_owned();
    let version = desk(place, people, at).await["version_on_desk"].as_str().unwrap().to_owned();
    let left_alone = ["/recall", "/submission", "/decision", "/remarks", "/sessions", "/tokens"];
    let document = document();
    for (path, item) in document["paths"].as_object().unwrap() {
        if left_alone.iter().any(|end| path.contains(end)) {
            continue;
        }
        let filled: Vec<&str> = path
            .split('/')
            .map(|step| match step {
                "{version}" => version.as_str(),
                "{lesson}" | "{key}" => lesson,
                step if step.starts_with('{') => course.as_str(),
                step => step,
            })
            .collect();
        let address = filled.join("/");
        let methods: Vec<String> = item.as_object().unwrap().keys().map(|it| it.to_uppercase()).collect();
        for method in methods {
            for (name, who) in [("learner", &people.learner), ("centre", &people.centre)] {
                let body = if method == "GET" { Value::Null } else { json!({}) };
                let (status, answer) = place.send(who, &method, &address, &body).await;
                let reads = name == "learner" && answer.to_string().contains(WORDS);
                assert!(!reads, "{method} {address} shows a learner what nobody reviewed: {status} {answer}");
            }
        }
    }
}

#[tokio::test]
async fn with_a_department_before_the_centre_no_call_publishes_or_shows_what_was_not_reviewed() {
    for place in places().await {
        department_first(&place).await;
        let people = Authors::of(&place).await;
        let judge = place.person("judge", &place.root, Role::Reviewer, &["all"]).await.1;
        let (at, lesson) = people.draft(&place).await;
        let publish = format!("{at}/publication");
        let unpublished = async |when: &str| {
            for who in
                [&people.teacher, &people.reviewer, &judge, &people.learner, &people.centre, &people.head]
            {
                let (status, _, answer) = people.send(&place, who, &publish, json!({})).await;
                assert!(status.is_client_error(), "{when}: {answer}");
            }
            let course = desk(&place, &people, &at).await;
            assert_ne!(course["course"]["state"], "published", "{when}");
        };
        unpublished("a draft").await;
        people.done(&place, &people.teacher, &format!("{at}/submission"), json!({})).await;
        unpublished("at the department").await;
        besiege(&place, &people, &at, &lesson).await;
        unpublished("after every call").await;

        let first = people.review(&place).await;
        let (_, it) = place.get(&judge, &first).await;
        assert_eq!(
            (&it["stage"], &it["may_decide"], &it["round"]),
            (&json!("department"), &json!(false), &json!(1))
        );
        let checks = it["checks_needed"].clone();
        let decision = format!("{first}/decision");
        for who in [&judge, &people.teacher, &people.centre, &people.head, &people.learner] {
            let (status, _, answer) = people.send(&place, who, &decision, approved(&checks)).await;
            assert!(status.is_client_error(), "{answer}");
        }
        people.done(&place, &people.reviewer, &decision, approved(&checks)).await;
        unpublished("at the centre").await;

        let second = people.review(&place).await;
        assert_ne!(second, first);
        let decision = format!("{second}/decision");
        for who in [&people.reviewer, &people.teacher, &people.centre] {
            let (status, _, answer) = people.send(&place, who, &decision, approved(&checks)).await;
            assert!(status.is_client_error(), "{answer}");
        }
        let wrong = json!({ "verdict": "approve", "checks": checks, "findings": [{ "check": "words", "text": "x" }] });
        let (status, _, answer) = people.send(&place, &judge, &decision, wrong).await;
        assert_eq!((status.as_u16(), &answer["errors"][0]["field"]), (422, &json!("checks")), "{answer}");
        people.done(&place, &judge, &decision, approved(&checks)).await;
        let published = people.done(&place, &people.centre, &publish, json!({})).await;
        assert_eq!(published["state"], "published");
        let responsible = desk(&place, &people, &at).await["responsible"].clone();
        let names: Vec<&Value> =
            responsible["reviewers"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
        assert_eq!(names, ["reviewer", "judge"]);
        assert_eq!(
            (&responsible["author"]["name"], &responsible["operator"]["name"]),
            (&json!("teacher"), &json!("centre"))
        );

        let down = format!("{at}/take-down");
        let reason = json!({ "reason": "泄露客户资料" });
        for who in [&people.teacher, &people.reviewer, &people.learner] {
            assert_eq!(people.send(&place, who, &down, reason.clone()).await.0.as_u16(), 403);
        }
        let taken = people.done(&place, &people.head, &down, reason.clone()).await;
        assert_eq!(taken["state"], "withdrawn");
        assert!(taken["taken_down_at"].is_string(), "{taken}");
        for (who, path) in [(&people.head, "take-down"), (&people.centre, "reinstatement")] {
            let body = if path == "take-down" { reason.clone() } else { json!({}) };
            let (status, _, answer) = people.send(&place, who, &format!("{at}/{path}"), body).await;
            assert_eq!(status.as_u16(), 409, "{path}: {answer}");
        }
        people.done(&place, &people.teacher, &format!("{at}/versions"), json!({})).await;
        unreviewed(&place, &people, &at).await;
    }
}

/// The next version of a course that was taken down is published by nobody before its review.
async fn unreviewed(place: &Place, people: &Authors, at: &str) {
    for who in [&people.centre, &people.head] {
        let (status, _, answer) = people.send(place, who, &format!("{at}/publication"), json!({})).await;
        assert_eq!(status.as_u16(), 409, "{answer}");
    }
}
