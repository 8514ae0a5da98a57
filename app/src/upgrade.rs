//! Before a new version changes the tables, the database is copied as it is (OPS-1).

use crate::{command::backup::BackupError, config::Config, running, wiring};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use xingtan_clock::Timestamp;
use xingtan_db::{Db, Source};

/// How many copies are kept.
const KEPT: usize = 3;

/// Where the copies lie.
pub fn folder(data: &Path) -> PathBuf {
    data.join("snapshots")
}

/// Copies a SQLite database to `data/snapshots` where steps of migration wait for it, and answers the copy. A new
/// database and one that is up to date need none. A PostgreSQL database is left to its administrator, who is told.
///
/// # Errors
/// Where the copy cannot be written: then nothing is changed.
pub async fn snapshot(config: &Config, db: &Db, now: Timestamp) -> Result<Option<PathBuf>, BackupError> {
    // A database that was never migrated says so by an error; there is nothing to keep yet.
    let Ok(pending) = db.pending(&wiring::migrations()).await else { return Ok(None) };
    if pending.is_empty() {
        return Ok(None);
    }
    if let Source::Postgres(_) = running::source(config) {
        tracing::warn!(
            steps = pending.len(),
            "the tables of PostgreSQL are brought up to date without a copy"
        );
        return Ok(None);
    }
    let folder = folder(&config.data);
    fs::create_dir_all(&folder).map_err(|error| BackupError::io(&folder, error))?;
    let digits: String = now.to_string().chars().take(19).filter(|c| *c != '-' && *c != ':').collect();
    let path = folder.join(format!("before-{}-{digits}Z.db", env!("CARGO_PKG_VERSION")));
    db.snapshot_to(&path).await.map_err(|error| {
        // A copy that broke off is none.
        let _gone = fs::remove_file(&path);
        BackupError::io(&path, io::Error::other(error.to_string()))
    })?;
    tracing::info!(copy = %path.display(), steps = pending.len(), "the database was copied before its tables change");
    prune(&folder).map_err(|error| BackupError::io(&folder, error))?;
    Ok(Some(path))
}

/// Removes all but the newest copies.
fn prune(folder: &Path) -> io::Result<()> {
    let mut all: Vec<(std::time::SystemTime, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("before-") && name.ends_with("Z.db") {
            all.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    all.sort_by(|a, b| b.cmp(a));
    for (_, path) in all.into_iter().skip(KEPT) {
        fs::remove_file(path)?;
    }
    Ok(())
}
