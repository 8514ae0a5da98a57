//! Rankings from bookings to what is frozen, on both engines.

use super::{
    freeze::{self, Due},
    store,
};
use std::collections::BTreeMap;
use xingtan_accounts::api::{self as accounts, Node, testkit};
use xingtan_auth::Role;
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid, Zone};
use xingtan_db::{Db, Migrations, Result, Tx, params};
use xingtan_governance::{
    decision::store::{self as decisions, Decision},
    kind,
    regulation::store as regulations,
};
use xingtan_jobs::{Job, Kinds, Options, Schedules, Worker};
use xingtan_settings::Settings;

pub(crate) fn tables() -> Vec<Migrations> {
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
        xingtan_library::migrations(),
        xingtan_catalog::migrations(),
        xingtan_assessment::migrations(),
        xingtan_learning::migrations(),
        crate::migrations(),
    ]
}

/// A house in April 2026 whose regulation has ranked months since January.
pub(crate) struct House {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) zone: Zone,
    pub(crate) unit: Node,
    minimum: Uuid,
}

impl House {
    pub(crate) async fn new(db: &Db, grace: &'static str) -> House {
        let zone = Zone::default();
        let at = |day: &str| zone.start_of(day.parse().unwrap());
        let (since, now) = (at("2026-01-01"), at("2026-04-04") + Span::of_hours(2));
        let clock = Clock::manual(now);
        let ids = Ids::seeded(clock.clone(), 11);
        let maker = ids.clone();
        let (unit, minimum) = db
            .write(move |tx| {
                let unit = testkit::node(tx, &maker, since, "生产部", None)?;
                let minimum = rules(tx, &maker, since, grace)?;
                tx.exec(
                    "INSERT INTO governance_run (id, as_of, ended_at, people, changed) VALUES ($1, $2, $2, 0, 0)",
                    params![maker.next(), now],
                )?;
                Ok::<_, xingtan_db::Error>((unit, minimum))
            })
            .await
            .unwrap();
        House { db: db.clone(), clock, ids, zone, unit, minimum }
    }

    pub(crate) fn at(&self, day: &str) -> Timestamp {
        self.zone.start_of(day.parse().unwrap()) + Span::of_hours(9)
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        f: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.db.write(f).await.unwrap()
    }

    /// Somebody with bookings: days and credits.
    pub(crate) async fn learner(&self, name: &'static str, bookings: &'static [(&'static str, i64)]) -> Uuid {
        let (ids, unit) = (self.ids.clone(), self.unit.clone());
        let bookings: Vec<(Timestamp, i64)> =
            bookings.iter().map(|(day, own)| (self.at(day), *own)).collect();
        let since = self.at("2026-01-02");
        self.write(move |tx| {
            let person = testkit::person(tx, &ids, since, name, &unit, &[Role::Learner])?;
            for (at, credits) in &bookings {
                book(tx, &ids, person, (*at, *credits))?;
            }
            Ok(person)
        })
        .await
    }

    /// A warning of the monthly minimum.
    pub(crate) async fn missed(&self, person: Uuid, month: &'static str, state: &'static str) {
        let (id, control, now, path) =
            (self.ids.next(), self.minimum, self.clock.now(), self.unit.path.clone());
        self.write(move |tx| {
            let it = Decision {
                id,
                control_key: control,
                control_id: control,
                person_id: person,
                unit_path: path.clone(),
                period: month.into(),
                measure: "warning".into(),
                term_unit: "none".into(),
                term_count: 0,
                state: state.into(),
                due_at: now,
                made_at: now,
                confirm_by: None,
                starts_at: None,
                ends_at: None,
                hindered: None,
                appeal_code: id.to_string(),
                version: 1,
            };
            decisions::add(tx, &it)
        })
        .await;
    }

    async fn due(&self) -> Vec<Due> {
        let (zone, now) = (self.zone.clone(), self.clock.now());
        self.db.read(move |tx| freeze::due(tx, &zone, now)).await.unwrap().0
    }

    /// Runs the work of a night, cut off after so many steps.
    pub(crate) async fn night(&self, most: usize) {
        let mut left = most;
        for due in self.due().await {
            let mut ranking = None;
            for step in freeze::steps(&self.db, &self.ids, &due, &self.zone).await.unwrap() {
                if left == 0 {
                    return;
                }
                left -= 1;
                let (ids, now) = (self.ids.clone(), self.clock.now());
                ranking = self.write(move |tx| freeze::carry(tx, ranking, &step, &ids, now)).await;
                if ranking.is_none() {
                    break;
                }
            }
        }
        while left > 0 {
            left -= 1;
            let (ids, now) = (self.ids.clone(), self.clock.now());
            if self.write(move |tx| freeze::tell(tx, &ids, now)).await == 0 {
                return;
            }
        }
    }

    /// Ranks and names of what is frozen, by period.
    async fn frozen(&self) -> BTreeMap<String, Vec<(i64, String)>> {
        self.write(|tx| {
            let mut found = BTreeMap::new();
            for it in store::frozen_since(tx, Timestamp::from_seconds(0))? {
                let places = store::places(tx, it.id)?;
                assert_eq!(it.sha256, Some(store::sha256(&it, &places)), "the evidence agrees");
                found.insert(it.period, places.into_iter().map(|own| (own.rank, own.name)).collect());
            }
            Ok(found)
        })
        .await
    }

    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        self.write(move |tx| tx.one::<(i64,)>(sql, &[]).map(|(n,)| n)).await
    }
}

#[tokio::test]
async fn months_that_no_rule_of_the_minimum_governed_wholly_are_not_called_met() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db, "0").await;
        house.learner("a", &[("2026-01-10", 100), ("2026-03-10", 100)]).await;
        let since = house.at("2026-01-15");
        house
            .write(move |tx| {
                tx.exec("UPDATE governance_version SET in_force_from = $1", params![since]).map(drop)
            })
            .await;
        house.night(usize::MAX).await;
        let gates = house
            .write(|tx| {
                let all = store::frozen_since(tx, Timestamp::from_seconds(0))?;
                Ok(all.into_iter().map(|it| (it.period, it.gate)).collect::<BTreeMap<_, _>>())
            })
            .await;
        assert_eq!((gates["2026-01"].as_str(), gates["2026-03"].as_str()), ("gate-part", "gate-required"));
    }
}

