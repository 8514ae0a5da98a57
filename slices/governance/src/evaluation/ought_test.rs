//! Escalation under random orders of facts and corrections ends in the same decisions as one evaluation at the end.

use super::*;
use crate::{
    decision::rules::{Kept, State, Step, reconcile},
    fact::{FactKind, REQUIRED_DONE, REQUIRED_OPENED, TASK_MISSED},
    kind,
};
use proptest::prelude::*;
use xingtan_clock::Span;

fn ruling(id: u128, code: &str, from: Timestamp, to: Option<Timestamp>, given: &[(&str, &str)]) -> Ruling {
    let kind = kind::of(code).unwrap();
    let value = |name: &str| given.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
    Ruling {
        id: Uuid::from_u128(id),
        key: Uuid::from_u128(id % 100),
        kind,
        params: Params::read(kind.params(), value).unwrap(),
        scope_path: String::new(),
        scope_role: None,
        first: start(),
        from,
        to,
    }
}

fn start() -> Timestamp {
    Zone::default().start_of("2026-01-01".parse().unwrap())
}

fn day(days: i64) -> Timestamp {
    start() + Span::of_hours(days * 24 + 12)
}

fn pack() -> Vec<Ruling> {
    let changed = Some(day(100));
    vec![
        ruling(1, "monthly-minimum", start(), None, &[]),
        ruling(2, "missed-tasks", start(), changed, &[]),
        ruling(102, "missed-tasks", day(100), None, &[("misses", "2")]),
        ruling(3, "cumulative-months", start(), None, &[]),
    ]
}

/// Carries the steps out, as the store does.
fn carry(kept: &mut BTreeMap<Cause, Kept>, steps: Vec<Step>, next: &mut u128) {
    for step in steps {
        match step {
            Step::Make(cause, it) => {
                *next += 1;
                let own = Kept { id: Uuid::from_u128(*next), state: State::Standing, grounds: it.grounds };
                kept.insert(cause, own);
            }
            Step::Ground(id, grounds) | Step::Reinstate(id, grounds) => {
                let own = kept.values_mut().find(|it| it.id == id).unwrap();
                (own.state, own.grounds) = (State::Standing, grounds);
            }
            Step::Withdraw(id) => kept.values_mut().find(|it| it.id == id).unwrap().state = State::Withdrawn,
        }
    }
}

fn standing(kept: &BTreeMap<Cause, Kept>) -> Vec<(Cause, Vec<Uuid>)> {
    let standing = kept.iter().filter(|(_, it)| it.state == State::Standing);
    standing.map(|(cause, it)| (cause.clone(), it.grounds.clone())).collect()
}

#[test]
fn what_was_decided_stays_when_somebody_moves_out_of_a_rules_scope() {
    let missed = |id, at| Fact { happened_at: at, known_at: at, ..blank(id, TASK_MISSED) };
    let facts = [missed(1, day(35)), missed(2, day(40)), missed(3, day(41))];
    let mut rulings = pack();
    rulings.iter_mut().for_each(|it| it.scope_path = "/a/".to_owned());
    let judged = |unit_path, kept: &BTreeMap<Cause, Kept>| {
        let subject = Subject { unit_path, roles: &[], facts: &facts, pauses: &[], kept };
        ought(&rulings, &subject, &Zone::default(), day(60))
    };
    let due = judged("/a/b/", &BTreeMap::new());
    let (mut kept, mut next) = (BTreeMap::new(), 1_000);
    carry(&mut kept, reconcile(&due, &BTreeMap::new()), &mut next);
    assert_eq!(kept.len(), 1);
    assert!(judged("/c/", &BTreeMap::new()).is_empty(), "nothing new follows elsewhere");
    assert!(reconcile(&judged("/c/", &kept), &kept).is_empty(), "and nothing is taken back");
}

#[test]
fn what_is_due_is_judged_by_the_version_that_governed_then() {
    let missed = |id, at| Fact { happened_at: at, known_at: at, ..blank(id, TASK_MISSED) };
    // Two in February under "three", two in April under "two".
    let facts = [missed(1, day(35)), missed(2, day(40)), missed(3, day(101)), missed(4, day(105))];
    let none = BTreeMap::new();
    let subject = Subject { unit_path: "/a/", roles: &[], facts: &facts, pauses: &[], kept: &none };
    let all = ought(&pack(), &subject, &Zone::default(), day(200));
    let causes: Vec<(u128, &str)> =
        all.iter().map(|(cause, it)| (it.control.as_u128(), cause.period.as_str())).collect();
    assert_eq!(causes, [(102, "2026-04")]);
}

fn blank(id: u128, kind: FactKind) -> Fact {
    let at = start();
    Fact {
        id: Uuid::from_u128(id),
        kind,
        person: Uuid::from_u128(7),
        subject: Uuid::from_u128(id),
        happened_at: at,
        known_at: at,
        gone_at: None,
    }
}

prop_compose! {
    fn facts()(all in prop::collection::vec((0_u8..3, 0_i64..300, 0_i64..80, prop::option::of(0_i64..80), 0_u128..6), 0..25)) -> Vec<Fact> {
        all.into_iter().enumerate().map(|(at, (kind, happened, late, gone, subject))| {
            let kind = [REQUIRED_OPENED, REQUIRED_DONE, TASK_MISSED][usize::from(kind)];
            let known = happened + late;
            Fact {
                subject: Uuid::from_u128(subject),
                happened_at: day(happened),
                known_at: day(known),
                gone_at: gone.map(|it| day(known + it + 1)),
                ..blank(at as u128 + 1, kind)
            }
        }).collect()
    }
}

proptest! {
    /// Judged day by day, as facts come late and fall: the end is what one evaluation at the end decides.
    #[test]
    fn any_order_of_facts_and_corrections_ends_in_the_same_decisions(mut facts in facts()) {
        facts.sort_by_key(|it| (it.happened_at, it.id));
        let (rulings, zone) = (pack(), Zone::default());
        let none = BTreeMap::new();
        let subject = Subject { unit_path: "/a/", roles: &[], facts: &facts, pauses: &[], kept: &none };
        let (mut kept, mut next) = (BTreeMap::new(), 1_000);
        for at in 0..480 {
            let due = ought(&rulings, &subject, &zone, day(at));
            let steps = reconcile(&due, &kept);
            carry(&mut kept, steps, &mut next);
            prop_assert!(reconcile(&due, &kept).is_empty(), "a second look changes nothing");
        }
        let (mut once, mut next) = (BTreeMap::new(), 1_000);
        let due = ought(&rulings, &subject, &zone, day(480));
        carry(&mut once, reconcile(&due, &BTreeMap::new()), &mut next);
        let sorted = |kept: &BTreeMap<Cause, Kept>| {
            let mut all = standing(kept);
            all.iter_mut().for_each(|(_, grounds)| grounds.sort_unstable());
            all
        };
        prop_assert_eq!(sorted(&kept), sorted(&once));
    }
}
