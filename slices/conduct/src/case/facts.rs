//! What the regulation is told: confirmed sharing and confirmed illegal content (GOV-2, ACC-8). The subject is the case.

use super::{rules::Kind, store::Case};
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_clock::{Ids, Timestamp};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::{self as governance, ACCOUNT_SHARED, CONTENT_ILLEGAL, Fact, FactKind, Rule};

/// The kinds of facts that this slice tells.
pub const FACTS: &[FactKind] = &[ACCOUNT_SHARED, CONTENT_ILLEGAL];

/// The fact of a kind of case, and the kind of rule that reads it.
pub const fn of(kind: Kind) -> Option<(FactKind, &'static str)> {
    match kind {
        Kind::AccountSharing => Some((ACCOUNT_SHARED, "account-sharing")),
        Kind::IllegalContent => Some((CONTENT_ILLEGAL, "illegal-content")),
        _ => None,
    }
}

/// The rule that says what follows of a case of this kind for this person.
///
/// # Errors
/// Those of the database.
pub fn rule(tx: &mut Tx<'_>, kind: Kind, person: &Person, now: Timestamp) -> Result<Option<Rule>> {
    let Some((_, code)) = of(kind) else { return Ok(None) };
    let roles = accounts::roles_of(tx, &[person.id])?.remove(&person.id).unwrap_or_default();
    governance::rule_for(tx, code, &person.unit_path, &roles, now)
}

/// Tells that a case was confirmed.
///
/// # Errors
/// Those of the database.
pub fn tell(tx: &mut Tx<'_>, it: &Case, person: &Person, ids: &Ids, now: Timestamp) -> Result<()> {
    if let Some((kind, _)) = of(it.kind()) {
        let label = it.numbered();
        let fact = Fact {
            id: ids.next(),
            kind,
            person: person.id,
            subject: it.id,
            label: &label,
            happened_at: now,
            source: "conduct",
        };
        match it.decider_id {
            Some(decider) => governance::record_finding(tx, &fact, decider, ids.next(), now)?,
            None => governance::record_fact(tx, &fact, ids.next(), now)?,
        };
    }
    Ok(())
}

/// Takes it back: an appeal has won.
///
/// # Errors
/// Those of the database.
pub fn take_back(
    tx: &mut Tx<'_>,
    it: &Case,
    person: &Person,
    reason: &str,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    if let Some((kind, _)) = of(it.kind()) {
        governance::take_fact_back(tx, (person.id, kind, it.id), None, reason, ids.next(), now)?;
    }
    Ok(())
}
