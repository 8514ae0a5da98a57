//! A replay changes nothing, is judged by what was known then, and matches what enforcement does (GOV-1).
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use support::{House, Rule, tables};
use xingtan_clock::{Span, Uuid};
use xingtan_governance::{
    api::TASK_MISSED,
    evaluation::replay::{Asked, Replayed, replay},
    fact::store as facts,
};
use xingtan_testkit::databases;

const MILD: &[Rule] = &[("missed-tasks", &[("misses", "5")]), ("cumulative-months", &[])];
const STRICT: &[Rule] = &[("missed-tasks", &[("misses", "2")]), ("cumulative-months", &[("months", "2")])];

async fn over(house: &House, version: Uuid, from: &str, to: &str) -> Replayed {
    let moment = |day: &str| house.zone.start_of(day.parse().unwrap());
    let asked = Asked { version, from: moment(from), to: moment(to) };
    replay(&house.db, &house.zone, asked).await.unwrap()
}

/// All that is kept: what each table holds, as one number.
async fn sum(house: &House) -> Vec<i64> {
    house
        .write(|tx| {
            let mut all = Vec::new();
            for sql in [
                "SELECT count(*) FROM governance_decision",
                "SELECT CAST(COALESCE(sum(version), 0) AS bigint) FROM governance_decision",
                "SELECT count(*) FROM governance_step",
                "SELECT count(*) FROM governance_ground",
                "SELECT count(*) FROM governance_stale",
                "SELECT count(*) FROM governance_fact WHERE gone_at IS NULL",
                "SELECT count(*) FROM notify_notice",
                "SELECT CAST(COALESCE(sum(version), 0) AS bigint) FROM accounts_person",
                "SELECT count(*) FROM audit_entry",
                "SELECT count(*) FROM jobs_job",
            ] {
                all.push(tx.one::<i64>(sql, &[])?);
            }
            Ok(all)
        })
        .await
}

#[tokio::test]
async fn a_replay_changes_nothing_and_says_what_enforcement_then_does() {
    for db in databases(&tables()).await {
        let house = House::new(&db, MILD).await;
        let (one, other) = (house.person("甲").await, house.person("乙").await);
        for (person, task, day) in [
            (one, 1, "2026-01-10"),
            (one, 2, "2026-01-20"),
            (other, 3, "2026-01-25"),
            (other, 4, "2026-02-03"),
        ] {
            house.turn(day);
            house.told(person, TASK_MISSED, task, day).await;
        }
        house.turn("2026-03-02");
        house.judge(&[one, other]).await;
        assert!(house.stand(one).await.is_empty() && house.stand(other).await.is_empty());
        let before = sum(&house).await;
        let strict = house.version(2, "2026-03-10", STRICT).await;
        let found = over(&house, strict, "2026-01-01", "2026-03-01").await;
        assert_eq!(sum(&house).await, before);
        let fired: Vec<(&str, i64, i64)> =
            found.lines.iter().map(|it| (it.kind.as_str(), it.would, it.did)).collect();
        assert_eq!(fired, [("cumulative-months", 1, 0), ("missed-tasks", 1, 0)]);
        assert_eq!((found.people, found.affected_people, found.more), (2, 2, 0));
    }
}

#[tokio::test]
async fn a_replay_judges_by_what_was_known_then() {
    for db in databases(&tables()).await {
        let house = House::new(&db, MILD).await;
        let person = house.person("丙").await;
        for (task, day) in [(1, "2026-01-10"), (2, "2026-01-20")] {
            house.turn(day);
            house.told(person, TASK_MISSED, task, day).await;
        }
        // In March one of them turns out not to be so; another of January becomes known.
        house.turn("2026-03-10");
        let now = house.now();
        house
            .write(move |tx| {
                facts::take_back(tx, (person, TASK_MISSED, Uuid::from_u128(2)), None, "更正", now)
            })
            .await;
        house.told(person, TASK_MISSED, 3, "2026-01-30").await;
        house.clock.turn(Span::of_days(1));
        let strict = house.version(2, "2026-04-01", STRICT).await;
        let early = over(&house, strict, "2026-01-01", "2026-02-01").await;
        let case = &early.affected[0];
        assert_eq!((case.period.as_str(), case.withdrawn), ("2026-01", false), "as January saw it");
        assert_eq!(case.at, house.zone.start_of("2026-01-20".parse().unwrap()) + Span::of_hours(12));
        let late = over(&house, strict, "2026-01-01", "2026-04-01").await;
        assert!(!late.affected[0].withdrawn, "another took its place");
    }
}

#[tokio::test]
async fn what_was_decided_stands_beside_it() {
    for db in databases(&tables()).await {
        let house = House::new(&db, STRICT).await;
        let person = house.person("丁").await;
        for (task, day) in [(1, "2026-01-10"), (2, "2026-01-20"), (3, "2026-02-20")] {
            house.turn(day);
            house.told(person, TASK_MISSED, task, day).await;
            house.judge(&[person]).await;
        }
        let same = house.version(2, "2026-04-01", STRICT).await;
        let found = over(&house, same, "2026-01-01", "2026-03-01").await;
        let fired: Vec<(i64, i64, i64)> = found.lines.iter().map(|it| (it.would, it.did, it.both)).collect();
        assert_eq!(fired, [(1, 1, 1), (1, 1, 1)], "the replay of what was in force is what it did");
        assert!(found.affected.iter().all(|it| it.happened));
    }
}
