//! The server's keys, and what is done with them: MACs, field encryption, tokens, signatures, masking
//! (GOV-9, GOV-10, OPS-2, OPS-7).
//!
//! **Invariants.** Keys lie in files outside the database and never in it. Old versions of a key stay, so that what
//! they sealed still opens. No secret is shown by `Debug` or in an error, and secrets are wiped from memory when
//! dropped. Every purpose has a derived key of its own. Why it is built this way: `docs/adr/0004-keys.md`.

mod error;
mod field;
mod folder;
mod mac;
mod mask;
mod ring;
mod secret;
mod signature;
mod token;
mod wrap;

pub use error::{KeyError, Unsealable, WrongWrap};
pub use field::Place;
pub use folder::Folders;
pub use mac::{Mac, NotAMac};
pub use mask::{mask_document, mask_mail, mask_mobile};
pub use ring::KeyRing;
pub use secret::{Secret, random, same};
pub use signature::{NotASignature, PublicKey, Signature};
pub use token::{Token, hash_of};
pub use wrap::{WrappedKeys, unwrap};

/// The texts of this crate.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("keys")
}
