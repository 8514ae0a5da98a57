//! A draft is thrown away by those who write it, unless somebody else has had to judge it (GOV-1).

use crate::{Town, house::tables};
use xingtan_db::params;
use xingtan_testkit::databases;

/// What the trail says of drafts that were thrown away.
async fn trail(town: &Town) -> Vec<(String, String)> {
    let read = town.house.app.db().read(|tx| {
        tx.all(
            "SELECT coalesce(p.subject_name, ''), coalesce(p.detail, '') FROM audit_entry e
             JOIN audit_payload p ON p.entry = e.id
             WHERE e.action = 'governance.version-discarded' ORDER BY e.at, e.id",
            params![],
        )
    });
    read.await.unwrap()
}

#[tokio::test]
async fn a_draft_is_thrown_away_with_its_regulation_and_the_trail_keeps_that_it_was_there() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let (house, there) = (&town.house, town.at("/deletion"));
        house.get(&town.learner, &there).await.is(403);
        house.post(&town.learner, &there, &[("version", "1")]).await.is(403);
        house.api_delete(&town.learner, &format!("/api/v1{}", town.at(""))).await.is(403);
        house.get(&town.drafter, &town.at("")).await.is(200).has("放弃这份草案");
        let page = house.get(&town.drafter, &there).await.is(200).has("第 7.1.3 条");
        house.post(&town.drafter, &there, &[("version", "99")]).await.is(409);
        house.post(&town.drafter, &there, &[]).await.is(422);
        let (key, seen) = (page.field("form_key"), town.seen().await);
        let fields = [("form_key", key.as_str()), ("version", seen.as_str())];
        for _ in ["once", "a second click"] {
            assert_eq!(house.post(&town.drafter, &there, &fields).await.to(), "/regulations");
        }
        house.get(&town.drafter, &town.at("")).await.is(404);
        house.get(&town.drafter, &format!("/regulations/{}", town.id)).await.is(404);
        house.post(&town.drafter, &there, &[("version", seen.as_str())]).await.is(404);
        let trail = trail(&town).await;
        assert_eq!(trail.len(), 1);
        assert!(trail[0].0.contains("学习管理办法") && trail[0].1.contains("7.1.3"), "{trail:?}");
    }
}

#[tokio::test]
async fn what_was_submitted_or_governs_is_not_thrown_away() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let (house, there, api) = (&town.house, town.at("/deletion"), format!("/api/v1{}", town.at("")));
        let (drafter, approver) = (&town.drafter, &town.approver);
        let seen = town.seen().await;
        let fields = [("version", seen.as_str()), ("from", "2026-04-01")];
        house.post(drafter, &town.at("/submission"), &fields).await.is(303);
        house.get(drafter, &there).await.is(404);
        house.api_delete(drafter, &api).await.is(409);
        let seen = town.seen().await;
        let back = [("version", seen.as_str()), ("verdict", "return"), ("reason", "太严。")];
        house.post(approver, &town.at("/decision"), &back).await.is(303);
        house.get(drafter, &town.at("")).await.is(200).lacks("放弃这份草案");
        house.get(drafter, &there).await.is(404);
        let seen = town.seen().await;
        house.post(drafter, &there, &[("version", seen.as_str())]).await.is(422).has("这份草案提交过");
        town.in_force().await;
        let seen = town.seen().await;
        house.post(drafter, &there, &[("version", seen.as_str())]).await.is(422).lacks("governance-");
        house.api_delete(drafter, &api).await.is(409);

        // The next draft goes, what governs stays.
        let one = format!("/regulations/{}", town.id);
        let next = house.post(drafter, &format!("{one}/draft"), &[]).await.to().to_owned();
        assert_ne!(next, town.at(""));
        house.api_delete(drafter, &format!("/api/v1{next}")).await.is(200).has("\"stage\":\"draft\"");
        house.get(drafter, &next).await.is(404);
        house.get(&town.learner, &one).await.is(200).has("每月至少完成 2 门必修课");
        assert_eq!(trail(&town).await.len(), 1);
    }
}
