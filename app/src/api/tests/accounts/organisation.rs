//! What programs do to the organisation: nodes, positions, cohorts.

use crate::api::tests::place::places;
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_auth::Role;
use xingtan_clock::Uuid;

const OK: StatusCode = StatusCode::OK;
const MADE: StatusCode = StatusCode::CREATED;
const DENIED: StatusCode = StatusCode::FORBIDDEN;
const NOWHERE: StatusCode = StatusCode::NOT_FOUND;

#[tokio::test]
async fn a_node_is_made_changed_moved_deleted_and_taken_back() {
    for place in places().await {
        let (_, north) = place.person("north", &place.north, Role::Manager, &["organisation"]).await;
        let (_, reader) = place.person("reader", &place.north, Role::Manager, &["organisation.read"]).await;
        let (_, centre) = place.person("centre", &place.root, Role::Centre, &["all"]).await;
        let new = json!({ "parent": place.north.id, "name": "车队", "kind": "department", "code": "N-1" });
        let (status, location, made) = place.post(&north, "/api/v1/nodes", "k", &new).await;
        assert_eq!((status, &made["parent"]), (MADE, &json!(place.north.id)), "{made}");
        assert_eq!(place.post(&north, "/api/v1/nodes", "k", &new).await.2, made);
        assert_eq!(place.noted("accounts.node-added").await, 1, "once for a key");
        assert_eq!(place.get(&reader, &location).await, (OK, made.clone()));
        for (body, field) in [
            (json!({ "parent": place.south.id, "name": "x", "kind": "department" }), "parent"),
            (json!({ "parent": Uuid::nil(), "name": "x", "kind": "department" }), "parent"),
            (json!({ "parent": place.north.id, "name": "\u{0}", "kind": "department" }), "name"),
            (json!({ "parent": place.north.id, "name": "长".repeat(61), "kind": "team" }), "name"),
            (json!({ "parent": place.north.id, "name": "x", "kind": "galaxy" }), "kind"),
            (json!({ "parent": place.north.id, "name": "x", "kind": "team", "code": "a/b" }), "code"),
            (json!({ "parent": place.north.id, "name": "x", "kind": "team", "code": "N-1" }), "code"),
        ] {
            assert_eq!(place.wrong(&north, "POST", "/api/v1/nodes", &body).await, [field], "{body}");
        }
        assert_eq!(place.send(&reader, "POST", "/api/v1/nodes", &new).await.0, DENIED);

        let (status, after) = place.send(&north, "PATCH", &location, &json!({ "name": "公交车队" })).await;
        assert_eq!((status, &after["name"], &after["code"]), (OK, &json!("公交车队"), &json!("N-1")));
        let stale = json!({ "code": null, "version": made["version"] });
        assert_eq!(place.send(&north, "PATCH", &location, &stale).await.0, StatusCode::CONFLICT);
        let seats = json!({ "seat_quota": 5 });
        assert_eq!(place.send(&north, "PATCH", &location, &seats).await.0, DENIED, "seats come from above");
        assert_eq!(place.send(&centre, "PATCH", &location, &seats).await.1["seat_quota"], 5);
        let endless = json!({ "seat_quota": null, "code": null });
        let (_, after) = place.send(&centre, "PATCH", &location, &endless).await;
        assert_eq!((&after["seat_quota"], &after["code"]), (&Value::Null, &Value::Null));
        let many = json!({ "seat_quota": 10_000_001 });
        assert_eq!(place.wrong(&centre, "PATCH", &location, &many).await, ["seat_quota"]);
        let south = format!("/api/v1/nodes/{}", place.south.id);
        let name = json!({ "name": "别人" });
        assert_eq!(place.send(&north, "PATCH", &south, &name).await.0, NOWHERE);
        assert_eq!(place.send(&north, "PATCH", &south, &json!({})).await.0, StatusCode::BAD_REQUEST);

        let there = format!("{location}/place");
        let to = json!({ "parent": place.south.id, "position": 0 });
        assert_eq!(place.wrong(&north, "POST", &there, &to).await, ["parent"]);
        let (status, moved) = place.send(&centre, "POST", &there, &to).await;
        assert_eq!((status, &moved["parent"]), (OK, &json!(place.south.id)));
        assert!(moved["path"].as_str().unwrap().starts_with(&place.south.path));
        let circle = json!({ "parent": made["id"] });
        assert_eq!(place.wrong(&centre, "POST", &format!("{south}/place"), &circle).await, ["parent"]);

        assert_eq!(place.send(&north, "DELETE", &location, &Value::Null).await.0, NOWHERE);
        assert_eq!(place.send(&centre, "DELETE", &south, &Value::Null).await.0, StatusCode::CONFLICT);
        let old = format!("{location}?version=1");
        assert_eq!(place.send(&centre, "DELETE", &old, &Value::Null).await.0, StatusCode::CONFLICT);
        assert_eq!(place.send(&centre, "DELETE", &location, &Value::Null).await.0, OK);
        assert_eq!(place.get(&centre, &location).await.0, NOWHERE);
        let back = format!("{location}/restore");
        assert_eq!(place.send(&north, "POST", &back, &Value::Null).await.0, NOWHERE);
        assert_eq!(place.send(&centre, "POST", &back, &Value::Null).await.1["name"], "公交车队");
        assert_eq!(place.send(&centre, "POST", &back, &Value::Null).await.0, NOWHERE);
    }
}

