//! Sessions and devices as kept.

use super::rules::{End, run_out};
use std::net::IpAddr;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

/// A session to begin.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Its id.
    pub id: Uuid,
    /// Hash of its secret.
    pub hash: &'a str,
    /// Whose it is.
    pub person: Uuid,
    /// On which device.
    pub device: Uuid,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// Whether it outlives the browser.
    pub lasting: bool,
    /// From where.
    pub ip: IpAddr,
    /// What the browser calls itself.
    pub agent: &'a str,
    /// Whether the second factor is still to come.
    pub second_factor_pending: bool,
}

/// Begins a session.
pub fn begin(tx: &mut Tx<'_>, new: &NewSession<'_>, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_session
             (id, hash, person_id, device_id, started_at, seen_at, expires_at, lasting, ip, agent,
              second_factor_pending, proved_at)
         VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $5)",
        params![
            new.id,
            new.hash,
            new.person,
            new.device,
            now,
            new.expires_at,
            new.lasting,
            new.ip.to_string(),
            new.agent,
            new.second_factor_pending
        ],
    )?;
    Ok(())
}

/// The ids of a person's open sessions, the oldest first, `except` left out.
pub fn open_of(tx: &mut Tx<'_>, person: Uuid, except: Option<Uuid>, now: Timestamp) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT id FROM accounts_session
         WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 AND id <> $3
         ORDER BY started_at, id",
        params![person, now, except.unwrap_or(Uuid::nil())],
    )
}

/// Ends a session of a person; false where it had ended or is somebody else's.
pub fn end(tx: &mut Tx<'_>, person: Uuid, id: Uuid, why: End, now: Timestamp) -> Result<bool> {
    let ended = tx.exec(
        "UPDATE accounts_session SET ended_at = $3, end_reason = $4
         WHERE id = $1 AND person_id = $2 AND ended_at IS NULL",
        params![id, person, now, why.code()],
    )?;
    Ok(ended == 1)
}

/// Ends all sessions of a person, `except` left out; how many it were.
pub fn end_all(tx: &mut Tx<'_>, person: Uuid, except: Option<Uuid>, why: End, now: Timestamp) -> Result<u64> {
    tx.exec(
        "UPDATE accounts_session SET ended_at = $3, end_reason = $4
         WHERE person_id = $1 AND ended_at IS NULL AND id <> $2",
        params![person, except.unwrap_or(Uuid::nil()), now, why.code()],
    )
}

/// Notes that a session was seen.
pub fn seen(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE accounts_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2 AND ended_at IS NULL",
        params![id, now],
    )?;
    Ok(())
}

/// Notes that the person proved who they are; with it the second factor was given.
pub fn proved(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE accounts_session SET proved_at = $2, second_factor_pending = $3 WHERE id = $1",
        params![id, now, false],
    )?;
    Ok(())
}

/// Lets a session's proof expire: the password is asked for again.
pub fn unprove(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE accounts_session SET proved_at = $2 WHERE id = $1",
        params![id, Timestamp::from_seconds(0)],
    )?;
    Ok(())
}

row! {
    /// What is left of a session that a browser still brings.
    #[derive(Clone, Debug)]
    pub struct Ending {
        /// Word of the reason, once it was written off.
        pub end_reason: Option<String>,
        /// When it was last seen.
        pub seen_at: Timestamp,
        /// When it ends at the latest.
        pub expires_at: Timestamp,
        /// Whether it outlives the browser.
        pub lasting: bool,
    }
}

impl Ending {
    /// Why it ended, or why it ran out though nobody has written it off yet.
    pub fn why(&self, idle: Span, now: Timestamp) -> Option<End> {
        match &self.end_reason {
            Some(word) => End::of(word),
            None => run_out(self.seen_at, self.expires_at, self.lasting, idle, now),
        }
    }
}

