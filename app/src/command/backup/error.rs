//! What can go wrong with backups, told in the operator's language.

use std::{io, path::PathBuf};
use xingtan_i18n::Msg;
use xingtan_keys::{KeyError, WrongWrap};
use xingtan_storage::StoreError;

/// Why a backup was not made, is not sound, or was not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// No passphrase was given, and nobody can be asked.
    #[error("no passphrase: set XINGTAN_BACKUP_PASSPHRASE")]
    NoPassphrase,
    /// A backup is to be opened without the passphrase that it was made with, and nobody can be asked.
    #[error("no passphrase to open the backup with: set XINGTAN_BACKUP_PASSPHRASE")]
    Sealed,
    /// The passphrase is too short to protect personal data.
    #[error("the passphrase is shorter than {0} characters")]
    ShortPassphrase(usize),
    /// The file system refused.
    #[error("{}: {}", .0.display(), .1)]
    Io(PathBuf, io::Error),
    /// The disk is full.
    #[error("no space left for {}", .0.display())]
    Full(PathBuf),
    /// The file is no backup.
    #[error("{} is not a backup", .0.display())]
    NotABackup(PathBuf),
    /// A later version wrote it.
    #[error("the backup was written by version {0}, which is newer")]
    Newer(String),
    /// A part is not as it was written.
    #[error("part {0} of the backup is damaged")]
    Damaged(String),
    /// The keys could not be unwrapped.
    #[error(transparent)]
    Wrap(#[from] WrongWrap),
    /// There is something where the backup should go.
    #[error("{0} is not empty")]
    NotEmpty(String),
    /// The database.
    #[error(transparent)]
    Db(#[from] xingtan_db::Error),
    /// The folder of files.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// What was restored is not whole.
    #[error("what was restored is not whole: {0}")]
    Unsound(String),
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
}

impl BackupError {
    /// What happened, why, and what to do.
    pub fn msg(&self) -> Msg {
        match self {
            BackupError::NoPassphrase => Msg::new("app-backup-no-passphrase"),
            BackupError::Sealed => Msg::new("app-backup-sealed"),
            BackupError::ShortPassphrase(least) => {
                Msg::new("app-backup-short-passphrase").with("least", *least)
            }
            BackupError::Io(path, error) => Msg::new("app-backup-io")
                .with("path", path.display().to_string())
                .with("reason", error.to_string()),
            BackupError::Full(path) => Msg::new("app-backup-full").with("path", path.display().to_string()),
            BackupError::NotABackup(path) => {
                Msg::new("app-backup-not-a-backup").with("path", path.display().to_string())
            }
            BackupError::Newer(version) => Msg::new("app-backup-newer").with("version", version.clone()),
            BackupError::Damaged(part) => Msg::new("app-backup-damaged").with("part", part.clone()),
            BackupError::Wrap(wrong) => wrong.msg(),
            BackupError::NotEmpty(place) => Msg::new("app-backup-not-empty").with("place", place.clone()),
            BackupError::Db(error) => Msg::new("app-backup-database").with("reason", error.to_string()),
            BackupError::Store(error) => error.msg(),
            BackupError::Keys(error) => error.msg(),
            BackupError::Unsound(what) => Msg::new("app-backup-unsound").with("what", what.clone()),
            BackupError::Stopped => Msg::new("app-backup-stopped"),
        }
    }

    /// A fault of a file, a full disk told apart.
    pub fn io(path: impl Into<PathBuf>, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => BackupError::Full(path.into()),
            _ => BackupError::Io(path.into(), error),
        }
    }
}
