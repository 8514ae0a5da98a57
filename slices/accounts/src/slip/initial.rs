//! First passwords: generated, kept as HMAC until first use, sealed for one printing (DESIGN, rulings, "Passwords").

use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_keys::{KeyRing, Mac, Place};
use zeroize::Zeroizing;

/// A generated password is good for so long.
const GOOD_FOR: Span = Span::of_days(14);

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

/// How a generated password reaches its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// On a slip that is printed once.
    Slip,
    /// By mail.
    Mail,
}

/// A generated password.
#[derive(Clone)]
pub struct Initial {
    /// Its HMAC under the server key, for `accounts_credential.initial_mac`.
    pub mac: Vec<u8>,
    /// Itself, sealed for `accounts_credential.initial_sealed` until its slip was printed; none where it is mailed.
    pub sealed: Option<Vec<u8>>,
    /// When it expires unused.
    pub expires_at: Timestamp,
    /// Itself, for the mail alone.
    password: Option<Zeroizing<String>>,
}

impl std::fmt::Debug for Initial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Initial").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Initial {
    /// Generates a password of at least 80 random bits. Takes microseconds; outside units, since it is random.
    pub fn generate(keys: &KeyRing, person: Uuid, delivery: Delivery, now: Timestamp) -> Initial {
        let password = Zeroizing::new(xingtan_auth::password::initial());
        Initial {
            mac: keys.hmac(PURPOSE, &bound(person, &password)).to_string().into_bytes(),
            sealed: (delivery == Delivery::Slip).then(|| keys.seal(place(person), password.as_bytes())),
            expires_at: now + GOOD_FOR,
            password: (delivery == Delivery::Mail).then_some(password),
        }
    }

    /// The password for its mail; none where it goes on a slip.
    pub fn mailed(&self) -> Option<&str> {
        self.password.as_ref().map(|password| password.as_str())
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
        let initial = Initial::generate(&keys, lin, Delivery::Slip, now);
        let sealed = initial.sealed.clone().unwrap();
        let plain = unseal(&keys, lin, &sealed).unwrap();
        assert!(is_initial(&keys, lin, &plain, &initial.mac));
        assert!(is_initial(&keys, lin, &plain.to_uppercase().replace('-', " "), &initial.mac));
        assert!(!is_initial(&keys, other, &plain, &initial.mac));
        assert!(!is_initial(&keys, lin, &plain[1..], &initial.mac));
        assert!(!is_initial(&keys, lin, "", &initial.mac));
        assert_eq!(unseal(&keys, other, &sealed), None);
        assert_eq!(initial.mailed(), None);
        let mailed = Initial::generate(&keys, lin, Delivery::Mail, now);
        assert!(mailed.sealed.is_none() && is_initial(&keys, lin, mailed.mailed().unwrap(), &mailed.mac));
        assert!(!format!("{mailed:?}").contains(mailed.mailed().unwrap()));
    }
}