/// What is left of the session of this hash.
pub fn ending(tx: &mut Tx<'_>, hash: &str) -> Result<Option<Ending>> {
    tx.opt(
        "SELECT end_reason, seen_at, expires_at, lasting FROM accounts_session WHERE hash = $1",
        params![hash],
    )
}

/// On which device a session began.
pub fn device_of(tx: &mut Tx<'_>, session: Uuid) -> Result<Option<Uuid>> {
    tx.opt("SELECT device_id FROM accounts_session WHERE id = $1", params![session])
}

row! {
    /// A session as its owner and the security administrator see it.
    #[derive(Clone, Debug)]
    pub struct SessionRow {
        /// Its id.
        pub id: Uuid,
        /// Since when.
        pub started_at: Timestamp,
        /// When it was last seen, to the minute.
        pub seen_at: Timestamp,
        /// When it ends at the latest.
        pub expires_at: Timestamp,
        /// Whether it outlives the browser.
        pub lasting: bool,
        /// From where.
        pub ip: String,
        /// What the browser calls itself.
        pub agent: String,
    }
}

/// A person's open sessions, the latest seen first.
pub fn list(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<Vec<SessionRow>> {
    tx.all(
        "SELECT id, started_at, seen_at, expires_at, lasting, ip, agent FROM accounts_session
         WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2
         ORDER BY seen_at DESC, id DESC LIMIT 200",
        params![person, now],
    )
}

/// Ends sessions whose time is over; how many it were.
pub fn sweep(tx: &mut Tx<'_>, now: Timestamp, idle_since: Timestamp, limit: i64) -> Result<u64> {
    tx.exec(
        "UPDATE accounts_session
         SET ended_at = $1, end_reason = CASE WHEN expires_at <= $1 THEN 'expired' ELSE 'idle' END
         WHERE id IN (
             SELECT id FROM accounts_session
             WHERE ended_at IS NULL AND (expires_at <= $1 OR (seen_at <= $2 AND lasting = $3))
             ORDER BY id LIMIT $4)",
        params![now, idle_since, false, limit],
    )
}

/// Forgets sessions that ended before `before`, up to `limit`; how many it were.
pub fn purge(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<u64> {
    tx.exec(
        "DELETE FROM accounts_session
         WHERE id IN (SELECT id FROM accounts_session WHERE ended_at < $1 ORDER BY ended_at LIMIT $2)",
        params![before, limit],
    )
}

/// A device of a person, by the hash of its cookie.
pub fn device(tx: &mut Tx<'_>, person: Uuid, hash: &str) -> Result<Option<Uuid>> {
    tx.opt("SELECT id FROM accounts_device WHERE person_id = $1 AND hash = $2", params![person, hash])
}

/// How many devices of a person are known.
pub fn devices(tx: &mut Tx<'_>, person: Uuid) -> Result<i64> {
    tx.one("SELECT count(*) FROM accounts_device WHERE person_id = $1", params![person])
}

/// Remembers a device, or that it was seen again; a new count of failures begins on it.
pub fn know_device(
    tx: &mut Tx<'_>,
    id: Uuid,
    person: Uuid,
    hash: &str,
    agent: &str,
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_device (id, person_id, hash, agent, first_seen_at, last_seen_at)
         VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT (person_id, hash) DO UPDATE SET
             last_seen_at = excluded.last_seen_at, agent = excluded.agent, failures = 0, locked_until = NULL",
        params![id, person, hash, agent, now],
    )?;
    Ok(())
}

/// Forgets all devices of a person, so that each is new again.
pub fn forget_devices(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    tx.exec("DELETE FROM accounts_device WHERE person_id = $1", params![person])?;
    Ok(())
}

/// Forgets devices not seen since `before`, up to `limit`; how many it were.
pub fn purge_devices(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<u64> {
    tx.exec(
        "DELETE FROM accounts_device
         WHERE id IN (SELECT id FROM accounts_device WHERE last_seen_at < $1 ORDER BY id LIMIT $2)",
        params![before, limit],
    )
}
