//! Thirty-two secret bytes, randomness, and comparison in constant time.

use rand::RngCore as _;
use std::fmt;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, ZeroizeOnDrop};

/// A key of 32 bytes. Wiped from memory when dropped; never shown by `Debug`.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Secret([u8; 32]);

impl Secret {
    pub(crate) fn random() -> Secret {
        Secret(random())
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Secret> {
        bytes.try_into().ok().map(Secret)
    }

    pub(crate) fn from_array(mut bytes: [u8; 32]) -> Secret {
        let secret = Secret(bytes);
        bytes.zeroize();
        secret
    }

    /// The bytes, for a cipher or a MAC.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Secret) -> bool {
        same(&self.0, &other.0)
    }
}

/// `N` random bytes from a cryptographic generator seeded by the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Whether two texts of bytes are equal, in a time that tells nothing of where they differ (their lengths are no
/// secret).
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}
