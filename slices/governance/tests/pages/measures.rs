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

#[tokio::test]
async fn a_measure_in_force_is_taken_back_by_another_person_with_a_reason_and_never_comes_again() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        town.confirmed().await;
        town.in_force().await;
        let house = &town.house;
        let (first, second) = (&town.drafter, &town.approver);
        let learner = town.learner_with_account().await;
        town.happened(learner.id, TASK_MISSED, 3).await;
        let found = town.decisions(learner.id).await;
        let measure = found.iter().find(|it| it.measure == "suspension").unwrap();
        let (page, api) = (format!("/measures/{}", measure.id), format!("/api/v1/measures/{}", measure.id));
        let there = format!("{page}/annulment");
        let reason = [("annul_reason", "当时系统停机。")];
        let said = || Some(json!({ "reason": "当时系统停机。" }));
        // What only waits is declined instead.
        house.post(second, &there, &reason).await.is(422).has("没有在生效");
        let yes = Some(json!({ "confirm": true, "reason": "属实。" }));
        house.api(first, &format!("{api}/confirmation"), yes, "").await.is(200);
        assert_eq!(town.state(learner.id).await, State::Suspended);

        // Not by whoever confirmed it, not without a reason, not by others.
        house.get(first, &page).await.is(200).lacks("/annulment");
        house.post(first, &there, &reason).await.is(422).has("要由另一个人撤销");
        house.api(first, &format!("{api}/annulment"), said(), "").await.is(409);
        house.post(&learner, &there, &reason).await.is(403);
        house.post(second, &there, &[("annul_reason", " ")]).await.is(422).lacks("governance-");
        let branch = house.person("branch", &[(Role::Centre, "/9/")]);
        house.post(&branch, &there, &reason).await.is(404);
        // An appeal waits: that one is decided.
        let plea = format!("/api/v1/appeals/{}", measure.appeal_code);
        house.api(&learner, &plea, Some(json!({ "words": "当时出差。" })), "").await.is(200);
        house.post(second, &there, &reason).await.is(422).has("直接处理申诉");
        house.api(second, &format!("{api}/appeal"), verdict(false), "").await.is(200);
        assert_eq!(town.state(learner.id).await, State::Suspended);

        let shown = house.get(second, &page).await.is(200).lacks("governance-");
        let key = shown.field("form_key");
        let fields = [("form_key", key.as_str()), ("annul_reason", "当时系统停机。")];
        for _ in ["once", "a second click"] {
            assert_eq!(house.post(second, &there, &fields).await.to(), page);
        }
        assert_eq!(town.state(learner.id).await, State::Active);
        house.get(second, &page).await.is(200).has("当时系统停机。").has("人工撤销").lacks("/annulment");
        house.get(second, "/measures?state=annulled").await.is(200).has("已撤销").lacks("governance-");
        house.post(second, &there, &reason).await.is(422);
        house.api(second, &format!("{api}/annulment"), said(), "").await.is(409);
        assert_eq!(house.api(second, &api, None, "").await.is(200).json()["state"], "annulled");

        // Nothing comes again for the same cause, and it was told once.
        town.happened(learner.id, TASK_MISSED, 1).await;
        assert_eq!(town.state(learner.id).await, State::Active);
        let again = town.decisions(learner.id).await;
        let all: Vec<&str> =
            again.iter().filter(|it| it.measure == "suspension").map(|it| it.state.as_str()).collect();
        assert_eq!(all, ["annulled"]);
        let told = house.app.db().read(|tx| {
            tx.one::<(i64, i64)>(
                "SELECT (SELECT count(*) FROM notify_notice WHERE kind = 'governance.annulled'),
                        (SELECT count(*) FROM audit_entry WHERE action = 'governance.measure-ended')",
                &[],
            )
        });
        assert_eq!(told.await.unwrap(), (1, 1));
    }
}
