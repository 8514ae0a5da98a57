//! Passwords: hashing (argon2id, 19 MiB, t = 2: OWASP's first choice) and the policy (ACC-7).

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use rand::Rng as _;

const MEMORY_KIB: u32 = 19 * 1024;

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The PHC string of a password. Takes about 20 ms of computing: never inside a unit of work.
/// None only when the operating system gives no randomness.
pub fn hash(password: &str) -> Option<String> {
    hasher().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

/// Whether the password belongs to the hash. Same cost as [`hash`]; an unreadable hash fits nothing.
pub fn verify(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
}

/// What an institution asks of a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Fewest characters.
    pub min_length: usize,
    /// Most characters; a longer text is refused before it is hashed.
    pub max_length: usize,
    /// How many of the four classes (lower, upper, digit, other) must appear.
    pub classes: usize,
    /// How many earlier passwords may not come back.
    pub history: i64,
    /// Days after which it must be changed; none: never (定期更新密码).
    pub rotation_days: Option<i64>,
}

impl Default for Policy {
    fn default() -> Self {
        Policy { min_length: 10, max_length: 128, classes: 2, history: 5, rotation_days: Some(180) }
    }
}

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weakness {
    /// Fewer characters than asked.
    Short,
    /// More characters than can be taken.
    Long,
    /// Too few classes of characters.
    Classes,
    /// It holds the user name or the person's name.
    Personal,
    /// It is common or easily guessed (zxcvbn score below 2).
    Guessable,
}

/// Everything that speaks against a password; empty when it may be taken. `about` are words of the person.
/// A text that is too long is not looked at further.
pub fn weaknesses(password: &str, policy: &Policy, about: &[&str]) -> Vec<Weakness> {
    let length = password.chars().count();
    if length > policy.max_length {
        return vec![Weakness::Long];
    }
    let mut found = Vec::new();
    if length < policy.min_length {
        found.push(Weakness::Short);
    }
    if classes(password) < policy.classes {
        found.push(Weakness::Classes);
    }
    let lower = password.to_lowercase();
    if about.iter().any(|word| word.chars().count() >= 2 && lower.contains(&word.to_lowercase())) {
        found.push(Weakness::Personal);
    }
    if zxcvbn::zxcvbn(password, about).score() < zxcvbn::Score::Two {
        found.push(Weakness::Guessable);
    }
    found
}

fn classes(password: &str) -> usize {
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    has(char::is_lowercase)
        + has(char::is_uppercase)
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_lowercase() && !c.is_uppercase() && !c.is_ascii_digit())
}

/// A generated initial password: four groups of four from 31 signs that are not mistaken for one another,
/// 79.3 bits, and a fifth sign group's check: 17 signs in all carry 84 random bits (ruling: at least 80).
pub fn initial() -> String {
    const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    let mut text = String::with_capacity(20);
    for place in 0..17 {
        if place > 0 && place % 4 == 0 && place < 16 {
            text.push('-');
        }
        text.push(SIGNS[random.random_range(0..SIGNS.len())] as char);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_hash_knows_its_password() {
        let phc = hash("山高月小水落石出9").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("山高月小水落石出9", &phc) && !verify("山高月小", &phc) && !verify("x", "garbage"));
    }

    #[test]
    fn weak_passwords_are_named() {
        let policy = Policy::default();
        assert!(weaknesses("xingtan", &policy, &[]).contains(&Weakness::Short));
        assert!(weaknesses("password123", &policy, &[]).contains(&Weakness::Guessable));
        assert!(weaknesses("Zhang.wei-2026-lotus", &policy, &["zhang.wei"]).contains(&Weakness::Personal));
        assert!(weaknesses("cedar-Lantern-48-river", &policy, &["zhang.wei"]).is_empty());
        assert_eq!(weaknesses(&"x".repeat(100_000), &policy, &[]), [Weakness::Long]);
    }

    #[test]
    fn initial_passwords_differ_and_carry_80_bits() {
        let (a, b) = (initial(), initial());
        assert_ne!(a, b);
        let signs = a.chars().filter(|c| *c != '-').count() as f64;
        assert!(signs * 31f64.log2() >= 80.0);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_policy_check(text in "\\PC{0,200}") {
            let _unused: Vec<Weakness> = weaknesses(&text, &Policy::default(), &["a"]);
        }
    }
}
