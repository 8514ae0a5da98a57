//! A certificate of the institution: what readers of its documents may know.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};
use xingtan_clock::{Timestamp, Uuid};

/// A signing certificate of the institution (X.509), now or formerly in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) der: Vec<u8>,
    pub(crate) created_at: Timestamp,
    pub(crate) not_after: Timestamp,
}

impl Certificate {
    /// Its id; also its serial number, in hexadecimal without hyphens.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The institution's name when it was made.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When it was made.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// When it ends.
    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Its bytes (DER), for a download as `application/pkix-cert` with the ending `.cer`.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Its bytes as text (PEM, RFC 7468), for a download as `application/x-pem-file`.
    pub fn pem(&self) -> String {
        let text = BASE64_STANDARD.encode(&self.der);
        let mut pem = String::with_capacity(text.len() + text.len() / 64 + 64);
        pem.push_str("-----BEGIN CERTIFICATE-----\n");
        for (n, sign) in text.chars().enumerate() {
            if n > 0 && n % 64 == 0 {
                pem.push('\n');
            }
            pem.push(sign);
        }
        pem.push_str("\n-----END CERTIFICATE-----\n");
        pem
    }

    /// SHA-256 of its bytes as readers show it, `AB:CD:…`: whoever trusts it compares this.
    pub fn fingerprint(&self) -> String {
        let pairs: Vec<String> = self.hash().iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.der).into()
    }
}
