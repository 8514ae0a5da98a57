//! What can go wrong in sealing and verifying.

use std::{fmt, io};

/// Why sealing or verifying could not be carried out.
#[derive(Debug)]
pub enum AuditError {
    /// The database.
    Db(xingtan_db::Error),
    /// The file of kept heads.
    Kept(io::Error),
}

impl fmt::Display for AuditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuditError::Db(error) => error.fmt(f),
            AuditError::Kept(error) => write!(f, "the file of kept heads: {error}"),
        }
    }
}
impl std::error::Error for AuditError {}

impl From<xingtan_db::Error> for AuditError {
    fn from(error: xingtan_db::Error) -> Self {
        AuditError::Db(error)
    }
}

impl From<io::Error> for AuditError {
    fn from(error: io::Error) -> Self {
        AuditError::Kept(error)
    }
}