/// A regulation in force that asks for two courses a month and ranks months; the control of the minimum.
fn rules(tx: &mut Tx<'_>, ids: &Ids, since: Timestamp, grace: &str) -> Result<Uuid> {
    let (regulation, version) = (ids.next(), ids.next());
    let it = regulations::Regulation {
        id: regulation,
        title: "学习管理办法".into(),
        interpreted_by: "培训中心".into(),
        created_at: since,
    };
    regulations::add_regulation(tx, &it, None)?;
    let it = regulations::Version {
        id: version,
        regulation_id: regulation,
        number: 1,
        lang: "zh-CN".into(),
        note: String::new(),
        state: "draft".into(),
        in_force_from: None,
        drafted_by: None,
        drafted_at: since,
        submitted_by: None,
        submitted_at: None,
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
    };
    regulations::add_version(tx, &it)?;
    let mut control = Uuid::nil();
    for (place, code) in ["ranking-month", "monthly-minimum"].into_iter().enumerate() {
        let article = regulations::Article {
            id: ids.next(),
            version_id: version,
            place: place as i64,
            number: format!("7.2.{}", place + 1),
            title: code.into(),
            body: "……".into(),
            by_hand: None,
        };
        regulations::add_article(tx, &article)?;
        let kind = kind::of(code).unwrap();
        let params =
            kind::params::Params::read(kind.params(), |name| (name == "grace").then_some(grace)).unwrap();
        control = ids.next();
        let it = regulations::Control {
            id: control,
            control_key: control,
            version_id: version,
            article_id: article.id,
            kind: code.into(),
            params: params.json(),
            scope_path: String::new(),
            scope_role: None,
        };
        regulations::add_control(tx, &it)?;
    }
    regulations::approve(tx, version, since, None, since)?;
    Ok(control)
}

/// An enrolment with its booking.
fn book(tx: &mut Tx<'_>, ids: &Ids, person: Uuid, (at, credits): (Timestamp, i64)) -> Result<Uuid> {
    let (enrolment, course, id) = (ids.next(), ids.next(), ids.next());
    tx.exec(
        "INSERT INTO learning_enrolment (id, course_id, person_id, unit_path, name_key, source, required, opens_at,
                enrolled_at, version_id, lessons_total, lessons_done, study_seconds)
         VALUES ($1, $2, $3, '/1/', 'x', 'own', true, $4, $4, $2, 1, 1, 60)",
        params![enrolment, course, person, at],
    )?;
    tx.exec(
        "INSERT INTO learning_credit (id, person_id, unit_path, course_id, enrolment_id, credits, hours_seconds,
                required, source, at, round)
         VALUES ($1, $2, '/1/', $3, $4, $5, 600, true, 'course', $6, 0)",
        params![id, person, course, enrolment, credits, at],
    )?;
    Ok(id)
}

