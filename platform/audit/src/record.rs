//! Writing an entry.

use crate::{Entry, content};
use xingtan_db::{Error, Result, Tx, params};
use xingtan_keys::random;

/// Writes an entry in the caller's transaction. Heartbeats, answer saves and receipts are records, not entries.
///
/// # Errors
/// [`Error::Decode`] where a value given to the entry has no JSON form, [`Error::Unique`] for an id used twice, and
/// those of the database.
pub fn record(tx: &mut Tx<'_>, entry: &Entry) -> Result<()> {
    if let Some(what) = &entry.unwritable {
        return Err(Error::Decode(what.clone()));
    }
    // The only random values made inside units of work: a second run replaces what the first wrote, and nobody
    // refers to a salt.
    let (actor_salt, subject_salt) = (random::<16>(), random::<16>());
    let who = &entry.who;
    let actor_hash =
        content::part(&actor_salt, &[Some(who.name.as_str()), who.address.as_deref(), who.device.as_deref()]);
    let subject_hash = content::part(
        &subject_salt,
        &[
            entry.subject_name.as_deref(),
            entry.before.as_deref(),
            entry.after.as_deref(),
            entry.detail.as_deref(),
        ],
    );
    tx.exec(
        "INSERT INTO audit_entry (id, at, actor, acting_role, action, subject_kind, subject, node_path, result,
                                  citing, actor_hash, subject_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            entry.id,
            entry.at,
            who.person,
            who.role,
            entry.action,
            entry.subject_kind,
            entry.subject,
            entry.node_path,
            entry.result.code(),
            entry.citing,
            actor_hash,
            subject_hash
        ],
    )?;
    tx.exec(
        "INSERT INTO audit_payload (entry, actor_salt, actor_name, address, device, subject_salt, subject_name,
                                    value_before, value_after, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            entry.id,
            actor_salt,
            who.name,
            who.address,
            who.device,
            subject_salt,
            entry.subject_name,
            entry.before,
            entry.after,
            entry.detail
        ],
    )?;
    tx.exec("INSERT INTO audit_pending (entry) VALUES ($1)", params![entry.id])?;
    Ok(())
}
