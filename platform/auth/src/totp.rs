//! Time-based one-time passwords (RFC 6238) as second factor (ACC-7).

use totp_rs::{Builder, Secret, Totp};
use xingtan_clock::Timestamp;

/// A fresh secret: 160 random bits (RFC 4226 section 4).
pub fn new_secret() -> [u8; 20] {
    rand::random()
}

fn totp(secret: &[u8], account: &str, issuer: &str) -> Option<Totp> {
    Builder::new()
        .with_secret(Secret::from(secret.to_vec()))
        .with_account_name(account)
        .with_issuer(Some(issuer.replace(':', " ")))
        .build()
        .ok()
}

/// The `otpauth://` address for a QR code.
pub fn address(secret: &[u8], account: &str, issuer: &str) -> Option<String> {
    totp(secret, &account.replace(':', " "), issuer)?.to_url().ok()
}

/// The secret in base 32, for typing in.
pub fn readable(secret: &[u8]) -> String {
    Secret::from(secret.to_vec()).to_base32()
}

/// The step a code belongs to, if it is right at `now` (one step either way) and later than `last_step`:
/// a code is good once (RFC 6238 section 5.2).
pub fn check(secret: &[u8], code: &str, now: Timestamp, last_step: Option<i64>) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let step = totp(secret, "account", "issuer")?.check(&digits, now.seconds().max(0) as u64)? as i64;
    (last_step.is_none_or(|last| step > last)).then_some(step)
}

/// The code at a moment; for tests and for showing how a code looks.
pub fn code(secret: &[u8], now: Timestamp) -> Option<String> {
    Some(totp(secret, "account", "issuer")?.generate(now.seconds().max(0) as u64).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_clock::Span;

    #[test]
    fn a_code_is_good_once_and_for_a_minute_at_most() {
        let (secret, now) = (new_secret(), Timestamp::from_seconds(1_790_000_000));
        let code = code(&secret, now).unwrap();
        let step = check(&secret, &code, now, None).unwrap();
        assert_eq!(check(&secret, &code, now, Some(step)), None);
        assert_eq!(check(&secret, &code, now + Span::of_seconds(120), None), None);
        assert_eq!(check(&secret, "12345x", now, None), None);
    }
}