#[tokio::test]
async fn positions_belong_to_the_whole_institution() {
    for place in places().await {
        let (_, centre) = place.person("centre", &place.root, Role::Centre, &["all"]).await;
        let (_, branch) = place.person("branch", &place.north, Role::Centre, &["all"]).await;
        let new = json!({ "name": "驾驶员" });
        let (status, location, made) = place.post(&centre, "/api/v1/positions", "k", &new).await;
        assert_eq!((status, &made["name"]), (MADE, &json!("驾驶员")));
        assert_eq!(place.get(&branch, &location).await, (OK, made.clone()));
        for (method, path) in [
            ("POST", "/api/v1/positions".to_owned()),
            ("PATCH", location.clone()),
            ("DELETE", location.clone()),
            ("POST", format!("{location}/restore")),
        ] {
            assert_eq!(place.send(&branch, method, &path, &new).await.0, DENIED, "{method} {path}");
        }
        assert_eq!(place.wrong(&centre, "POST", "/api/v1/positions", &new).await, ["name"], "it is taken");
        assert_eq!(place.wrong(&centre, "PATCH", &location, &json!({ "name": "" })).await, ["name"]);
        let (_, renamed) = place.send(&centre, "PATCH", &location, &json!({ "name": "公交驾驶员" })).await;
        assert_eq!(renamed["name"], "公交驾驶员");

        let (id, _) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let person = format!("/api/v1/people/{id}");
        place.send(&centre, "PATCH", &person, &json!({ "position": made["id"] })).await;
        assert_eq!(place.send(&centre, "DELETE", &location, &Value::Null).await.0, StatusCode::CONFLICT);
        place.send(&centre, "PATCH", &person, &json!({ "position": null })).await;
        assert_eq!(place.send(&centre, "DELETE", &location, &Value::Null).await.0, OK);
        assert_eq!(place.send(&centre, "DELETE", &location, &Value::Null).await.0, NOWHERE);
        let back = format!("{location}/restore");
        assert_eq!(place.send(&centre, "POST", &back, &Value::Null).await.0, OK);
    }
}

