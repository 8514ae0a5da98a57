//! First credentials and their slips as kept.

use super::{Credential, Initial};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

/// Writes the credential of a new account.
pub fn first_credential(
    tx: &mut Tx<'_>,
    person: Uuid,
    credential: &Credential,
    now: Timestamp,
) -> Result<()> {
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
            initial.and_then(|initial| initial.sealed.as_deref()),
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

/// Notes that a slip is to be printed.
pub fn add(tx: &mut Tx<'_>, id: Uuid, batch: Uuid, person: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_slip (id, batch_id, person_id, made_at) VALUES ($1, $2, $3, $4)",
        params![id, batch, person, now],
    )?;
    Ok(())
}

row! {
    /// A slip with what stands on it.
    #[derive(Clone)]
    pub struct Slip {
        /// Its id.
        pub id: Uuid,
        /// Whose it is.
        pub person_id: Uuid,
        /// The name.
        pub name: String,
        /// The user name.
        pub user_name: String,
        /// Path of the unit.
        pub unit_path: String,
        /// Name of the unit.
        pub unit_name: String,
        /// The sealed password; none once another one was made or it was used.
        pub initial_sealed: Option<Vec<u8>>,
        /// When the password expires unused.
        pub initial_expires_at: Option<Timestamp>,
        /// When the slip was printed.
        pub shown_at: Option<Timestamp>,
    }
}

/// The slips of a batch, by unit and name, those not printed yet.
pub fn slips(tx: &mut Tx<'_>, batch: Uuid, limit: i64) -> Result<Vec<Slip>> {
    tx.all(
        "SELECT s.id, s.person_id, p.name, p.user_name, p.unit_path, n.name AS unit_name,
                CASE WHEN c.initial_mac IS NULL THEN NULL ELSE c.initial_sealed END AS initial_sealed,
                c.initial_expires_at, s.shown_at
         FROM accounts_slip s
         JOIN accounts_person p ON p.id = s.person_id
         JOIN accounts_node n ON n.id = p.unit_id
         JOIN accounts_credential c ON c.person_id = s.person_id
         WHERE s.batch_id = $1 AND s.shown_at IS NULL
         ORDER BY p.unit_path, p.name_key, s.id LIMIT $2",
        params![batch, limit],
    )
}

/// How many slips a batch has, and how many of them are not printed yet.
pub fn count(tx: &mut Tx<'_>, batch: Uuid) -> Result<(i64, i64)> {
    tx.one(
        "SELECT count(*), CAST(COALESCE(sum(CASE WHEN shown_at IS NULL THEN 1 ELSE 0 END), 0) AS bigint)
         FROM accounts_slip WHERE batch_id = $1",
        params![batch],
    )
}

/// The paths of the units whose people a batch has slips for.
pub fn paths(tx: &mut Tx<'_>, batch: Uuid) -> Result<Vec<String>> {
    tx.all(
        "SELECT DISTINCT p.unit_path FROM accounts_slip s JOIN accounts_person p ON p.id = s.person_id
         WHERE s.batch_id = $1",
        params![batch],
    )
}

/// Notes that a slip was printed; its sealed password is gone with that.
pub fn shown(tx: &mut Tx<'_>, slip: &Slip, now: Timestamp) -> Result<()> {
    tx.exec("UPDATE accounts_slip SET shown_at = $2 WHERE id = $1", params![slip.id, now])?;
    tx.exec(
        "UPDATE accounts_credential SET initial_sealed = NULL WHERE person_id = $1",
        params![slip.person_id],
    )?;
    Ok(())
}
