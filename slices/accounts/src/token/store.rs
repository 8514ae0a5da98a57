//! Tokens as kept: only the hash of the secret.

use super::{NewToken, Scope};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A token as its owner sees it.
    #[derive(Clone, Debug)]
    pub struct TokenRow {
        /// Its id and key.
        pub id: Uuid,
        /// What it is for.
        pub name: String,
        /// What it may do, separated by spaces.
        pub scopes: String,
        /// Since when.
        pub created_at: Timestamp,
        /// When it ends.
        pub expires_at: Option<Timestamp>,
        /// When it was last used, to the minute.
        pub last_used_at: Option<Timestamp>,
        /// When it was revoked.
        pub revoked_at: Option<Timestamp>,
    }
}

/// Writes a token.
pub fn insert(tx: &mut Tx<'_>, new: &NewToken, now: Timestamp) -> Result<()> {
    let scopes: Vec<&str> = new.scopes.iter().map(Scope::as_str).collect();
    tx.exec(
        "INSERT INTO accounts_token (id, person_id, name, hash, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![new.id, new.person, new.name, new.secret.hash(), scopes.join(" "), now, new.expires_at],
    )?;
    Ok(())
}

/// A person's tokens, the latest first.
pub fn of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<TokenRow>> {
    tx.all(
        "SELECT id, name, scopes, created_at, expires_at, last_used_at, revoked_at FROM accounts_token
         WHERE person_id = $1 ORDER BY created_at DESC, id DESC LIMIT 200",
        params![person],
    )
}

/// How many of a person's tokens are good.
pub fn count(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<i64> {
    tx.one(
        "SELECT count(*) FROM accounts_token
         WHERE person_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
        params![person, now],
    )
}

/// Revokes a token of a person; its name, or none where there is no such living token.
pub fn revoke(tx: &mut Tx<'_>, person: Uuid, id: Uuid, now: Timestamp) -> Result<Option<String>> {
    tx.opt(
        "UPDATE accounts_token SET revoked_at = $3
         WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL RETURNING name",
        params![id, person, now],
    )
}

/// Revokes all tokens of a person; how many it were.
pub fn revoke_all(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<u64> {
    tx.exec(
        "UPDATE accounts_token SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL",
        params![person, now],
    )
}

/// Notes that a token was used.
pub fn used(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<()> {
    tx.exec("UPDATE accounts_token SET last_used_at = $2 WHERE id = $1", params![id, now])?;
    Ok(())
}
