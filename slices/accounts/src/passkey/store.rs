//! Passkeys as kept.

use super::rules::Key;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A passkey.
    #[derive(Clone, Debug)]
    pub struct Kept {
        /// Its id.
        pub id: Uuid,
        /// Whose it is.
        pub person_id: Uuid,
        /// How its owner calls it.
        pub name: String,
        /// The public key, as JSON.
        pub key: String,
        /// The host for which it was made.
        pub site: String,
        /// The last counter that was taken.
        pub counter: i64,
        /// Whether it opens the account without the password.
        pub opens_alone: bool,
        /// When it was added.
        pub added_at: Timestamp,
        /// When it was last used.
        pub used_at: Option<Timestamp>,
        /// Since when it opens nothing.
        pub stopped_at: Option<Timestamp>,
    }
}

impl Kept {
    /// What the rules ask of it.
    pub fn state(&self) -> Key {
        Key { counter: self.counter, opens_alone: self.opens_alone, stopped: self.stopped_at.is_some() }
    }
}

/// A passkey to keep.
#[derive(Clone, Debug)]
pub struct New {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub person: Uuid,
    /// How its owner calls it.
    pub name: String,
    /// The id that the authenticator gave it, in base64url.
    pub credential: String,
    /// The public key, as JSON.
    pub key: String,
    /// The host for which it was made.
    pub site: String,
    /// Its counter.
    pub counter: i64,
}

macro_rules! kept_sql {
    ($tail:literal) => {
        concat!(
            "SELECT id, person_id, name, key, site, counter, opens_alone, added_at, used_at, stopped_at
             FROM accounts_passkey ",
            $tail
        )
    };
}

/// A person's passkeys, in the order in which they were added.
///
/// # Errors
/// Those of the database.
pub fn of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Kept>> {
    tx.all(kept_sql!("WHERE person_id = $1 ORDER BY added_at, id"), params![person])
}

/// One of a person's passkeys.
///
/// # Errors
/// Those of the database.
pub fn one(tx: &mut Tx<'_>, person: Uuid, id: Uuid) -> Result<Option<Kept>> {
    tx.opt(kept_sql!("WHERE person_id = $1 AND id = $2"), params![person, id])
}

/// The passkey to which an authenticator gave this id.
///
/// # Errors
/// Those of the database.
pub fn by_credential(tx: &mut Tx<'_>, credential: &str) -> Result<Option<Kept>> {
    tx.opt(kept_sql!("WHERE credential = $1"), params![credential])
}

/// Keeps a new passkey; false where its id is somebody's already.
///
/// # Errors
/// Those of the database.
pub fn add(tx: &mut Tx<'_>, new: &New, now: Timestamp) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO accounts_passkey
             (id, person_id, name, credential, key, site, counter, opens_alone, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (credential) DO NOTHING",
        params![
            new.id,
            new.person,
            new.name.as_str(),
            new.credential.as_str(),
            new.key.as_str(),
            new.site.as_str(),
            new.counter,
            true,
            now
        ],
    )?;
    Ok(added == 1)
}

/// Notes that it was used, with what it told of itself.
///
/// # Errors
/// Those of the database.
pub fn used(tx: &mut Tx<'_>, id: Uuid, counter: i64, key: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE accounts_passkey SET counter = $2, key = $3, used_at = $4 WHERE id = $1",
        params![id, counter, key, now],
    )?;
    Ok(())
}

/// From now on it opens nothing.
///
/// # Errors
/// Those of the database.
pub fn stop(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<()> {
    tx.exec("UPDATE accounts_passkey SET stopped_at = $2 WHERE id = $1", params![id, now])?;
    Ok(())
}

/// Gives it another name.
///
/// # Errors
/// Those of the database.
pub fn rename(tx: &mut Tx<'_>, id: Uuid, name: &str) -> Result<()> {
    tx.exec("UPDATE accounts_passkey SET name = $2 WHERE id = $1", params![id, name])?;
    Ok(())
}

/// It opens the account without the password again; false where it did already, or was stopped.
///
/// # Errors
/// Those of the database.
pub fn open_alone(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE accounts_passkey SET opens_alone = $2
         WHERE id = $1 AND opens_alone <> $2 AND stopped_at IS NULL",
        params![id, true],
    )?;
    Ok(changed == 1)
}

/// Passkeys of a person open only together with the password from now on: after it was set anew by whoever could
/// not give the old one, and after the owner said that somebody else was in.
///
/// # Errors
/// Those of the database.
pub fn need_password(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE accounts_passkey SET opens_alone = $2 WHERE person_id = $1 AND opens_alone <> $2",
        params![person, false],
    )?;
    Ok(())
}

/// Removes one; recovery codes go with the last second factor.
///
/// # Errors
/// Those of the database.
pub fn remove(tx: &mut Tx<'_>, person: Uuid, id: Uuid) -> Result<()> {
    tx.exec("DELETE FROM accounts_passkey WHERE person_id = $1 AND id = $2", params![person, id])?;
    crate::credential::store::tidy_recovery(tx, person)
}

/// Removes all of a person; how many it were.
///
/// # Errors
/// Those of the database.
pub fn remove_all(tx: &mut Tx<'_>, person: Uuid) -> Result<u64> {
    let removed = tx.exec("DELETE FROM accounts_passkey WHERE person_id = $1", params![person])?;
    crate::credential::store::tidy_recovery(tx, person)?;
    Ok(removed)
}

/// Spends a challenge; false where it was answered before.
///
/// # Errors
/// Those of the database.
pub fn spend(tx: &mut Tx<'_>, id: Uuid, expires_at: Timestamp) -> Result<bool> {
    let spent = tx.exec(
        "INSERT INTO accounts_passkey_spent (id, expires_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        params![id, expires_at],
    )?;
    Ok(spent == 1)
}

/// Forgets answered challenges that have expired, up to `limit`; how many it were.
///
/// # Errors
/// Those of the database.
pub fn purge_spent(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<u64> {
    tx.exec(
        "DELETE FROM accounts_passkey_spent
         WHERE id IN (SELECT id FROM accounts_passkey_spent WHERE expires_at < $1 ORDER BY id LIMIT $2)",
        params![now, limit],
    )
}
