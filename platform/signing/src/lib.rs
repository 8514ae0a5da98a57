//! Signed PDF: an institution's signing certificate, signatures that PDF readers show, and their check (LRN-11).
//!
//! **Invariants.** A private key lies in the database only sealed by the ring of keys. Certificates are only added:
//! what an older one signed stays verifiable. A signature covers the whole file; whatever is appended later is told.
//! Why it is built this way: `docs/adr/0019-signed-pdf.md`.
//!
//! [`ensure`] gives the [`Signer`] in force and makes it at first need; [`sign_pdf`] signs; [`verify_pdf`] checks
//! against the institution's own [`certificates`]. Signing and checking compute: call them outside units of work,
//! on a thread that may block.

mod certificate;
mod cms;
mod error;
mod identity;
mod pdf;
mod signer;
mod store;
mod verify;

pub use certificate::Certificate;
pub use error::{NoSigner, Unsigned};
pub use identity::ensure;
pub use pdf::sign_pdf;
pub use signer::Signer;
pub use store::{certificate, certificates};
pub use verify::{Seal, Verdict, verify_pdf};

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("signing", "0001_signing")
}

/// The texts of this crate.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("signing")
}
