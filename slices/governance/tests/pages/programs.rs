//! The same steps by programs.

use crate::{Town, house::tables};
use serde_json::{Value, json};
use xingtan_auth::Role;
use xingtan_testkit::databases;

#[tokio::test]
async fn a_program_drafts_submits_approves_and_acknowledges_as_people_do() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        const ALL: &str = "/api/v1/regulations";
        let begin = json!({ "pack": "school", "lang": "en" });
        house.api(&town.learner, ALL, Some(begin.clone()), "").await.is(403);
        house.api(&town.drafter, ALL, Some(json!({ "lang": "en" })), "").await.is(422);
        house.api(&town.drafter, ALL, Some(json!({ "lang": "en", "pack": "x" })), "").await.is(422);
        let made = house.api(&town.drafter, ALL, Some(begin.clone()), "k1").await.is(201);
        let again = house.api(&town.drafter, ALL, Some(begin), "k1").await.is(201);
        assert_eq!(made.json()["id"], again.json()["id"], "repeated, it is carried out once");
        let draft = made.json();
        let (id, version) = (draft["regulation"].as_str().unwrap(), draft["id"].as_str().unwrap());
        let at = format!("{ALL}/{id}/versions/{version}");
        assert_eq!(draft["stage"], "draft");
        let article = draft["articles"].as_array().unwrap().iter().find(|it| it["number"] == "7").unwrap();
        let control = &article["controls"][0];
        assert_eq!(
            (&control["kind"], &control["params"]["courses"]),
            (&json!("monthly-minimum"), &json!("2"))
        );

        let save = |courses: &str, seen: Value| {
            json!({ "version": seen, "id": control["id"], "article": article["id"], "kind": "monthly-minimum",
                    "params": { "courses": courses } })
        };
        let controls = format!("{at}/controls");
        house
            .api(&town.drafter, &controls, Some(save("0", json!(1))), "")
            .await
            .is(422)
            .has("params.courses");
        let unknown = json!({ "version": 1, "article": article["id"], "kind": "x" });
        house.api(&town.drafter, &controls, Some(unknown), "").await.is(422);
        let after = house.api(&town.drafter, &controls, Some(save("3", json!(1))), "").await.is(200);
        assert_eq!(after.json()["version"], 2);
        house.api(&town.drafter, &controls, Some(save("4", json!(1))), "").await.is(409);
        let wording = json!({ "version": 2, "number": "14", "title": "Annex", "body": "Text." });
        house.api(&town.drafter, &format!("{at}/articles"), Some(wording), "").await.is(200).has("Annex");

        let submit = |from: &str| json!({ "version": 3, "from": from });
        let submission = format!("{at}/submission");
        house.api(&town.drafter, &submission, Some(submit("2026-03-02")), "").await.is(422);
        house.api(&town.drafter, &submission, Some(submit("2026-04-01")), "").await.is(200);
        let (decision, yes) = (format!("{at}/decision"), json!({ "version": 4, "approve": true }));
        house.api(&town.drafter, &decision, Some(yes.clone()), "").await.is(409);
        house
            .api(&town.approver, &decision, Some(json!({ "version": 4, "approve": false })), "")
            .await
            .is(422);
        let approved = house.api(&town.approver, &decision, Some(yes), "").await.is(200);
        assert_eq!(approved.json()["stage"], "coming");
        house.api(&town.learner, &at, None, "").await.is(404);

        house.clock.turn(xingtan_clock::Span::of_days(40));
        let acknowledgement = format!("{ALL}/{id}/acknowledgement");
        let read = json!({ "version": version });
        house.api(&town.learner, &acknowledgement, Some(read), "").await.is(200);
        let all = house.api(&town.learner, ALL, None, "").await.is(200).json();
        assert_eq!(all["items"].as_array().unwrap().len(), 1, "drafts are not for everybody");
        assert!(all["items"][0]["in_force"]["acknowledged_at"].is_string());
        house.api(&town.learner, &at, None, "").await.is(200).has("Annex");
        house.api(&town.learner, &format!("{ALL}/{id}/versions"), None, "").await.is(200).has("in-force");
        let next = house.api(&town.drafter, &format!("{ALL}/{id}/draft"), Some(json!({})), "").await.is(201);
        assert_eq!(next.json()["number"], 2);
        let branch = house.person("branch", &[(Role::Centre, "/1/2/")]);
        house.api(&branch, &format!("{ALL}/{id}/draft"), Some(json!({})), "").await.is(403);
    }
}
