//! Who is ranked by a rule in a period, with what: from the ledger of credits, the measures that stand and the people
//! who have an account.

use super::freeze::scope;
use super::store::{Place, hex};
use crate::period::Period;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use xingtan_accounts::api::{self as accounts, Person, State};
use xingtan_clock::{Ids, Timestamp, Uuid, Zone};
use xingtan_db::{Db, Result, Tx};
use xingtan_governance::api::{
    self as governance, Rule,
    ranking::{Candidate, GATE, Placed},
};
use xingtan_learning::api as learning;

/// The kind of rule that says how many required courses a month asks for.
pub const MINIMUM: &str = "monthly-minimum";
/// People of one read.
const CHUNK: i64 = 500;

/// What is gathered: by which rule, for which time, and as of when corrections are in it.
#[derive(Clone, Debug)]
pub struct Order {
    /// By which rule.
    pub rule: Rule,
    /// The months of the period, as rules name them.
    pub months: Vec<String>,
    /// From when until when.
    pub span: (Timestamp, Timestamp),
    /// As of when.
    pub as_of: Timestamp,
}

/// Everybody with credits in the period whom the rule concerns, a chunk of people at a time.
///
/// # Errors
/// Those of the database.
pub async fn everybody(db: &Db, order: &Order) -> Result<Vec<Candidate>> {
    let (mut all, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let order = order.clone();
        let (some, last) = db.read(move |tx| chunk(tx, &order, after)).await?;
        all.extend(some);
        match last {
            Some(last) => after = last,
            None => return Ok(all),
        }
    }
}

/// The candidates of one chunk, and the person after whom the next begins.
fn chunk(tx: &mut Tx<'_>, order: &Order, after: Uuid) -> Result<(Vec<Candidate>, Option<Uuid>)> {
    let earned = learning::earned(tx, order.span, order.as_of, after, CHUNK)?;
    let Some(last) = earned.last().map(|it| it.person_id) else { return Ok((Vec::new(), None)) };
    let ids: Vec<Uuid> = earned.iter().map(|it| it.person_id).collect();
    let concerned = concerned(tx, &order.rule, &ids)?;
    let missed = missed(tx, order, &ids)?;
    let candidates = earned.iter().filter(|it| concerned.contains(&it.person_id)).map(|it| Candidate {
        person: it.person_id,
        credits: it.credits,
        hours_seconds: it.hours_seconds,
        met: !missed.contains(&it.person_id),
    });
    Ok((candidates.collect(), Some(last)))
}

/// Those of some people who have an account and whom the rule concerns.
fn concerned(tx: &mut Tx<'_>, rule: &Rule, ids: &[Uuid]) -> Result<BTreeSet<Uuid>> {
    let present = |it: &Person| matches!(it.state(), State::Active | State::Suspended);
    let people: Vec<Person> = accounts::people(tx, ids)?.into_iter().filter(present).collect();
    let roles = match rule.scope_role {
        Some(_) => accounts::roles_of(tx, ids)?,
        None => HashMap::new(),
    };
    let held = |it: &Person| roles.get(&it.id).map_or(&[][..], Vec::as_slice);
    Ok(people.iter().filter(|it| rule.concerns(&it.unit_path, held(it))).map(|it| it.id).collect())
}

/// The rules of the monthly minimum by month: those that governed a whole month, which alone are judged. What a month
/// without any says of a person is nothing.
///
/// # Errors
/// Those of the database.
pub fn minimums(tx: &mut Tx<'_>, months: &[String], zone: &Zone) -> Result<Vec<(String, Vec<Rule>)>> {
    let mut found = Vec::new();
    for month in months {
        let Some((from, to)) = month.parse::<Period>().ok().and_then(|own| own.bounds(zone)) else {
            continue;
        };
        let last = Timestamp::from_micros(to.micros() - 1);
        let mut rules = governance::rules_in_force(tx, MINIMUM, last)?;
        let before = governance::rules_in_force(tx, MINIMUM, from)?;
        rules.retain(|rule| before.iter().any(|own| scope(own) == scope(rule)));
        found.push((month.clone(), rules));
    }
    Ok(found)
}

/// Those of some people who did not meet the required courses of every month of the period, where the rule asks for it.
///
/// # Errors
/// Those of the database.
pub fn missed(tx: &mut Tx<'_>, order: &Order, ids: &[Uuid]) -> Result<BTreeSet<Uuid>> {
    if order.rule.params.text(GATE.name) == "gate-none" {
        return Ok(BTreeSet::new());
    }
    let causes = governance::standing_causes(tx, MINIMUM, ids)?;
    Ok(causes
        .into_iter()
        .filter(|(_, month)| order.months.contains(month))
        .map(|(person, _)| person)
        .collect())
}

/// Places with names, units and the bookings on which they rest.
///
/// # Errors
/// Those of the database.
pub fn places(tx: &mut Tx<'_>, placed: &[Placed], order: &Order, ids: &Ids) -> Result<Vec<Place>> {
    let persons: Vec<Uuid> = placed.iter().map(|it| it.candidate.person).collect();
    let people: HashMap<Uuid, Person> =
        accounts::people(tx, &persons)?.into_iter().map(|it| (it.id, it)).collect();
    let units = accounts::trails(tx, people.values().map(|it| it.unit_path.as_str()))?;
    let mut lines: HashMap<Uuid, (i64, String)> = HashMap::new();
    for it in learning::standing_bookings(tx, &persons, order.span, order.as_of)? {
        let (count, text) = lines.entry(it.person_id).or_default();
        *count += 1;
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{} {} {} {}", it.id, it.credits, it.hours_seconds, it.at.micros());
    }
    let place = |it: &Placed| {
        let person = people.get(&it.candidate.person)?;
        let (bookings, text) = lines.get(&person.id).cloned().unwrap_or_default();
        Some(Place {
            id: ids.next(),
            ranking_id: Uuid::nil(),
            person_id: person.id,
            name: person.name.clone(),
            name_key: person.name_key.clone(),
            unit_path: person.unit_path.clone(),
            unit: units.get(&person.unit_path).cloned().unwrap_or_default(),
            rank: it.rank,
            credits: it.candidate.credits,
            hours_seconds: it.candidate.hours_seconds,
            bookings,
            bookings_sha256: hex(&text),
        })
    };
    Ok(placed.iter().filter_map(place).collect())
}
