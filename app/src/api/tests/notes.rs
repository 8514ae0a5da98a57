//! One's own notes as programs see them, on both engines.

use super::{
    authoring::Authors,
    place::{Place, places},
};
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_auth::Role;

const NOTES: &str = "/api/v1/me/notes";

async fn listed(place: &Place, token: &str, query: &str) -> Value {
    let (status, found) = place.get(token, &format!("{NOTES}{query}")).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    found
}

#[tokio::test]
async fn one_writes_finds_changes_and_removes_ones_own_notes() {
    for place in places().await {
        let people = Authors::of(&place).await;
        let (at, lesson) = people.draft(&place).await;
        people.publish(&place, &at).await;
        let course = at.rsplit('/').next().unwrap().to_owned();
        let own = people.learner.as_str();
        let note = |body: &str, at_ms: i64| json!({ "course": course, "lesson": lesson, "at_ms": at_ms, "body": body });
        let refused = people.send(&place, own, NOTES, note("先断电", 61_000)).await;
        assert_eq!(refused.0, StatusCode::FORBIDDEN, "one studies it first");
        people.done(&place, own, "/api/v1/enrolments", json!({ "course": course })).await;
        let (status, there, kept) = place.post(own, NOTES, "n", &note("先断电", 61_000)).await;
        assert_eq!(
            (status, &kept["at_ms"], &kept["version"]),
            (StatusCode::CREATED, &json!(61_000), &json!(1))
        );
        assert_eq!(place.post(own, NOTES, "n", &note("先断电", 61_000)).await.2, kept, "carried out once");
        assert_eq!(place.wrong(own, "POST", NOTES, &note(" ", 0)).await, ["body"]);
        assert_eq!(place.wrong(own, "POST", NOTES, &note("x", 99_999_999)).await, ["at_ms"]);
        let elsewhere = json!({ "course": course, "lesson": course, "body": "x" });
        assert_eq!(people.send(&place, own, NOTES, elsewhere).await.0, StatusCode::NOT_FOUND);
        let plain = json!({ "course": course, "lesson": lesson, "body": "再检修" });
        people.done(&place, own, NOTES, plain).await;

        assert_eq!(listed(&place, own, "").await["total"], 2);
        let found = listed(&place, own, "?q=%E6%A3%80%E4%BF%AE").await;
        assert_eq!((&found["total"], &found["items"][0]["body"]), (&json!(1), &json!("再检修")));
        assert_eq!(listed(&place, own, &format!("?course={course}&lesson={lesson}")).await["total"], 2);
        assert_eq!(listed(&place, own, &format!("?lesson={course}")).await["total"], 0);
        let first = listed(&place, own, "?limit=1").await;
        let next = first["next"].as_str().unwrap().to_owned();
        let second = place.get(own, &next).await.1;
        assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
        assert!(second["next"].is_null());

        let other = |version: i64| json!({ "version": version, "body": "断电后验电" });
        assert_eq!(people.done(&place, own, &there, other(1)).await["version"], 2);
        assert_eq!(people.send(&place, own, &there, other(1)).await.0, StatusCode::CONFLICT);
        assert_eq!(place.wrong(own, "POST", &there, &json!({ "version": 2, "body": "" })).await, ["body"]);
        assert_eq!(place.get(own, &there).await.1["body"], "断电后验电");

        // Nobody else's, and no narrower token's.
        let stranger = place.person("stranger", &place.north, Role::Learner, &["all"]).await.1;
        let narrow = place.person("narrow", &place.north, Role::Learner, &["people.read"]).await.1;
        let gone = format!("{there}/deletion");
        assert_eq!(listed(&place, &stranger, "").await["total"], 0);
        assert_eq!(place.get(&stranger, &there).await.0, StatusCode::NOT_FOUND);
        for (path, body) in [(&there, other(2)), (&gone, json!({}))] {
            assert_eq!(people.send(&place, &stranger, path, body.clone()).await.0, StatusCode::NOT_FOUND);
            assert_eq!(people.send(&place, &narrow, path, body).await.0, StatusCode::FORBIDDEN);
        }
        assert_eq!(place.get(&narrow, NOTES).await.0, StatusCode::FORBIDDEN);

        assert_eq!(people.done(&place, own, &gone, json!({})).await["id"], kept["id"]);
        assert_eq!(people.send(&place, own, &gone, json!({})).await.0, StatusCode::NOT_FOUND);
        assert_eq!(listed(&place, own, "").await["total"], 1);
    }
}
