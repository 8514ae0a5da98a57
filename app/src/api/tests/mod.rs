//! The document is sound, and no address answers without a token.

mod accounts;
mod authoring;
mod calls;
mod demo;
mod films;
mod large;
mod notes;
mod place;
mod quizzes;
mod stages;
mod studying;
mod system;

use super::{DOCUMENT, parts, routes};
use crate::{config::Config, pages::Site, running::Running};
use axum::{Extension, Router, body::Body, middleware};
use http::{Request, StatusCode, header};
use serde_json::Value;
use std::collections::BTreeSet;
use tower::ServiceExt as _;

fn document() -> Value {
    serde_json::from_str(&super::document::text(parts().into_openapi())).unwrap()
}

/// Method, path with ids filled in, for every operation.
fn operations(document: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            all.push((method.to_uppercase(), filled(path)));
        }
    }
    all
}

/// An address with an id that nothing has in each of its places.
fn filled(path: &str) -> String {
    let step = |step: &str| {
        if step.starts_with('{') { "00000000-0000-7000-8000-000000000000" } else { step }.to_owned()
    };
    path.split('/').map(step).collect::<Vec<_>>().join("/")
}

#[test]
fn the_document_is_openapi_3_1_and_every_reference_in_it_leads_somewhere() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.len() > 10, "{references:?}");
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with("/api/v1/"), "{path}");
        for (method, operation) in item.as_object().unwrap() {
            assert!(names.insert(operation["operationId"].as_str().unwrap()), "{path} {method}");
            for part in ["summary", "tags", "security"] {
                assert!(!operation[part].is_null(), "{method} {path} lacks {part}");
            }
            for status in ["400", "401", "403", "default"] {
                assert!(!operation["responses"][status].is_null(), "{method} {path} lacks {status}");
            }
        }
    }
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "$ref" => {
                        references.insert(text.clone());
                    }
                    other => collect(other, references),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[test]
fn everything_programs_get_is_described() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let Some(fields) = schema["properties"].as_object() else { continue };
        for (field, schema) in fields {
            let told = schema.to_string();
            assert!(
                told.contains("description") || told.contains("$ref"),
                "{name}.{field} has no description"
            );
        }
    }
}

async fn program() -> (tempfile::TempDir, Router) {
    let (folder, _, router) = over(None).await;
    (folder, router)
}

/// The program over a database, an own one without address.
async fn over(database: Option<String>) -> (tempfile::TempDir, Running, Router) {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { data: folder.path().join("data"), database, ..Config::default() };
    let running = Running::open(&config).await.unwrap();
    let app = running.app().clone();
    let router = routes()
        .merge(xingtan_uploads::routes())
        .layer(Extension(running.uploads().clone()))
        .layer(Extension(Site::new(running.config().clone())))
        .layer(Extension(crate::wiring::LIBRARY_USERS))
        .layer(Extension(crate::wiring::FINDERS))
        .layer(middleware::from_fn_with_state(app.clone(), xingtan_web::problems))
        .with_state(app);
    (folder, running, router)
}

async fn asked(
    router: &Router,
    method: &str,
    path: &str,
    token: Option<&str>,
) -> (StatusCode, String, Value) {
    let answer = sent(router, method, path, token, &[], "{}").await;
    (answer.0, answer.1, answer.3)
}

/// Status, media type, location, body.
async fn sent(
    router: &Router,
    method: &str,
    path: &str,
    token: Option<&str>,
    headers: &[(&str, &str)],
    body: &str,
) -> (StatusCode, String, String, Value) {
    let mut request =
        Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let text =
        |name| response.headers().get(name).map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default();
    let (kind, location, status) = (text(header::CONTENT_TYPE), text(header::LOCATION), response.status());
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, kind, location, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

#[tokio::test]
async fn every_documented_address_asks_for_a_token() {
    let (_folder, router) = program().await;
    let unknown = format!("xt_{}", "A".repeat(43));
    for (method, path) in operations(&document()) {
        for token in [None, Some(unknown.as_str()), Some("nonsense")] {
            let (status, kind, problem) = asked(&router, &method, &path, token).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {path}");
            assert!(kind.starts_with("application/problem+json"), "{method} {path}: {kind}");
            assert_eq!(problem["status"], 401);
        }
    }
}

#[tokio::test]
async fn the_document_is_read_without_a_token() {
    let (_folder, router) = program().await;
    let (status, kind, read) = asked(&router, "GET", DOCUMENT, None).await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/json"));
    assert_eq!(read, document());
    let (status, _, problem) = asked(&router, "DELETE", DOCUMENT, None).await;
    assert_eq!((status, problem["status"].as_i64()), (StatusCode::METHOD_NOT_ALLOWED, Some(405)));
}
