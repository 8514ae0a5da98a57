//! The demo institution as programs see it, on both engines: courses, progress, credits, an assignment to its end.

use super::{over, sent};
use crate::{demo, running::Running};
use axum::Router;
use http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use xingtan_accounts::{
    api::{self as accounts, Prepared},
    token::{self, NewToken},
};
use xingtan_audit::Who;
use xingtan_clock::{Span, Uuid};
use xingtan_db::Error;
use xingtan_i18n::Kind;
use xingtan_keys::Token;

async fn token(running: &Running, user_name: &'static str) -> String {
    let app = running.app();
    let (secret, id, now) = (Token::new(), app.id(), app.clock().now());
    let scopes = vec![token::Scope::read("all", app.permissions()).unwrap()];
    let (made, prepared) = (secret.clone(), Prepared::new(Who::program(), now, app.ids(), 1));
    let write = app.db().write(move |tx| {
        let person = accounts::person_by_user(tx, user_name)?.ok_or(Error::NotFound)?.id;
        let (name, secret) = ("test".to_owned(), made.clone());
        let new = NewToken { id, person, name, scopes: scopes.clone(), expires_at: None, secret };
        token::make(tx, &prepared.begin(), &new)
    });
    write.await.unwrap();
    secret.reveal().to_owned()
}

async fn get(router: &Router, token: &str, path: &str) -> Value {
    let (status, _, _, body) = sent(router, "GET", path, Some(token), &[], "").await;
    assert_eq!(status, StatusCode::OK, "{path}: {body}");
    body
}

/// All items of a collection, page by page; no item comes twice and none is left out.
async fn all(router: &Router, token: &str, path: &str) -> Vec<Value> {
    let (mut items, mut next) = (Vec::new(), Some(path.to_owned()));
    let mut total = 0;
    while let Some(at) = next {
        let page = get(router, token, &at).await;
        total = page["total"].as_u64().unwrap();
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        next = page["next"].as_str().map(str::to_owned);
    }
    let ids: BTreeSet<&str> = items.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), items.len() as u64), (items.len(), total), "{path}");
    items
}

#[tokio::test]
async fn programs_see_what_the_pages_show_and_assign_a_course() {
    for db in xingtan_testkit::databases(&[]).await {
        let (_folder, running, router) = over(Some(super::place::address(&db))).await;
        demo::fill(&running, Kind::Academy, 12, 7, &|_, _, _| {}).await.unwrap();
        let (centre, learner) = (token(&running, "center").await, token(&running, "learner").await);

        let courses = all(&router, &learner, "/api/v1/courses?limit=3").await;
        for course in &courses {
            let id = course["id"].as_str().unwrap();
            let detail = get(&router, &learner, &format!("/api/v1/courses/{id}")).await;
            assert_eq!(detail["title"], course["title"]);
            assert!(!detail["tree"].as_array().unwrap().is_empty());
        }
        let nodes = all(&router, &centre, "/api/v1/nodes?limit=4").await;
        let root =
            nodes.iter().find(|node| node["parent"].is_null()).unwrap()["id"].as_str().unwrap().to_owned();
        assert!(!all(&router, &centre, "/api/v1/positions?limit=1").await.is_empty());
        all(&router, &centre, "/api/v1/cohorts").await;

        let own = all(&router, &learner, "/api/v1/enrolments?limit=2").await;
        assert!(own.iter().all(|it| it["person"] == own[0]["person"]));
        let everybodys = all(&router, &centre, &format!("/api/v1/enrolments?unit={root}&limit=20")).await;
        assert!(everybodys.len() > own.len());
        let done =
            all(&router, &centre, &format!("/api/v1/enrolments?unit={root}&state=done&limit=20")).await;
        assert!(done.iter().all(|it| it["state"] == "done" && it["percent"] == 100));
        let booked = all(&router, &centre, &format!("/api/v1/credits?unit={root}&limit=20")).await;
        assert_eq!(booked.len(), done.len(), "each completion is booked once");
        let none =
            get(&router, &centre, &format!("/api/v1/credits?unit={root}&to=1980-01-01T00:00:00Z")).await;
        assert_eq!(none["total"], 0);

        assign(&running, &router, &centre, &courses[0], &root).await;
    }
}

async fn assign(running: &Running, router: &Router, centre: &str, course: &Value, root: &str) {
    let now = running.app().clock().now();
    let post = async |body: Value| {
        let headers = [("Idempotency-Key", "assign-1")];
        sent(router, "POST", "/api/v1/assignments", Some(centre), &headers, &body.to_string()).await
    };
    let asked = |due: i64| json!({ "course": course["id"], "node": root, "units": [root], "due_at": (now + Span::of_days(due)).to_string() });
    let (status, _, _, problem) = post(asked(-1)).await;
    assert_eq!(
        (status, &problem["errors"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("due_at"))
    );
    let mut nowhere = asked(30);
    nowhere["cohorts"] = json!([Uuid::nil()]);
    let (status, _, _, problem) = post(nowhere).await;
    assert_eq!(
        (status, &problem["errors"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("cohorts"))
    );

    let (status, _, location, made) = post(asked(30)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!((&made["course"], &made["state"]), (&course["id"], &json!("running")));
    assert_eq!(post(asked(30)).await.3, made, "the same post is answered alike");
    running.settle().await.unwrap();
    let reached = get(router, centre, &location).await["reached"].as_i64().unwrap();
    assert!(reached > 12, "{reached}");
    let course = course["id"].as_str().unwrap();
    let listed = all(router, centre, &format!("/api/v1/assignments?course={course}&limit=1")).await;
    assert_eq!(listed.iter().filter(|it| it["id"] == made["id"]).count(), 1);
}
