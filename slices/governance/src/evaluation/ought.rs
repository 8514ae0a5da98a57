//! What ought to have followed from a person's facts, by the versions that governed when: pure.

use crate::{
    decision::rules::{Cause, Kept, Ought},
    fact::Fact,
    kind::{Kind, Sanction, case::Case, params::Params},
};
use std::collections::BTreeMap;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid, Zone};

/// A control of a version, and from when until when that version governed.
pub struct Ruling {
    /// The control of that version.
    pub id: Uuid,
    /// What it is from version to version.
    pub key: Uuid,
    /// Its kind.
    pub kind: &'static dyn Kind,
    /// Its parameters.
    pub params: Params,
    /// Whom it concerns: people below this node.
    pub scope_path: String,
    /// And only those who hold this role there; none: everybody.
    pub scope_role: Option<Role>,
    /// Since when any version has had it.
    pub first: Timestamp,
    /// From when this version governed.
    pub from: Timestamp,
    /// Until when.
    pub to: Option<Timestamp>,
}

impl Ruling {
    /// What follows when it applies.
    pub fn sanction(&self) -> Option<Sanction> {
        self.kind.sanction(&self.params)
    }

    /// Whether it concerns somebody of this unit with these roles.
    pub fn concerns(&self, unit_path: &str, roles: &[Role]) -> bool {
        unit_path.starts_with(&self.scope_path) && self.scope_role.is_none_or(|role| roles.contains(&role))
    }
}

/// Who is judged.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The unit.
    pub unit_path: &'a str,
    /// The roles.
    pub roles: &'a [Role],
    /// All facts that were ever told, in the order in which they happened.
    pub facts: &'a [Fact],
    /// When the account was suspended, in order.
    pub pauses: &'a [(Timestamp, Timestamp)],
    /// What was decided before. It is judged on, though the person has moved out of a rule's scope since: only new causes
    /// need the scope of today.
    pub kept: &'a BTreeMap<Cause, Kept>,
}

/// What ought to stand by what was known at `until`. What is due at a moment is judged by the version that governed it.
pub fn ought(
    rulings: &[Ruling],
    subject: &Subject<'_>,
    zone: &Zone,
    until: Timestamp,
) -> BTreeMap<Cause, Ought> {
    let mut all = BTreeMap::new();
    let facts: Vec<&Fact> =
        subject.facts.iter().filter(|it| it.holds_at(until) && it.happened_at <= until).collect();
    if facts.is_empty() {
        return all;
    }
    for ruling in rulings {
        let concerns = ruling.concerns(subject.unit_path, subject.roles);
        if !concerns && !subject.kept.keys().any(|cause| cause.control == ruling.key) {
            continue;
        }
        if ruling.sanction().is_none() || !facts.iter().any(|it| ruling.kind.reads().contains(&it.kind)) {
            continue;
        }
        let case = Case { facts: &facts, pauses: subject.pauses, zone, from: ruling.first, until };
        for due in ruling.kind.judge(&ruling.params, &case) {
            if due.at < ruling.from || ruling.to.is_some_and(|to| due.at >= to) {
                continue;
            }
            let cause = Cause { control: ruling.key, period: due.period };
            if !concerns && !subject.kept.contains_key(&cause) {
                continue;
            }
            all.insert(cause, Ought { control: ruling.id, at: due.at, grounds: due.grounds });
        }
    }
    all
}

#[cfg(test)]
#[path = "ought_test.rs"]
mod tests;
