//! Encryption of single fields (GOV-10): XChaCha20-Poly1305, bound to the place where the field stands.

use crate::{KeyRing, Secret, Unsealable, random};
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead as _, KeyInit as _, Payload},
};
use xingtan_clock::Uuid;
use zeroize::Zeroizing;

/// Where a sealed field stands. What was sealed for one place does not open in another.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The table's name.
    pub table: &'a str,
    /// The column's name.
    pub column: &'a str,
    /// The row's id.
    pub row: Uuid,
}

/// Version of the envelope: `1`, key version (4 bytes, big end first), nonce (24), cipher text with tag (16).
const ENVELOPE: u8 = 1;
const HEAD: usize = 1 + 4 + 24;
const TAG: usize = 16;

impl KeyRing {
    /// Seals a field for its place with the newest key. Draws a random nonce, so call it outside the unit of work:
    /// a unit may run again.
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Vec<u8> {
        let (version, key) = self.server();
        let nonce: [u8; 24] = random();
        let mut sealed = Vec::with_capacity(HEAD + plain.len() + TAG);
        sealed.push(ENVELOPE);
        sealed.extend(version.to_be_bytes());
        sealed.extend(nonce);
        sealed.extend(encrypt(&key.for_use("field", place.table), &nonce, plain, &place.bytes()));
        sealed
    }

    /// Opens a sealed field of this place, by whichever version of the key sealed it. The text is wiped when
    /// dropped.
    ///
    /// # Errors
    /// When the bytes were not sealed here, for this place, by this ring.
    pub fn unseal(&self, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let version = key_version(sealed).ok_or(Unsealable::NotSealed)?;
        let key = self.server_version(version).ok_or(Unsealable::UnknownVersion(version))?;
        let nonce = sealed[5..HEAD].try_into().map_err(|_| Unsealable::NotSealed)?;
        decrypt(&key.for_use("field", place.table), &nonce, &sealed[HEAD..], &place.bytes())
            .map(Zeroizing::new)
            .ok_or(Unsealable::Altered)
    }

    /// [`KeyRing::unseal`] for fields that hold text.
    ///
    /// # Errors
    /// As there; [`Unsealable::NotSealed`] when the field holds no text.
    pub fn unseal_text(&self, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<String>, Unsealable> {
        let bytes = self.unseal(place, sealed)?;
        std::str::from_utf8(&bytes).map(|t| Zeroizing::new(t.to_owned())).map_err(|_| Unsealable::NotSealed)
    }

    /// Whether a field was sealed by an older version than the newest and should be sealed anew by the job that
    /// follows a rotation.
    pub fn is_stale(&self, sealed: &[u8]) -> bool {
        key_version(sealed).is_some_and(|version| version < self.server().0)
    }
}

impl Place<'_> {
    /// Each part with its length, so that no two places have the same bytes.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(16 + self.table.len() + self.column.len() + 16);
        for part in [self.table.as_bytes(), self.column.as_bytes(), self.row.as_bytes()] {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part);
        }
        bytes
    }
}

fn key_version(sealed: &[u8]) -> Option<u32> {
    match sealed {
        [ENVELOPE, a, b, c, d, rest @ ..] if rest.len() >= 24 + TAG => {
            Some(u32::from_be_bytes([*a, *b, *c, *d]))
        }
        _ => None,
    }
}

pub(crate) fn encrypt(key: &Secret, nonce: &[u8; 24], plain: &[u8], about: &[u8]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    #[expect(clippy::expect_used, reason = "it fails only beyond 256 GB")]
    cipher.encrypt(nonce.into(), Payload { msg: plain, aad: about }).expect("a text that fits in memory")
}

pub(crate) fn decrypt(key: &Secret, nonce: &[u8; 24], sealed: &[u8], about: &[u8]) -> Option<Vec<u8>> {
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    cipher.decrypt(nonce.into(), Payload { msg: sealed, aad: about }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HERE: Place<'_> = Place { table: "accounts_person", column: "document", row: Uuid::nil() };

    #[test]
    fn a_field_opens_only_in_its_own_place() {
        let ring = KeyRing::in_memory();
        let sealed = ring.seal(HERE, "110101199003078515".as_bytes());
        assert_eq!(*ring.unseal_text(HERE, &sealed).unwrap(), "110101199003078515");
        for place in [
            Place { table: "accounts_perso", ..HERE },
            Place { column: "mobile", ..HERE },
            Place { row: Uuid::max(), ..HERE },
            Place { table: "accounts_persond", column: "ocument", ..HERE },
        ] {
            assert_eq!(ring.unseal(place, &sealed), Err(Unsealable::Altered));
        }
        assert_eq!(KeyRing::in_memory().unseal(HERE, &sealed), Err(Unsealable::Altered));
    }

    #[test]
    fn old_versions_still_open_after_a_rotation_and_are_known_as_stale() {
        let ring = KeyRing::in_memory();
        let old = ring.seal(HERE, b"old");
        ring.rotate_server_key().unwrap();
        let new = ring.seal(HERE, b"new");
        assert_eq!(**ring.unseal(HERE, &old).unwrap(), *b"old");
        assert!(ring.is_stale(&old) && !ring.is_stale(&new));
    }

    proptest! {
        #[test]
        fn whatever_is_sealed_opens_and_no_changed_byte_does(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8) {
            let ring = KeyRing::in_memory();
            let mut sealed = ring.seal(HERE, &plain);
            prop_assert_eq!(&**ring.unseal(HERE, &sealed).unwrap(), &plain);
            let at = at.index(sealed.len());
            sealed[at] ^= 1u8 << bit;
            prop_assert!(ring.unseal(HERE, &sealed).is_err());
        }

        #[test]
        fn any_bytes_are_refused_without_a_panic(bytes: Vec<u8>) {
            prop_assert!(KeyRing::in_memory().unseal(HERE, &bytes).is_err());
        }
    }
}
