//! The secret of the second factor, sealed for its row.

use super::store::Known;
use xingtan_auth::totp;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_keys::{KeyRing, Place};

fn place(person: Uuid) -> Place<'static> {
    Place { table: "accounts_credential", column: "totp_sealed", row: person }
}

/// Seals a secret; outside units.
pub fn seal(keys: &KeyRing, person: Uuid, secret: &[u8]) -> Vec<u8> {
    keys.seal(place(person), secret)
}

/// The secret as it was sealed for this person.
pub fn unseal(keys: &KeyRing, person: Uuid, sealed: &[u8]) -> Option<Vec<u8>> {
    keys.unseal(place(person), sealed).ok().map(|secret| secret.to_vec())
}

/// The step of a right code; none when the code is wrong, was taken before, or there is no second factor.
pub fn step(keys: &KeyRing, known: &Known, code: &str, now: Timestamp) -> Option<i64> {
    let secret = unseal(keys, known.person, known.totp_sealed.as_deref()?)?;
    totp::check(&secret, code, now, known.totp_step)
}
