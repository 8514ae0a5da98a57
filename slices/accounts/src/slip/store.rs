//! First credentials and their slips as kept.

use super::{Credential, Initial};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params};

/// Writes the credential of a new account.
pub fn first_credential(tx: &mut Tx<'_>, person: Uuid, credential: &Credential, now: Timestamp) -> Result<()> {
    let initial = match credential {
        Credential::Initial(initial) => Some(initial),
        Credential::Given(_) | Credential::Kept(_) => None,
    };
    let hash = match credential {
        Credential::Initial(_) => None,
        Credential::Given(hash) | Credential::Kept(hash) => Some(hash),
    };
    tx.exec(
        "INSERT INTO accounts_credential
             (person_id, password_hash, initial_mac, initial_sealed, initial_expires_at, must_change, changed_at,
              failures)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
        params![
            person,
            hash,
            initial.map(|initial| initial.mac.as_slice()),
            initial.map(|initial| initial.sealed.as_slice()),
            initial.map(|initial| initial.expires_at),
            !matches!(credential, Credential::Kept(_)),
            now
        ],
    )?;
    Ok(())
}

/// Replaces whatever password a person has by a generated one. Failures and locks end with it.
pub fn reset(tx: &mut Tx<'_>, person: Uuid, initial: &Initial, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_credential
             (person_id, initial_mac, initial_sealed, initial_expires_at, must_change, changed_at, failures)
         VALUES ($1, $2, $3, $4, $5, $6, 0)
         ON CONFLICT (person_id) DO UPDATE SET
             password_hash = NULL, initial_mac = excluded.initial_mac, initial_sealed = excluded.initial_sealed,
             initial_expires_at = excluded.initial_expires_at, must_change = excluded.must_change,
             changed_at = excluded.changed_at, failures = 0, locked_until = NULL",
        params![person, initial.mac, initial.sealed, initial.expires_at, true, now],
    )?;
    Ok(())
}