#[tokio::test]
async fn cohorts_are_kept_by_whoever_answers_for_their_node() {
    for place in places().await {
        let (_, north) = place.person("north", &place.north, Role::Manager, &["cohorts"]).await;
        let (_, reader) = place.person("reader", &place.north, Role::Manager, &["cohorts.read"]).await;
        let (_, south) = place.person("south", &place.south, Role::Manager, &["all"]).await;
        let (lin, _) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let (su, _) = place.person("su", &place.north, Role::Learner, &["all"]).await;
        let (stranger, _) = place.person("stranger", &place.south, Role::Learner, &["all"]).await;
        let new = json!({ "name": "新员工", "node": place.north.id });
        let (status, location, made) = place.post(&north, "/api/v1/cohorts", "k", &new).await;
        assert_eq!((status, &made["dynamic"], &made["rule"]), (MADE, &json!(false), &Value::Null));
        let rule = |units: Value| json!({ "name": "二", "node": place.north.id, "rule": { "units": units } });
        for (body, field) in [
            (new.clone(), "name"),
            (json!({ "name": "二", "node": place.south.id }), "node"),
            (rule(json!([place.south.id])), "rule.units"),
            (rule(json!(vec![place.north.id; 201])), "rule.units"),
            (
                json!({ "name": "二", "node": place.north.id, "rule": { "positions": [lin] } }),
                "rule.positions",
            ),
        ] {
            assert_eq!(place.wrong(&north, "POST", "/api/v1/cohorts", &body).await, [field]);
        }

        let members = format!("{location}/members");
        let both = json!({ "people": [lin, su, lin] });
        assert_eq!(place.post(&north, &members, "m", &both).await.2["changed"], 2);
        assert_eq!(place.post(&north, &members, "m", &both).await.2["changed"], 2, "answered as before");
        assert_eq!(place.send(&north, "POST", &members, &both).await.1["changed"], 0);
        for people in [json!([lin, stranger]), json!([]), json!(vec![lin; 501])] {
            assert_eq!(place.wrong(&north, "POST", &members, &json!({ "people": people })).await, ["people"]);
        }
        let (status, page) = place.get(&reader, &format!("{members}?limit=1")).await;
        assert_eq!((status, &page["total"], &page["items"][0]["user_name"]), (OK, &json!(2), &json!("lin")));
        let (_, page) = place.get(&reader, page["next"].as_str().unwrap()).await;
        assert_eq!((&page["items"][0]["user_name"], &page["next"]), (&json!("su"), &Value::Null));
        let one = format!("{members}/{lin}");
        assert_eq!(place.send(&north, "DELETE", &one, &Value::Null).await.1["changed"], 1);
        assert_eq!(place.send(&north, "DELETE", &one, &Value::Null).await.1["changed"], 0);

        let by_rule = json!({ "rule": { "units": [] } });
        assert_eq!(place.wrong(&north, "PATCH", &location, &by_rule).await, ["rule"], "members are chosen");
        let (_, after) = place.send(&north, "PATCH", &location, &json!({ "name": "第一批" })).await;
        assert_eq!(after["name"], "第一批");
        for (method, path, body) in [
            ("PATCH", location.clone(), json!({ "name": "x" })),
            ("DELETE", location.clone(), Value::Null),
            ("POST", members.clone(), both.clone()),
            ("DELETE", one, Value::Null),
        ] {
            assert_eq!(place.send(&south, method, &path, &body).await.0, NOWHERE, "{method} {path}");
            assert_eq!(place.send(&reader, method, &path, &body).await.0, DENIED, "{method} {path}");
        }
        assert_eq!(place.get(&south, &members).await.0, NOWHERE);
        assert_eq!(place.send(&north, "DELETE", &location, &Value::Null).await.0, OK);
        assert_eq!(place.get(&north, &location).await.0, NOWHERE);
        let back = format!("{location}/restore");
        assert_eq!(place.send(&north, "POST", &back, &Value::Null).await.1["name"], "第一批");

        let (_, ruled) = place.send(&north, "POST", "/api/v1/cohorts", &rule(json!([place.north.id]))).await;
        place.running.settle().await.unwrap();
        let at = format!("/api/v1/cohorts/{}/members", ruled["id"].as_str().unwrap());
        assert_eq!(place.get(&north, &at).await.1["total"], 4, "whom the rule means came by themselves");
        assert_eq!(place.wrong(&north, "POST", &at, &both).await, ["people"], "the rule says who belongs");
    }
}
