//! How it is kept who writes what.

use super::rules::Held;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params};

/// Who has a lesson of a version open, and since when.
pub fn get(tx: &mut Tx<'_>, version: Uuid, key: Uuid) -> Result<Option<(Held, Timestamp)>> {
    let row: Option<(Uuid, Uuid, Timestamp, Timestamp)> = tx.opt(
        "SELECT person_id, sheet, until, since FROM catalog_sitting WHERE version_id = $1 AND lesson_key = $2",
        params![version, key],
    )?;
    Ok(row.map(|(person, sheet, until, since)| (Held { person, sheet, until }, since)))
}

/// Somebody has it open from now on, or still has; whose page it is decides since when.
pub fn put(tx: &mut Tx<'_>, version: Uuid, key: Uuid, it: Held, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_sitting (version_id, lesson_key, person_id, sheet, since, until)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (version_id, lesson_key) DO UPDATE
         SET since = CASE WHEN catalog_sitting.sheet = excluded.sheet THEN catalog_sitting.since ELSE excluded.since END,
             person_id = excluded.person_id, sheet = excluded.sheet, until = excluded.until",
        params![version, key, it.person, it.sheet, now, it.until],
    )?;
    Ok(())
}

/// A page is left.
pub fn leave(tx: &mut Tx<'_>, version: Uuid, key: Uuid, sheet: Uuid) -> Result<()> {
    tx.exec(
        "DELETE FROM catalog_sitting WHERE version_id = $1 AND lesson_key = $2 AND sheet = $3",
        params![version, key, sheet],
    )?;
    Ok(())
}

/// Nobody has any lesson of a version open any more.
pub fn drop_version(tx: &mut Tx<'_>, version: Uuid) -> Result<()> {
    tx.exec("DELETE FROM catalog_sitting WHERE version_id = $1", params![version])?;
    Ok(())
}
