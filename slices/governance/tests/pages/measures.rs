//! Measures by programs: confirmed, appealed against, decided, reopened (GOV-2, GOV-3).

use crate::{Town, house::Person, house::tables};
use serde_json::{Value, json};
use xingtan_accounts::api::{self as accounts, State, testkit};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid, Zone};
use xingtan_governance::{
    api::{CONTENT_ILLEGAL, Fact, FactKind, TASK_MISSED, record_fact},
    decision::{
        change::{Hand, judge},
        store::{self as decisions, Decision},
    },
    regulation::rulings,
};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

impl Town {
    /// A learner with an account, as a person of these pages.
    async fn learner_with_account(&self) -> Person {
        let (ids, now) = (self.house.ids.clone(), self.house.clock.now());
        let id = testkit::person_in(self.house.app.db(), &ids, now, "lin", &self.unit, &[Role::Learner]);
        self.house.person_of(id.await.unwrap(), "lin", &[(Role::Learner, &self.unit.path)], Lang::ZhCn)
    }

    /// Something happened to somebody, so often, an hour apart; they are judged as the job does.
    async fn happened(&self, person: Uuid, kind: FactKind, times: u32) {
        for _ in 0..times {
            self.house.clock.turn(Span::of_hours(1));
            let (id, subject, job) = (self.house.ids.next(), self.house.ids.next(), self.house.ids.next());
            let (ids, now) = (self.house.ids.clone(), self.house.clock.now());
            let write = self.house.app.db().write(move |tx| {
                let fact = Fact { id, kind, person, subject, label: "1", happened_at: now, source: "test" };
                record_fact(tx, &fact, job, now)?;
                let (zone, rulings) = (Zone::default(), rulings::read(tx, now)?);
                let hand = Hand { who: Who::program(), ids: &ids, now, zone: &zone, lang: Lang::ZhCn };
                judge(tx, &hand, &rulings, &[person])
            });
            write.await.unwrap();
        }
    }

    /// The draft's suspension for missed tasks waits for a person to confirm it.
    async fn confirmed(&self) {
        let at = format!("/api/v1/regulations/{}/versions/{}", self.id, self.version);
        let draft = self.house.api(&self.drafter, &at, None, "").await.is(200).json();
        let article =
            draft["articles"].as_array().unwrap().iter().find(|it| it["number"] == "7.1.3").unwrap();
        let control = article["controls"].as_array().unwrap().iter().find(|it| it["kind"] == "missed-tasks");
        let rule = json!({
            "version": draft["version"], "id": control.unwrap()["id"], "article": article["id"],
            "kind": "missed-tasks", "params": { "mode": "confirmed" },
        });
        self.house.api(&self.drafter, &format!("{at}/controls"), Some(rule), "").await.is(200);
    }

    async fn decisions(&self, person: Uuid) -> Vec<Decision> {
        self.house.app.db().read(move |tx| decisions::of_person(tx, person)).await.unwrap()
    }

    async fn state(&self, person: Uuid) -> State {
        let now = self.house.clock.now();
        let read = self.house.app.db().read(move |tx| accounts::account(tx, person));
        read.await.unwrap().unwrap().in_force(now)
    }
}

fn verdict(granted: bool) -> Option<Value> {
    Some(json!({ "granted": granted, "reason": "核实过。" }))
}

#[tokio::test]
async fn a_program_confirms_appeals_and_decides_as_people_do() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        town.confirmed().await;
        town.in_force().await;
        let house = &town.house;
        let learner = town.learner_with_account().await;
        town.happened(learner.id, TASK_MISSED, 3).await;
        let found = town.decisions(learner.id).await;
        let measure = found.iter().find(|it| it.measure == "suspension").unwrap();
        let one = format!("/api/v1/measures/{}", measure.id);
        house.api(&learner, &one, None, "").await.is(403);
        let told = house.api(&town.drafter, &one, None, "").await.is(200).json();
        assert_eq!(told["grounds"].as_array().unwrap().len(), 3);
        assert_eq!(told["state"], "proposed");
        let confirmation = format!("{one}/confirmation");
        let yes = Some(json!({ "confirm": true, "reason": "属实。" }));
        house.api(&learner, &confirmation, yes.clone(), "").await.is(403);
        let unsaid = Some(json!({ "confirm": true, "reason": " " }));
        house.api(&town.drafter, &confirmation, unsaid, "").await.is(422);
        house.api(&town.drafter, &confirmation, yes.clone(), "k1").await.is(200);
        house.api(&town.drafter, &confirmation, yes.clone(), "k1").await.is(200);
        house.api(&town.drafter, &confirmation, yes, "k2").await.is(409);
        assert_eq!(town.state(learner.id).await, State::Suspended);

        // By the code, whoever holds it; decided by somebody who did not confirm it.
        let plea = format!("/api/v1/appeals/{}", measure.appeal_code);
        house.api(&learner, "/api/v1/appeals/xt_0", Some(json!({ "words": "x" })), "").await.is(404);
        house.api(&learner, &plea, Some(json!({ "words": "" })), "").await.is(422);
        let words = Some(json!({ "words": "当时出差。" }));
        let told = house.api(&learner, &plea, words.clone(), "").await.is(200).json();
        assert_eq!(told["appeals"][0]["state"], "open");
        house.api(&learner, &plea, words, "").await.is(409);
        let appeal = format!("{one}/appeal");
        let unfit = json!({ "granted": false, "reason": "……", "wrong": [told["grounds"][0]] });
        house.api(&town.approver, &appeal, Some(unfit), "").await.is(422).has("wrong");
        house.api(&learner, &appeal, verdict(true), "").await.is(403);
        let told = house.api(&town.approver, &appeal, verdict(true), "").await.is(200).json();
        assert_eq!((&told["state"], &told["appeals"][0]["state"]), (&json!("overturned"), &json!("granted")));
        assert_eq!(town.state(learner.id).await, State::Active);
        house.api(&town.approver, &appeal, verdict(true), "").await.is(409);
        let branch = house.person("branch", &[(Role::Centre, "/9/")]);
        house.api(&branch, &appeal, verdict(true), "").await.is(404);
        house.api(&branch, &one, None, "").await.is(404);
    }
}

#[tokio::test]
async fn a_program_asks_for_an_account_to_be_reopened_and_decides_it() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        town.in_force().await;
        let house = &town.house;
        let learner = town.learner_with_account().await;
        town.happened(learner.id, CONTENT_ILLEGAL, 1).await;
        assert_eq!(town.state(learner.id).await, State::Revoked);
        let measure = town.decisions(learner.id).await.remove(0);
        let reopening = format!("/api/v1/measures/{}/reopening", measure.id);
        house.api(&town.drafter, &reopening, verdict(true), "").await.is(409);
        let plea = format!("/api/v1/appeals/{}/reopening", measure.appeal_code);
        let words = Some(json!({ "words": "保证不再发生。" }));
        house.api(&town.drafter, &plea, words.clone(), "").await.is(200);
        house.api(&town.drafter, &plea, words, "").await.is(409);
        let told = house.api(&town.drafter, &reopening, verdict(true), "").await.is(200).json();
        assert_eq!(told["applications"][0]["state"], "granted");
        assert_eq!(town.state(learner.id).await, State::Active);
    }
}
