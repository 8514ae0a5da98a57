//! Programs with tokens, on both engines: what they read, what they open, and what is refused.

use super::{document, operations, over, sent};
use crate::running::Running;
use axum::Router;
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_accounts::{
    api::{self as accounts, Credential, NewNode, NewPerson, Node, NodeKind, Prepared},
    token::{self, NewToken},
};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::Source;
use xingtan_keys::Token;
use xingtan_testkit::TestDb;

/// A running program with a root, a unit below it and one beside that, on one engine.
pub(super) struct Place {
    _folder: tempfile::TempDir,
    _db: TestDb,
    pub running: Running,
    pub router: Router,
    pub root: Node,
    pub north: Node,
    pub south: Node,
}

/// Where a database lies, as the configuration says it.
pub fn address(db: &TestDb) -> String {
    match db.source() {
        Source::File(path) => format!("sqlite:{}", path.display()),
        Source::Postgres(address) => address.clone(),
    }
}

pub(super) async fn places() -> Vec<Place> {
    let mut all = Vec::new();
    for db in xingtan_testkit::databases(&[]).await {
        let (folder, running, router) = over(Some(address(&db))).await;
        let (ids, now) = (running.app().ids().clone(), running.app().clock().now());
        let write = running.app().db().write(move |tx| {
            let new = |parent, kind, name: &str| NewNode {
                id: ids.next(),
                parent,
                kind,
                name: name.to_owned(),
                code: None,
                seat_quota: None,
            };
            let root = accounts::add_node(tx, &new(None, NodeKind::Group, "Group"), now)?;
            let north = accounts::add_node(tx, &new(Some(root.id), NodeKind::Subsidiary, "North"), now)?;
            let south = accounts::add_node(tx, &new(Some(root.id), NodeKind::Subsidiary, "South"), now)?;
            Ok::<_, xingtan_db::Error>((root, north, south))
        });
        let (root, north, south) = write.await.unwrap();
        all.push(Place { _folder: folder, _db: db, running, router, root, north, south });
    }
    all
}

impl Place {
    /// Opens an account and makes a token for it: id and secret.
    pub async fn person(&self, user_name: &str, unit: &Node, role: Role, scopes: &[&str]) -> (Uuid, String) {
        let (app, now) = (self.running.app(), self.running.app().clock().now());
        let new = NewPerson {
            id: app.id(),
            user_name: user_name.to_owned(),
            name: user_name.to_owned(),
            position: None,
            staff_number: None,
            mail: None,
            mobile: None,
            roles: vec![role],
            credential: Credential::Kept(String::new()),
        };
        let secret = Token::new();
        let made = NewToken {
            id: app.id(),
            person: new.id,
            name: "test".to_owned(),
            scopes: scopes.iter().map(|it| token::Scope::read(it, app.permissions()).unwrap()).collect(),
            expires_at: None,
            secret: secret.clone(),
        };
        let (id, unit, prepared) = (new.id, unit.clone(), Prepared::new(Who::program(), now, app.ids(), 8));
        let write = app.db().write(move |tx| {
            let deed = prepared.begin();
            accounts::open_person(tx, &deed, &new, &unit)?;
            token::make(tx, &deed, &made)
        });
        write.await.unwrap();
        (id, secret.reveal().to_owned())
    }

    pub async fn get(&self, token: &str, path: &str) -> (StatusCode, Value) {
        let (status, _, _, body) = sent(&self.router, "GET", path, Some(token), &[], "").await;
        (status, body)
    }

    pub async fn post(
        &self,
        token: &str,
        path: &str,
        key: &str,
        body: &Value,
    ) -> (StatusCode, String, Value) {
        let headers = [("idempotency-key", key)];
        let (status, _, location, answer) =
            sent(&self.router, "POST", path, Some(token), &headers, &body.to_string()).await;
        (status, location, answer)
    }
}

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
