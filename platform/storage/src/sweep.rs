//! Removes what nothing uses: files without claims, files long in the bin, bytes without a row. A job calls it in
//! 256 chunks.

use crate::{Store, StoreError};
use std::collections::HashSet;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Db, Result, Tx, list, params};

/// How long a file may be without a claim, and bytes without a row.
const GRACE: Span = Span::of_hours(24);
/// How long a deleted file can be restored.
const BIN: Span = Span::of_days(30);
/// Rows removed in one unit, and contents asked for at a time.
const CHUNK: usize = 200;

/// What a chunk removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Rows of files.
    pub files: u64,
    /// Contents in the folder or bucket.
    pub contents: u64,
    /// Rests of uploads that a killed process left.
    pub rests: u64,
}

/// Sweeps one chunk: all unused rows, and the bytes whose place begins with `chunk`. The job that calls it for
/// `0..=255` can stop and go on at any chunk.
///
/// Bytes are removed only when they are a day old and no row points to them. No row will later: only a row in
/// sight can share its content, and fresh bytes are younger.
///
/// # Errors
/// When the database or the store refuses; the chunk can be swept again.
pub async fn sweep(db: &Db, store: &Store, now: Timestamp, chunk: u8) -> Result<Swept, SweepError> {
    let mut swept = Swept::default();
    loop {
        let removed = db.write(move |tx| remove_rows(tx, now)).await?;
        swept.files += removed;
        if removed < CHUNK as u64 {
            break;
        }
    }
    let is_old = move |id: Uuid| born(id).is_some_and(|at| at < now - GRACE);
    let old: Vec<Uuid> = store.contents(chunk).await?.into_iter().filter(|id| is_old(*id)).collect();
    for ids in old.chunks(CHUNK) {
        let asked = ids.to_vec();
        // A write although it only reads: as a serializable unit it conflicts with a unit that shares one of these
        // contents through a row which was just removed; a plain snapshot would not notice.
        let kept = db.write(move |tx| kept(tx, &asked)).await?;
        for id in ids.iter().filter(|id| !kept.contains(id)) {
            store.remove(*id).await?;
            swept.contents += 1;
        }
    }
    swept.rests = store.remove_rests(chunk, is_old).await?;
    Ok(swept)
}

/// Why a chunk was not swept to its end.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The database.
    #[error(transparent)]
    Db(#[from] xingtan_db::Error),
    /// The folder or bucket.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn remove_rows(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64> {
    let ids: Vec<Uuid> = tx.all(
        "SELECT id FROM storage_file
         WHERE unclaimed_since < $1 OR deleted_at < $2
         ORDER BY id
         LIMIT $3",
        params![now - GRACE, now - BIN, CHUNK as i64],
    )?;
    for id in &ids {
        tx.exec("DELETE FROM storage_claim WHERE file_id = $1", params![id])?;
        tx.exec("DELETE FROM storage_file WHERE id = $1", params![id])?;
    }
    Ok(ids.len() as u64)
}

fn kept(tx: &mut Tx<'_>, contents: &[Uuid]) -> Result<HashSet<Uuid>> {
    let sql =
        format!("SELECT content_id FROM storage_file WHERE content_id IN ({})", list(1, contents.len()));
    let ids: Vec<_> = contents.iter().map(xingtan_db::ToParam::to_param).collect();
    Ok(tx.all(&sql, &ids)?.into_iter().collect())
}

/// When an id was made: version 7 carries its milliseconds.
pub(crate) fn born(id: Uuid) -> Option<Timestamp> {
    let (seconds, _) = id.get_timestamp()?.to_unix();
    Some(Timestamp::from_seconds(i64::try_from(seconds).ok()?))
}
