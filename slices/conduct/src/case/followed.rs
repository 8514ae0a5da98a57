//! What a case led to by the regulation, and what became of it: a case that was confirmed says so together with its measure.

use super::{
    rules::Outcome,
    store::{self, Case},
};
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::{self as governance, Followed};
use xingtan_i18n::Locale;

/// The measures of some cases, by case; none of those that the regulation did not decide.
///
/// # Errors
/// Those of the database.
pub fn of<'a>(
    tx: &mut Tx<'_>,
    cases: impl IntoIterator<Item = &'a Case>,
) -> Result<HashMap<Uuid, Vec<Followed>>> {
    let confirmed = cases.into_iter().filter(|it| it.outcome() == Some(Outcome::Confirmed));
    let told: Vec<(Uuid, Uuid)> = confirmed.filter_map(|it| Some((it.person_id?, it.id))).collect();
    governance::followed(tx, &told)
}

/// Whether what a confirmed case led to was refused or overturned wholly.
pub fn is_refused(measures: &[Followed]) -> bool {
    !measures.is_empty() && measures.iter().all(Followed::was_refused)
}

/// How many cases were decided against each of some people and stand: repeat offenders. One whose measure an appeal
/// overturned does not count.
///
/// # Errors
/// Those of the database.
pub fn repeats(tx: &mut Tx<'_>, people: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let decided = store::decided_against(tx, people)?;
    let confirmed = decided.iter().filter(|(.., outcome)| outcome == Outcome::Confirmed.code());
    let told: Vec<(Uuid, Uuid)> = confirmed.map(|(person, case, _)| (*person, *case)).collect();
    let measures = governance::followed(tx, &told)?;
    let mut count = HashMap::new();
    for (person, case, _) in decided {
        if !measures.get(&case).is_some_and(|own| is_refused(own)) {
            *count.entry(person).or_default() += 1;
        }
    }
    Ok(count)
}

/// What was decided, in words, with what became of the measure.
pub fn outcome(l: &Locale, it: &Case, measures: &[Followed]) -> String {
    match &it.outcome {
        Some(_) if it.overturned_at.is_some() => l.t("conduct-appeal-overturned"),
        Some(_) if is_refused(measures) => l.t("conduct-outcome-confirmed-refused"),
        Some(code) => l.t(&format!("conduct-outcome-{code}")),
        None => String::new(),
    }
}

/// A measure in words: what, how it stands, until when.
pub fn said(l: &Locale, it: &Followed, now: Timestamp) -> String {
    let is_over = it.state == "standing" && it.ends_at.is_some_and(|ends| ends <= now);
    let stands = l.t(&format!("governance-state-{}", if is_over { "over" } else { &it.state }));
    let named = format!("{}{}{stands}", l.t(&format!("governance-measure-{}", it.measure)), l.t("web-dot"));
    // One that fell lasts no longer.
    match it.ends_at.filter(|_| it.state == "standing") {
        Some(ends) => format!("{named}{}{}", l.t("web-dot"), l.until(ends)),
        None => named,
    }
}
