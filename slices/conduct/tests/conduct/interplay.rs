//! Cases and measures of the regulation that hold one account at the same time (GOV-2, GOV-3).

use super::*;
use xingtan_conduct::case::{
    act::Act as CaseAct,
    change::{self, Answer, NewReport, Verdict},
    concerned,
    rules::{Kind, Outcome},
};
use xingtan_db::Tx;
use xingtan_governance::{
    api::{self as governance, ACCOUNT_SHARED, CONTENT_ILLEGAL, Fact},
    saving::Stop,
};
use xingtan_web::Fault;

/// What holds the learner's account in these tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    /// A measure of the regulation, by a fact about this subject.
    Measure(Uuid),
    /// A decision of a case.
    Case(Uuid),
}

fn broken(stop: Stop) -> Fault {
    match stop {
        Stop::Fault(fault) => fault,
        Stop::Db(error) => error.into(),
        Stop::Field(name, msg) => panic!("{name}: {}", msg.key()),
    }
}

impl Town {
    fn hand(&self, who: &Person) -> CaseAct {
        let (now, ids) = (self.house.clock.now(), self.house.ids.clone());
        CaseAct::for_person(who.id, "somebody", now, ids, (Lang::ZhCn, Zone::default()))
    }

    async fn write<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> T {
        self.house.app.db().write(move |tx| unit(tx).map_err(broken)).await.unwrap()
    }

    /// The regulation takes the learner's account: for seven days, or for good.
    async fn measure(&self, revokes: bool) -> Held {
        let (subject, id, job) = (self.house.ids.next(), self.house.ids.next(), self.house.ids.next());
        let (person, now) = (self.learner.id, self.house.clock.now());
        let kind = if revokes { CONTENT_ILLEGAL } else { ACCOUNT_SHARED };
        self.write(move |tx| {
            let fact = Fact { id, kind, person, subject, label: "1", happened_at: now, source: "test" };
            Ok(governance::record_fact(tx, &fact, job, now)?)
        })
        .await;
        self.judged().await;
        Held::Measure(subject)
    }

    /// A case takes it: for so many days, or for good.
    async fn decided(&self, days: Option<i64>) -> Held {
        let id = self.house.ids.next();
        let (reporter, first, second) =
            (self.hand(&self.reporter), self.hand(&self.centre), self.hand(&self.second));
        let (learner, own, now) = (self.learner.id, self.hand(&self.learner), self.house.clock.now());
        let outcome = if days.is_some() { Outcome::Suspension } else { Outcome::Revocation };
        let citing =
            accounts::Citing::Article { regulation: "办法".into(), version: 1, number: "9".into() };
        self.write(move |tx| {
            let person = accounts::person(tx, learner)?;
            let (about, words, called) = (String::new(), "作弊".to_owned(), String::new());
            let new = NewReport { kind: Kind::Cheating, about, words, person, called, suspicion: None };
            let case = change::report(tx, id, &new, "/1/", &reporter)?;
            change::take(tx, id, &first.actor(), "", &first)?;
            change::hear(tx, id, &first.actor(), now + Span::of_days(3), &first)?;
            concerned::state_view(tx, &case.code, "没有。", &own)?;
            let (reason, citing) = ("属实。".to_owned(), citing.clone());
            let verdict = Verdict { outcome, days, by_hand: None, citing, reason };
            change::decide(tx, id, &second.actor(), &verdict, &second)
        })
        .await;
        Held::Case(id)
    }

    /// Where the door sends the learner.
    async fn contest(&self) -> Option<String> {
        let (id, now) = (self.learner.id, self.house.clock.now());
        self.house.app.db().read(move |tx| governance::contest(tx, id, now)).await.unwrap()
    }

    /// It falls: the fact was not so, or an appeal wins.
    async fn falls(&self, held: Held) {
        let (person, now, job) = (self.learner.id, self.house.clock.now(), self.house.ids.next());
        let (own, third) = (self.hand(&self.learner), self.hand(&self.third));
        self.write(move |tx| {
            match held {
                Held::Measure(subject) => {
                    for kind in [ACCOUNT_SHARED, CONTENT_ILLEGAL] {
                        governance::take_fact_back(tx, (person, kind, subject), None, "不实", job, now)?;
                    }
                }
                Held::Case(id) => {
                    let case = store::get(tx, id)?.unwrap();
                    concerned::appeal(tx, &case.code, "不是我。", &own)?;
                    let answer = Answer::Overturned("证据不足。".to_owned());
                    change::decide_appeal(tx, id, &third.actor(), &answer, &third)?;
                }
            }
            Ok(())
        })
        .await;
        self.judged().await;
    }
}

#[tokio::test]
async fn a_case_holds_the_account_when_a_measure_falls_and_the_other_way_round() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        // The regulation suspends for seven days, then a case for three: when the measure falls, the case goes on.
        let measure = town.measure(false).await;
        let seven = town.account().await.1;
        town.decided(Some(3)).await;
        assert_eq!(town.account().await, (State::Suspended, seven));
        assert!(town.contest().await.unwrap().starts_with("/appeals/"), "what holds longest is contested");
        town.falls(measure).await;
        assert!(town.contest().await.unwrap().starts_with("/hearings/"));
        let (state, until) = town.account().await;
        assert_eq!(state, State::Suspended);
        assert!(until < seven, "down to the end of the case");
        let cited = town.count("SELECT count(*) FROM accounts_state_change WHERE article = '9'").await;
        assert_eq!(cited, 1, "who comes to the door reads the article that still holds");
        town.house.clock.turn(Span::of_days(4));
        assert_eq!(town.account().await.0, State::Active, "the case is over");
        assert_eq!(town.contest().await, None);

        // A case for thirty days, then a revocation: when the case falls the revocation stays, and when that falls too
        // nothing is left; a shorter measure that began meanwhile goes on.
        let case = town.decided(Some(30)).await;
        let thirty = town.account().await.1;
        let gone = town.measure(true).await;
        assert_eq!(town.account().await.0, State::Revoked);
        town.falls(gone).await;
        assert_eq!(town.account().await, (State::Suspended, thirty));
        let gone = town.measure(true).await;
        let measure = town.measure(false).await;
        town.falls(case).await;
        assert_eq!(town.account().await.0, State::Revoked);
        town.falls(gone).await;
        assert_eq!(town.account().await.0, State::Suspended);
        town.falls(measure).await;
        assert_eq!(town.account().await.0, State::Active);
    }
}

