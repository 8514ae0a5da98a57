//! Subtitles as rows. They belong to the file: whatever plays it shows them.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// Subtitles in one language.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Track {
        /// Its id; the name in its address.
        pub id: Uuid,
        /// The file that was uploaded as video or sound.
        pub file_id: Uuid,
        /// BCP 47.
        pub lang: String,
        /// The language's own name, which players show.
        pub label: String,
        /// Clean WebVTT.
        pub vtt: String,
        /// When it last changed.
        pub updated_at: Timestamp,
        /// Counts changes.
        pub version: i64,
    }
}

/// The subtitles of a file, in the order in which they came.
pub fn of_file(tx: &mut Tx<'_>, file_id: Uuid) -> Result<Vec<Track>> {
    tx.all(
        "SELECT id, file_id, lang, label, vtt, updated_at, version FROM media_track
         WHERE file_id = $1
         ORDER BY created_at, id",
        params![file_id],
    )
}

/// Subtitles by id.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Track>> {
    tx.opt(
        "SELECT id, file_id, lang, label, vtt, updated_at, version FROM media_track WHERE id = $1",
        params![id],
    )
}

/// Keeps subtitles of a file, in place of those it has in this language.
pub fn keep(
    tx: &mut Tx<'_>,
    id: Uuid,
    file_id: Uuid,
    (lang, label): (&str, &str),
    vtt: &str,
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "INSERT INTO media_track (id, file_id, lang, label, vtt, created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $6, 1)
         ON CONFLICT (file_id, lang)
         DO UPDATE SET label = excluded.label, vtt = excluded.vtt, updated_at = excluded.updated_at,
                       version = media_track.version + 1",
        params![id, file_id, lang, label, vtt, now],
    )?;
    Ok(())
}

/// Saves the text of subtitles, unless somebody changed it since the count `seen`; answers whether it did.
pub fn edit(tx: &mut Tx<'_>, id: Uuid, seen: i64, vtt: &str, now: Timestamp) -> Result<bool> {
    let saved = tx.exec(
        "UPDATE media_track SET vtt = $3, updated_at = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![id, seen, vtt, now],
    )?;
    Ok(saved == 1)
}

/// Removes subtitles; answers whether they were there.
pub fn remove(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    Ok(tx.exec("DELETE FROM media_track WHERE id = $1", params![id])? == 1)
}
