//! What the regulation is told of learning: required courses that open, end and are completed, and tasks that were
//! missed (GOV-1, GOV-2). Each in the unit of work of what it tells of.

pub mod before;
pub mod missed;

use crate::enrolment::store::Enrolment;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::{
    self as governance, Fact, FactKind, REQUIRED_DONE, REQUIRED_ENDED, REQUIRED_OPENED, TASK_MISSED,
};

/// The kinds of facts that this slice tells.
pub const FACTS: &[FactKind] = &[REQUIRED_OPENED, REQUIRED_ENDED, REQUIRED_DONE, TASK_MISSED];

/// Who tells it.
const SOURCE: &str = "learning";

/// Tells a fact about an enrolment: of which kind, about whom, and when it happened.
///
/// # Errors
/// Those of the database.
pub fn tell(
    tx: &mut Tx<'_>,
    ids: &dyn Fn() -> Uuid,
    (kind, person, enrolment): (FactKind, Uuid, Uuid),
    title: &str,
    happened_at: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let fact =
        Fact { id: ids(), kind, person, subject: enrolment, label: title, happened_at, source: SOURCE };
    governance::record_fact(tx, &fact, ids(), now)
}

/// A required course is open to somebody from then on.
///
/// # Errors
/// Those of the database.
pub fn opened(
    tx: &mut Tx<'_>,
    ids: &dyn Fn() -> Uuid,
    (person, enrolment): (Uuid, Uuid),
    title: &str,
    from: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    tell(tx, ids, (REQUIRED_OPENED, person, enrolment), title, from, now)
}

/// A required course is somebody's no more.
///
/// # Errors
/// Those of the database.
pub fn ended(
    tx: &mut Tx<'_>,
    ids: &dyn Fn() -> Uuid,
    own: &Enrolment,
    title: &str,
    now: Timestamp,
) -> Result<()> {
    if own.required && own.completed_at.is_none() && own.opens_at > now {
        // It never opened.
        governance::take_fact_back(tx, (own.person_id, REQUIRED_OPENED, own.id), None, "ended", ids(), now)?;
    } else if own.required && own.completed_at.is_none() {
        tell(tx, ids, (REQUIRED_ENDED, own.person_id, own.id), title, now, now)?;
    }
    Ok(())
}

/// A required course was completed.
///
/// # Errors
/// Those of the database.
pub fn done(
    tx: &mut Tx<'_>,
    ids: &dyn Fn() -> Uuid,
    own: &Enrolment,
    title: &str,
    now: Timestamp,
) -> Result<()> {
    if own.required {
        tell(tx, ids, (REQUIRED_DONE, own.person_id, own.id), title, now, now)?;
    }
    Ok(())
}

/// A completion was taken back by a correction.
///
/// # Errors
/// Those of the database.
pub fn undone(
    tx: &mut Tx<'_>,
    ids: &dyn Fn() -> Uuid,
    own: &Enrolment,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    governance::take_fact_back(tx, (own.person_id, REQUIRED_DONE, own.id), None, reason, ids(), now)?;
    Ok(())
}

/// A deadline that had passed was moved: nothing was missed.
///
/// # Errors
/// Those of the database.
pub fn not_missed(
    tx: &mut Tx<'_>,
    ids: &dyn Fn() -> Uuid,
    own: &Enrolment,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    let at = own.due_at.map(missed::last_second);
    governance::take_fact_back(tx, (own.person_id, TASK_MISSED, own.id), at, reason, ids(), now)?;
    Ok(())
}

#[cfg(test)]
mod tests;
