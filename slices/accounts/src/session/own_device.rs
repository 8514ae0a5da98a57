//! Devices from which a person signs in: each has a count of failures of its own, so that nobody locks somebody else
//! out by wrong passwords from elsewhere (ACC-5, ACC-7).
//!
//! A device is told by the hash of its cookie's secret, 256 random bits: who does not hold the cookie is a stranger.
//! It counts on its own only for the person who signed in on it, only while it has signed in with the present password,
//! and only while it is one of the person's latest few (`accounts.lockout.devices`). So whoever stole cookies has, with
//! the guesses of strangers, at most `failures × (1 + devices)` guesses until a lock runs out, and a changed password
//! makes a stranger of whoever does not know it.

use super::{arrival::Arrival, rules::Count};
use crate::{credential::store as credentials, credential::store::Known, parameters};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_settings::Settings;

row! {
    /// A device with a count of its own.
    #[derive(Clone, Copy, Debug)]
    pub struct OwnDevice {
        /// Its id.
        pub id: Uuid,
        /// Failures in a row on it.
        pub failures: i64,
        /// Until when it is locked for this person.
        pub locked_until: Option<Timestamp>,
    }
}

impl OwnDevice {
    /// Its count.
    pub fn count(&self) -> Count {
        Count { failures: self.failures, locked_until: self.locked_until }
    }
}

macro_rules! own_sql {
    ($which:literal) => {
        concat!(
            "SELECT d.id, d.failures, d.locked_until
             FROM accounts_device d JOIN accounts_credential c ON c.person_id = d.person_id
             WHERE d.person_id = $1 AND ",
            $which,
            " AND d.last_seen_at >= c.changed_at
               AND d.id IN (SELECT id FROM accounts_device WHERE person_id = $1
                            ORDER BY last_seen_at DESC, id DESC LIMIT $3)"
        )
    };
}

/// The device of this cookie, if it counts on its own for the person. A name that belongs to nobody asks with nobody's
/// id, so that it costs the same.
///
/// # Errors
/// Those of the database.
pub fn by_cookie(tx: &mut Tx<'_>, person: Option<Uuid>, arrival: &Arrival) -> Result<Option<OwnDevice>> {
    let person = person.unwrap_or(Uuid::nil());
    tx.opt(own_sql!("d.hash = $2"), params![person, arrival.device_hash, most(&arrival.settings)])
}

/// The device on which a session began, if it counts on its own.
///
/// # Errors
/// Those of the database.
pub fn of_session(
    tx: &mut Tx<'_>,
    person: Uuid,
    session: Uuid,
    settings: &Settings,
) -> Result<Option<OwnDevice>> {
    tx.opt(
        own_sql!("d.id = (SELECT device_id FROM accounts_session WHERE id = $2)"),
        params![person, session, most(settings)],
    )
}

fn most(settings: &Settings) -> i64 {
    settings.int(&parameters::LOCKOUT_DEVICES)
}

/// What decides over a try at an account that exists: the count of this device or that of strangers.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// The device, where it counts on its own.
    pub device: Option<OwnDevice>,
    strangers: Count,
}

impl Counted {
    /// At an account, on a device of its owner or on any other.
    pub fn new(known: &Known, device: Option<OwnDevice>) -> Counted {
        let strangers = Count { failures: known.failures, locked_until: known.locked_until };
        Counted { device, strangers }
    }

    /// The count.
    pub fn count(&self) -> Count {
        self.device.map_or(self.strangers, |device| device.count())
    }

    /// Failures that whoever comes in is told of: those of strangers, too.
    pub fn to_tell(self, now: Timestamp) -> i64 {
        let own = self.device.map_or(0, |device| device.count().to_tell(now));
        self.strangers.to_tell(now).saturating_add(own)
    }

    /// Keeps one more failure, and the lock that it led to.
    ///
    /// # Errors
    /// Those of the database.
    pub fn failed(&self, tx: &mut Tx<'_>, person: Uuid, locked_until: Option<Timestamp>) -> Result<()> {
        let failures = self.count().in_force().saturating_add(1);
        match self.device {
            None => credentials::failed(tx, person, failures, locked_until),
            Some(device) => {
                tx.exec(
                    "UPDATE accounts_device SET failures = $2, locked_until = $3 WHERE id = $1",
                    params![device.id, failures, locked_until],
                )?;
                Ok(())
            }
        }
    }
}

/// Begins new counts on all devices of a person.
///
/// # Errors
/// Those of the database.
pub fn cleared(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE accounts_device SET failures = 0, locked_until = NULL
         WHERE person_id = $1 AND (failures > 0 OR locked_until IS NOT NULL)",
        params![person],
    )?;
    Ok(())
}

/// The device of a session has proved the password that is new from now on.
///
/// # Errors
/// Those of the database.
pub fn proved(tx: &mut Tx<'_>, session: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE accounts_device SET last_seen_at = $2, failures = 0, locked_until = NULL
         WHERE id = (SELECT device_id FROM accounts_session WHERE id = $1)",
        params![session, now],
    )?;
    Ok(())
}
