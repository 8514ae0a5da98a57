//! What the rules in force prescribe for the platform's parameters, kept where settings are read (GOV-1).

use crate::{kind, rule};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use xingtan_audit::{Entry, Who};
use xingtan_clock::{Ids, Timestamp};
use xingtan_db::{Result, Tx};
use xingtan_settings::{Bound, bind};

/// Makes the prescribed values those of the rules in force at a moment; answers whether anything changed. Of two
/// regulations that prescribe one parameter the one that came into force later holds.
///
/// # Errors
/// Those of the database.
pub fn settle(tx: &mut Tx<'_>, ids: &Ids, now: Timestamp) -> Result<bool> {
    let mut newest: BTreeMap<&'static str, (rule::Rule, String)> = BTreeMap::new();
    for kind in kind::ALL.iter().filter(|it| it.works() == kind::Works::Prescribes) {
        for rule in rule::rules_in_force(tx, kind.code(), now)? {
            for (key, value) in kind.prescribes(&rule.params) {
                let newer = |(held, _): &(rule::Rule, String)| {
                    (rule.since, rule.control) > (held.since, held.control)
                };
                if newest.get(key).is_none_or(newer) {
                    newest.insert(key, (rule.clone(), value));
                }
            }
        }
    }
    let mut prescribed = Vec::with_capacity(newest.len());
    for (key, (rule, value)) in newest {
        let cited = rule.cited(tx)?;
        prescribed.push(Bound {
            key: key.to_owned(),
            value,
            href: format!("/regulations/{}#article-{}", cited.regulation_id, cited.article_id),
            regulation: cited.regulation,
            version: cited.version,
            number: cited.number,
        });
    }
    let Some(before) = bind(tx, &prescribed)? else { return Ok(false) };
    let entry = Entry::new(ids.next(), now, "governance.prescribed", &Who::program());
    xingtan_audit::record(tx, &entry.change(&values(&before), &values(&prescribed)))?;
    Ok(true)
}

fn values(bounds: &[Bound]) -> Map<String, Value> {
    bounds.iter().map(|it| (it.key.clone(), Value::String(it.value.clone()))).collect()
}
