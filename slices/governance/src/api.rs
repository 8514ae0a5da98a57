//! What the slices above may use of governance.

use crate::{
    evaluation::job,
    fact::store::{self, NewFact, Told},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};

pub use crate::fact::{
    ACCOUNT_SHARED, CONTENT_ILLEGAL, FactKind, REOPENED, REQUIRED_DONE, REQUIRED_ENDED, REQUIRED_OPENED,
    TASK_MISSED, store::NewFact as Fact,
};
pub use crate::{
    compliance::store::judged as judged_as_of,
    decision::{
        change::Hand,
        cited::Cited,
        store::{Followed, followed, standing_causes, standing_measures},
    },
    hold::{
        change::{begin as hold_begins, contest, fall as hold_falls},
        store::Hold,
    },
    kind::{ALL as KINDS, monthly_report, params::Params, prescribable, ranking, real_name_gate},
    permission::store::granted as study_permitted,
    regulation::in_force::{ArticleInForce, articles_in_force},
    rule::{Rule, carried_out, rule_for, rule_of, rules_in_force},
    saving::{Deed, Stop, save, save_in_turn, shown},
    window::{WindowRule, windows_in_force},
    words::waiting as words_waiting,
};

/// Records a fact in the caller's unit of work, known from `now` on; told twice it stays one. The person is judged soon
/// after: the caller rings for jobs.
///
/// # Errors
/// Those of the database.
pub fn record_fact(tx: &mut Tx<'_>, fact: &NewFact<'_>, job: Uuid, now: Timestamp) -> Result<bool> {
    let told = store::record(tx, fact, now)?;
    if told == Told::Marked {
        job::soon(tx, job, now)?;
    }
    Ok(told != Told::Known)
}

/// The same, where a person found it to be so: that one does not decide an appeal about what rests on it.
///
/// # Errors
/// Those of the database.
pub fn record_finding(
    tx: &mut Tx<'_>,
    fact: &NewFact<'_>,
    by: Uuid,
    job: Uuid,
    now: Timestamp,
) -> Result<bool> {
    let told = record_fact(tx, fact, job, now)?;
    if told {
        store::found_by(tx, fact.id, by)?;
    }
    Ok(told)
}

/// Takes back what was told of a subject, or only what happened at one moment, and does not hold any more: what rested
/// on it is judged anew.
///
/// # Errors
/// Those of the database.
pub fn take_fact_back(
    tx: &mut Tx<'_>,
    (person, kind, subject): (Uuid, FactKind, Uuid),
    happened_at: Option<Timestamp>,
    reason: &str,
    job: Uuid,
    now: Timestamp,
) -> Result<bool> {
    let gone = store::take_back(tx, (person, kind, subject), happened_at, reason, now)? > 0;
    if gone {
        job::soon(tx, job, now)?;
    }
    Ok(gone)
}
