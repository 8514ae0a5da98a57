//! Facts for the tests of kinds, by dates of Shanghai, and what a rule makes of them.

use super::{
    Kind,
    case::{Case, Due},
    params::Params,
};
use crate::fact::{Fact, FactKind};
use xingtan_clock::{Date, Span, Timestamp, Uuid, Zone};

/// The 24-hour noon of a day such as `2026-11-22`.
pub fn noon(day: &str) -> Timestamp {
    let date: Date = day.parse().unwrap();
    Zone::default().start_of(date) + Span::of_hours(12)
}

/// A fact about a subject at noon of a day, known at once.
pub fn fact(id: u128, kind: FactKind, subject: u128, day: &str) -> Fact {
    Fact {
        id: Uuid::from_u128(id),
        kind,
        person: Uuid::from_u128(7),
        subject: Uuid::from_u128(subject),
        happened_at: noon(day),
        known_at: noon(day),
        gone_at: None,
    }
}

/// What is due by a day's noon, the parameters named differing from their defaults.
pub fn due(kind: &dyn Kind, given: &[(&str, &str)], facts: &[Fact], until: &str) -> Vec<Due> {
    due_with(kind, given, facts, &[], noon(until))
}

/// The same with pauses, up to a moment.
pub fn due_with(
    kind: &dyn Kind,
    given: &[(&str, &str)],
    facts: &[Fact],
    pauses: &[(Timestamp, Timestamp)],
    until: Timestamp,
) -> Vec<Due> {
    let params = Params::read(kind.params(), |name| {
        given.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
    })
    .unwrap();
    let mut sorted: Vec<&Fact> = facts.iter().filter(|it| it.holds_at(until)).collect();
    sorted.sort_by_key(|it| (it.happened_at, it.id));
    let from = Timestamp::from_micros(i64::MIN);
    kind.judge(&params, &Case { facts: &sorted, pauses, zone: &Zone::default(), from, until })
}

/// The causes of what is due.
pub fn periods(due: &[Due]) -> Vec<&str> {
    due.iter().map(|it| it.period.as_str()).collect()
}
