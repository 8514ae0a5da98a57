//! Who decides in a person's stead.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx, params, row};

row! {
    /// A deputy and their time.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DeputyRow {
        /// Who is away.
        pub person: Uuid,
        /// Who decides instead.
        pub deputy: Uuid,
        /// From this moment.
        pub from_at: Timestamp,
        /// Until before this moment.
        pub until_at: Timestamp,
    }
}

/// Names a deputy for a time; a second naming of the same person replaces the time. Steps for holders of a
/// permission or role need no deputy: any holder decides. The caller writes the audit entry.
///
/// # Errors
/// [`Error::Check`] where a person names themselves or the time is empty, and those of the database.
pub fn set_deputy(tx: &mut Tx<'_>, row: &DeputyRow) -> Result<()> {
    if row.person == row.deputy || row.from_at >= row.until_at {
        return Err(Error::Check("deputy".into()));
    }
    tx.exec(
        "INSERT INTO approvals_deputy (person, deputy, from_at, until_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person, deputy) DO UPDATE SET from_at = excluded.from_at, until_at = excluded.until_at",
        params![row.person, row.deputy, row.from_at, row.until_at],
    )?;
    Ok(())
}

/// Ends a deputyship; false where there is none.
///
/// # Errors
/// Those of the database.
pub fn end_deputy(tx: &mut Tx<'_>, person: Uuid, deputy: Uuid) -> Result<bool> {
    let gone =
        tx.exec("DELETE FROM approvals_deputy WHERE person = $1 AND deputy = $2", params![person, deputy])?;
    Ok(gone == 1)
}

/// The deputies whom a person has named, the latest first.
///
/// # Errors
/// Those of the database.
pub fn deputies(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<DeputyRow>> {
    tx.all(
        "SELECT person, deputy, from_at, until_at FROM approvals_deputy WHERE person = $1 ORDER BY from_at DESC",
        params![person],
    )
}
