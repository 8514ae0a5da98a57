//! The end of retention: never below 180 days (GOV-9).

use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params};

/// So long every entry is kept, whatever is configured.
pub const RETENTION_FLOOR: Span = Span::of_days(180);

/// The action of the entry that the caller writes once for a purge.
pub const PURGED: &str = "audit.retention-purged";

/// Removes up to `limit` of the oldest entries sealed before `before` (clamped to the floor before `now`); answers
/// how many. The caller repeats it until 0, a unit each. The last signed head before the cut stays as the anchor at
/// which verification begins.
///
/// # Errors
/// Those of the database.
pub fn purge_some(tx: &mut Tx<'_>, before: Timestamp, now: Timestamp, limit: i64) -> Result<u64> {
    let before = before.min(now - RETENTION_FLOOR);
    tx.exec(
        "INSERT INTO audit_anchor (one, sequence, chained, sealed_at, signature)
         SELECT TRUE, sequence, chained, sealed_at, signature FROM audit_head
         WHERE sealed_at < $1
         ORDER BY sequence DESC
         LIMIT 1
         ON CONFLICT (one) DO UPDATE
         SET sequence = excluded.sequence, chained = excluded.chained, sealed_at = excluded.sealed_at,
             signature = excluded.signature
         WHERE excluded.sequence > audit_anchor.sequence",
        params![before],
    )?;
    let Some(anchor) = tx.opt::<i64>("SELECT sequence FROM audit_anchor", params![])? else { return Ok(0) };
    tx.exec("DELETE FROM audit_head WHERE sequence <= $1", params![anchor])?;
    let old: Vec<Uuid> = tx.all(
        "SELECT entry FROM audit_chain WHERE sequence <= $1 ORDER BY sequence LIMIT $2",
        params![anchor, limit],
    )?;
    for entry in &old {
        tx.exec("DELETE FROM audit_chain WHERE entry = $1", params![entry])?;
        tx.exec("DELETE FROM audit_payload WHERE entry = $1", params![entry])?;
        tx.exec("DELETE FROM audit_entry WHERE id = $1", params![entry])?;
    }
    Ok(old.len() as u64)
}
