//! What can go wrong. Every error becomes a sentence by `msg`.

use xingtan_i18n::Msg;

/// Why a PDF is not signed. Nothing has been changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// It is no PDF, or its structure cannot be followed.
    #[error("the PDF cannot be read: {0}")]
    Unreadable(String),
    /// It is encrypted.
    #[error("the PDF is encrypted")]
    Locked,
    /// It holds a form or a signature already.
    #[error("the PDF holds a form or a signature already")]
    Taken,
    /// It is larger than what is signed.
    #[error("the PDF is too large")]
    TooLarge,
    /// The signature could not be made.
    #[error("signing failed: {0}")]
    Failed(String),
}

impl Unsigned {
    /// What happened, why, and what to do.
    pub fn msg(&self) -> Msg {
        Msg::new(match self {
            Unsigned::Unreadable(_) => "signing-unreadable",
            Unsigned::Locked => "signing-locked",
            Unsigned::Taken => "signing-taken",
            Unsigned::TooLarge => "signing-too-large",
            Unsigned::Failed(_) => "signing-failed",
        })
    }
}

/// Why nobody can sign.
#[derive(Debug, thiserror::Error)]
pub enum NoSigner {
    /// The private key was sealed by another ring of keys, or was altered.
    #[error("the private key for signing cannot be opened: {0}")]
    Sealed(#[from] xingtan_keys::Unsealable),
    /// Certificate or key cannot be read or made.
    #[error("the signing certificate cannot be used: {0}")]
    Unusable(String),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] xingtan_db::Error),
}

impl NoSigner {
    /// What happened, why, and what to do.
    pub fn msg(&self) -> Msg {
        Msg::new(match self {
            NoSigner::Sealed(_) => "signing-sealed",
            NoSigner::Unusable(_) => "signing-unusable",
            NoSigner::Database(_) => "signing-database",
        })
    }
}
