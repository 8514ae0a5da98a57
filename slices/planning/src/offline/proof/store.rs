//! Proof as kept.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A file that proves an entry.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Proof {
        /// Its id.
        pub id: Uuid,
        /// The file.
        pub file_id: Uuid,
        /// Its name.
        pub name: String,
        /// SHA-256 of its bytes.
        pub sha256: String,
        /// How many bytes it has.
        pub size: i64,
        /// The name of who added it.
        pub added_name: String,
        /// When.
        pub added_at: Timestamp,
    }
}

/// Keeps proof of an entry.
pub fn add(tx: &mut Tx<'_>, offline: Uuid, by: Uuid, it: &Proof) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_offline_proof
             (id, offline_id, file_id, name, sha256, size, added_by, added_name, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![it.id, offline, it.file_id, it.name, it.sha256, it.size, by, it.added_name, it.added_at],
    )?;
    Ok(())
}

/// The proof of an entry, the oldest first.
pub fn of(tx: &mut Tx<'_>, offline: Uuid) -> Result<Vec<Proof>> {
    tx.all(
        "SELECT id, file_id, name, sha256, size, added_name, added_at FROM planning_offline_proof
         WHERE offline_id = $1 ORDER BY added_at, id",
        params![offline],
    )
}
