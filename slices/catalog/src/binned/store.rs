//! How lessons are kept that were taken out of a draft.

use crate::lesson::store::Lesson;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// What was taken out together: the lesson that was chosen, and how many went with it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Batch {
        /// Names it.
        pub batch: Uuid,
        /// Title of the lesson that was chosen.
        pub title: String,
        /// Its kind.
        pub kind: String,
        /// Lessons, this one included.
        pub lessons: i64,
        /// When.
        pub binned_at: Timestamp,
        /// By whom.
        pub binned_by: Uuid,
    }
}

/// Puts a lesson of a draft into the bin; answers whether it did. What it claims stays claimed.
pub fn put(tx: &mut Tx<'_>, id: Uuid, batch: Uuid, by: Uuid, at: Timestamp) -> Result<bool> {
    let kept = tx.exec(
        "INSERT INTO catalog_binned (id, version_id, batch, lesson_key, parent_key, place, kind, title, minutes,
                required, body_md, body_html, file_id, file_name, file_size, duration_ms, quiz_id, updated_at,
                updated_by, version, binned_at, binned_by)
         SELECT l.id, l.version_id, $2, l.lesson_key, l.parent_key, l.place, l.kind, l.title, l.minutes, l.required,
                l.body_md, l.body_html, l.file_id, l.file_name, l.file_size, l.duration_ms, l.quiz_id, l.updated_at,
                l.updated_by, l.version, $3, $4
         FROM catalog_lesson l
         JOIN catalog_version v ON v.id = l.version_id
         WHERE l.id = $1 AND v.state = 'draft'",
        params![id, batch, at, by],
    )?;
    Ok(kept == 1)
}

/// What lies in the bin of a version, the latest first.
pub fn batches(tx: &mut Tx<'_>, version: Uuid, limit: i64) -> Result<Vec<Batch>> {
    tx.all(
        "SELECT b.batch, b.title, b.kind, (SELECT count(*) FROM catalog_binned o WHERE o.batch = b.batch) AS lessons,
                b.binned_at, b.binned_by
         FROM catalog_binned b
         WHERE b.version_id = $1 AND b.lesson_key = b.batch
         ORDER BY b.binned_at DESC, b.id DESC
         LIMIT $2",
        params![version, limit],
    )
}

/// The lessons of a batch, as they were.
pub fn lessons(tx: &mut Tx<'_>, version: Uuid, batch: Uuid) -> Result<Vec<Lesson>> {
    tx.all(
        "SELECT id, version_id, lesson_key, parent_key, place, kind, title, minutes, required, file_id, file_name,
                file_size, duration_ms, quiz_id, updated_at, updated_by, version
         FROM catalog_binned
         WHERE version_id = $1 AND batch = $2
         ORDER BY place, id",
        params![version, batch],
    )
}

/// All lessons in the bin of a version.
pub fn of_version(tx: &mut Tx<'_>, version: Uuid) -> Result<Vec<Lesson>> {
    tx.all(
        "SELECT id, version_id, lesson_key, parent_key, place, kind, title, minutes, required, file_id, file_name,
                file_size, duration_ms, quiz_id, updated_at, updated_by, version
         FROM catalog_binned
         WHERE version_id = $1
         ORDER BY place, id",
        params![version],
    )
}

/// Some lessons that were put into the bin before `before`.
pub fn over(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<Vec<Lesson>> {
    tx.all(
        "SELECT id, version_id, lesson_key, parent_key, place, kind, title, minutes, required, file_id, file_name,
                file_size, duration_ms, quiz_id, updated_at, updated_by, version
         FROM catalog_binned
         WHERE binned_at < $1
         ORDER BY binned_at, version_id, id
         LIMIT $2",
        params![before, limit],
    )
}

/// Puts a lesson back into its draft, below `parent` at `place`; answers whether it did.
pub fn take(tx: &mut Tx<'_>, id: Uuid, parent: Option<Uuid>, place: i64) -> Result<bool> {
    let back = tx.exec(
        "INSERT INTO catalog_lesson (id, version_id, lesson_key, parent_key, place, kind, title, minutes, required,
                body_md, body_html, file_id, file_name, file_size, duration_ms, quiz_id, updated_at, updated_by,
                version)
         SELECT b.id, b.version_id, b.lesson_key, $2, $3, b.kind, b.title, b.minutes, b.required, b.body_md,
                b.body_html, b.file_id, b.file_name, b.file_size, b.duration_ms, b.quiz_id, b.updated_at,
                b.updated_by, b.version + 1
         FROM catalog_binned b
         JOIN catalog_version v ON v.id = b.version_id
         WHERE b.id = $1 AND v.state = 'draft'",
        params![id, parent, place],
    )?;
    Ok(back == 1 && forget(tx, id)?)
}

/// Forgets a lesson of the bin.
pub fn forget(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    Ok(tx.exec("DELETE FROM catalog_binned WHERE id = $1", params![id])? == 1)
}