#[tokio::test]
async fn what_somebody_gave_back_by_hand_no_other_fall_takes_again() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        town.measure(false).await;
        let (id, now, ids) = (town.learner.id, town.house.clock.now(), town.house.ids.clone());
        town.write(move |tx| {
            let person = accounts::person(tx, id)?.unwrap();
            let prepared = accounts::Prepared::new(Who::program(), now, &ids, accounts::STATE_IDS);
            let reason = accounts::Reason { text: "特批".into(), citing: accounts::Citing::Nothing };
            let restore = accounts::Act::Restore;
            let done = accounts::set_state(tx, &prepared.begin(), &person, restore, &reason, Lang::ZhCn)?;
            assert!(done.is_ok());
            Ok(())
        })
        .await;
        town.house.clock.turn(Span::of_hours(1));
        let case = town.decided(Some(3)).await;
        assert_eq!(town.account().await.0, State::Suspended);
        town.falls(case).await;
        assert_eq!(town.account().await.0, State::Active);
    }
}

/// A plain model: whatever stands, looked at one by one.
fn expected(standing: &[(Held, bool, Timestamp)], now: Timestamp) -> (State, Option<Timestamp>) {
    if standing.iter().any(|(_, revokes, _)| *revokes) {
        return (State::Revoked, None);
    }
    match standing.iter().map(|(.., ends)| *ends).filter(|ends| *ends > now).max() {
        Some(ends) => (State::Suspended, Some(ends)),
        None => (State::Active, None),
    }
}

#[tokio::test]
async fn in_any_order_the_account_follows_whatever_still_stands() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let mut seed: u64 = 0x9e37_79b9;
        let mut chance = move |of: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % of
        };
        let mut standing: Vec<(Held, bool, Timestamp)> = Vec::new();
        for step in 0..60 {
            town.house.clock.turn(Span::of_hours(1 + chance(10) as i64));
            if standing.is_empty() || standing.len() < 5 && chance(2) == 0 {
                let revokes = chance(4) == 0;
                let now = town.house.clock.now();
                let (held, days) = match chance(2) {
                    0 => (town.measure(revokes).await, 7),
                    _ => {
                        let days = 1 + chance(9) as i64;
                        (town.decided((!revokes).then_some(days)).await, days)
                    }
                };
                standing.push((held, revokes, now + Span::of_days(days)));
            } else {
                let (held, ..) = standing.remove(chance(standing.len() as u64) as usize);
                town.falls(held).await;
            }
            let now = town.house.clock.now();
            let (state, until) = town.account().await;
            let until = until.filter(|_| state == State::Suspended);
            assert_eq!((state, until), expected(&standing, now), "step {step}: {standing:?}");
        }
    }
}

#[tokio::test]
async fn a_case_shows_that_the_measure_it_led_to_was_overturned() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        let house = &town.house;
        let case = town.heard(&town.reported("account-sharing").await).await;
        let (one, own) = (format!("/cases/{}", case.id), format!("/hearings/{}", case.code));
        house.send(&format!("{own}/statement"), &[("statement", "没有。")]).await.is(303);
        let confirm = [("outcome", "confirmed"), ("reason", "属实。")];
        house.post(&town.second, &format!("{one}/decision"), &confirm).await.is(303);
        town.judged().await;
        house.get(&town.third, &one).await.is(200).has("生效").lacks("已被撤销").lacks("conduct-");

        // The person appeals against the measure, not against the case.
        let read = house
            .app
            .db()
            .read(|tx| tx.one::<(Uuid, String)>("SELECT id, appeal_code FROM governance_decision", &[]));
        let (measure, code) = read.await.unwrap();
        house.visit(&own).await.is(200).has(&format!("/appeals/{code}")).lacks("conduct-");
        house.send(&format!("/appeals/{code}"), &[("body", "太重。")]).await.is(303);
        let granted = [("verdict", "granted"), ("appeal_reason", "情节轻微。")];
        let appeal = format!("/measures/{measure}/appeal");
        house.post(&town.second, &appeal, &granted).await.is(422).has("另一");
        house.post(&town.third, &appeal, &granted).await.is(303);
        assert_eq!(town.account().await.0, State::Active);

        for page in [one.as_str(), "/cases"] {
            house.get(&town.third, page).await.is(200).has("由此作出的处理已被撤销").lacks("conduct-");
        }
        house.visit(&own).await.is(200).has("由此作出的处理已被撤销");
        house.get(&town.learner, "/cases/own").await.is(200).has("由此作出的处理已被撤销");
        let told = house.api(&town.third, &format!("/api/v1{one}"), None, "").await.is(200).json();
        assert_eq!(told["measures"][0]["state"], "overturned");
        // It does not count against the person any more.
        let again = town.reported("insult").await;
        house.get(&town.third, &format!("/cases/{}", again.id)).await.is(200).lacks("件成立");
    }
}
