//! The restore drill: a backup counts when it was restored, not when it was written (OPS-2).

use super::{BackupError, Meter, place::Unfinished, restore};
use crate::{config::Config, running};
use serde::{Deserialize, Serialize};
use std::path::Path;
use xingtan_db::{Db, Options};

/// What a drill has shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drilled {
    /// Rows of the database.
    pub rows: u64,
    /// Files.
    pub files: usize,
    /// Entries of the trail that were verified.
    pub entries: u64,
}

/// Restores a backup into a folder of its own below `data/tmp`, on SQLite whatever the engine is, looks through the
/// database, verifies the trail, and takes it all away again. It needs the room of the restored data meanwhile.
///
/// # Errors
/// Those of restoring, and [`BackupError::Unsound`] where what came out is not whole.
pub async fn drill(
    data: &Path,
    file: &Path,
    passphrase: String,
    meter: Meter,
) -> Result<Drilled, BackupError> {
    let place = Unfinished::folder(&data.join("tmp"))?;
    let config = Config { data: place.path.clone(), ..Config::default() };
    let restored = restore(&config, file, passphrase, meter).await?;
    if !restored.trail.is_sound() {
        return Err(BackupError::Unsound("audit".to_owned()));
    }
    let db = Db::open(running::source(&config), Options::default()).await?;
    let damages = db.damages().await;
    db.close().await;
    match damages?.into_iter().next() {
        Some(damage) => Err(BackupError::Unsound(damage)),
        None => Ok(Drilled { rows: restored.rows, files: restored.files, entries: restored.trail.entries }),
    }
}
