//! Message authentication codes: look-up of what must not be readable (identity numbers), and proof that the
//! server itself wrote something.

use crate::{KeyRing, folder::KeyKind, ring::hmac_sha256, same};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{fmt, str::FromStr};

/// A MAC with the version of the key that made it. As text `VERSION.BASE64`, fit for a text column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mac {
    version: u32,
    code: [u8; 32],
}

impl Mac {
    /// The 32 bytes of the code.
    pub fn code(&self) -> &[u8; 32] {
        &self.code
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.version, URL_SAFE_NO_PAD.encode(self.code))
    }
}

/// The text is no MAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAMac;

impl FromStr for Mac {
    type Err = NotAMac;
    fn from_str(text: &str) -> Result<Mac, NotAMac> {
        let (version, code) = text.split_once('.').ok_or(NotAMac)?;
        let code = URL_SAFE_NO_PAD.decode(code).map_err(|_| NotAMac)?;
        Ok(Mac {
            version: version.parse().map_err(|_| NotAMac)?,
            code: code.try_into().map_err(|_| NotAMac)?,
        })
    }
}

impl KeyRing {
    /// The MAC of `data` for one purpose (`accounts.initial-password`) by the newest key. Equal data has equal MACs
    /// within a purpose and a key version.
    pub fn hmac(&self, purpose: &str, data: &[u8]) -> Mac {
        let (version, key) = self.server();
        Mac { version, code: hmac_sha256(&key.for_use("mac", purpose), &[data]) }
    }

    /// The MACs of `data` by all versions of the key, newest first: to look up what may have been kept before a
    /// rotation.
    pub fn hmacs(&self, purpose: &str, data: &[u8]) -> Vec<Mac> {
        let versions = self.all();
        let versions = versions.keys().rev().filter(|(kind, _)| *kind == KeyKind::Server);
        versions.filter_map(|(_, version)| self.hmac_by(*version, purpose, data)).collect()
    }

    /// Whether `mac` is the MAC of `data`, by the version it was made with. In constant time.
    pub fn is_hmac(&self, purpose: &str, data: &[u8], mac: &Mac) -> bool {
        self.hmac_by(mac.version, purpose, data).is_some_and(|right| same(&right.code, &mac.code))
    }

    fn hmac_by(&self, version: u32, purpose: &str, data: &[u8]) -> Option<Mac> {
        let key = self.server_version(version)?;
        Some(Mac { version, code: hmac_sha256(&key.for_use("mac", purpose), &[data]) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_and_rings_have_macs_of_their_own() {
        let ring = KeyRing::in_memory();
        let mac = ring.hmac("a", b"data");
        assert_eq!(mac, ring.hmac("a", b"data"));
        assert_ne!(mac.code(), ring.hmac("b", b"data").code());
        assert_ne!(mac.code(), KeyRing::in_memory().hmac("a", b"data").code());
        assert!(!ring.is_hmac("a", b"other", &mac));
        assert_eq!(mac.to_string().parse(), Ok(mac));
        assert_eq!("1.short".parse::<Mac>(), Err(NotAMac));
    }

    #[test]
    fn a_mac_from_before_a_rotation_is_still_found_and_proved() {
        let ring = KeyRing::in_memory();
        let old = ring.hmac("a", b"data");
        assert_eq!(ring.rotate_server_key().unwrap(), 2);
        assert_ne!(ring.hmac("a", b"data"), old);
        assert_eq!(ring.hmacs("a", b"data"), [ring.hmac("a", b"data"), old]);
        assert!(ring.is_hmac("a", b"data", &old));
    }
}
