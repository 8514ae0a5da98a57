//! Bearer secrets: `xt_` and 32 random bytes. Only their hash is kept.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use std::fmt;
use zeroize::ZeroizeOnDrop;

const PREFIX: &str = "xt_";
const LENGTH: usize = 3 + 43;

/// A bearer secret: session cookie, API token, link in a mail. Shown once, never kept; `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct Token(String);

impl Token {
    /// A new token with 256 random bits.
    #[expect(clippy::new_without_default, reason = "a default that is random would surprise")]
    pub fn new() -> Token {
        Token(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(crate::random::<32>())))
    }

    /// A token as somebody presents it; `None` when the text has not the form of one, so that no look-up is spent.
    pub fn parse(text: &str) -> Option<Token> {
        let sign = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let right = text.len() == LENGTH && text.starts_with(PREFIX) && text.bytes().all(sign);
        right.then(|| Token(text.to_owned()))
    }

    /// The secret itself, to be shown or sent once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept and looked up: [`hash_of`] the text. The token has 256 random bits, so a fast hash suffices.
    pub fn hash(&self) -> String {
        hash_of(self.0.as_bytes())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(xt_…)")
    }
}

/// SHA-256 in 64 small hexadecimal signs.
pub fn hash_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_hashes_alike() {
        let token = Token::new();
        let presented = Token::parse(token.reveal()).unwrap();
        assert_eq!(presented.hash(), token.hash());
        assert_eq!(token.hash().len(), 64);
        assert_ne!(Token::new(), token);
        assert_eq!(format!("{token:?}"), "Token(xt_…)");
    }

    #[test]
    fn what_has_not_the_form_of_a_token_is_refused() {
        for text in [
            "",
            "xt_",
            "xt_short",
            &"x".repeat(46),
            &format!("xt_{}", "é".repeat(21)),
            &format!("xt_{}.", "a".repeat(42)),
        ] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }
}
