//! Recovery codes: ten, shown once, each good for one sign-in without the authenticator (ACC-7).

use xingtan_clock::Uuid;
use xingtan_keys::{KeyRing, Mac, random};

const PURPOSE: &str = "accounts.recovery-code";
const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const COUNT: usize = 10;
const LENGTH: usize = 10;

/// Fresh codes and what is kept of them.
#[derive(Clone, Debug)]
pub struct Codes {
    /// As shown once: two groups of five signs, 49 random bits.
    pub shown: Vec<String>,
    /// Their MACs as a JSON list, for `accounts_credential.recovery_hashes`.
    pub kept: String,
}

/// Makes codes for a person; outside units, since they are random.
pub fn fresh(keys: &KeyRing, person: Uuid) -> Codes {
    let shown: Vec<String> = (0..COUNT).map(|_| code()).collect();
    let macs: Vec<String> =
        shown.iter().map(|code| keys.hmac(PURPOSE, &bound(person, code)).to_string()).collect();
    Codes { shown, kept: serde_json::json!(macs).to_string() }
}

/// What is left after a code was used; none when it is no code of this person, or was used before.
pub fn spend(keys: &KeyRing, person: Uuid, kept: &str, typed: &str) -> Option<String> {
    let macs: Vec<String> = serde_json::from_str(kept).ok()?;
    let bytes = bound(person, typed);
    let is_it = |mac: &String| mac.parse::<Mac>().is_ok_and(|mac| keys.is_hmac(PURPOSE, &bytes, &mac));
    let at = macs.iter().position(is_it)?;
    let left: Vec<&String> = macs.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, mac)| mac).collect();
    Some(serde_json::json!(left).to_string())
}

/// How many codes are left.
pub fn left(kept: Option<&str>) -> usize {
    kept.and_then(|kept| serde_json::from_str::<Vec<String>>(kept).ok()).map_or(0, |macs| macs.len())
}

/// Whether a text looks like a recovery code rather than six digits.
pub fn looks_like(typed: &str) -> bool {
    signs(typed).count() == LENGTH
}

fn code() -> String {
    let mut text = String::with_capacity(LENGTH + 1);
    for place in 0..LENGTH {
        if place == LENGTH / 2 {
            text.push('-');
        }
        // Four bytes each: the remainder's bias is below one in a hundred million.
        let at = u32::from_be_bytes(random::<4>()) as usize % SIGNS.len();
        text.push(char::from(SIGNS[at]));
    }
    text
}

fn signs(typed: &str) -> impl Iterator<Item = u8> {
    typed.bytes().filter(u8::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase())
}

fn bound(person: Uuid, code: &str) -> Vec<u8> {
    let mut bytes = person.as_bytes().to_vec();
    bytes.extend(signs(code));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_good_once_and_for_its_person() {
        let (keys, lin, other) = (KeyRing::in_memory(), Uuid::from_u128(1), Uuid::from_u128(2));
        let codes = fresh(&keys, lin);
        assert_eq!(left(Some(&codes.kept)), 10);
        let typed = codes.shown[3].to_uppercase().replace('-', " ");
        assert!(looks_like(&typed));
        assert_eq!(spend(&keys, other, &codes.kept, &typed), None);
        let rest = spend(&keys, lin, &codes.kept, &typed).unwrap();
        assert_eq!(left(Some(&rest)), 9);
        assert_eq!(spend(&keys, lin, &rest, &typed), None);
        assert_eq!(spend(&keys, lin, "not json", &typed), None);
    }
}