fn reverse(tx: &mut Tx<'_>, id: Uuid, of: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_credit (id, person_id, unit_path, course_id, enrolment_id, credits, hours_seconds,
                required, source, at, reverses, reason, round)
         SELECT $1, c.person_id, c.unit_path, c.course_id, c.enrolment_id, -c.credits, -c.hours_seconds, c.required,
                c.source, $3, c.id, '更正', c.round
         FROM learning_credit c WHERE c.id = $2",
        params![id, of, at],
    )?;
    Ok(())
}

const MARCH: &[(&str, i64)] = &[("2026-03-10", 300)];

#[tokio::test]
async fn a_month_is_frozen_with_all_who_tie_at_rank_ten_and_without_who_missed_it() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db, "3").await;
        const MORE: [&[(&str, i64)]; 9] = [
            &[("2026-03-01", 1000)],
            &[("2026-03-31", 950)],
            &[("2026-03-02", 500), ("2026-03-03", 400)],
            &[("2026-03-10", 850)],
            &[("2026-03-10", 800)],
            &[("2026-03-10", 750)],
            &[("2026-03-10", 700)],
            &[("2026-03-10", 650)],
            &[("2026-03-10", 600)],
        ];
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        for (name, bookings) in names.into_iter().zip(MORE) {
            house.learner(name, bookings).await;
        }
        for name in ["tie1", "tie2", "tie3"] {
            house.learner(name, MARCH).await;
        }
        house.learner("less", &[("2026-03-10", 299)]).await;
        house.learner("april", &[("2026-04-01", 5000), ("2026-02-28", 5000)]).await;
        let missed = house.learner("missed", &[("2026-03-10", 5000)]).await;
        house.missed(missed, "2026-03", "standing").await;
        let upheld = house.learner("upheld", MARCH).await;
        house.missed(upheld, "2026-03", "overturned").await;
        house.missed(upheld, "2026-02", "standing").await;
        house.night(usize::MAX).await;
        let frozen = house.frozen().await;
        let march = &frozen["2026-03"];
        let expected = [
            (1, "a"),
            (2, "b"),
            (3, "c"),
            (4, "d"),
            (5, "e"),
            (6, "f"),
            (7, "g"),
            (8, "h"),
            (9, "i"),
            (10, "tie1"),
            (10, "tie2"),
            (10, "tie3"),
            (10, "upheld"),
        ];
        assert_eq!(march.iter().map(|(rank, name)| (*rank, name.as_str())).collect::<Vec<_>>(), expected);
        assert_eq!(frozen["2026-02"], [(1, "april".to_owned())]);
        assert!(house.due().await.is_empty(), "nothing is frozen twice");
        assert_eq!(house.count("SELECT count(*) FROM notify_notice WHERE kind = 'honours.ranked'").await, 14);
    }
}

#[tokio::test]
async fn ties_at_the_last_place_are_all_frozen() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db, "3").await;
        for name in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
            house.learner(name, MARCH).await;
        }
        house.night(usize::MAX).await;
        assert!(house.frozen().await["2026-03"].iter().all(|(rank, _)| *rank == 1));
        assert_eq!(house.frozen().await["2026-03"].len(), 12);
    }
}

#[tokio::test]
async fn a_night_that_is_cut_off_anywhere_goes_on_and_doubles_nothing() {
    for cut in 0..12 {
        for db in xingtan_testkit::databases(&tables()).await {
            let house = House::new(&db, "0").await;
            for name in ["a", "b"] {
                house.learner(name, MARCH).await;
            }
            house.learner("c", &[("2026-01-10", 100), ("2026-02-10", 100)]).await;
            house.night(cut).await;
            house.night(usize::MAX).await;
            house.night(usize::MAX).await;
            let frozen = house.frozen().await;
            assert_eq!(frozen["2026-03"].len(), 2, "cut after {cut}");
            assert_eq!(frozen["2026-02"].len(), 1, "cut after {cut}");
            assert_eq!(house.count("SELECT count(*) FROM honours_place").await, 4, "cut after {cut}");
            let told = "SELECT count(*) FROM notify_notice WHERE kind = 'honours.ranked'";
            assert_eq!(house.count(told).await, 4, "cut after {cut}");
            let entries = "SELECT count(*) FROM audit_entry WHERE action = 'honours.ranking-frozen'";
            assert_eq!(house.count(entries).await, 3, "cut after {cut}");
        }
    }
}

