//! The figures of a year, gathered for some people at a time: a handful of statements for each chunk.

use crate::{
    commendation::store as commendations,
    period::Period,
    ranking::{MINIMUM, minimums, store as rankings},
};
use std::collections::{BTreeMap, HashMap};
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_clock::{Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};
use xingtan_governance::api as governance;
use xingtan_learning::api as learning;

/// The figures of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Whose.
    pub person: Person,
    /// What the unit is called.
    pub unit: String,
    /// Months of the year for which the person was judged by a rule of the monthly minimum, wholly in force.
    pub months_judged: i64,
    /// Those of them for which a warning stands: `2026-03`.
    pub months_missed: Vec<String>,
    /// 学分, in hundredths.
    pub credits: i64,
    /// 学时, in seconds.
    pub hours_seconds: i64,
    /// Period and rank of frozen rankings of the year.
    pub ranks: Vec<(Period, i64)>,
    /// Commendations published in the year.
    pub commendations: i64,
    /// Measures of the year that stand: code and how many.
    pub measures: BTreeMap<String, i64>,
}

/// The figures of some people in a year, as of `now`, in the order of the people.
///
/// # Errors
/// Those of the database.
pub fn figures(
    tx: &mut Tx<'_>,
    people: Vec<Person>,
    year: Period,
    zone: &Zone,
    now: Timestamp,
) -> Result<Vec<Figures>> {
    let Some(span) = year.bounds(zone) else { return Ok(Vec::new()) };
    let ids: Vec<Uuid> = people.iter().map(|it| it.id).collect();
    let judged = governance::judged_as_of(tx)?;
    let over: Vec<String> = year
        .months()
        .into_iter()
        .filter(|month| {
            // A month that is running, or that nobody was judged for, says nothing of anybody.
            let bounds = month.parse::<Period>().ok().and_then(|own| own.bounds(zone));
            bounds.is_some_and(|(_, to)| judged.is_some_and(|judged| judged >= to))
        })
        .collect();
    let units = accounts::trails(tx, people.iter().map(|it| it.unit_path.as_str()))?;
    let minimums = minimums(tx, &over, zone)?;
    let roles = accounts::roles_of(tx, &ids)?;
    let missed = governance::standing_causes(tx, MINIMUM, &ids)?;
    let mut sums: HashMap<Uuid, (i64, i64)> = HashMap::new();
    for it in learning::standing_bookings(tx, &ids, span, now)? {
        let (credits, hours) = sums.entry(it.person_id).or_default();
        *credits += it.credits;
        *hours += it.hours_seconds;
    }
    let mut ranks = rankings::had(tx, &ids, span)?;
    let commended: HashMap<Uuid, i64> = commendations::counts(tx, &ids, span)?.into_iter().collect();
    let mut measures: HashMap<Uuid, BTreeMap<String, i64>> = HashMap::new();
    for (person, measure, count) in governance::standing_measures(tx, &ids, span)? {
        measures.entry(person).or_default().insert(measure, count);
    }
    let figures = people.into_iter().map(|person| {
        let held = roles.get(&person.id).map_or(&[][..], Vec::as_slice);
        let judged = minimums.iter().filter(|(month, rules)| {
            missed.contains(&(person.id, month.clone()))
                || rules.iter().any(|rule| rule.concerns(&person.unit_path, held))
        });
        let judged: Vec<&String> = judged.map(|(month, _)| month).collect();
        let months_missed: Vec<String> = judged
            .iter()
            .filter(|month| missed.contains(&(person.id, (**month).clone())))
            .map(|month| (*month).clone())
            .collect();
        let (credits, hours_seconds) = sums.get(&person.id).copied().unwrap_or_default();
        let own = ranks.remove(&person.id).unwrap_or_default();
        Figures {
            unit: units.get(&person.unit_path).cloned().unwrap_or_default(),
            months_judged: judged.len() as i64,
            months_missed,
            credits,
            hours_seconds,
            ranks: own.into_iter().filter_map(|it| Some((it.period.parse().ok()?, it.rank))).collect(),
            commendations: commended.get(&person.id).copied().unwrap_or_default(),
            measures: measures.remove(&person.id).unwrap_or_default(),
            person,
        }
    });
    Ok(figures.collect())
}
