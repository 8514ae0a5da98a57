//! Restoring a backup into an empty place (OPS-2).

use super::{
    Archive, BackupError, Meter, Stage, Unlocked,
    place::Unfinished,
    read::{Plain, broken},
    write::blocking,
};
use crate::{command::reindex::Order, config::Config, running, wiring};
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use std::{
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};
use xingtan_audit::{Entry, KeptHeads, Report, Sealer, Who};
use xingtan_clock::{Clock, Ids};
use xingtan_db::{Db, Migrations, Options, Source, Tx, dump};
use xingtan_keys::{Folders, KeyRing};
use xingtan_storage::{Bytes, Store, StoreError};

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// Rows of the database.
    pub rows: u64,
    /// Files.
    pub files: usize,
    /// The trail, verified after the restore.
    pub trail: Report,
}

/// Restores a backup. Nothing is touched before all of the backup was read and found sound; where it breaks off,
/// what was made in the data folder goes away again.
pub async fn restore(
    config: &Config,
    file: &Path,
    passphrase: String,
    meter: Meter,
) -> Result<Restored, BackupError> {
    refuse_used(config)?;
    let (path, watched) = (file.to_owned(), meter.clone());
    let backup = blocking(move || {
        let backup = Archive::open(&path)?.unlock(&passphrase)?;
        backup.check(&watched)?;
        Ok(Arc::new(backup))
    })
    .await?;
    std::fs::create_dir_all(&config.data).map_err(|e| BackupError::io(&config.data, e))?;
    let db = Db::open(running::source(config), Options::default()).await?;
    let all = wiring::migrations();
    let steps = backup.head()?.steps_of(&all)?;
    refuse_filled(&db, &steps).await?;
    let mut made = made_here(config);
    let outcome = fill(config, &db, backup, &all, steps, &meter).await;
    db.close().await;
    if outcome.is_ok() {
        made.iter_mut().for_each(Unfinished::stay);
    }
    outcome
}

/// What a restore makes in the data folder.
fn made_here(config: &Config) -> Vec<Unfinished> {
    let mut paths = vec![config.data.join("keys"), config.data.join("files"), config.data.join("audit")];
    if let Source::File(file) = running::source(config) {
        let beside = |ending: &str| PathBuf::from(format!("{}{ending}", file.display()));
        paths.extend([beside("-wal"), beside("-shm"), file]);
    }
    paths.into_iter().map(Unfinished::at).collect()
}

/// A data folder that holds anything of the program is not overwritten.
fn refuse_used(config: &Config) -> Result<(), BackupError> {
    let mut places = vec![config.data.join("keys"), config.data.join("files"), config.data.join("audit")];
    if let Source::File(file) = running::source(config) {
        places.push(file);
    }
    let used = |place: &PathBuf| match std::fs::read_dir(place) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => place.exists(),
    };
    match places.into_iter().find(used) {
        Some(place) => Err(BackupError::NotEmpty(place.display().to_string())),
        None => Ok(()),
    }
}

/// A database with an institution is not overwritten. One that only has empty tables, as a restore that broke off
/// leaves them on PostgreSQL, is filled.
async fn refuse_filled(db: &Db, steps: &[Migrations]) -> Result<(), BackupError> {
    let steps = steps.to_vec();
    let filled = db.read(move |tx| {
        if dump::tables(tx, &steps)?.is_empty() {
            return Ok(false);
        }
        Ok::<_, xingtan_db::Error>(
            xingtan_settings::institution(tx)?.is_some() || xingtan_audit::chain_length(tx)? > 0,
        )
    });
    match filled.await {
        Ok(false) => Ok(()),
        Ok(true) | Err(xingtan_db::Error::Sql { .. }) => Err(BackupError::NotEmpty("database".to_owned())),
        Err(error) => Err(error.into()),
    }
}

async fn fill(
    config: &Config,
    db: &Db,
    backup: Arc<Unlocked>,
    all: &[Migrations],
    steps: Vec<Migrations>,
    meter: &Meter,
) -> Result<Restored, BackupError> {
    let clock = Clock::System;
    let ids = Ids::new(clock.clone());
    let mut folders = Folders::one(config.data.join("keys"));
    folders.second = config.keys.clone();
    let install = backup.clone();
    let keys = blocking(move || Ok(install.keys.clone().install(&folders)?)).await?;

    db.migrate(clock.now(), &steps).await?;
    meter.begin(Stage::Rows, backup.archive.manifest.rows);
    let watched = meter.clone();
    let sum = db.import(&steps, backup.rows()?, move |at| watched.at(at.rows)).await?;
    db.migrate(clock.now(), all).await?;
    db.write(xingtan_audit::requeue).await?;
    let order = Order::new(&ids, clock.now());
    db.write(move |tx| order.give(tx)).await?;

    let files = wiring::storage(config, ids.clone())
        .map_err(|e| BackupError::io(config.data.join("files"), std::io::Error::other(e.to_string())))?;
    let count = put_files(files, backup.clone(), meter).await?;

    let trail = follow_on(config, db, &keys, &clock, &ids, &backup).await?;
    Ok(Restored { rows: sum.rows, files: count, trail })
}

/// Says in the trail that there was a restore, and verifies it.
async fn follow_on(
    config: &Config,
    db: &Db,
    keys: &KeyRing,
    clock: &Clock,
    ids: &Ids,
    backup: &Unlocked,
) -> Result<Report, BackupError> {
    let kept = KeptHeads::in_data_folder(&config.data);
    let io = |error| BackupError::io(kept.path(), error);
    let reached = db.read(xingtan_audit::chain_length).await?;
    kept.restored(keys, reached, clock.now()).map_err(io)?;
    let manifest = &backup.archive.manifest;
    let about = json!({ "made_at": manifest.made_at, "version": manifest.version, "rows": manifest.rows });
    let entry = Entry::new(ids.next(), clock.now(), "app.backup-restored", &Who::program())
        .on("backup", None, super::file_name(manifest.made_at))
        .detail(&about);
    db.write(move |tx: &mut Tx<'_>| xingtan_audit::record(tx, &entry)).await?;
    let failed = |error: xingtan_audit::AuditError| match error {
        xingtan_audit::AuditError::Db(error) => BackupError::Db(error),
        xingtan_audit::AuditError::Kept(error) => BackupError::io("heads.log", error),
    };
    Sealer::new(db.clone(), clock.clone(), keys.clone(), kept.clone(), ids.next())
        .seal()
        .await
        .map_err(failed)?;
    xingtan_audit::verify(db, keys, &kept, clock.now(), |_, _| {}).await.map_err(failed)
}

async fn put_files(store: Store, backup: Arc<Unlocked>, meter: &Meter) -> Result<usize, BackupError> {
    let (meter, runtime) = (meter.clone(), tokio::runtime::Handle::current());
    blocking(move || {
        let all: Vec<_> = backup.contents().map(|(part, id)| (part.size, id)).collect();
        meter.begin(Stage::Files, all.iter().map(|(size, _)| size).sum());
        for (size, id) in &all {
            let bytes = stream::iter(Pieces(backup.content(*id)?)).boxed();
            runtime.block_on(store.restore_content(*id, bytes))?;
            meter.more(*size)?;
        }
        Ok(all.len())
    })
    .await
}

/// A part in pieces of a mebibyte.
struct Pieces(Plain);

impl Iterator for Pieces {
    type Item = Result<Bytes, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut piece = Vec::new();
        match (&mut self.0).take(1 << 20).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(piece.into())),
            Err(error) => Some(Err(StoreError::Other(broken("files", error).to_string()))),
        }
    }
}
