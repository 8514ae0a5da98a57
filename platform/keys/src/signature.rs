//! Ed25519 signatures over heads of the audit trail (GOV-9). The key never enters the database, so that who can
//! rewrite the database cannot sign what he wrote.

use crate::{KeyRing, folder::KeyKind};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use std::{fmt, str::FromStr};

/// A signature with the version of the key that made it. As text `VERSION.BASE64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    version: u32,
    bytes: [u8; 64],
}

/// A public key with its version, to be kept elsewhere by an auditor. As text `VERSION.BASE64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey {
    version: u32,
    bytes: [u8; 32],
}

/// The text is no signature or public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASignature;

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.version, URL_SAFE_NO_PAD.encode(self.bytes))
    }
}

impl FromStr for Signature {
    type Err = NotASignature;
    fn from_str(text: &str) -> Result<Signature, NotASignature> {
        let (version, bytes) = versioned(text)?;
        Ok(Signature { version, bytes: bytes.try_into().map_err(|_| NotASignature)? })
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.version, URL_SAFE_NO_PAD.encode(self.bytes))
    }
}

impl FromStr for PublicKey {
    type Err = NotASignature;
    fn from_str(text: &str) -> Result<PublicKey, NotASignature> {
        let (version, bytes) = versioned(text)?;
        Ok(PublicKey { version, bytes: bytes.try_into().map_err(|_| NotASignature)? })
    }
}

impl PublicKey {
    /// Whether this key signed `data`.
    pub fn verifies(&self, data: &[u8], signature: &Signature) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.bytes) else { return false };
        signature.version == self.version
            && key.verify_strict(data, &ed25519_dalek::Signature::from_bytes(&signature.bytes)).is_ok()
    }
}

impl KeyRing {
    /// Signs with the newest audit key. The same data gives the same signature.
    pub fn sign(&self, data: &[u8]) -> Signature {
        #[expect(clippy::expect_used, reason = "no ring is made without an audit key")]
        let (version, seed) = self.newest(KeyKind::Audit).expect("a ring has an audit key");
        Signature { version, bytes: SigningKey::from_bytes(seed.expose()).sign(data).to_bytes() }
    }

    /// Whether this ring signed `data`, with any version of its audit key.
    pub fn signed(&self, data: &[u8], signature: &Signature) -> bool {
        let seed = self.version_or_reload(KeyKind::Audit, signature.version);
        seed.is_some_and(|seed| public(signature.version, seed.expose()).verifies(data, signature))
    }

    /// The public halves of all audit keys, oldest first.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        let all = self.all();
        let audit = all.iter().filter(|((kind, _), _)| *kind == KeyKind::Audit);
        audit.map(|((_, version), seed)| public(*version, seed.expose())).collect()
    }
}

fn public(version: u32, seed: &[u8; 32]) -> PublicKey {
    PublicKey { version, bytes: SigningKey::from_bytes(seed).verifying_key().to_bytes() }
}

fn versioned(text: &str) -> Result<(u32, Vec<u8>), NotASignature> {
    let (version, bytes) = text.split_once('.').ok_or(NotASignature)?;
    Ok((
        version.parse().map_err(|_| NotASignature)?,
        URL_SAFE_NO_PAD.decode(bytes).map_err(|_| NotASignature)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_data_and_its_ring_only_and_outlives_a_rotation() {
        let ring = KeyRing::in_memory();
        let signature: Signature = ring.sign(b"head 7").to_string().parse().unwrap();
        let public: PublicKey = ring.public_keys()[0].to_string().parse().unwrap();
        ring.rotate_audit_key().unwrap();
        assert!(ring.signed(b"head 7", &signature) && public.verifies(b"head 7", &signature));
        assert!(!ring.signed(b"head 8", &signature));
        assert!(!KeyRing::in_memory().signed(b"head 7", &signature));
        assert_eq!(ring.public_keys().len(), 2);
        assert!(!ring.public_keys()[1].verifies(b"head 7", &signature));
    }
}
