//! First passwords: generated, kept as HMAC until first use, sealed for one printing (DESIGN, rulings, "Passwords").

use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_keys::{KeyRing, Mac, Place};

/// A generated password is good for so long.
pub const GOOD_FOR: Span = Span::of_days(14);

const PURPOSE: &str = "accounts.initial-password";

/// By what a person first signs in.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A generated password.
    Initial(Initial),
    /// A password that was given in a file and hashed before the unit of work; it has to be changed at once.
    Given(String),
    /// A password that is kept: demo people, the first administrator.
    Kept(String),
}

/// A generated password as kept.
#[derive(Clone, Debug)]
pub struct Initial {
    /// Its HMAC under the server key, for `accounts_credential.initial_mac`.
    pub mac: Vec<u8>,
    /// Itself, sealed for `accounts_credential.initial_sealed`, until its slip or mail was made.
    pub sealed: Vec<u8>,
    /// When it expires unused.
    pub expires_at: Timestamp,
}

impl Initial {
    /// Generates a password of at least 80 random bits. Takes microseconds; outside units, since it is random.
    pub fn generate(keys: &KeyRing, person: Uuid, now: Timestamp) -> Initial {
        Initial::of(keys, person, &xingtan_auth::password::initial(), now)
    }

    fn of(keys: &KeyRing, person: Uuid, password: &str, now: Timestamp) -> Initial {
        Initial {
            mac: keys.hmac(PURPOSE, &bound(person, password)).to_string().into_bytes(),
            sealed: keys.seal(place(person), password.as_bytes()),
            expires_at: now + GOOD_FOR,
        }
    }
}

/// Whether `typed` is the generated password of which `mac` was kept. Letters are taken in either case and the
/// dashes may be left out: slips are typed by hand.
pub fn is_initial(keys: &KeyRing, person: Uuid, typed: &str, mac: &[u8]) -> bool {
    let mac: Option<Mac> = std::str::from_utf8(mac).ok().and_then(|text| text.parse().ok());
    mac.is_some_and(|mac| keys.is_hmac(PURPOSE, &bound(person, typed), &mac))
}

/// The generated password of a person as it was sealed; none where it was not sealed for this person.
pub fn unseal(keys: &KeyRing, person: Uuid, sealed: &[u8]) -> Option<String> {
    keys.unseal_text(place(person), sealed).ok().map(|text| text.to_string())
}

fn place(person: Uuid) -> Place<'static> {
    Place { table: "accounts_credential", column: "initial_sealed", row: person }
}

fn bound(person: Uuid, password: &str) -> Vec<u8> {
    let signs = password.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase());
    let mut bytes = person.as_bytes().to_vec();
    bytes.extend(signs.map(|c| c as u8));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_password_is_known_again_only_for_its_person() {
        let (keys, now) = (KeyRing::in_memory(), Timestamp::from_seconds(1_790_000_000));
        let (lin, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let initial = Initial::generate(&keys, lin, now);
        let plain = unseal(&keys, lin, &initial.sealed).unwrap();
        assert!(is_initial(&keys, lin, &plain, &initial.mac));
        assert!(is_initial(&keys, lin, &plain.to_uppercase().replace('-', " "), &initial.mac));
        assert!(!is_initial(&keys, other, &plain, &initial.mac));
        assert!(!is_initial(&keys, lin, &plain[1..], &initial.mac));
        assert!(!is_initial(&keys, lin, "", &initial.mac));
        assert_eq!(unseal(&keys, other, &initial.sealed), None);
    }
}
