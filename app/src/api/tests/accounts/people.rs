//! What programs do to people: facts, state, unit, password.

use crate::api::tests::place::places;
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_auth::Role;
use xingtan_clock::Span;

const OK: StatusCode = StatusCode::OK;
const DENIED: StatusCode = StatusCode::FORBIDDEN;
const NOWHERE: StatusCode = StatusCode::NOT_FOUND;

fn person(id: impl std::fmt::Display, rest: &str) -> String {
    format!("/api/v1/people/{id}{rest}")
}

#[tokio::test]
async fn facts_are_changed_where_one_may_and_what_is_not_named_stays() {
    for place in places().await {
        let (own, token) = place.person("manager", &place.north, Role::Manager, &["people"]).await;
        let (_, narrow) = place.person("reader", &place.north, Role::Manager, &["people.read"]).await;
        let (id, learner) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let (other, _) = place.person("other", &place.north, Role::Learner, &["all"]).await;
        let (centre, _) = place.person("centre", &place.north, Role::Centre, &["all"]).await;
        let (stranger, _) = place.person("stranger", &place.south, Role::Learner, &["all"]).await;
        let at = person(id, "");
        let asked = json!({ "name": "林\u{0}书岚", "staff_number": "A-7", "mail": "Lin@Example.com" });
        let (status, after) = place.send(&token, "PATCH", &at, &asked).await;
        assert_eq!((status, &after["name"], &after["staff_number"]), (OK, &json!("林书岚"), &json!("A-7")));
        let version = after["version"].as_i64().unwrap();
        let (_, after) = place.send(&token, "PATCH", &at, &json!({ "staff_number": null })).await;
        assert_eq!((&after["name"], &after["staff_number"]), (&json!("林书岚"), &Value::Null));
        let stale = json!({ "name": "晚", "version": version });
        assert_eq!(place.send(&token, "PATCH", &at, &stale).await.0, StatusCode::CONFLICT);
        let fresh = json!({ "mobile": "138 0000 1234", "version": version + 1 });
        assert_eq!(place.send(&token, "PATCH", &at, &fresh).await.0, OK);
        assert_eq!(place.noted("accounts.person-edited").await, 3);

        let name = json!({ "name": "别人" });
        for (by, whom, expected) in [
            (&token, stranger, NOWHERE),
            (&token, xingtan_clock::Uuid::nil(), NOWHERE),
            (&token, own, DENIED),
            (&token, centre, DENIED),
            (&narrow, id, DENIED),
            (&learner, other, DENIED),
        ] {
            assert_eq!(place.send(by, "PATCH", &person(whom, ""), &name).await.0, expected, "{whom}");
        }
        place.send(&token, "PATCH", &person(other, ""), &json!({ "staff_number": "B-1" })).await;
        for (body, field) in [
            (json!({ "name": "\u{0}" }), "name"),
            (json!({ "name": "字".repeat(61) }), "name"),
            (json!({ "staff_number": "A 7" }), "staff_number"),
            (json!({ "staff_number": "A\u{0}7" }), "staff_number"),
            (json!({ "staff_number": "B-1" }), "staff_number"),
            (json!({ "mail": "lin" }), "mail"),
            (json!({ "mobile": "12" }), "mobile"),
            (json!({ "position": xingtan_clock::Uuid::nil() }), "position"),
            (json!({ "name": "好", "reason": "长".repeat(501) }), "reason"),
        ] {
            assert_eq!(place.wrong(&token, "PATCH", &at, &body).await, [field], "{body}");
        }
        for body in [json!({}), json!({ "state": "closed" }), json!({ "name": 7 }), json!([])] {
            assert_eq!(place.send(&token, "PATCH", &at, &body).await.0, StatusCode::BAD_REQUEST, "{body}");
        }
    }
}

