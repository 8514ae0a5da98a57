//! Programs with tokens, on both engines: what they read, what they open, and what is refused.

use super::{document, operations, place::places, sent};
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_auth::Role;

/// A cursor of a list ordered by text: `{"order":{"Text":"a"},"id":"0…0","back":false,"before":0}`.
const FORGED: &str = "eyJvcmRlciI6eyJUZXh0IjoiYSJ9LCJpZCI6IjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMCIsImJhY2si\
    OmZhbHNlLCJiZWZvcmUiOjB9";

#[tokio::test]
async fn no_request_is_answered_with_a_fault_of_the_program() {
    for place in places().await {
        let (_, token) = place.person("center", &place.north, Role::Centre, &["all"]).await;
        for (method, path) in operations(&document()) {
            let queries = [
                String::new(),
                "?limit=0".to_owned(),
                "?limit=201".to_owned(),
                "?limit=-9223372036854775808".to_owned(),
                "?unknown=1".to_owned(),
                "?q=%00".to_owned(),
                "?unit=x".to_owned(),
                "?at=!".to_owned(),
                format!("?at={FORGED}"),
                "?at=9223372036854775807.00000000-0000-0000-0000-000000000000".to_owned(),
                "?from=-009999-01-01T00:00:00Z".to_owned(),
                "?from=9999-12-30T00:00:00Z".to_owned(),
            ];
            for query in queries {
                for body in ["", "{", "[]", "{}", "\"\\u0000\"", "{\"name\":\"\\u0000\"}"] {
                    let at = format!("{path}{query}");
                    let (status, kind, _, answer) =
                        sent(&place.router, &method, &at, Some(&token), &[], body).await;
                    assert!(status.as_u16() < 500, "{method} {at} {body}: {status} {answer}");
                    let expected =
                        if status.is_success() { "application/json" } else { "application/problem+json" };
                    assert!(kind.starts_with(expected), "{method} {at}: {status} {kind}");
                }
            }
        }
    }
}

#[tokio::test]
async fn an_account_is_opened_once_for_a_key() {
    for place in places().await {
        let (_, token) = place.person("manager", &place.north, Role::Centre, &["people"]).await;
        let asked = json!({ "name": "林书岚", "user_name": "lin", "unit": place.north.id, "slip": true });
        let (status, location, first) = place.post(&token, "/api/v1/people", "k-1", &asked).await;
        assert_eq!(status, StatusCode::CREATED, "{first}");
        let id = first["person"]["id"].as_str().unwrap().to_owned();
        assert_eq!(location, format!("/api/v1/people/{id}"));
        assert!(first["first_password"].as_str().unwrap().len() >= 17);
        let (again, there, second) = place.post(&token, "/api/v1/people", "k-1", &asked).await;
        assert_eq!((again, there, second), (status, location, first));
        let other = json!({ "name": "林", "user_name": "lin2", "unit": place.north.id });
        assert_eq!(place.post(&token, "/api/v1/people", "k-1", &other).await.0, StatusCode::CONFLICT);
        let (status, _, problem) = place.post(&token, "/api/v1/people", "k-2", &asked).await;
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("user_name"))
        );
        let elsewhere = json!({ "name": "林", "user_name": "lin3", "unit": place.south.id });
        let (status, _, problem) = place.post(&token, "/api/v1/people", "k-3", &elsewhere).await;
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("unit"))
        );
        let unknown =
            json!({ "name": "林", "user_name": "lin4", "unit": place.north.id, "roles": ["admin"] });
        assert_eq!(place.post(&token, "/api/v1/people", "k-4", &unknown).await.0, StatusCode::BAD_REQUEST);
        let (status, _, slip) = place.post(&token, "/api/v1/people", "k-5", &other).await;
        assert_eq!(status, StatusCode::CREATED);
        assert!(
            slip["first_password"].is_null() && slip["slip"].as_str().unwrap().starts_with("/people/slips/")
        );
    }
}

#[tokio::test]
async fn the_next_address_leads_through_all_people_once() {
    for place in places().await {
        let (_, token) = place.person("manager", &place.north, Role::Manager, &["people.read"]).await;
        let mut expected = vec!["manager".to_owned()];
        for n in 0..6 {
            let name = format!("u{n}");
            place.person(&name, &place.north, Role::Learner, &["all"]).await;
            place.person(&format!("s{n}"), &place.south, Role::Learner, &["all"]).await;
            expected.push(name);
        }
        let (mut found, mut next) = (Vec::new(), Some("/api/v1/people?limit=2&state=active".to_owned()));
        while let Some(at) = next {
            let (status, page) = place.get(&token, &at).await;
            assert_eq!((status, page["total"].as_i64()), (StatusCode::OK, Some(7)), "{page}");
            found.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|it| it["user_name"].as_str().unwrap().to_owned()),
            );
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(found, expected);
        assert_eq!(place.get(&token, "/api/v1/people?state=frozen").await.1["total"], 0);
    }
}

#[tokio::test]
async fn scopes_narrow_what_roles_allow_and_others_are_not_shown() {
    for place in places().await {
        let (_, narrow) = place.person("manager", &place.north, Role::Manager, &["people.read"]).await;
        let (_, learner) = place.person("learner", &place.north, Role::Learner, &["all"]).await;
        let (stranger, _) = place.person("stranger", &place.south, Role::Learner, &["all"]).await;
        let (_, audit) = place.person("audit", &place.north, Role::Audit, &["audit.read"]).await;
        let body = json!({ "name": "林书岚", "user_name": "lin", "unit": place.north.id });
        assert_eq!(place.post(&narrow, "/api/v1/people", "k", &body).await.0, StatusCode::FORBIDDEN);
        assert_eq!(place.get(&narrow, "/api/v1/nodes").await.0, StatusCode::FORBIDDEN);
        assert_eq!(place.get(&narrow, &format!("/api/v1/people/{stranger}")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(place.get(&learner, "/api/v1/people").await.0, StatusCode::FORBIDDEN);
        assert_eq!(place.get(&learner, "/api/v1/audit/entries").await.0, StatusCode::FORBIDDEN);
        let (status, me) = place.get(&learner, "/api/v1/me").await;
        assert_eq!((status, &me["user_name"]), (StatusCode::OK, &json!("learner")));
        let own = format!("/api/v1/people/{}", me["id"].as_str().unwrap());
        assert_eq!(place.get(&learner, &own).await.0, StatusCode::OK);
        assert_eq!(place.get(&learner, "/api/v1/enrolments").await.1["total"], 0);
        let others = format!("/api/v1/enrolments?person={stranger}");
        assert_eq!(place.get(&learner, &others).await.0, StatusCode::FORBIDDEN);
        let (status, entries) = place.get(&audit, "/api/v1/audit/entries?limit=1&action=accounts.").await;
        assert_eq!(status, StatusCode::OK);
        let next = entries["next"].as_str().unwrap();
        let (status, more) = place.get(&audit, next).await;
        assert_eq!(status, StatusCode::OK);
        assert_ne!(entries["items"][0]["id"], more["items"][0]["id"]);
        let elsewhere = |it: &Value| it["subject_name"] == "stranger";
        let (_, all) = place.get(&audit, "/api/v1/audit/entries?limit=200").await;
        assert!(!all["items"].as_array().unwrap().iter().any(elsewhere));
    }
}
