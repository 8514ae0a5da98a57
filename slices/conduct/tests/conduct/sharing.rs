//! Accounts that look shared.

use super::*;
use serde_json::json;
use xingtan_accounts::api::Places;
use xingtan_conduct::suspicion::{job, store as suspicions};
use xingtan_db::params;

impl Town {
    /// The learner was signed in on a device, from an address, some minutes ago, for so many minutes.
    async fn session(&self, device: u128, ip: &'static str, ago: i64, long: i64) {
        let (id, person, now) = (self.house.ids.next(), self.learner.id, self.house.clock.now());
        let from = now - Span::of_minutes(ago);
        let write = self.house.app.db().write(move |tx| {
            tx.exec(
                "INSERT INTO accounts_session (id, hash, person_id, device_id, started_at, seen_at, expires_at, lasting,
                        ip, agent, second_factor_pending, proved_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Firefox Linux', $8, $5)",
                params![
                    id,
                    id.to_string(),
                    person,
                    Uuid::from_u128(device),
                    from,
                    from + Span::of_minutes(long),
                    now + Span::of_days(1),
                    false,
                    ip
                ],
            )
        });
        write.await.unwrap();
    }

    /// Looks as the job does; how many were found anew.
    async fn look(&self) -> i64 {
        let (ids, now) = (self.house.ids.clone(), self.house.clock.now());
        let write = self.house.app.db().write(move |tx| {
            let people = accounts::people_on_several_devices(tx, now - Span::of_days(7), Uuid::nil(), 50)?;
            let places = Places::default();
            job::look(tx, &people, &places, now - Span::of_days(7), &|| ids.next(), now)
        });
        write.await.unwrap()
    }

    async fn suspicions(&self) -> Vec<suspicions::Suspicion> {
        let person = self.learner.id;
        self.house.app.db().read(move |tx| suspicions::of(tx, &[person])).await.unwrap()
    }
}

#[tokio::test]
async fn two_devices_at_once_are_shown_asked_about_and_become_a_case_by_a_person_alone() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        town.session(1, "192.0.2.1", 120, 60).await;
        assert_eq!(town.look().await, 0, "one device");
        town.session(2, "198.51.100.7", 90, 9).await;
        assert_eq!(town.look().await, 0, "too short");
        town.session(2, "198.51.100.7", 80, 10).await;
        assert_eq!((town.look().await, town.look().await), (1, 0), "found once");
        let found = town.suspicions().await;
        assert_eq!((found.len(), found[0].seconds, found[0].state.as_str()), (1, 19 * 60, "open"));
        assert_eq!(town.account().await.0, State::Active, "nothing follows by itself");

        let one = format!("/security/sharing/{}", found[0].id);
        let asked = format!("/account/sharing/{}", found[0].id);
        house.get(&town.security, "/security/sharing").await.is(200).has("learner").lacks("conduct-");
        house.get(&town.security, &one).await.is(200).has("192.0.2.1").lacks("conduct-");
        house.get(&town.learner, &one).await.is(403);
        house.get(&town.learner, &asked).await.is(404);
        house.post(&town.security, &one, &[("verdict", "harmless")]).await.is(422);
        house.post(&town.security, &one, &[("verdict", "ask"), ("words", "是您吗？")]).await.is(303);
        house.get(&town.reporter, &asked).await.is(404);
        house.get(&town.learner, &asked).await.is(200).has("是您吗？").lacks("conduct-");
        house.post(&town.learner, &asked, &[("reply", "借给了同事。")]).await.is(303);
        house.post(&town.learner, &asked, &[("reply", "借给了同事。")]).await.is(422);
        house.post(&town.security, &one, &[("verdict", "case"), ("words", "")]).await.is(303);
        house.post(&town.security, &one, &[("verdict", "case"), ("words", "")]).await.is(422);

        let case = town.last().await;
        assert_eq!((case.kind.as_str(), case.person_id), ("account-sharing", Some(town.learner.id)));
        let evidence = house.app.db().read(move |tx| store::evidence(tx, case.id)).await.unwrap();
        assert!(evidence[0].held.contains("198.51.100.7"));
        assert_eq!(town.look().await, 0, "a case is open");
        house.get(&town.security, &one).await.is(200).has(&town.last().await.numbered());
    }
}

#[tokio::test]
async fn what_was_found_harmless_is_not_shown_again_for_the_same_two_devices() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        town.session(1, "192.0.2.1", 120, 60).await;
        town.session(2, "198.51.100.7", 110, 30).await;
        assert_eq!(town.look().await, 1);
        let one = format!("/security/sharing/{}", town.suspicions().await[0].id);
        house.post(&town.security, &one, &[("verdict", "harmless"), ("words", "手机和电脑。")]).await.is(303);
        town.session(1, "192.0.2.1", 50, 30).await;
        town.session(2, "198.51.100.7", 50, 30).await;
        assert_eq!(town.look().await, 0);
        town.session(3, "203.0.113.9", 50, 30).await;
        assert_eq!(town.look().await, 2, "with a third device each of the two");
        house.post(&town.security, "/security/sharing/search", &[]).await.is(303);
        assert_eq!(town.count("SELECT count(*) FROM jobs_job WHERE kind = 'conduct.sharing'").await, 1);
        house.post(&town.learner, "/security/sharing/search", &[]).await.is(403);
    }
}

#[tokio::test]
async fn programs_read_suspicions_and_say_what_becomes_of_them() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        town.session(1, "192.0.2.1", 120, 60).await;
        town.session(2, "198.51.100.7", 110, 30).await;
        assert_eq!(town.look().await, 1);
        const ALL: &str = "/api/v1/suspicions";
        house.api(&town.learner, ALL, None, "").await.is(403);
        house.api(&town.security, &format!("{ALL}?state=x"), None, "").await.is(422);
        let open = house.api(&town.security, &format!("{ALL}?state=open"), None, "").await.is(200).json();
        let found = &open["items"][0];
        assert_eq!((&open["total"], &found["kind"]), (&json!(1), &json!("overlap")));
        assert_eq!(found["sessions"].as_array().unwrap().len(), 2);
        let one = format!("{ALL}/{}", found["id"].as_str().unwrap());
        house.api(&town.learner, &one, None, "").await.is(403);
        house.api(&town.security, &one, None, "").await.is(200).has("198.51.100.7");
        let decision = format!("{one}/decision");
        let said = |verdict: &str, words: &str| Some(json!({ "verdict": verdict, "words": words }));
        house.api(&town.security, &decision, said("x", "x"), "").await.is(422);
        house.api(&town.security, &decision, said("harmless", ""), "").await.is(422);
        house.api(&town.learner, &decision, said("case", ""), "").await.is(403);
        house.api(&town.security, &decision, said("ask", "是您吗？"), "").await.is(200).has("asked");
        let case = house.api(&town.security, &decision, said("case", ""), "k").await.is(200).json();
        assert_eq!(case["case"], json!(town.last().await.id));
        house.api(&town.security, &decision, said("case", ""), "k").await.is(200);
        house.api(&town.security, &decision, said("harmless", "……"), "").await.is(422);
    }
}
