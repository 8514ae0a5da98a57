//! What can go wrong with bytes.

use std::{error::Error, io};
use xingtan_i18n::Msg;

/// Why bytes were not put or not read. Nothing of a refused upload stays.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// More bytes than allowed.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// The greatest allowed size in bytes.
        limit: u64,
    },
    /// No bytes at all.
    #[error("empty file")]
    Empty,
    /// The content is of a kind that is not accepted here.
    #[error("{media_type} is not accepted")]
    NotAccepted {
        /// The kind found by content.
        media_type: &'static str,
    },
    /// The sender broke off.
    #[error("the sender broke off: {0}")]
    BrokenOff(String),
    /// The virus scanner found something.
    #[error("infected by {name}")]
    Infected {
        /// As the scanner calls it.
        name: String,
    },
    /// The virus scanner did not look at it.
    #[error("not scanned: {0:?}")]
    NotScanned(Unscanned),
    /// The disk or the bucket is full.
    #[error("no space left")]
    Full,
    /// The bytes of a row are not there: somebody removed them by hand, or a restore left them out.
    #[error("content is missing")]
    Missing,
    /// Anything else the folder or bucket says.
    #[error("storage: {0}")]
    Other(String),
}

/// Why the virus scanner did not look at a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unscanned {
    /// It cannot be reached, or does not do its work.
    Unreachable,
    /// It is set up for smaller files.
    TooLarge,
}

impl StoreError {
    /// Whether nothing will make these bytes right: others have to come.
    pub fn is_for_good(&self) -> bool {
        matches!(
            self,
            StoreError::TooLarge { .. }
                | StoreError::Empty
                | StoreError::NotAccepted { .. }
                | StoreError::Infected { .. }
        )
    }

    /// What happened, why, and what to do.
    pub fn msg(&self) -> Msg {
        match self {
            StoreError::TooLarge { limit } => Msg::new("storage-too-large").with("limit", limit / (1 << 20)),
            StoreError::Empty => Msg::new("storage-empty"),
            StoreError::NotAccepted { media_type } => {
                Msg::new("storage-not-accepted").with("found", *media_type)
            }
            StoreError::BrokenOff(_) => Msg::new("storage-broken-off"),
            StoreError::Infected { name } => Msg::new("storage-infected").with("name", name.clone()),
            StoreError::NotScanned(Unscanned::Unreachable) => Msg::new("storage-not-scanned"),
            StoreError::NotScanned(Unscanned::TooLarge) => Msg::new("storage-not-scanned-large"),
            StoreError::Full => Msg::new("storage-full"),
            StoreError::Missing => Msg::new("storage-missing"),
            StoreError::Other(_) => Msg::new("storage-failed"),
        }
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> StoreError {
        if let object_store::Error::NotFound { .. } = error {
            return StoreError::Missing;
        }
        let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
        while let Some(inner) = cause {
            if let Some(io) = inner.downcast_ref::<io::Error>()
                && matches!(io.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
            {
                return StoreError::Full;
            }
            cause = inner.source();
        }
        StoreError::Other(error.to_string())
    }
}
