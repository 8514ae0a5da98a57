//! What can go wrong with keys. Every error becomes a sentence for the operator by `msg`.

use std::{fmt, io, path::PathBuf};
use xingtan_i18n::Msg;

/// The keys cannot be used. The program does not start.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The folder holds no keys. A new installation makes them; an old one lost them and must not make new ones,
    /// since what the lost keys sealed would never open again.
    #[error("no keys in {}", .0.display())]
    Missing(PathBuf),
    /// Other users of the machine may read or change the file.
    #[error("{} can be read or changed by other users", .0.display())]
    Exposed(PathBuf),
    /// The file is not a key as it was written.
    #[error("{} is not a key file", .0.display())]
    Damaged(PathBuf),
    /// Two folders hold different keys under one name.
    #[error("{} and {} differ", .0.display(), .1.display())]
    Contradiction(PathBuf, PathBuf),
    /// The file system refused.
    #[error("{}: {}", .0.display(), .1)]
    Io(PathBuf, io::Error),
}

impl KeyError {
    /// What happened, why, and what to do.
    pub fn msg(&self) -> Msg {
        let path = |p: &PathBuf| p.display().to_string();
        match self {
            KeyError::Missing(p) => Msg::new("keys-missing").with("path", path(p)),
            KeyError::Exposed(p) => Msg::new("keys-exposed").with("path", path(p)),
            KeyError::Damaged(p) => Msg::new("keys-damaged").with("path", path(p)),
            KeyError::Contradiction(a, b) => {
                Msg::new("keys-contradiction").with("path", path(a)).with("other", path(b))
            }
            KeyError::Io(p, e) => Msg::new("keys-io").with("path", path(p)).with("reason", e.to_string()),
        }
    }
}

/// A sealed field cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsealable {
    /// The bytes are no sealed field.
    NotSealed,
    /// It was sealed with a version of the key which is not here.
    UnknownVersion(u32),
    /// It was changed, or moved here from another table, column or row.
    Altered,
}

impl fmt::Display for Unsealable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unsealable::NotSealed => f.write_str("not a sealed field"),
            Unsealable::UnknownVersion(v) => write!(f, "sealed with key version {v}, which is not here"),
            Unsealable::Altered => f.write_str("sealed field was altered or moved"),
        }
    }
}
impl std::error::Error for Unsealable {}

/// Wrapped keys cannot be unwrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongWrap {
    /// The bytes are no wrapped keys, or ask for more memory or time than is allowed.
    NotWrapped,
    /// The passphrase is wrong, or the bytes were altered.
    WrongPassphrase,
}

impl WrongWrap {
    /// What happened, and what to do.
    pub fn msg(self) -> Msg {
        Msg::new(match self {
            WrongWrap::NotWrapped => "keys-not-wrapped",
            WrongWrap::WrongPassphrase => "keys-wrong-passphrase",
        })
    }
}

impl fmt::Display for WrongWrap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            WrongWrap::NotWrapped => "not wrapped keys",
            WrongWrap::WrongPassphrase => "wrong passphrase, or altered",
        })
    }
}
impl std::error::Error for WrongWrap {}