#[tokio::test]
async fn an_account_is_taken_out_of_use_with_reason_and_article() {
    for place in places().await {
        let (_, manager) = place.person("manager", &place.north, Role::Manager, &["people"]).await;
        let (_, centre) = place.person("centre", &place.root, Role::Centre, &["all"]).await;
        let (_, narrow) = place.person("narrow", &place.root, Role::Centre, &["people.edit"]).await;
        let (id, _) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let (stranger, _) = place.person("stranger", &place.south, Role::Learner, &["all"]).await;
        let (at, now) = (person(id, "/state"), place.running.app().clock().now());
        let day = |days: i64| {
            let zone = place.running.app().institution().zone.clone();
            zone.date(now + Span::of_days(days)).to_string()
        };
        let article = json!({ "regulation": "学员管理办法", "version": 2, "number": "第十二条" });
        let freeze = json!({ "act": "freeze", "reason": "长期未用", "article": article });
        for (body, fields) in [
            (json!({ "act": "freeze", "reason": "x" }), vec!["article"]),
            (json!({ "act": "freeze", "reason": "", "uncited": "x" }), vec!["reason"]),
            (json!({ "act": "freeze", "reason": "x", "article": article, "uncited": "y" }), vec!["uncited"]),
            (json!({ "act": "freeze", "reason": "x", "uncited": "y", "until": day(3) }), vec!["until"]),
            (json!({ "act": "suspend", "reason": "x", "uncited": "y" }), vec!["until"]),
            (json!({ "act": "suspend", "reason": "x", "uncited": "y", "until": "soon" }), vec!["until"]),
            (json!({ "act": "suspend", "reason": "x", "uncited": "y", "until": day(-1) }), vec!["until"]),
            (json!({ "act": "suspend", "reason": "x", "uncited": "y", "until": day(400) }), vec!["until"]),
            (json!({ "act": "restore", "reason": "x", "article": article }), vec!["article"]),
            (json!({ "act": "restore", "reason": "x" }), vec!["act"]),
            (json!({ "act": "unlock", "reason": "x" }), vec!["act"]),
            (
                json!({ "act": "freeze", "reason": "x",
                        "article": { "regulation": "", "version": 0, "number": "" } }),
                vec!["article.number", "article.regulation", "article.version"],
            ),
        ] {
            let mut found = place.wrong(&manager, "POST", &at, &body).await;
            found.sort();
            assert_eq!(found, fields, "{body}");
        }
        let send = async |by: &str, body: Value| place.send(by, "POST", &at, &body).await;
        assert_eq!(send(&manager, json!({ "act": "melt", "reason": "x" })).await.0, StatusCode::BAD_REQUEST);
        let suspend = json!({ "act": "suspend", "reason": "缺课", "uncited": "先口头提醒", "until": day(7) });
        let (status, after) = send(&manager, suspend).await;
        assert_eq!((status, &after["state"]), (OK, &json!("suspended")));

        let (status, _, first) = place.post(&manager, &at, "k-1", &freeze).await;
        assert_eq!((status, &first["state"]), (OK, &json!("frozen")));
        assert_eq!(place.post(&manager, &at, "k-1", &freeze).await.2, first, "carried out once");
        assert_eq!(place.noted("accounts.person-state-changed").await, 2);
        assert_eq!(place.wrong(&manager, "POST", &at, &freeze).await, ["act"], "it is frozen already");
        let back = json!({ "act": "restore", "reason": "回来了" });
        assert_eq!(send(&manager, back.clone()).await.1["state"], "active");

        let close = json!({ "act": "close", "reason": "离校", "uncited": "本人申请" });
        assert_eq!(send(&manager, close.clone()).await.0, DENIED, "closing is the centre's");
        assert_eq!(send(&narrow, freeze.clone()).await.0, DENIED, "the token is for facts alone");
        let elsewhere = person(stranger, "/state");
        assert_eq!(place.send(&manager, "POST", &elsewhere, &freeze).await.0, NOWHERE);
        assert_eq!(send(&centre, close).await.1["state"], "closed");
        assert_eq!(send(&centre, back).await.0, StatusCode::UNPROCESSABLE_ENTITY, "closed for good");
    }
}

#[tokio::test]
async fn a_transfer_takes_the_account_to_a_unit_of_ones_own() {
    for place in places().await {
        let (_, north) = place.person("north", &place.north, Role::Manager, &["people"]).await;
        let (_, centre) =
            place.person("centre", &place.root, Role::Centre, &["people.move", "people.read"]).await;
        let (id, _) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let at = person(id, "/transfer");
        let to = json!({ "unit": place.south.id, "reason": "调岗" });
        assert_eq!(place.wrong(&north, "POST", &at, &to).await, ["unit"], "the south is not theirs");
        let stay = json!({ "unit": place.north.id, "reason": "调岗" });
        assert_eq!(place.wrong(&centre, "POST", &at, &stay).await, ["unit"]);
        let why = json!({ "unit": place.south.id, "reason": " " });
        assert_eq!(place.wrong(&centre, "POST", &at, &why).await, ["reason"]);
        let (status, _, after) = place.post(&centre, &at, "k", &to).await;
        assert_eq!((status, &after["unit"]["name"]), (OK, &json!("South")));
        assert_eq!(place.post(&centre, &at, "k", &to).await.2, after);
        assert_eq!(place.noted("accounts.person-moved").await, 1);
        assert_eq!(place.send(&north, "POST", &at, &to).await.0, NOWHERE, "the person is elsewhere now");
    }
}

