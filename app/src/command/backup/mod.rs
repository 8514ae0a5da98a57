//! Backups: one file in one format for both engines, files included, keys wrapped and personal data sealed by a
//! passphrase (OPS-2; DESIGN, rulings, "Addresses and TLS"). The format: `docs/operations/backup-format.md`.

mod command;
mod crypt;
mod drill;
mod error;
mod manifest;
mod meter;
mod place;
mod read;
mod restore;
mod write;

pub use command::{make, take_back};
pub use drill::drill;
pub use error::BackupError;
pub use meter::{Meter, Stage};
pub use place::{Found, file_name, found, prune, time_of};
pub use read::{Archive, Unlocked};
pub use restore::restore;
pub use write::{Asked, Written, blocking, write};

use serde_json::json;
use xingtan_audit::{Entry, Who};
use xingtan_web::App;

/// The variable that holds the passphrase for unattended backups.
pub const PASSPHRASE_VARIABLE: &str = "XINGTAN_BACKUP_PASSPHRASE";

/// The passphrase of the environment.
pub fn passphrase() -> Option<String> {
    std::env::var(PASSPHRASE_VARIABLE).ok().filter(|value| !value.is_empty())
}

/// Notes in the trail that a backup was made.
pub async fn note(app: &App, written: &Written, removed: &[String], who: &Who) -> Result<(), BackupError> {
    let name = written.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let about = json!({
        "size": written.size, "rows": written.manifest.rows, "files": written.manifest.files(), "removed": removed,
    });
    let entry = Entry::new(app.id(), app.clock().now(), "app.backup-made", who)
        .on("backup", None, name)
        .detail(&about);
    Ok(app.db().write(move |tx| xingtan_audit::record(tx, &entry)).await?)
}
