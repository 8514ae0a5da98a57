//! Credentials as kept.

use crate::{
    person::rules::{Account, State},
    session::rules::{Count, Knock},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_i18n::Lang;

row! {
    /// An account with its credential, as the door needs it.
    #[derive(Clone, Debug)]
    pub struct Known {
        /// Whose it is.
        pub person: Uuid,
        /// The sign-in name.
        pub user_name: String,
        /// The name shown.
        pub name: String,
        /// The unit's path.
        pub unit_path: String,
        /// The mailbox.
        pub mail: Option<String>,
        /// Tag of the chosen language.
        pub lang: Option<String>,
        /// Code of the state.
        pub state: String,
        /// When a suspension ends.
        pub state_until: Option<Timestamp>,
        /// When the person left.
        pub left_at: Option<Timestamp>,
        /// Hash of the password.
        pub password_hash: Option<String>,
        /// MAC of the first password, until it was changed.
        pub initial_mac: Option<Vec<u8>>,
        /// When the first password expires.
        pub initial_expires_at: Option<Timestamp>,
        /// Whether the password has to be changed.
        pub must_change: bool,
        /// When it was last changed.
        pub changed_at: Option<Timestamp>,
        /// Failures in a row.
        pub failures: i64,
        /// Until when it is locked.
        pub locked_until: Option<Timestamp>,
        /// The secret of the second factor, sealed.
        pub totp_sealed: Option<Vec<u8>>,
        /// The last step whose code was taken.
        pub totp_step: Option<i64>,
        /// Since when there is a second factor.
        pub totp_since: Option<Timestamp>,
        /// MACs of unused recovery codes, as a JSON list.
        pub recovery_hashes: Option<String>,
        /// How many passkeys there are, those that open nothing counted.
        pub passkeys: i64,
    }
}

impl Known {
    /// Where the account stands.
    pub fn account(&self) -> Account {
        Account {
            state: self.state.parse().unwrap_or(State::Frozen),
            until: self.state_until,
            left: self.left_at.is_some(),
        }
    }

    /// What the rules of the door ask, on a device with a count of its own or on any other.
    pub fn knock(&self, device: Option<Count>) -> Knock {
        Knock {
            account: Some(self.account()),
            strangers: Count { failures: self.failures, locked_until: self.locked_until },
            device,
            initial_expires_at: self.initial_mac.as_ref().and(self.initial_expires_at),
            second_factor: self.second_factor(),
        }
    }

    /// Whether the password alone does not open the account. A passkey counts also where it cannot be used just now:
    /// else whoever reaches the program by another address would need none.
    pub fn second_factor(&self) -> bool {
        self.totp_since.is_some() || self.passkeys > 0
    }

    /// The language for mails to this person, where one was chosen.
    pub fn lang(&self) -> Option<Lang> {
        self.lang.as_deref().and_then(|tag| tag.parse().ok())
    }
}

macro_rules! known_sql {
    ($tail:literal) => {
        concat!(
            "SELECT p.id AS person, p.user_name, p.name, p.unit_path, p.mail, p.lang, p.state, p.state_until, p.left_at,
                    c.password_hash, c.initial_mac, c.initial_expires_at, c.must_change, c.changed_at,
                    c.failures, c.locked_until, c.totp_sealed, c.totp_step, c.totp_since, c.recovery_hashes,
                    (SELECT count(*) FROM accounts_passkey k WHERE k.person_id = p.id) AS passkeys
             FROM accounts_person p JOIN accounts_credential c ON c.person_id = p.id ",
            $tail
        )
    };
}

/// The account of a user name in lower case.
pub fn by_user(tx: &mut Tx<'_>, user_key: &str) -> Result<Option<Known>> {
    tx.opt(known_sql!("WHERE p.user_key = $1"), params![user_key])
}

/// The account of a person.
pub fn of(tx: &mut Tx<'_>, person: Uuid) -> Result<Option<Known>> {
    tx.opt(known_sql!("WHERE p.id = $1"), params![person])
}

/// The accounts that registered this mailbox.
pub fn by_mail(tx: &mut Tx<'_>, mail: &str) -> Result<Vec<Known>> {
    tx.all(known_sql!("WHERE lower(p.mail) = $1 ORDER BY p.id LIMIT 5"), params![mail.to_lowercase()])
}

/// Counts a failure, and locks.
pub fn failed(tx: &mut Tx<'_>, person: Uuid, failures: i64, locked_until: Option<Timestamp>) -> Result<()> {
    tx.exec(
        "UPDATE accounts_credential SET failures = $2, locked_until = $3 WHERE person_id = $1",
        params![person, failures, locked_until],
    )?;
    Ok(())
}

/// Begins a new count of strangers' failures and lifts their lock.
pub fn cleared(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE accounts_credential SET failures = 0, locked_until = NULL
         WHERE person_id = $1 AND (failures > 0 OR locked_until IS NOT NULL)",
        params![person],
    )?;
    Ok(())
}

