//! What is known of some people in a month, from learning, governance and accounts.

use super::{
    rules::Facts,
    store::{Laggard, Report},
};
use std::collections::{BTreeMap, HashMap};
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::{self as governance, Rule};
use xingtan_learning::api as learning;

/// The kind of rule whose warnings say who is below the monthly minimum.
const MINIMUM: &str = "monthly-minimum";

/// Those of some people whom a rule concerns.
///
/// # Errors
/// Those of the database.
pub fn concerned(tx: &mut Tx<'_>, rule: &Rule, persons: &[Uuid]) -> Result<Vec<Person>> {
    let people = accounts::people(tx, persons)?;
    let roles = match rule.scope_role {
        Some(_) => accounts::roles_of(tx, persons)?,
        None => HashMap::new(),
    };
    let held = |it: &Person| roles.get(&it.id).map_or(&[][..], Vec::as_slice);
    Ok(people.into_iter().filter(|it| rule.concerns(&it.unit_path, held(it))).collect())
}

/// What is known of some people in a month: five statements.
///
/// # Errors
/// Those of the database.
pub fn facts(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    month: &str,
    span: (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<BTreeMap<Uuid, Facts>> {
    let mut all: BTreeMap<Uuid, Facts> = persons.iter().map(|id| (*id, Facts::default())).collect();
    let mut of = |person: &Uuid, set: &dyn Fn(&mut Facts)| {
        if let Some(it) = all.get_mut(person) {
            set(it);
        }
    };
    for own in learning::required_of(tx, persons, span)? {
        of(&own.person_id, &|it| (it.open, it.done, it.overdue) = (own.open, own.done, own.overdue));
    }
    for own in learning::standing_bookings(tx, persons, span, now)? {
        of(&own.person_id, &|it| {
            it.credits += own.credits;
            it.online += own.hours_seconds;
        });
    }
    for (person, cause) in governance::standing_causes(tx, MINIMUM, persons)? {
        if cause == month {
            of(&person, &|it| it.below_minimum = true);
        }
    }
    for (person, measure, count) in governance::standing_measures(tx, persons, span)? {
        of(&person, &|it| match measure.as_str() {
            "warning" => it.warnings += count,
            "suspension" => it.suspensions += count,
            _ => {}
        });
    }
    Ok(all)
}

/// Those who are behind, with names and units as they are.
///
/// # Errors
/// Those of the database.
pub fn laggards(
    tx: &mut Tx<'_>,
    report: &Report,
    people: &[Person],
    facts: &BTreeMap<Uuid, Facts>,
    ids: &Ids,
) -> Result<Vec<Laggard>> {
    let behind: Vec<(&Person, &Facts)> = people
        .iter()
        .filter_map(|it| Some((it, facts.get(&it.id)?)))
        .filter(|(_, facts)| facts.lags())
        .collect();
    let units = accounts::trails(tx, behind.iter().map(|(it, _)| it.unit_path.as_str()))?;
    let named = |(it, facts): (&Person, &Facts)| Laggard {
        id: ids.next(),
        report_id: report.id,
        person_id: it.id,
        name: it.name.clone(),
        name_key: it.name_key.clone(),
        unit_path: it.unit_path.clone(),
        unit: units.get(&it.unit_path).cloned().unwrap_or_default(),
        open: facts.open,
        done: facts.done,
        overdue: facts.overdue,
        below_minimum: facts.below_minimum,
    };
    Ok(behind.into_iter().map(named).collect())
}
