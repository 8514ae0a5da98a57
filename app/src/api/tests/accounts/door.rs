//! Own sessions, and who signed in.

use crate::api::tests::place::{Place, places};
use http::StatusCode;
use serde_json::{Value, json};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_db::params;

const OK: StatusCode = StatusCode::OK;
const DENIED: StatusCode = StatusCode::FORBIDDEN;
const NOWHERE: StatusCode = StatusCode::NOT_FOUND;

async fn session(place: &Place, person: Uuid) -> Uuid {
    let app = place.running.app();
    let (id, now) = (app.id(), app.clock().now());
    let write = app.db().write(move |tx| {
        tx.exec(
            "INSERT INTO accounts_session
                 (id, hash, person_id, device_id, started_at, seen_at, expires_at, lasting, ip, agent,
                  second_factor_pending, proved_at)
             VALUES ($1, $2, $3, $1, $4, $4, $5, $6, '10.0.0.7', 'Firefox', $6, $4)",
            params![id, id.to_string(), person, now, now + Span::of_days(1), false],
        )
    });
    write.await.unwrap();
    id
}

async fn tried(place: &Place, person: Option<Uuid>, user: &'static str, outcome: &'static str, ago: i64) {
    let app = place.running.app();
    let (id, at) = (app.id(), app.clock().now() - Span::of_minutes(ago));
    let write = app.db().write(move |tx| {
        tx.exec(
            "INSERT INTO accounts_sign_in (id, person_id, user_key, at, ip, agent, outcome, unusual)
             VALUES ($1, $2, $3, $4, '10.0.0.7', 'Firefox', $5, $6)",
            params![id, person, user, at, outcome, (outcome == "wrong").then_some("device network")],
        )
    });
    write.await.unwrap();
}

#[tokio::test]
async fn a_token_for_everything_ends_its_owners_sessions_and_nobody_elses() {
    for place in places().await {
        let (lin, all) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let (su, narrow) = place.person("su", &place.north, Role::Manager, &["people"]).await;
        let (own, kept, other) =
            (session(&place, lin).await, session(&place, lin).await, session(&place, su).await);
        let sessions = "/api/v1/me/sessions";
        let (status, page) = place.get(&all, sessions).await;
        assert_eq!(
            (status, &page["total"], &page["items"][0]["address"]),
            (OK, &json!(2), &json!("10.0.0.7"))
        );
        assert!(page["items"][0]["device"].as_str().unwrap().contains("Firefox"), "{page}");
        let at = |id: Uuid| format!("{sessions}/{id}");
        assert_eq!(place.send(&all, "DELETE", &at(own), &Value::Null).await.1["id"], json!(own));
        for id in [own, other, Uuid::nil()] {
            assert_eq!(place.send(&all, "DELETE", &at(id), &Value::Null).await.0, NOWHERE);
        }
        let (_, page) = place.get(&all, sessions).await;
        assert_eq!((&page["total"], &page["items"][0]["id"]), (&json!(1), &json!(kept)));
        assert_eq!(place.noted("accounts.session-ended").await, 1);
        assert_eq!(place.get(&narrow, sessions).await.0, DENIED);
        assert_eq!(place.get(&narrow, "/api/v1/me/sign-ins").await.0, DENIED);
        assert_eq!(place.send(&narrow, "DELETE", &at(other), &Value::Null).await.0, DENIED);
        assert_eq!(place.get(&all, &format!("{sessions}?x=1")).await.0, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn the_log_of_sign_ins_is_read_page_by_page_within_ones_subtree() {
    for place in places().await {
        let (lin, own) = place.person("lin", &place.north, Role::Learner, &["all"]).await;
        let (south, _) = place.person("south", &place.south, Role::Learner, &["all"]).await;
        let (_, all) = place.person("guard", &place.root, Role::Security, &["security.sign-ins"]).await;
        let (_, north) = place.person("guard2", &place.north, Role::Security, &["all"]).await;
        let (_, narrow) = place.person("guard3", &place.root, Role::Security, &["people"]).await;
        tried(&place, Some(lin), "lin", "done", 1).await;
        tried(&place, Some(lin), "lin", "wrong", 2).await;
        tried(&place, Some(south), "south", "wrong", 3).await;
        tried(&place, None, "nobody", "wrong", 4).await;
        let log = "/api/v1/sign-ins";
        let (mut found, mut next) = (Vec::new(), Some(format!("{log}?limit=1")));
        while let Some(at) = next {
            let (status, page) = place.get(&all, &at).await;
            assert_eq!((status, &page["total"]), (OK, &json!(4)));
            found.push(page["items"][0]["user_name"].as_str().unwrap().to_owned());
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(found, ["lin", "lin", "south", "nobody"], "the latest first");
        let (_, page) = place.get(&north, log).await;
        assert_eq!(page["total"], 2, "the south and the nameless are not theirs");
        assert_eq!(page["items"][1]["unusual"], json!(["device", "network"]));
        for (query, total) in [
            ("outcome=wrong", 3),
            ("unusual=true", 3),
            ("q=nobody", 1),
            ("to=2020-01-01T00:00:00Z", 0),
            ("from=2020-01-01T00:00:00Z", 4),
        ] {
            assert_eq!(place.get(&all, &format!("{log}?{query}")).await.1["total"], total, "{query}");
        }
        for query in ["outcome=won", "from=yesterday", "unusual=maybe", "user=lin"] {
            assert_eq!(
                place.get(&all, &format!("{log}?{query}")).await.0,
                StatusCode::BAD_REQUEST,
                "{query}"
            );
        }
        assert_eq!(place.get(&narrow, log).await.0, DENIED);
        assert_eq!(place.get(&own, log).await.0, DENIED);
        let (status, page) = place.get(&own, "/api/v1/me/sign-ins?limit=1").await;
        assert_eq!((status, &page["total"], &page["items"][0]["outcome"]), (OK, &json!(2), &json!("done")));
        let (_, page) = place.get(&own, page["next"].as_str().unwrap()).await;
        assert_eq!(page["items"][0]["outcome"], "wrong");
    }
}
