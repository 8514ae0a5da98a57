//! The night's evaluation of everybody dies at every step, goes on where it stopped, and doubles nothing (issue of the
//! regulation, "Bad input and faults").
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::{House, Rule, tables};
use xingtan_clock::{Span, Uuid};
use xingtan_governance::{
    api::{REQUIRED_DONE, REQUIRED_OPENED, TASK_MISSED},
    evaluation::job,
};
use xingtan_jobs::{Job, JobKind, Kinds, Options, Schedules, Worker};
use xingtan_settings::Settings;
use xingtan_testkit::Life;

const RULES: &[Rule] = &[("monthly-minimum", &[]), ("missed-tasks", &[])];
const PEOPLE: u128 = 120;
/// The kind of the night's job, which may die more often than a job is tried otherwise.
const NIGHT: JobKind = JobKind::new(job::EVERYBODY.name).attempts(10_000);

/// Carries out what is due until it ends or has taken so many steps; whether it ended.
async fn live(house: &House, steps: usize) -> bool {
    let life = Life::of(steps);
    let settings = Settings::open(house.db.clone()).await.unwrap();
    let mut kinds = Kinds::new();
    let own = life.clone();
    kinds.on(NIGHT, move |run| own.live(job::everybody(run, job::House::of(&settings))));
    let (db, clock, ids) = (house.db.clone(), house.clock.clone(), house.ids.clone());
    let worker = Worker::new(db, clock, ids, kinds, Schedules::new(Default::default), Options::default());
    let ended = tokio::select! {
        done = worker.drain() => { done.unwrap(); true }
        () = life.over() => false,
    };
    house.clock.turn(Span::of_seconds(NIGHT.lease.seconds() + 1));
    ended
}

async fn people(house: &House) -> Vec<Uuid> {
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let person = house.person(&format!("学员{n}")).await;
        for course in 1..=2 {
            house.told(person, REQUIRED_OPENED, 10 * n + course, "2026-01-02").await;
        }
        if n % 3 == 0 {
            house.told(person, REQUIRED_DONE, 10 * n + 1, "2026-01-20").await;
            house.told(person, REQUIRED_DONE, 10 * n + 2, "2026-01-21").await;
        }
        if n % 4 == 0 {
            for missed in 3..=5 {
                house.told(person, TASK_MISSED, 10 * n + missed, "2026-01-25").await;
            }
        }
        people.push(person);
    }
    people
}

#[tokio::test]
async fn a_night_that_dies_at_every_step_goes_on_where_it_stopped_and_doubles_nothing() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db, RULES).await;
        let people = people(&house).await;
        house.turn("2026-02-01");
        let (id, now) = (house.ids.next(), house.now());
        house.write(move |tx| xingtan_jobs::enqueue(tx, &Job::new(id, NIGHT, now)).map(|_| ())).await;
        let mut deaths = 0;
        // It dies after one step, after two, after three… each time going on where it was.
        while !live(&house, deaths + 1).await {
            deaths += 1;
            assert!(deaths < 200, "it comes no further");
        }
        assert!(deaths >= 4, "it died {deaths} times only");
        for (n, person) in people.iter().enumerate() {
            let mut expected = Vec::new();
            if n % 4 == 0 {
                expected.push("suspension 2026-01 standing");
            }
            if n % 3 != 0 {
                expected.push("warning 2026-01 standing");
            }
            let mut stand = house.stand(*person).await;
            stand.sort();
            assert_eq!(stand, expected, "person {n}");
            let warned = house.notices(*person, "governance.warned").await;
            assert_eq!(warned, i64::from(n % 3 != 0), "person {n} has one notice of each warning");
        }
        let runs: Vec<(bool, i64)> =
            house.write(|tx| tx.all("SELECT ended_at IS NOT NULL, people FROM governance_run", &[])).await;
        assert_eq!(runs, [(true, PEOPLE as i64)], "one run, ended, over everybody once");
    }
}