#[tokio::test]
async fn a_new_first_password_is_told_once_or_waits_on_a_slip() {
    for place in places().await {
        let (_, manager) = place.person("manager", &place.north, Role::Manager, &["people"]).await;
        let (_, narrow) = place.person("narrow", &place.north, Role::Manager, &["people.edit"]).await;
        let (id, own) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let at = person(id, "/reset");
        let told = json!({ "delivery": "answer" });
        let (status, _, first) = place.post(&manager, &at, "k", &told).await;
        assert_eq!((status, &first["person"]["state"]), (OK, &json!("must-change")), "{first}");
        assert!(first["first_password"].as_str().unwrap().len() >= 17 && first["slip"].is_null());
        assert_eq!(place.post(&manager, &at, "k", &told).await.2, first, "the same password");
        assert_eq!(place.noted("accounts.password-reset").await, 1);
        let (_, slip) = place.send(&manager, "POST", &at, &json!({})).await;
        assert!(slip["first_password"].is_null());
        assert!(slip["slip"].as_str().unwrap().starts_with("/people/slips/"));
        let mail = json!({ "delivery": "mail" });
        assert_eq!(place.wrong(&manager, "POST", &at, &mail).await, ["delivery"], "there is no mailbox");
        place.send(&manager, "PATCH", &person(id, ""), &json!({ "mail": "lin@example.com" })).await;
        let (status, mailed) = place.send(&manager, "POST", &at, &mail).await;
        assert_eq!((status, &mailed["first_password"], &mailed["slip"]), (OK, &Value::Null, &Value::Null));
        assert_eq!(place.send(&narrow, "POST", &at, &told).await.0, DENIED);
        assert_eq!(place.send(&own, "POST", &at, &told).await.0, DENIED, "nobody resets the own password so");
    }
}

#[tokio::test]
async fn nobody_acts_alone_on_one_of_the_three() {
    for place in places().await {
        let (admin, _) = place.person("admin", &place.root, Role::Admin, &["all"]).await;
        let (_, security) = place.person("security", &place.root, Role::Security, &["all"]).await;
        let (_, narrow) = place.person("security2", &place.root, Role::Security, &["people"]).await;
        place.person("audit", &place.root, Role::Audit, &["all"]).await;
        let (_, centre) = place.person("centre", &place.root, Role::Centre, &["all"]).await;
        let acts = [
            ("PATCH", "", json!({ "name": "新名", "reason": "改名" })),
            ("POST", "/reset", json!({ "delivery": "answer", "reason": "忘了" })),
            ("POST", "/state", json!({ "act": "freeze", "reason": "离岗", "uncited": "没有条款" })),
            ("POST", "/transfer", json!({ "unit": place.north.id, "reason": "调岗" })),
        ];
        let before = place.get(&security, &person(admin, "")).await.1;
        for (method, rest, body) in &acts {
            let at = person(admin, rest);
            let (status, asked) = place.send(&security, method, &at, body).await;
            assert_eq!(status, StatusCode::ACCEPTED, "{method} {at}: {asked}");
            let page = format!("/officers/{}", asked["request"].as_str().unwrap());
            assert_eq!(asked["page"], page);
            for by in [&centre, &narrow] {
                assert_eq!(place.send(by, method, &at, body).await.0, DENIED, "{method} {at}");
            }
            let again = place.send(&security, method, &at, body).await.0;
            assert_eq!(again, StatusCode::CONFLICT, "it waits already: {method} {at}");
        }
        let silent = json!({ "name": "又一个" });
        assert_eq!(place.wrong(&security, "PATCH", &person(admin, ""), &silent).await, ["reason"]);
        assert_eq!(place.get(&security, &person(admin, "")).await.1, before, "nothing was changed");
        let waiting = place.running.app().db().read(|tx| {
            let sql = "SELECT count(*) FROM accounts_officer_request WHERE state = 'open'";
            tx.one::<(i64,)>(sql, &[])
        });
        assert_eq!(waiting.await.unwrap().0, 4);
    }
}