#[tokio::test]
async fn grace_is_waited_for_and_corrections_within_it_are_in_later_ones_stand_beside() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db, "5").await;
        let a = house.learner("a", &[]).await;
        house.learner("b", MARCH).await;
        let ids = house.ids.clone();
        let (at, soon) = (house.at("2026-03-20"), house.at("2026-04-02"));
        let kept = house
            .write(move |tx| {
                let kept = book(tx, &ids, a, (at, 400))?;
                let wrong = book(tx, &ids, a, (at, 900))?;
                reverse(tx, ids.next(), wrong, soon)?;
                Ok(kept)
            })
            .await;
        assert!(
            house.due().await.iter().all(|it| it.period.to_string() != "2026-03"),
            "the days of grace run"
        );
        house.clock.turn(Span::of_days(3));
        house.night(usize::MAX).await;
        let before = house.frozen().await;
        assert_eq!(before["2026-03"], [(1, "a".to_owned()), (2, "b".to_owned())]);
        house.clock.turn(Span::of_days(1));
        let (ids, now) = (house.ids.clone(), house.clock.now());
        house.write(move |tx| reverse(tx, ids.next(), kept, now)).await;
        for _ in 0..2 {
            let (ids, now) = (house.ids.clone(), house.clock.now());
            house
                .write(move |tx| {
                    for it in store::frozen_since(tx, Timestamp::from_seconds(0))? {
                        freeze::note(tx, &it, &ids, now)?;
                    }
                    Ok(())
                })
                .await;
        }
        assert_eq!(house.frozen().await, before, "what is frozen stays");
        assert_eq!(house.count("SELECT count(*) FROM honours_erratum").await, 1);
        assert_eq!(house.count("SELECT credits FROM honours_erratum").await, 0);
    }
}

#[tokio::test]
async fn nothing_is_frozen_before_everybody_was_judged_for_it() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db, "0").await;
        house.learner("a", MARCH).await;
        let early = house.at("2026-03-31");
        house
            .write(move |tx| {
                tx.exec("UPDATE governance_run SET as_of = $1, ended_at = $1", params![early]).map(drop)
            })
            .await;
        assert!(house.due().await.iter().all(|it| it.period.to_string() != "2026-03"));
        let (zone, now) = (house.zone.clone(), house.clock.now());
        let (_, waits) = house.db.read(move |tx| freeze::due(tx, &zone, now)).await.unwrap();
        assert_eq!(waits.len(), 1, "and what was not done is not said to be done");
    }
}

#[tokio::test]
async fn whoever_has_no_account_any_more_is_not_ranked() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db, "0").await;
        let gone = house.learner("gone", MARCH).await;
        house.learner("there", MARCH).await;
        house
            .write(move |tx| {
                tx.exec("UPDATE accounts_person SET state = 'revoked' WHERE id = $1", params![gone]).map(drop)
            })
            .await;
        assert!(house.write(move |tx| Ok(accounts::person(tx, gone)?.is_some())).await);
        house.night(usize::MAX).await;
        assert_eq!(house.frozen().await["2026-03"], [(1, "there".to_owned())]);
    }
}

#[tokio::test]
async fn a_worker_freezes_the_month_in_the_night_and_says_that_it_did() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db, "3").await;
        house.learner("a", &[("2026-03-10", 300)]).await;
        house.learner("b", &[("2026-03-11", 200)]).await;
        for _ in 0..2 {
            let (id, now) = (house.ids.next(), house.clock.now());
            house.write(move |tx| xingtan_jobs::enqueue(tx, &Job::new(id, freeze::FREEZE, now))).await;
            let settings = Settings::open(house.db.clone()).await.unwrap();
            let mut kinds = Kinds::new();
            kinds.on(freeze::FREEZE, move |run| freeze::run(run, settings.clone()));
            let (clock, ids) = (house.clock.clone(), house.ids.clone());
            let schedules = Schedules::new(Default::default);
            let worker = Worker::new(house.db.clone(), clock, ids, kinds, schedules, Options::default());
            worker.drain().await.unwrap();
        }
        let march = house.frozen().await.remove("2026-03").unwrap();
        assert_eq!(march, [(1, "a".to_owned()), (2, "b".to_owned())]);
        let ended = "SELECT count(*) FROM jobs_job WHERE kind = 'honours.freeze' AND state = 'done'";
        assert_eq!(house.count(ended).await, 2);
        let carried = "SELECT count(*) FROM governance_carried WHERE kind = 'ranking-month'";
        assert_eq!(house.count(carried).await, 1);
        let told = "SELECT count(*) FROM notify_notice WHERE kind = 'honours.ranked'";
        assert_eq!(house.count(told).await, 2, "nobody is told twice");
    }
}