/// Sets a password that was hashed before; the one before goes into the history.
pub fn set_password(tx: &mut Tx<'_>, id: Uuid, person: Uuid, hash: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_password_history (id, person_id, password_hash, at)
         SELECT $1, person_id, password_hash, $3 FROM accounts_credential
         WHERE person_id = $2 AND password_hash IS NOT NULL",
        params![id, person, now],
    )?;
    tx.exec(
        "UPDATE accounts_credential
         SET password_hash = $2, initial_mac = NULL, initial_sealed = NULL, initial_expires_at = NULL,
             must_change = $3, changed_at = $4, failures = 0, locked_until = NULL
         WHERE person_id = $1",
        params![person, hash, false, now],
    )?;
    Ok(())
}

/// Earlier passwords of a person, the latest first, without the present one.
pub fn history(tx: &mut Tx<'_>, person: Uuid, count: i64) -> Result<Vec<String>> {
    tx.all(
        "SELECT password_hash FROM accounts_password_history WHERE person_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
        params![person, count],
    )
}

/// Forgets earlier passwords beyond the `keep` latest.
pub fn trim_history(tx: &mut Tx<'_>, person: Uuid, keep: i64) -> Result<()> {
    tx.exec(
        "DELETE FROM accounts_password_history
         WHERE person_id = $1 AND id NOT IN (
             SELECT id FROM accounts_password_history WHERE person_id = $1 ORDER BY at DESC, id DESC LIMIT $2)",
        params![person, keep],
    )?;
    Ok(())
}

/// From now on the password has to be changed before anything else.
pub fn demand_change(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    tx.exec("UPDATE accounts_credential SET must_change = $2 WHERE person_id = $1", params![person, true])?;
    Ok(())
}

/// Switches the second factor on.
pub fn set_totp(
    tx: &mut Tx<'_>,
    person: Uuid,
    sealed: &[u8],
    step: i64,
    recovery: &str,
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "UPDATE accounts_credential
         SET totp_sealed = $2, totp_step = $3, recovery_hashes = $4, totp_since = $5
         WHERE person_id = $1",
        params![person, sealed, step, recovery, now],
    )?;
    Ok(())
}

/// Switches the authenticator off; false where there was none. Recovery codes go with the last second factor.
pub fn clear_totp(tx: &mut Tx<'_>, person: Uuid) -> Result<bool> {
    let off = tx.exec(
        "UPDATE accounts_credential
         SET totp_sealed = NULL, totp_step = NULL, totp_since = NULL
         WHERE person_id = $1 AND totp_since IS NOT NULL",
        params![person],
    )?;
    tidy_recovery(tx, person)?;
    Ok(off == 1)
}

/// Forgets the recovery codes of somebody who has no second factor any more.
pub fn tidy_recovery(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE accounts_credential SET recovery_hashes = NULL
         WHERE person_id = $1 AND totp_since IS NULL AND recovery_hashes IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM accounts_passkey WHERE person_id = $1)",
        params![person],
    )?;
    Ok(())
}

/// Notes that the code of a step was taken; false where a later one was taken meanwhile.
pub fn take_step(tx: &mut Tx<'_>, person: Uuid, step: i64) -> Result<bool> {
    let taken = tx.exec(
        "UPDATE accounts_credential SET totp_step = $2
         WHERE person_id = $1 AND totp_since IS NOT NULL AND (totp_step IS NULL OR totp_step < $2)",
        params![person, step],
    )?;
    Ok(taken == 1)
}

/// Replaces the recovery codes that are left.
pub fn set_recovery(tx: &mut Tx<'_>, person: Uuid, recovery: &str) -> Result<()> {
    tx.exec(
        "UPDATE accounts_credential SET recovery_hashes = $2
         WHERE person_id = $1
           AND (totp_since IS NOT NULL OR EXISTS (SELECT 1 FROM accounts_passkey WHERE person_id = $1))",
        params![person, recovery],
    )?;
    Ok(())
}

row! {
    /// A link by which a password may be set anew.
    #[derive(Clone, Debug)]
    pub struct Reset {
        /// Its id.
        pub id: Uuid,
        /// Whose password.
        pub person_id: Uuid,
    }
}

/// Keeps the hash of a link's secret.
pub fn add_reset(tx: &mut Tx<'_>, id: Uuid, person: Uuid, hash: &str, expires_at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_reset (id, person_id, hash, expires_at) VALUES ($1, $2, $3, $4)",
        params![id, person, hash, expires_at],
    )?;
    Ok(())
}

/// How many links of a person expire after `after`.
pub fn resets_since(tx: &mut Tx<'_>, person: Uuid, after: Timestamp) -> Result<i64> {
    tx.one(
        "SELECT count(*) FROM accounts_reset WHERE person_id = $1 AND expires_at > $2",
        params![person, after],
    )
}

/// The link of this hash, while it is good.
pub fn reset_link(tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<Reset>> {
    tx.opt(
        "SELECT id, person_id FROM accounts_reset WHERE hash = $1 AND used_at IS NULL AND expires_at > $2",
        params![hash, now],
    )
}

/// Spends all links of a person.
pub fn spend_resets(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE accounts_reset SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL",
        params![person, now],
    )?;
    Ok(())
}

/// Forgets links that expired before `before`.
pub fn purge_resets(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<u64> {
    tx.exec(
        "DELETE FROM accounts_reset WHERE id IN (SELECT id FROM accounts_reset WHERE expires_at < $1 LIMIT $2)",
        params![before, limit],
    )
}
