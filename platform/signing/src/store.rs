//! Identities as rows. Plain store functions over the caller's unit of work.

use crate::Certificate;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_keys::Place;

/// Made by this program.
const OWN: &str = "own";

row! {
    /// A certificate with its sealed key.
    pub struct Identity {
        /// Its id.
        pub id: Uuid,
        /// The institution's name.
        pub name: String,
        /// X.509, DER.
        pub certificate: Vec<u8>,
        /// PKCS #8, sealed.
        pub private_key: Vec<u8>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it ends.
        pub not_after: Timestamp,
    }
}

impl Identity {
    pub(crate) fn certificate(&self) -> Certificate {
        Certificate {
            id: self.id,
            name: self.name.clone(),
            der: self.certificate.clone(),
            created_at: self.created_at,
            not_after: self.not_after,
        }
    }
}

/// Where the private key of an identity is sealed.
pub(crate) fn place(id: Uuid) -> Place<'static> {
    Place { table: "signing_identity", column: "private_key", row: id }
}

/// The newest identity.
pub(crate) fn newest(tx: &mut Tx<'_>) -> Result<Option<Identity>> {
    tx.opt(
        "SELECT id, name, certificate, private_key, created_at, not_after
         FROM signing_identity ORDER BY created_at DESC, id DESC LIMIT 1",
        &[],
    )
}

/// Keeps a new identity.
pub(crate) fn keep(tx: &mut Tx<'_>, certificate: &Certificate, sealed: &[u8]) -> Result<()> {
    tx.exec(
        "INSERT INTO signing_identity (id, name, origin, certificate, private_key, created_at, not_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            certificate.id,
            &certificate.name,
            OWN,
            &certificate.der,
            sealed,
            certificate.created_at,
            certificate.not_after
        ],
    )?;
    Ok(())
}

row! {
    struct CertificateRow {
        id: Uuid,
        name: String,
        certificate: Vec<u8>,
        created_at: Timestamp,
        not_after: Timestamp,
    }
}

/// The certificate in force, for readers to trust; none while nothing was signed.
///
/// # Errors
/// Of the database.
pub fn certificate(tx: &mut Tx<'_>) -> Result<Option<Certificate>> {
    Ok(newest(tx)?.map(|identity| identity.certificate()))
}

/// All certificates under which the institution ever signed, newest first: what [`crate::verify_pdf`] checks against.
///
/// # Errors
/// Of the database.
pub fn certificates(tx: &mut Tx<'_>) -> Result<Vec<Certificate>> {
    let rows: Vec<CertificateRow> = tx.all(
        "SELECT id, name, certificate, created_at, not_after
         FROM signing_identity ORDER BY created_at DESC, id DESC",
        &[],
    )?;
    let of = |row: CertificateRow| Certificate {
        id: row.id,
        name: row.name,
        der: row.certificate,
        created_at: row.created_at,
        not_after: row.not_after,
    };
    Ok(rows.into_iter().map(of).collect())
}
