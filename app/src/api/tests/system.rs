//! Running the system by programs, on both engines: for the whole institution alone, and not by a narrow token.

use super::{authoring::field, place::places};
use http::StatusCode;
use serde_json::json;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_i18n::Lang;
use xingtan_notify::{Notice, NoticeKind, Recipient, send};

#[tokio::test]
async fn jobs_backups_and_verifications_are_ordered_and_watched() {
    for place in places().await {
        let admin = place.person("admin", &place.root, Role::Admin, &["all"]).await.1;
        let audit = place.person("audit", &place.root, Role::Audit, &["all"]).await.1;
        let (status, health) = place.get(&admin, "/api/v1/system").await;
        assert_eq!(status, StatusCode::OK, "{health}");
        assert!(
            health["findings"].as_array().unwrap().iter().all(|it| !it["said"].as_str().unwrap().is_empty())
        );
        assert!(health["version"].is_string() && health["engine"].is_string());

        let (status, there, job) = place.post(&admin, "/api/v1/system/backups", "b", &json!({})).await;
        assert_eq!(
            (status, &job["kind"], &job["state"]),
            (StatusCode::CREATED, &json!("app.backup"), &json!("waiting"))
        );
        assert_eq!(place.post(&admin, "/api/v1/system/backups", "b", &json!({})).await.2, job);
        let second = place.post(&admin, "/api/v1/system/backups", "b-2", &json!({})).await.2;
        assert_eq!(second["id"], job["id"], "one backup waits at a time");
        assert_eq!(place.get(&admin, &there).await.1["id"], job["id"]);
        let backups = place.get(&admin, "/api/v1/system/backups").await.1;
        assert_eq!((&backups["items"], &backups["latest"]["id"]), (&json!([]), &job["id"]));
        let (_, waiting) = place.get(&admin, "/api/v1/system/jobs?state=waiting&limit=1").await;
        assert!(waiting["total"].as_i64().unwrap() >= 1, "{waiting}");
        let cancelled = place.post(&admin, &format!("{there}/cancel"), "c", &json!({})).await;
        assert_eq!((cancelled.0, &cancelled.2["state"]), (StatusCode::OK, &json!("cancelled")));
        assert_eq!(place.post(&admin, &format!("{there}/cancel"), "c", &json!({})).await.2, cancelled.2);
        let again = place.post(&admin, &format!("{there}/cancel"), "c-2", &json!({})).await;
        assert_eq!(again.0, StatusCode::CONFLICT, "it has ended");
        for name in ["xingtan-20260101T000000Z.xtb", "..%2F..%2Fetc%2Fpasswd", "x"] {
            for act in ["check", "drill"] {
                let path = format!("/api/v1/system/backups/{name}/{act}");
                assert_eq!(
                    place.post(&admin, &path, name, &json!({})).await.0,
                    StatusCode::NOT_FOUND,
                    "{path}"
                );
            }
        }

        let (status, there, job) = place.post(&audit, "/api/v1/audit/verification", "v", &json!({})).await;
        assert_eq!((status, &job["kind"]), (StatusCode::CREATED, &json!("app.verification")));
        place.running.settle().await.unwrap();
        let trail = place.get(&audit, "/api/v1/audit/verification").await.1;
        assert_eq!(
            (&trail["verified"]["sound"], &trail["latest"]["id"]),
            (&json!(true), &job["id"]),
            "{trail}"
        );
        assert_eq!(place.get(&audit, &there).await.1["state"], "done");

        let branch = place.person("branch", &place.north, Role::Admin, &["all"]).await.1;
        let narrow = place.person("narrow", &place.root, Role::Admin, &["people"]).await.1;
        let reads = place.person("reads", &place.root, Role::Admin, &["system.read"]).await.1;
        let learner = place.person("learner", &place.north, Role::Learner, &["all"]).await.1;
        for path in [
            "/api/v1/system",
            "/api/v1/system/jobs",
            "/api/v1/system/backups",
            "/api/v1/audit/verification",
            &there,
        ] {
            for who in [&branch, &narrow, &learner] {
                assert_eq!(place.get(who, path).await.0, StatusCode::FORBIDDEN, "{path}");
            }
        }
        assert_eq!(place.get(&reads, "/api/v1/system").await.0, StatusCode::OK);
        for (n, path) in [
            "/api/v1/system/backups",
            "/api/v1/audit/verification",
            &format!("{there}/cancel"),
            &format!("{there}/retry"),
            "/api/v1/system/backups/x/drill",
        ]
        .iter()
        .enumerate()
        {
            for who in [&branch, &narrow, &reads, &learner] {
                let refused = place.post(who, path, &format!("n-{n}"), &json!({})).await;
                assert_eq!(refused.0, StatusCode::FORBIDDEN, "{path} {}", refused.2);
            }
        }
        let odd = place.post(&admin, "/api/v1/system/backups", "o", &json!({ "folder": "/" })).await;
        assert_eq!(field(&odd), (400, ""));
        assert_eq!(
            place.get(&admin, &format!("/api/v1/system/jobs/{}", Uuid::nil())).await.0,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn notices_are_their_readers_alone() {
    const TOLD: NoticeKind = NoticeKind::duty("app.backup-failed");
    for place in places().await {
        let (reader, token) = place.person("reader", &place.north, Role::Learner, &["all"]).await;
        let other = place.person("other", &place.north, Role::Learner, &["all"]).await.1;
        let narrow = place.person("narrow", &place.north, Role::Centre, &["people"]).await.1;
        let app = place.running.app();
        let (ids, now) = (app.ids().clone(), app.clock().now());
        let write = app.db().write(move |tx| {
            for _ in 0..3 {
                let to =
                    Recipient { person: Some(reader), name: String::new(), mail: None, lang: Lang::ZhCn };
                send(tx, &Notice::new(ids.next(), TOLD, to, now).link("/system/backups"))?;
            }
            Ok::<_, xingtan_db::Error>(())
        });
        write.await.unwrap();
        let all = "/api/v1/me/notifications";
        let first = place.get(&token, &format!("{all}?limit=2&unread=true")).await.1;
        assert_eq!((first["items"].as_array().unwrap().len(), &first["unread"]), (2, &json!(3)), "{first}");
        assert!(!first["items"][0]["title"].as_str().unwrap().is_empty());
        let next = place.get(&token, first["next"].as_str().unwrap()).await.1;
        assert_eq!((next["items"].as_array().unwrap().len(), &next["next"]), (1, &serde_json::Value::Null));
        let read = format!("{all}/{}/read", first["items"][0]["id"].as_str().unwrap());
        assert_eq!(place.post(&other, &read, "r", &json!({})).await.0, StatusCode::NOT_FOUND);
        assert_eq!(place.post(&token, &read, "r", &json!({})).await.2["unread"], 2);
        assert_eq!(place.post(&token, &read, "r", &json!({})).await.2["unread"], 2);
        assert_eq!(place.post(&token, &format!("{all}/read"), "all", &json!({})).await.2["unread"], 0);
        assert_eq!(place.get(&other, all).await.1["items"], json!([]));
        assert_eq!(place.get(&narrow, all).await.0, StatusCode::FORBIDDEN);
        assert_eq!(place.post(&narrow, &read, "x", &json!({})).await.0, StatusCode::FORBIDDEN);
        let late = place.post(&token, &format!("{all}/read"), "late", &json!({ "until": "yesterday" })).await;
        assert_eq!(late.0, StatusCode::BAD_REQUEST);
    }
}
