//! The key and the certificate: made, opened, used.

use crate::{Certificate, NoSigner};
use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeyPair as RsaKeyPair,
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey},
};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_RSA_SHA256, RsaKeySize, SerialNumber, date_time_ymd,
};
use std::time::Duration;
use xingtan_clock::{Span, Timestamp, Uuid};
use zeroize::Zeroizing;

/// How long a certificate is valid: readers of PDF call a signature unknown once its certificate has ended.
const YEARS: i32 = 30;

/// Signs of a name in a certificate (X.520, `ub-common-name`).
const NAME: usize = 64;

/// Document signing (RFC 9336).
const DOCUMENT_SIGNING: [u64; 9] = [1, 3, 6, 1, 5, 5, 7, 3, 36];

/// Who signs: a certificate of the institution with its private key (RSA with 3072 bits, SHA-256).
///
/// The key never leaves it; `Debug` does not show it. A certificate that an institution bought elsewhere would be
/// another origin of the same type.
pub struct Signer {
    certificate: Certificate,
    key: RsaKeyPair,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("certificate", &self.certificate.id).finish_non_exhaustive()
    }
}

impl Signer {
    /// Opens a key (PKCS #8).
    pub(crate) fn open(certificate: Certificate, key: &[u8]) -> Result<Signer, NoSigner> {
        let key = RsaKeyPair::from_pkcs8(key).map_err(|error| NoSigner::Unusable(error.to_string()))?;
        Ok(Signer { certificate, key })
    }

    /// Its certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The certificate's bytes (DER).
    pub fn certificate_der(&self) -> &[u8] {
        self.certificate.der()
    }

    /// The certificate as text (PEM).
    pub fn certificate_pem(&self) -> String {
        self.certificate.pem()
    }

    /// Signs bytes: RSA, PKCS #1 v1.5 with SHA-256.
    pub(crate) fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, String> {
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), bytes, &mut signature)
            .map_err(|error| error.to_string())?;
        Ok(signature)
    }
}

/// Whether a signature of [`Signer::sign`] over these bytes is by this public key (PKCS #1).
pub(crate) fn is_by(public: &[u8], bytes: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public).verify(bytes, signature).is_ok()
}

/// A new certificate with its private key (PKCS #8), kept nowhere yet.
pub(crate) struct Fresh {
    pub certificate: Certificate,
    pub key: Zeroizing<Vec<u8>>,
}

/// Makes a key and a certificate that it signs itself. Takes up to some seconds of computing.
pub(crate) fn make(id: Uuid, name: &str, at: Timestamp) -> Result<Fresh, NoSigner> {
    let unusable = |error: rcgen::Error| NoSigner::Unusable(error.to_string());
    let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_3072).map_err(unusable)?;
    // A day of grace for machines whose clock is behind.
    let (year, month, day) = day_of(at - Span::of_days(1))?;
    let not_after = date_time_ymd(year + YEARS, month, if month == 2 { day.min(28) } else { day });
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(year, month, day);
    params.not_after = not_after;
    params.serial_number = Some(SerialNumber::from_slice(id.as_bytes()));
    params.distinguished_name = named(name);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::Other(DOCUMENT_SIGNING.to_vec())];
    let certificate = Certificate {
        id,
        name: name.to_owned(),
        der: params.self_signed(&pair).map_err(unusable)?.der().to_vec(),
        created_at: at,
        not_after: Timestamp::from_seconds(not_after.unix_timestamp()),
    };
    Ok(Fresh { certificate, key: Zeroizing::new(pair.serialize_der()) })
}

/// The institution as subject and issuer. A name without signs becomes that of the program.
fn named(name: &str) -> DistinguishedName {
    let short: String = name.trim().chars().filter(|c| !c.is_control()).take(NAME).collect();
    let short = if short.is_empty() { "Xingtan".to_owned() } else { short };
    let mut names = DistinguishedName::new();
    names.push(DnType::OrganizationName, short.clone());
    names.push(DnType::CommonName, short);
    names
}

fn day_of(at: Timestamp) -> Result<(i32, u8, u8), NoSigner> {
    let at = date_time(at).map_err(|error| NoSigner::Unusable(error.to_string()))?;
    Ok((at.year().into(), at.month(), at.day()))
}

/// A moment as certificates and signatures write it: UTC, whole seconds.
pub(crate) fn date_time(at: Timestamp) -> der::Result<der::DateTime> {
    let seconds = u64::try_from(at.micros() / 1_000_000).unwrap_or_default();
    der::DateTime::from_unix_duration(Duration::from_secs(seconds))
}
