//! The signature itself: CMS `SignedData` (RFC 5652) over a digest, with signed attributes as readers of PDF and
//! CAdES (ETSI EN 319 122-1, baseline B) want them.

use crate::{Certificate, Signer, signer};
use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{
        CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
    },
};
use der::{
    Any, Decode as _, Encode as _, Sequence, SliceReader,
    asn1::{GeneralizedTime, ObjectIdentifier, OctetString, SetOfVec, UtcTime},
    referenced::OwnedToRef as _,
};
use subtle::ConstantTimeEq as _;
use x509_cert::{
    Certificate as X509,
    attr::{Attribute, Attributes},
    spki::AlgorithmIdentifierOwned,
    time::Time,
};
use xingtan_clock::Timestamp;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// `SigningCertificateV2` (RFC 5035) with the one certificate by its SHA-256, which is the standard's default.
#[derive(Sequence)]
struct SigningCertificate {
    certificates: Vec<CertificateId>,
}

#[derive(Sequence)]
struct CertificateId {
    hash: OctetString,
}

/// Makes the signature over the SHA-256 of a content that lies elsewhere.
pub(crate) fn sign(signer: &Signer, digest: &[u8; 32], at: Timestamp) -> Result<Vec<u8>, String> {
    build(signer, digest, at)?.map_err(|error| error.to_string())
}

fn build(signer: &Signer, digest: &[u8; 32], at: Timestamp) -> Result<der::Result<Vec<u8>>, String> {
    let text = |error: der::Error| error.to_string();
    let certificate = X509::from_der(signer.certificate_der()).map_err(text)?;
    let attributes = attributes(signer.certificate(), digest, at).map_err(text)?;
    let signature = signer.sign(&attributes.to_der().map_err(text)?)?;
    Ok(wrap(certificate, attributes, signature))
}

fn attributes(certificate: &Certificate, digest: &[u8; 32], at: Timestamp) -> der::Result<Attributes> {
    let own = CertificateId { hash: OctetString::new(certificate.hash())? };
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(SIGNING_TIME, Any::encode_from(&time(at)?)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(*digest)?)?)?,
        attribute(SIGNING_CERTIFICATE, Any::encode_from(&SigningCertificate { certificates: vec![own] })?)?,
    ])
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

/// Until 2049 with two digits of the year, later with four (RFC 5652, 11.3).
fn time(at: Timestamp) -> der::Result<Time> {
    let at = signer::date_time(at)?;
    Ok(match UtcTime::from_date_time(at) {
        Ok(time) => Time::UtcTime(time),
        Err(_) => Time::GeneralTime(GeneralizedTime::from_date_time(at)),
    })
}

fn wrap(certificate: X509, attributes: Attributes, signature: Vec<u8>) -> der::Result<Vec<u8>> {
    let digest_alg = AlgorithmIdentifierOwned { oid: SHA_256, parameters: None };
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: certificate.tbs_certificate().issuer().clone(),
            serial_number: certificate.tbs_certificate().serial_number().clone(),
        }),
        digest_alg: digest_alg.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: AlgorithmIdentifierOwned { oid: RSA, parameters: Some(Any::null()) },
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![digest_alg])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
        certificates: Some(CertificateSet::try_from(vec![CertificateChoices::Certificate(certificate)])?),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![info])?,
    };
    ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()
}

/// What a signature says, once it is known to be by a certificate of ours.
pub(crate) struct Said {
    /// Which of the certificates.
    pub certificate: usize,
    /// When it was made, by the signer's clock.
    pub at: Option<Timestamp>,
    /// Whether it is over this content.
    pub holds: bool,
}

/// Reads a signature (DER, filled up with zeros) and checks it against our certificates; none when it is not by one
/// of them, or cannot be read.
pub(crate) fn read(bytes: &[u8], ours: &[Certificate], digest: &[u8; 32]) -> Option<Said> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let info = ContentInfo::decode(&mut reader).ok()?;
    let data: SignedData = (info.content_type == SIGNED_DATA).then(|| info.content.decode_as().ok())??;
    let [signer] = data.signer_infos.0.as_slice() else { return None };
    let SignerIdentifier::IssuerAndSerialNumber(sid) = &signer.sid else { return None };
    let attributes = signer.signed_attrs.as_ref()?;
    let text = attributes.to_der().ok()?;
    let (certificate, own) = ours.iter().enumerate().find(|(_, own)| {
        is_serial(own, sid.serial_number.as_bytes()) && is_by(own, &text, signer.signature.as_bytes())
    })?;
    let hash: OctetString = value(attributes, MESSAGE_DIGEST)?;
    let content: ObjectIdentifier = value(attributes, CONTENT_TYPE)?;
    let named: SigningCertificate = value(attributes, SIGNING_CERTIFICATE)?;
    let named = named.certificates.first().is_some_and(|first| first.hash.as_bytes() == own.hash());
    let at = value::<Time>(attributes, SIGNING_TIME)
        .map(|time| Timestamp::from_seconds(time.to_unix_duration().as_secs() as i64));
    let holds = content == DATA && named && bool::from(hash.as_bytes().ct_eq(digest));
    Some(Said { certificate, at, holds })
}

/// Numbers are compared without the zeros before them.
fn is_serial(own: &Certificate, serial: &[u8]) -> bool {
    let plain = |bytes: &[u8]| bytes.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
    plain(own.id.as_bytes()) == plain(serial)
}

fn is_by(own: &Certificate, text: &[u8], signature: &[u8]) -> bool {
    let Ok(certificate) = X509::from_der(own.der()) else { return false };
    let key = certificate.tbs_certificate().subject_public_key_info().owned_to_ref();
    signer::is_by(key.subject_public_key.raw_bytes(), text, signature)
}

fn value<T: for<'a> der::Decode<'a>>(attributes: &Attributes, oid: ObjectIdentifier) -> Option<T> {
    let attribute = attributes.iter().find(|attribute| attribute.oid == oid)?;
    T::from_der(&attribute.values.as_slice().first()?.to_der().ok()?).ok()
}
