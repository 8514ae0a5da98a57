//! Erasure of personal values by a decision (GOV-10).

use crate::{Entry, Who, record};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params};

/// The action of the entry that an erasure leaves. Verification looks for it.
pub const ERASED: &str = "audit.payload-erased";

/// A decision to erase a person's values from the trail. Entries stay, with ids, actions and times; names, values,
/// addresses and devices go.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// Its id.
    pub id: Uuid,
    /// The decision's number, as verification names it.
    pub decision: String,
    /// Whose values go.
    pub person: Uuid,
    /// From entries of what the person did.
    pub as_actor: bool,
    /// From entries of what was done to the person.
    pub as_subject: bool,
    /// When it was decided.
    pub at: Timestamp,
}

/// Notes the decision and writes its entry with id `entry`. The values go by [`erase_some`], in units of their own.
///
/// # Errors
/// Those of the database.
pub fn begin_erasure(tx: &mut Tx<'_>, erasure: &Erasure, entry: Uuid, who: &Who) -> Result<()> {
    tx.exec(
        "INSERT INTO audit_erasure (id, decision, person, as_actor, as_subject, at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            erasure.id,
            erasure.decision,
            erasure.person,
            erasure.as_actor,
            erasure.as_subject,
            erasure.at
        ],
    )?;
    let entry = Entry::new(entry, erasure.at, ERASED, who)
        .on("audit-erasure", erasure.id, erasure.decision.clone())
        .detail(&serde_json::json!({
            "person": erasure.person,
            "as_actor": erasure.as_actor,
            "as_subject": erasure.as_subject,
        }));
    record(tx, &entry)
}

/// Erases up to `limit` payloads of the erasure; answers how many. The caller repeats it until 0, a unit each.
///
/// # Errors
/// Those of the database; [`NotFound`](xingtan_db::Error::NotFound) for an erasure that was not begun.
pub fn erase_some(tx: &mut Tx<'_>, erasure: Uuid, limit: i64) -> Result<u64> {
    let (person, as_actor, as_subject): (Uuid, bool, bool) =
        tx.one("SELECT person, as_actor, as_subject FROM audit_erasure WHERE id = $1", params![erasure])?;
    let mut erased = 0;
    if as_actor {
        erased += tx.exec(
            "UPDATE audit_payload
             SET actor_salt = NULL, actor_name = NULL, address = NULL, device = NULL, actor_erased = $1
             WHERE entry IN (
                 SELECT e.id FROM audit_entry e
                 JOIN audit_payload p ON p.entry = e.id
                 WHERE e.actor = $2 AND p.actor_erased IS NULL
                 LIMIT $3)",
            params![erasure, person, limit],
        )?;
    }
    if as_subject {
        erased += tx.exec(
            "UPDATE audit_payload
             SET subject_salt = NULL, subject_name = NULL, value_before = NULL, value_after = NULL, detail = NULL,
                 subject_erased = $1
             WHERE entry IN (
                 SELECT e.id FROM audit_entry e
                 JOIN audit_payload p ON p.entry = e.id
                 WHERE e.subject = $2 AND p.subject_erased IS NULL
                 LIMIT $3)",
            params![erasure, person, limit],
        )?;
    }
    Ok(erased)
}
