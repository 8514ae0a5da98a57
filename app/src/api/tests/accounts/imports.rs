//! A file of people, from sending it to its report.

use crate::api::tests::{
    authoring::upload,
    place::{Place, places},
};
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_auth::Role;
use xingtan_clock::Uuid;

const OK: StatusCode = StatusCode::OK;
const MADE: StatusCode = StatusCode::CREATED;
const DENIED: StatusCode = StatusCode::FORBIDDEN;
const NOWHERE: StatusCode = StatusCode::NOT_FOUND;
const PEOPLE: &str = "/api/v1/imports/people";
const FILE: &[u8] =
    "姓名,用户名,单位\n林书岚,lin,North\n苏望,su,North\n错,x y,North\n远,yuan,South\n".as_bytes();

async fn sent(
    place: &Place,
    token: &str,
    keys: (&str, &str),
    fields: &[(&str, &str)],
    file: &[u8],
) -> (StatusCode, Value) {
    upload(place, token, PEOPLE, keys, fields, &[("file", "people.csv", file)]).await
}

#[tokio::test]
async fn a_file_is_taken_once_looked_at_started_and_reported_row_by_row() {
    for place in places().await {
        let (_, centre) = place.person("centre", &place.north, Role::Centre, &["people", "imports"]).await;
        let (_, south) = place.person("south", &place.south, Role::Centre, &["all"]).await;
        let (_, colleague) = place.person("colleague", &place.north, Role::Centre, &["all"]).await;
        let (status, run) = sent(&place, &centre, ("k", "one"), &[], FILE).await;
        assert_eq!((status, &run["state"], &run["total"]), (MADE, &json!("waiting"), &json!(4)), "{run}");
        assert_eq!(run["columns"], json!(["name", "user_name", "unit"]));
        let again = sent(&place, &centre, ("k", "another-boundary"), &[], FILE).await;
        assert_eq!(again, (MADE, run.clone()), "the same file with the same key");
        let other = sent(&place, &centre, ("k", "one"), &[("transfer", "true")], FILE).await;
        assert_eq!(other.0, StatusCode::CONFLICT);
        let counted = place.running.app().db().read(|tx| {
            let sql = "SELECT count(*) FROM imports_run WHERE state <> 'receiving'";
            tx.one::<(i64,)>(sql, &[])
        });
        assert_eq!(counted.await.unwrap().0, 1, "one run is to be seen");

        let at = format!("/api/v1/imports/{}", run["id"].as_str().unwrap());
        let start = format!("{at}/start");
        assert_eq!(place.get(&south, &at).await.0, NOWHERE);
        assert_eq!(place.send(&south, "POST", &start, &Value::Null).await.0, NOWHERE);
        assert_eq!(place.get(&colleague, &at).await.0, OK, "who reads imports there");
        assert_eq!(
            place.send(&colleague, "POST", &start, &Value::Null).await.0,
            DENIED,
            "is not who sent it"
        );
        assert_eq!(place.send(&colleague, "DELETE", &at, &Value::Null).await.0, DENIED);
        let (status, _, begun) = place.post(&centre, &start, "s", &Value::Null).await;
        assert_eq!((status, &begun["state"]), (OK, &json!("running")), "{begun}");
        assert_eq!(place.post(&centre, &start, "s", &Value::Null).await.2, begun);
        assert_eq!(place.send(&centre, "POST", &start, &Value::Null).await.0, StatusCode::CONFLICT);
        assert_eq!(place.send(&centre, "DELETE", &at, &Value::Null).await.0, StatusCode::CONFLICT);
        place.running.settle().await.unwrap();
        let (_, done) = place.get(&centre, &at).await;
        assert_eq!(
            (&done["state"], &done["done"], &done["made"], &done["refused"]),
            (&json!("done"), &json!(4), &json!(2), &json!(2)),
            "{done}"
        );
        assert!(done["links"][0]["page"].as_str().unwrap().starts_with("/people/slips/"), "{done}");
        assert_eq!(place.get(&centre, "/api/v1/people?q=lin").await.1["total"], 1);

        let (_, rows) = place.get(&centre, &format!("{at}/rows?limit=1")).await;
        let first = &rows["items"][0];
        assert_eq!(
            (&rows["total"], &first["row"], &first["column"]),
            (&json!(2), &json!(4), &json!("user_name"))
        );
        assert!(!first["reason"].as_str().unwrap().is_empty());
        let (_, rows) = place.get(&centre, rows["next"].as_str().unwrap()).await;
        assert_eq!((&rows["items"][0]["row"], &rows["next"]), (&json!(5), &Value::Null));
        assert_eq!(rows["items"][0]["column"], "unit", "the south is not theirs");
        assert_eq!(place.get(&south, &format!("{at}/rows")).await.0, NOWHERE);
        assert_eq!(place.get(&centre, &format!("{at}/rows?after=-1")).await.0, StatusCode::BAD_REQUEST);
        assert_eq!(place.get(&centre, &format!("/api/v1/imports/{}", Uuid::nil())).await.0, NOWHERE);
    }
}

#[tokio::test]
async fn what_is_no_file_of_people_is_refused_and_a_narrow_token_imports_nothing() {
    for place in places().await {
        let (_, centre) = place.person("centre", &place.north, Role::Centre, &["all"]).await;
        let (_, narrow) =
            place.person("narrow", &place.root, Role::Centre, &["people.import", "people.open"]).await;
        let (_, people) = place.person("people", &place.root, Role::Centre, &["people"]).await;
        let (_, learner) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let roles = "姓名,用户名,单位,角色\n苏望,su,North,教师\n".as_bytes();
        for (by, fields, file) in [
            (&narrow, &[][..], FILE),
            (&learner, &[][..], FILE),
            (&people, &[("create_positions", "true")][..], FILE),
            (&centre, &[("create_positions", "true")][..], FILE),
            (&people, &[][..], roles),
        ] {
            assert_eq!(sent(&place, by, ("x", "b"), fields, file).await.0, DENIED, "{fields:?}");
        }
        for (fields, file, field) in [
            (&[][..], &b"PK\x03\x04 nothing"[..], "file"),
            (&[][..], "只有一行".as_bytes(), "file"),
            (&[][..], "姓名,用户名\n林,lin\n".as_bytes(), "file"),
            (&[("speed", "9")][..], FILE, "speed"),
        ] {
            let (status, problem) = sent(&place, &centre, ("y", "b"), fields, file).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
            assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        }
        let (status, problem) = upload(&place, &centre, PEOPLE, ("z", "b"), &[], &[]).await;
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("file"))
        );
        let json = place.send(&centre, "POST", PEOPLE, &json!({})).await.0;
        assert_eq!(json, StatusCode::UNSUPPORTED_MEDIA_TYPE);

        let (_, run) = sent(&place, &people, ("w", "b"), &[], FILE).await;
        let at = format!("/api/v1/imports/{}", run["id"].as_str().unwrap());
        assert_eq!(place.send(&people, "DELETE", &at, &Value::Null).await.1["state"], "discarded");
        let start = format!("{at}/start");
        assert_eq!(place.send(&people, "POST", &start, &Value::Null).await.0, StatusCode::CONFLICT);
    }
}
