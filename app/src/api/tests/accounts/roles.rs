//! Roles, bodies and requests for accounts.

use crate::api::tests::place::places;
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_auth::Role;
use xingtan_clock::Uuid;

const OK: StatusCode = StatusCode::OK;
const MADE: StatusCode = StatusCode::CREATED;
const DENIED: StatusCode = StatusCode::FORBIDDEN;
const NOWHERE: StatusCode = StatusCode::NOT_FOUND;
const GRANTS: &str = "/api/v1/grants";

#[tokio::test]
async fn roles_are_given_and_ended_by_whoever_may_give_them() {
    for place in places().await {
        let (own, manager) = place.person("manager", &place.north, Role::Manager, &["roles"]).await;
        let (_, reader) = place.person("reader", &place.north, Role::Manager, &["roles.read"]).await;
        let (lin, learner) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let (stranger, _) = place.person("stranger", &place.south, Role::Learner, &["all"]).await;
        let north = place.north.id;
        let teacher = json!({ "person": lin, "role": "teacher", "node": north });
        let (status, _, held) = place.post(&manager, GRANTS, "k", &teacher).await;
        assert_eq!(
            (status, &held["role"], &held["node"]["name"]),
            (MADE, &json!("teacher"), &json!("North"))
        );
        assert_eq!(place.post(&manager, GRANTS, "k", &teacher).await.2, held);
        assert_eq!(place.noted("accounts.role-granted").await, 1);
        for (person, role, node, field) in [
            (lin, "teacher", north, "role"),
            (lin, "center", north, "role"),
            (lin, "manager", north, "role"),
            (own, "teacher", north, "role"),
            (lin, "wizard", north, "role"),
            (lin, "teacher", place.south.id, "node"),
            (lin, "teacher", Uuid::nil(), "node"),
            (stranger, "teacher", north, "person"),
            (Uuid::nil(), "teacher", north, "person"),
        ] {
            let body = json!({ "person": person, "role": role, "node": node });
            assert_eq!(place.wrong(&manager, "POST", GRANTS, &body).await, [field], "{body}");
        }
        for by in [&reader, &learner] {
            assert_eq!(place.send(by, "POST", GRANTS, &teacher).await.0, DENIED);
        }

        let (status, page) = place.get(&reader, &format!("{GRANTS}?person={lin}&limit=1")).await;
        assert_eq!((status, &page["total"], &page["items"][0]["role"]), (OK, &json!(2), &json!("teacher")));
        let (_, page) = place.get(&reader, page["next"].as_str().unwrap()).await;
        assert_eq!((&page["items"][0]["role"], &page["next"]), (&json!("learner"), &Value::Null));
        assert_eq!(place.get(&reader, &format!("{GRANTS}?person={stranger}")).await.1["total"], 0);
        assert_eq!(place.get(&reader, &format!("{GRANTS}?role=manager")).await.1["total"], 2);
        assert_eq!(place.get(&reader, &format!("{GRANTS}?role=wizard")).await.0, StatusCode::BAD_REQUEST);
        assert_eq!(place.get(&learner, GRANTS).await.0, DENIED);

        let end = format!("{GRANTS}/{}/end", held["id"].as_str().unwrap());
        assert_eq!(place.send(&reader, "POST", &end, &json!({})).await.0, DENIED);
        assert_eq!(place.send(&manager, "POST", &end, &json!({})).await.1["role"], "teacher");
        assert_eq!(place.send(&manager, "POST", &end, &json!({})).await.0, NOWHERE, "it has ended");
        let (_, mine) = place.get(&manager, &format!("{GRANTS}?person={own}")).await;
        let mine = format!("{GRANTS}/{}/end", mine["items"][0]["id"].as_str().unwrap());
        assert_eq!(place.send(&manager, "POST", &mine, &json!({})).await.0, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn the_three_offices_are_given_and_ended_by_request_alone() {
    for place in places().await {
        let (_, admin) = place.person("admin", &place.root, Role::Admin, &["all"]).await;
        let (_, centre) = place.person("centre", &place.root, Role::Centre, &["all"]).await;
        let (guard, _) = place.person("guard", &place.root, Role::Learner, &["all"]).await;
        let (second, _) = place.person("second", &place.root, Role::Learner, &["all"]).await;
        let wish = |person: Uuid, role: &str| json!({ "person": person, "role": role, "node": place.root.id, "reason": "缺人" });
        assert_eq!(place.send(&centre, "POST", GRANTS, &wish(guard, "security")).await.0, DENIED);
        let silent = json!({ "person": guard, "role": "security", "node": place.root.id });
        assert_eq!(place.wrong(&admin, "POST", GRANTS, &silent).await, ["reason"]);
        let (status, held) = place.send(&admin, "POST", GRANTS, &wish(guard, "security")).await;
        assert_eq!((status, &held["role"]), (MADE, &json!("security")), "nobody was there who could agree");
        let (status, asked) = place.send(&admin, "POST", GRANTS, &wish(second, "audit")).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{asked}");
        let page = format!("/officers/{}", asked["request"].as_str().unwrap());
        assert_eq!(asked["page"], page);
        let (_, page) = place.get(&admin, &format!("{GRANTS}?role=audit")).await;
        assert_eq!(page["total"], 0, "another of the three has to agree first");
        let end = format!("{GRANTS}/{}/end", held["id"].as_str().unwrap());
        let why = json!({ "reason": "轮岗" });
        assert_eq!(place.send(&centre, "POST", &end, &why).await.0, DENIED);
        assert_eq!(place.wrong(&admin, "POST", &end, &json!({})).await, ["reason"]);
        let (status, problem) = place.send(&admin, "POST", &end, &why).await;
        assert_eq!(status, StatusCode::CONFLICT, "nobody is there who could agree: {problem}");
    }
}

#[tokio::test]
async fn an_account_is_asked_for_and_opened_by_the_centre() {
    for place in places().await {
        let (_, manager) = place.person("manager", &place.north, Role::Manager, &["openings.ask"]).await;
        let (_, south) = place.person("south", &place.south, Role::Manager, &["all"]).await;
        let (_, centre) = place.person("centre", &place.root, Role::Centre, &["all"]).await;
        let (_, branch) = place.person("branch", &place.south, Role::Centre, &["all"]).await;
        let openings = "/api/v1/openings";
        let ask = |user: &str| json!({ "name": "林书岚", "user_name": user, "unit": place.north.id, "reason": "新员工" });
        let (status, at, made) = place.post(&manager, openings, "k", &ask("lin")).await;
        assert_eq!((status, &made["state"]), (MADE, &json!("open")), "{made}");
        assert_eq!(place.post(&manager, openings, "k", &ask("lin")).await.2, made);
        for (body, field) in [
            (json!({ "name": "林", "user_name": "x y", "unit": place.north.id, "reason": "x" }), "user_name"),
            (json!({ "name": "林", "user_name": "lin2", "unit": place.south.id, "reason": "x" }), "unit"),
            (json!({ "name": "林", "user_name": "lin2", "unit": place.north.id, "reason": "" }), "reason"),
            (ask("centre"), "user_name"),
        ] {
            assert_eq!(place.wrong(&manager, "POST", openings, &body).await, [field], "{body}");
        }
        assert_eq!(place.get(&manager, &at).await.0, OK);
        assert_eq!(place.get(&south, &at).await.0, NOWHERE);
        assert_eq!(place.get(&south, openings).await.1["total"], 0);
        assert_eq!(place.get(&centre, &format!("{openings}?state=open&q=lin")).await.1["total"], 1);
        assert_eq!(place.get(&centre, &format!("{openings}?state=refused")).await.1["total"], 0);

        let decision = format!("{at}/decision");
        let approve = json!({ "verdict": "approve" });
        assert_eq!(place.send(&manager, "POST", &decision, &approve).await.0, DENIED);
        assert_eq!(place.send(&branch, "POST", &decision, &approve).await.0, NOWHERE);
        let (status, _, done) = place.post(&centre, &decision, "d", &approve).await;
        assert_eq!((status, &done["opening"]["state"]), (OK, &json!("approved")), "{done}");
        assert!(done["slip"].as_str().unwrap().starts_with("/people/slips/"));
        assert_eq!(place.post(&centre, &decision, "d", &approve).await.2, done);
        let person = format!("/api/v1/people/{}", done["opening"]["person"].as_str().unwrap());
        assert_eq!(place.get(&centre, &person).await.1["user_name"], "lin");
        let (status, _) = place.send(&centre, "POST", &decision, &approve).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it was decided");

        let (_, at, _) = place.post(&manager, openings, "k2", &ask("su")).await;
        let refuse = json!({ "verdict": "refuse" });
        let without = place.wrong(&centre, "POST", &format!("{at}/decision"), &refuse).await;
        assert_eq!(without, ["reason"], "whoever refuses says why");
        let back = format!("{at}/withdraw");
        assert_eq!(place.send(&south, "POST", &back, &Value::Null).await.0, NOWHERE);
        assert_eq!(place.send(&manager, "POST", &back, &Value::Null).await.1["state"], "withdrawn");
        assert_eq!(place.send(&manager, "POST", &back, &Value::Null).await.0, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn bodies_are_read_with_their_members() {
    for place in places().await {
        let (id, centre) = place.person("centre", &place.root, Role::Centre, &["all"]).await;
        let (_, learner) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let (body, now) = (place.running.app().id(), place.running.app().clock().now());
        let write = place.running.app().db().write(move |tx| {
            tx.exec(
                "INSERT INTO accounts_body (id, name, kind, powers, term_from, created_at)
                 VALUES ($1, '教务会', 'quality', '审议教学计划', $2, $2)",
                xingtan_db::params![body, now],
            )?;
            let member =
                "INSERT INTO accounts_body_member (body_id, person_id, office) VALUES ($1, $2, '主任')";
            tx.exec(member, xingtan_db::params![body, id])
        });
        write.await.unwrap();
        let (status, all) = place.get(&centre, "/api/v1/bodies").await;
        assert_eq!(
            (status, &all["items"][0]["name"], &all["items"][0]["members"]),
            (OK, &json!("教务会"), &json!(1))
        );
        let members = format!("/api/v1/bodies/{body}/members");
        assert_eq!(place.get(&centre, &members).await.1["items"][0]["office"], "主任");
        assert_eq!(place.get(&centre, &members.replace(&body.to_string(), &id.to_string())).await.0, NOWHERE);
        assert_eq!(place.get(&learner, "/api/v1/bodies").await.0, DENIED);
        assert_eq!(place.get(&learner, &members).await.0, DENIED);
    }
}
