//! What holds of certificates, without a database: codes, numbers, validity, and whose address may stand in a QR code
//! (LRN-11).

use std::net::IpAddr;
use xingtan_clock::{Timestamp, Zone};

/// Signs of a code: no I, L, O, U, which are mistaken for others (Crockford's base 32).
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a code: 80 bits, which nobody guesses.
pub const CODE_SIGNS: usize = 16;

/// A code of ten random bytes.
pub fn code(random: [u8; 10]) -> String {
    let bits = random.iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    let sign = |at: usize| char::from(SIGNS[(bits >> (5 * (CODE_SIGNS - 1 - at))) as usize & 31]);
    (0..CODE_SIGNS).map(sign).collect()
}

/// A code as people read it: groups of four.
pub fn shown(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    signs.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A code as somebody typed it: blanks, dashes, small letters and signs that look alike are forgiven. None: it is no
/// code.
pub fn read_code(text: &str) -> Option<String> {
    let mut code = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '－')) {
        let c = match c {
            // Signs of full width, as Chinese input methods make them.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0)?,
            c => c,
        };
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let known = u8::try_from(c).is_ok_and(|byte| SIGNS.contains(&byte));
        if !known || code.len() == CODE_SIGNS {
            return None;
        }
        code.push(c);
    }
    (code.len() == CODE_SIGNS).then_some(code)
}

/// A number: prefix, year of issue, place in that year.
pub fn number(prefix: &str, year: i64, place: i64) -> String {
    format!("{prefix}-{year}-{place:06}")
}

/// Whether a text may stand before numbers: one to twelve letters, digits or dashes, a letter first.
pub fn is_prefix(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    text.len() <= 12 && text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(fits)
}

/// When a certificate ends that holds so many months: that day at 24:00, clamped to the month's last (RULINGS, "one
/// month"). None: it never ends.
pub fn expires(issued_at: Timestamp, months: i64, zone: &Zone) -> Option<Timestamp> {
    (months > 0).then(|| zone.months_after(issued_at, months))
}

/// Whether a certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Valid,
    /// Its time is over.
    Expired,
    /// Somebody withdrew it; that stands above its time.
    Revoked,
}

impl State {
    /// Whether one that ends and was withdrawn so holds now.
    pub fn of(expires_at: Option<Timestamp>, revoked_at: Option<Timestamp>, now: Timestamp) -> State {
        match (revoked_at, expires_at) {
            (Some(_), _) => State::Revoked,
            (None, Some(end)) if end <= now => State::Expired,
            _ => State::Valid,
        }
    }

    /// The word in lists, filters and programs.
    pub fn code(self) -> &'static str {
        match self {
            State::Valid => "valid",
            State::Expired => "expired",
            State::Revoked => "revoked",
        }
    }

    /// The Fluent key of its name.
    pub fn key(self) -> &'static str {
        match self {
            State::Valid => "learning-certificate-valid",
            State::Expired => "learning-certificate-expired",
            State::Revoked => "learning-certificate-revoked",
        }
    }

    /// The tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            State::Valid => "pine",
            State::Expired => "ochre",
            State::Revoked => "cinnabar",
        }
    }
}

/// The address of the check page that may stand on a certificate. A certificate is signed and kept: it must not lead
/// to wherever somebody's own request said this program were. So it is the configured address, else that of the
/// request where its host lies on this machine or in a private network, else none.
pub fn check_origin(configured: Option<&str>, of_request: &str) -> Option<String> {
    if let Some(url) = configured {
        return Some(url.trim_end_matches('/').to_owned());
    }
    let (_, rest) = of_request.split_once("://")?;
    let host = match rest.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => rest.split(':').next()?,
    };
    let near = match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private(),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local(),
        Err(_) => host == "localhost",
    };
    near.then(|| of_request.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xingtan_clock::Span;

    proptest! {
        #[test]
        fn a_code_is_read_however_it_was_typed(random in any::<[u8; 10]>(), small in any::<bool>(), gap in "[ -]{0,2}") {
            let code = code(random);
            prop_assert_eq!(code.len(), CODE_SIGNS);
            let typed = shown(&code).replace('-', &gap).replace('0', "o").replace('1', "l");
            let typed = if small { typed.to_lowercase() } else { typed };
            prop_assert_eq!(read_code(&typed), Some(code));
        }

        #[test]
        fn different_bytes_are_different_codes(a in any::<[u8; 10]>(), b in any::<[u8; 10]>()) {
            prop_assert_eq!(a == b, code(a) == code(b));
        }

        #[test]
        fn no_text_is_too_odd_to_be_no_code(text in "\\PC{0,40}") {
            if let Some(code) = read_code(&text) {
                prop_assert!(code.len() == CODE_SIGNS && code.bytes().all(|byte| SIGNS.contains(&byte)));
            }
        }

        #[test]
        fn a_certificate_ends_at_midnight_after_its_months_and_never_sooner(
            at in 1_500_000_000i64..4_000_000_000, months in 1i64..=600,
        ) {
            let zone = Zone::default();
            let issued = Timestamp::from_seconds(at);
            let end = expires(issued, months, &zone).unwrap();
            prop_assert!(end > issued + Span::of_days(28 * months - 1));
            prop_assert!(end < issued + Span::of_days(31 * months + 2));
            prop_assert_eq!(zone.start_of(zone.date(end)), end);
            prop_assert_eq!(State::of(Some(end), None, end - Span::of_seconds(1)), State::Valid);
            prop_assert_eq!(State::of(Some(end), None, end), State::Expired);
            prop_assert_eq!(State::of(Some(end), Some(issued), end), State::Revoked);
            if months == 1 {
                prop_assert_eq!(end, zone.one_month_after(issued));
            }
        }
    }

    #[test]
    fn without_months_it_never_ends() {
        assert_eq!(expires(Timestamp::from_seconds(0), 0, &Zone::default()), None);
        assert_eq!(State::of(None, None, Timestamp::from_seconds(i64::MAX / 2_000_000)), State::Valid);
    }

    #[test]
    fn numbers_grow_within_a_year() {
        assert_eq!(number("XT", 2026, 7), "XT-2026-000007");
        assert_eq!(number("XT", 2026, 1_234_567), "XT-2026-1234567");
        for (text, fits) in
            [("XT", true), ("A-1", true), ("", false), ("1X", false), ("xt", false), ("ABCDEFGHIJKLM", false)]
        {
            assert_eq!(is_prefix(text), fits, "{text}");
        }
    }

    #[test]
    fn a_request_from_outside_names_no_address() {
        let own = |origin: &str| check_origin(None, origin);
        for near in ["http://localhost:8080", "http://127.0.0.1:8080", "https://10.1.2.3", "http://[::1]:80"]
        {
            assert_eq!(own(near).as_deref(), Some(near));
        }
        for far in [
            "http://evil.example",
            "http://8.8.8.8",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "",
        ] {
            assert_eq!(own(far), None, "{far}");
        }
        let configured = check_origin(Some("https://learn.example/"), "http://evil.example");
        assert_eq!(configured.as_deref(), Some("https://learn.example"));
    }
}
