//! How it is kept what the index knows of courses, and the words of documents.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};

row! {
    /// A course that the index does not know as it is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Due {
        /// Its id.
        pub id: Uuid,
        /// Its count of changes.
        pub version: i64,
        /// The one that the index knows; below zero where it has to be made anew whatever changed.
        pub indexed: i64,
        /// The version whose passages are open in the index; the nil id where they were left half done.
        pub indexed_version_id: Option<Uuid>,
    }
}

/// Of the courses that the index does not know as they are, the next after `after`, deleted ones among them.
pub fn next(tx: &mut Tx<'_>, after: Uuid) -> Result<Option<Due>> {
    tx.opt(
        "SELECT id, version, indexed, indexed_version_id FROM catalog_course
         WHERE indexed <> version AND id > $1
         ORDER BY id LIMIT 1",
        params![after],
    )
}

/// The index has the passages of this version open; of none, or (the nil id) of one half done.
pub fn has_open(tx: &mut Tx<'_>, course: Uuid, version: Option<Uuid>) -> Result<()> {
    tx.exec("UPDATE catalog_course SET indexed_version_id = $2 WHERE id = $1", params![course, version])?;
    Ok(())
}

/// The index knows a course as it was when `due` was read; answers whether it is still so.
pub fn known(tx: &mut Tx<'_>, due: Due) -> Result<bool> {
    let known = tx.exec(
        "UPDATE catalog_course SET indexed = $2 WHERE id = $1 AND version = $2 AND indexed = $3",
        params![due.id, due.version, due.indexed],
    )?;
    Ok(known == 1)
}

/// The index does not know a course.
pub fn forget(tx: &mut Tx<'_>, course: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course SET indexed = CASE WHEN indexed < 0 THEN indexed - 1 ELSE -1 END WHERE id = $1",
        params![course],
    )?;
    Ok(())
}

/// The index knows nothing of at most `limit` courses after `after`; answers the last of them.
pub fn forget_some(tx: &mut Tx<'_>, after: Uuid, limit: i64) -> Result<Option<Uuid>> {
    let ids: Vec<Uuid> =
        tx.all("SELECT id FROM catalog_course WHERE id > $1 ORDER BY id LIMIT $2", params![after, limit])?;
    for id in &ids {
        forget(tx, *id)?;
    }
    Ok(ids.last().copied())
}

/// The index does not know the courses as they are whose lessons show a file.
pub fn forget_with_file(tx: &mut Tx<'_>, file_id: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course SET indexed = CASE WHEN indexed < 0 THEN indexed - 1 ELSE -1 END
         WHERE id IN (SELECT v.course_id FROM catalog_version v
                      WHERE v.id IN (SELECT l.version_id FROM catalog_lesson l WHERE l.file_id = $1))",
        params![file_id],
    )?;
    Ok(())
}

/// Of some files those that nothing is known of yet.
pub fn unread(tx: &mut Tx<'_>, files: &[Uuid]) -> Result<Vec<Uuid>> {
    let given: Vec<_> = files.iter().map(|id| id.to_param()).collect();
    let sql = format!("SELECT file_id FROM catalog_document WHERE file_id IN ({})", list(1, files.len()));
    let known: Vec<Uuid> = tx.all(&sql, &given)?;
    Ok(files.iter().copied().filter(|id| !known.contains(id)).collect())
}

/// Forgets the documents whose words are not known, so that they are read anew.
pub fn forget_wordless(tx: &mut Tx<'_>) -> Result<()> {
    tx.exec(
        "DELETE FROM catalog_document_page
         WHERE file_id IN (SELECT d.file_id FROM catalog_document d WHERE d.state <> 'read')",
        params![],
    )?;
    tx.exec("DELETE FROM catalog_document WHERE state <> 'read'", params![])?;
    Ok(())
}

/// A document waits to be read.
pub fn wait(tx: &mut Tx<'_>, file_id: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_document (file_id, state, updated_at) VALUES ($1, 'waiting', $2)
         ON CONFLICT (file_id) DO NOTHING",
        params![file_id, now],
    )?;
    Ok(())
}

/// Keeps the words of some pages, each with its number from 1; nothing of a document that was forgotten meanwhile.
pub fn keep_pages(tx: &mut Tx<'_>, file_id: Uuid, pages: &[(i64, String)]) -> Result<()> {
    for (page, body) in pages {
        tx.exec(
            "INSERT INTO catalog_document_page (file_id, page, body)
             SELECT d.file_id, $2, $3 FROM catalog_document d WHERE d.file_id = $1
             ON CONFLICT (file_id, page) DO UPDATE SET body = excluded.body",
            params![file_id, page, body],
        )?;
    }
    Ok(())
}

/// A document was read, or has no words that could be.
pub fn ended(tx: &mut Tx<'_>, file_id: Uuid, fault: Option<&str>, now: Timestamp) -> Result<()> {
    let state = if fault.is_some() { "wordless" } else { "read" };
    tx.exec(
        "UPDATE catalog_document SET state = $2, fault = $3, updated_at = $4 WHERE file_id = $1",
        params![file_id, state, fault, now],
    )?;
    Ok(())
}

/// The words of the pages of a document, in order.
pub fn pages(tx: &mut Tx<'_>, file_id: Uuid) -> Result<Vec<(i64, String)>> {
    tx.all("SELECT page, body FROM catalog_document_page WHERE file_id = $1 ORDER BY page", params![file_id])
}

/// Documents that no lesson shows any more, at most `limit`.
pub fn unused(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT d.file_id FROM catalog_document d
         WHERE NOT EXISTS (SELECT 1 FROM catalog_lesson l WHERE l.file_id = d.file_id)
         ORDER BY d.file_id LIMIT $1",
        params![limit],
    )
}

/// Forgets the words of a document.
pub fn drop(tx: &mut Tx<'_>, file_id: Uuid) -> Result<()> {
    tx.exec("DELETE FROM catalog_document_page WHERE file_id = $1", params![file_id])?;
    tx.exec("DELETE FROM catalog_document WHERE file_id = $1", params![file_id])?;
    Ok(())
}
