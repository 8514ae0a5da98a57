//! Consents as kept.

use super::Agreement;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A consent, given and perhaps withdrawn.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Consent {
        /// Word of the agreement.
        pub agreement: String,
        /// Which version.
        pub version: i64,
        /// When it was given.
        pub at: Timestamp,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
    }
}

/// All consents of a person, the latest first.
pub fn of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Consent>> {
    tx.all(
        "SELECT agreement, version, at, withdrawn_at FROM accounts_consent
         WHERE person_id = $1 ORDER BY at DESC, agreement, version DESC",
        params![person],
    )
}

/// Keeps a consent to the present version; one that was withdrawn is given again.
pub fn give(tx: &mut Tx<'_>, person: Uuid, agreement: &Agreement, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_consent (person_id, agreement, version, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, agreement, version) DO UPDATE
         SET at = excluded.at, withdrawn_at = NULL WHERE accounts_consent.withdrawn_at IS NOT NULL",
        params![person, agreement.code, agreement.version, now],
    )?;
    Ok(())
}

/// Withdraws all consents of a person; how many it were.
pub fn withdraw(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<u64> {
    tx.exec(
        "UPDATE accounts_consent SET withdrawn_at = $2 WHERE person_id = $1 AND withdrawn_at IS NULL",
        params![person, now],
    )
}
