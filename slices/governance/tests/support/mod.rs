//! A house with a regulation in force, people, and a clock to turn.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![allow(dead_code, reason = "each test uses a part of it")]

use std::sync::Arc;
use xingtan_accounts::api::{self as accounts, Node, testkit};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::{Clock, Date, Ids, Span, Timestamp, Uuid, Zone};
use xingtan_db::{Db, Migrations, Result, Tx};
use xingtan_governance::{
    api::{Fact, FactKind},
    decision::{
        change::{Hand, judge},
        store::{self as decisions, Decision},
    },
    fact::store as facts,
    regulation::{
        rulings,
        store::{self, Article, Control, Regulation, Version},
    },
};
use xingtan_i18n::Lang;

/// The tables that the tests need.
pub fn tables() -> Vec<Migrations> {
    vec![
        xingtan_settings::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_notify::migrations(),
        xingtan_approvals::migrations(),
        xingtan_storage::migrations(),
        xingtan_imports::migrations(),
        xingtan_search::migrations(),
        xingtan_web::migrations(),
        xingtan_words::migrations(),
        xingtan_accounts::migrations(),
        xingtan_governance::migrations(),
    ]
}

/// A control: kind and the parameters that differ from their defaults.
pub type Rule = (&'static str, &'static [(&'static str, &'static str)]);

pub struct House {
    pub db: Db,
    pub clock: Clock,
    pub ids: Ids,
    pub zone: Zone,
    pub unit: Node,
    pub regulation: Uuid,
}

impl House {
    /// On the first of January 2026, 09:00 in Shanghai, with these rules in force since then.
    pub async fn new(db: &Db, rules: &'static [Rule]) -> House {
        let zone = Zone::default();
        let start = zone.start_of("2026-01-01".parse().unwrap()) + Span::of_hours(9);
        let clock = Clock::manual(start);
        let ids = Ids::seeded(clock.clone(), 7);
        let maker = ids.clone();
        let unit = db.write(move |tx| testkit::node(tx, &maker, start, "生产部", None)).await.unwrap();
        let regulation = ids.next();
        let house = House { db: db.clone(), clock, ids, zone, unit, regulation };
        let it = Regulation {
            id: regulation,
            title: "学习管理办法".into(),
            interpreted_by: "培训中心".into(),
            created_at: start,
        };
        house.write(move |tx| store::add_regulation(tx, &it, None)).await;
        house.version(1, "2026-01-01", rules).await;
        house
    }

    /// Another version, in force from the first moment of a day; controls of one kind keep their key.
    pub async fn version(&self, number: i64, from: &str, rules: &'static [Rule]) -> Uuid {
        let (ids, now, regulation) = (self.ids.clone(), self.now(), self.regulation);
        let from = self.zone.start_of(from.parse().unwrap());
        self.write(move |tx| {
            let id = ids.next();
            let version = Version {
                id,
                regulation_id: regulation,
                number,
                lang: "zh-CN".into(),
                note: String::new(),
                state: "draft".into(),
                in_force_from: None,
                drafted_by: None,
                drafted_at: now,
                submitted_by: None,
                submitted_at: None,
                decided_by: None,
                decided_at: None,
                reason: None,
                version: 1,
            };
            store::add_version(tx, &version)?;
            for (place, (kind, given)) in rules.iter().enumerate() {
                let article = Article {
                    id: ids.next(),
                    version_id: id,
                    place: place as i64,
                    number: format!("{}", place + 1),
                    title: (*kind).into(),
                    body: "……".into(),
                    by_hand: None,
                };
                store::add_article(tx, &article)?;
                let kind = xingtan_governance::kind::of(kind).unwrap();
                let value = |name: &str| given.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
                let params = xingtan_governance::kind::params::Params::read(kind.params(), value).unwrap();
                let control = Control {
                    id: ids.next(),
                    control_key: Uuid::from_u128(
                        kind.code().bytes().fold(1, |all, b| all * 31 + u128::from(b)),
                    ),
                    version_id: id,
                    article_id: article.id,
                    kind: kind.code().into(),
                    params: params.json(),
                    scope_path: String::new(),
                    scope_role: None,
                };
                store::add_control(tx, &control)?;
            }
            store::approve(tx, id, from, None, now)?;
            Ok(id)
        })
        .await
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Turns the clock to noon of a day.
    pub fn turn(&self, day: &str) {
        let date: Date = day.parse().unwrap();
        let to = self.zone.start_of(date) + Span::of_hours(12);
        self.clock.turn(to - self.now());
    }

    pub async fn write<T: Send + 'static>(&self, f: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
        self.db.write(f).await.unwrap()
    }

    pub async fn person(&self, name: &str) -> Uuid {
        testkit::person_in(&self.db, &self.ids, self.now(), name, &self.unit, &[Role::Learner]).await.unwrap()
    }

    /// Something happened at noon of a day, and is known now.
    pub async fn told(&self, person: Uuid, kind: FactKind, subject: u128, day: &str) -> Uuid {
        let happened_at = self.zone.start_of(day.parse().unwrap()) + Span::of_hours(12);
        let (id, now) = (self.ids.next(), self.now());
        self.write(move |tx| {
            let fact = Fact {
                id,
                kind,
                person,
                subject: Uuid::from_u128(subject),
                label: "安全生产",
                happened_at,
                source: "test",
            };
            facts::record(tx, &fact, now)
        })
        .await;
        id
    }

    /// Judges people as the job does; how many steps were taken.
    pub async fn judge(&self, persons: &[Uuid]) -> usize {
        let (ids, now, zone, persons) = (self.ids.clone(), self.now(), self.zone.clone(), persons.to_vec());
        self.write(move |tx| {
            let rulings = Arc::new(rulings::read(tx, now)?);
            let hand = Hand { who: Who::program(), ids: &ids, now, zone: &zone, lang: Lang::ZhCn };
            judge(tx, &hand, &rulings, &persons)
        })
        .await
    }

    /// Acts with the hand of a person.
    pub async fn by<T: Send + 'static>(
        &self,
        person: Uuid,
        f: impl Fn(&mut Tx<'_>, &Hand<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        let (ids, now, zone) = (self.ids.clone(), self.now(), self.zone.clone());
        self.write(move |tx| {
            let who =
                Who { person: Some(person), name: "centre".into(), role: "centre".into(), ..Who::default() };
            f(tx, &Hand { who, ids: &ids, now, zone: &zone, lang: Lang::ZhCn })
        })
        .await
    }

    pub async fn decisions(&self, person: Uuid) -> Vec<Decision> {
        let mut all = self.write(move |tx| decisions::of_person(tx, person)).await;
        all.reverse();
        all
    }

    /// Measure, period and state of each decision, the oldest first.
    pub async fn stand(&self, person: Uuid) -> Vec<String> {
        let all = self.decisions(person).await;
        all.iter().map(|it| format!("{} {} {}", it.measure, it.period, it.state)).collect()
    }

    /// The state of an account in force, and until when.
    pub async fn account(&self, person: Uuid) -> (accounts::State, Option<Timestamp>) {
        let now = self.now();
        let account = self.write(move |tx| accounts::account(tx, person)).await.unwrap();
        (account.in_force(now), account.until)
    }

    /// How many mails of a kind wait or were sent to somebody.
    pub async fn notices(&self, person: Uuid, kind: &str) -> i64 {
        let kind = kind.to_owned();
        self.write(move |tx| {
            tx.one(
                "SELECT count(*) FROM notify_notice WHERE person = $1 AND kind = $2",
                xingtan_db::params![person, kind],
            )
        })
        .await
    }
}
