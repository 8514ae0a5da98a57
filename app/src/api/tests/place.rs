//! A running program for tests, on both engines, and programs that ask it.

use super::{over, sent};
use crate::running::Running;
use axum::Router;
use http::StatusCode;
use serde_json::Value;
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
pub struct Place {
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

/// One place on each engine.
pub async fn places() -> Vec<Place> {
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

    /// Reads.
    pub async fn get(&self, token: &str, path: &str) -> (StatusCode, Value) {
        let (status, _, _, body) = sent(&self.router, "GET", path, Some(token), &[], "").await;
        (status, body)
    }

    /// Sends with a key.
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

    /// Sends without a key.
    pub async fn send(&self, token: &str, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, _, _, answer) = sent(&self.router, method, path, Some(token), &[], &body).await;
        (status, answer)
    }

    /// Sends what is refused with 422; the fields at fault.
    pub async fn wrong(&self, token: &str, method: &str, path: &str, body: &Value) -> Vec<String> {
        let (status, problem) = self.send(token, method, path, body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{method} {path} {body}: {problem}");
        let errors = problem["errors"].as_array().unwrap();
        errors.iter().map(|it| it["field"].as_str().unwrap().to_owned()).collect()
    }

    /// How many entries of the trail name this act.
    pub async fn noted(&self, action: &'static str) -> i64 {
        let read = self.running.app().db().read(move |tx| {
            let sql = "SELECT count(*) FROM audit_entry WHERE action = $1";
            tx.one::<(i64,)>(sql, xingtan_db::params![action])
        });
        read.await.unwrap().0
    }
}
