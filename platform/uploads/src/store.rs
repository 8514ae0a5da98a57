//! Rows of uploads.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};

row! {
    /// An upload that no form has taken yet.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct UploadRow {
        /// Its id.
        pub id: Uuid,
        /// Whose it is.
        pub person_id: Uuid,
        /// Key of its purpose.
        pub purpose: String,
        /// The file's name.
        pub name: String,
        /// Bytes it will have.
        pub size: i64,
        /// What the browser recognises the file by.
        pub mark: String,
        /// When it was opened.
        pub created_at: Timestamp,
        /// When the last byte came.
        pub moved_at: Timestamp,
    }
}

/// Keeps a new upload.
pub fn add(tx: &mut Tx<'_>, it: &UploadRow) -> Result<()> {
    tx.exec(
        "INSERT INTO uploads_upload (id, person_id, purpose, name, size, mark, created_at, moved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![it.id, it.person_id, it.purpose, it.name, it.size, it.mark, it.created_at, it.moved_at],
    )?;
    Ok(())
}

/// An upload of a person that is alive and not used.
pub fn find(tx: &mut Tx<'_>, id: Uuid, person: Uuid, since: Timestamp) -> Result<Option<UploadRow>> {
    tx.opt(
        "SELECT id, person_id, purpose, name, size, mark, created_at, moved_at
         FROM uploads_upload
         WHERE id = $1 AND person_id = $2 AND used_at IS NULL AND moved_at >= $3",
        params![id, person, since],
    )
}

/// The uploads of a person that are alive and not used, newest first; of one mark, or all when it is empty.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid, mark: &str, since: Timestamp) -> Result<Vec<UploadRow>> {
    tx.all(
        "SELECT id, person_id, purpose, name, size, mark, created_at, moved_at
         FROM uploads_upload
         WHERE person_id = $1 AND ($2 = '' OR mark = $2) AND used_at IS NULL AND moved_at >= $3
         ORDER BY created_at DESC, id DESC",
        params![person, mark, since],
    )
}

/// How many uploads of a person are alive and not used.
pub fn count(tx: &mut Tx<'_>, person: Uuid, since: Timestamp) -> Result<i64> {
    tx.one(
        "SELECT count(*) FROM uploads_upload
         WHERE person_id = $1 AND used_at IS NULL AND moved_at >= $2",
        params![person, since],
    )
}

/// Everybody's uploads that are alive and not used, with the bytes they will have.
pub fn all(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<(Uuid, i64)>> {
    tx.all("SELECT id, size FROM uploads_upload WHERE used_at IS NULL AND moved_at >= $1", params![since])
}

/// Notes that bytes came.
pub fn moved(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<()> {
    tx.exec("UPDATE uploads_upload SET moved_at = $2 WHERE id = $1 AND used_at IS NULL", params![id, now])?;
    Ok(())
}

/// Marks an upload as used, in the unit that keeps its file; true when nobody had. Where it is false, the unit must
/// not keep the file: another form has taken it meanwhile.
pub fn used(tx: &mut Tx<'_>, id: Uuid, person: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE uploads_upload SET used_at = $3 WHERE id = $1 AND person_id = $2 AND used_at IS NULL",
        params![id, person, now],
    )?;
    Ok(changed == 1)
}

/// Gives an upload up; true when there was one.
pub fn remove(tx: &mut Tx<'_>, id: Uuid, person: Uuid, since: Timestamp) -> Result<bool> {
    let removed = tx.exec(
        "DELETE FROM uploads_upload
         WHERE id = $1 AND person_id = $2 AND used_at IS NULL AND moved_at >= $3",
        params![id, person, since],
    )?;
    Ok(removed == 1)
}

/// Removes the rows of some uploads that are over: no byte since `moved`, or used before `used`. Answers their ids.
pub fn remove_over(tx: &mut Tx<'_>, moved: Timestamp, used: Timestamp, limit: i64) -> Result<Vec<Uuid>> {
    let over: Vec<Uuid> = tx.all(
        "SELECT id FROM uploads_upload
         WHERE (used_at IS NULL AND moved_at < $1) OR used_at < $2
         ORDER BY id
         LIMIT $3",
        params![moved, used, limit],
    )?;
    for id in &over {
        tx.exec("DELETE FROM uploads_upload WHERE id = $1", params![id])?;
    }
    Ok(over)
}

/// Which of these uploads still wait for bytes or for a form.
pub fn waiting(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let sql =
        format!("SELECT id FROM uploads_upload WHERE used_at IS NULL AND id IN ({})", list(1, ids.len()));
    let ids: Vec<_> = ids.iter().map(|id| id.to_param()).collect();
    tx.all(&sql, &ids)
}
