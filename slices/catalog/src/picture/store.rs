//! How pictures and their uses are kept.

use super::rules::{self, Sizes};
use std::collections::{BTreeMap, BTreeSet};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A picture of a course.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Picture {
        /// Its id.
        pub id: Uuid,
        /// The course it belongs to.
        pub course_id: Uuid,
        /// Its file in storage.
        pub file_id: Uuid,
        /// SHA-256 of its bytes in hexadecimal.
        pub sha256: String,
        /// Its size in bytes.
        pub size: i64,
        /// Width in pixels.
        pub width: i64,
        /// Height in pixels.
        pub height: i64,
        /// Its name as uploaded.
        pub name: String,
        /// What it shows, for whom does not see it.
        pub description: String,
        /// When it came.
        pub added_at: Timestamp,
        /// Who brought it.
        pub added_by: Uuid,
    }

    /// A text that shows a picture.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Use {
        /// The picture.
        pub picture_id: Uuid,
        /// Number of the version.
        pub number: i64,
        /// Title of the lesson; none for the facts of the course.
        pub title: Option<String>,
    }
}

/// The pictures that the lessons of a version show, by the key of the lesson.
pub fn of_version(tx: &mut Tx<'_>, version: Uuid) -> Result<BTreeMap<Uuid, Vec<Picture>>> {
    let keys: Vec<(Uuid, Uuid)> = tx.all(
        "SELECT l.lesson_key, u.picture_id
         FROM catalog_picture_use u
         JOIN catalog_lesson l ON l.id = u.used_by
         WHERE u.version_id = $1",
        params![version],
    )?;
    let all: Vec<Picture> = tx.all(
        "SELECT p.id, p.course_id, p.file_id, p.sha256, p.size, p.width, p.height, p.name, p.description,
                p.added_at, p.added_by
         FROM catalog_picture p
         JOIN catalog_version v ON v.course_id = p.course_id
         WHERE v.id = $1
         ORDER BY p.added_at, p.id",
        params![version],
    )?;
    let mut found: BTreeMap<Uuid, Vec<Picture>> = BTreeMap::new();
    for picture in all {
        for (key, _) in keys.iter().filter(|(_, id)| *id == picture.id) {
            found.entry(*key).or_default().push(picture.clone());
        }
    }
    Ok(found)
}

/// The pictures of a course, the latest first.
pub fn of_course(tx: &mut Tx<'_>, course: Uuid) -> Result<Vec<Picture>> {
    tx.all(
        "SELECT id, course_id, file_id, sha256, size, width, height, name, description, added_at, added_by
         FROM catalog_picture
         WHERE course_id = $1
         ORDER BY added_at DESC, id DESC",
        params![course],
    )
}

/// How large they are, by address.
pub fn sizes(tx: &mut Tx<'_>, course: Uuid) -> Result<Sizes> {
    let rows: Vec<(Uuid, i64, i64)> =
        tx.all("SELECT id, width, height FROM catalog_picture WHERE course_id = $1", params![course])?;
    let pair = |(id, width, height)| (rules::href(course, id), (width, height));
    Ok(rows.into_iter().map(pair).collect())
}

/// One picture of a course.
pub fn get(tx: &mut Tx<'_>, course: Uuid, id: Uuid) -> Result<Option<Picture>> {
    tx.opt(
        "SELECT id, course_id, file_id, sha256, size, width, height, name, description, added_at, added_by
         FROM catalog_picture
         WHERE course_id = $1 AND id = $2",
        params![course, id],
    )
}

/// The picture of a course that has these bytes.
pub fn by_hash(tx: &mut Tx<'_>, course: Uuid, sha256: &str) -> Result<Option<Uuid>> {
    tx.opt("SELECT id FROM catalog_picture WHERE course_id = $1 AND sha256 = $2", params![course, sha256])
}

/// How many pictures a course has.
pub fn count(tx: &mut Tx<'_>, course: Uuid) -> Result<i64> {
    tx.one("SELECT count(*) FROM catalog_picture WHERE course_id = $1", params![course])
}

/// Adds one.
pub fn add(tx: &mut Tx<'_>, it: &Picture) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_picture (id, course_id, file_id, sha256, size, width, height, name, description,
                added_at, added_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            it.id,
            it.course_id,
            it.file_id,
            it.sha256,
            it.size,
            it.width,
            it.height,
            it.name,
            it.description,
            it.added_at,
            it.added_by
        ],
    )?;
    Ok(())
}

/// Removes one that no text shows; answers whether it did.
pub fn remove(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let removed = tx.exec(
        "DELETE FROM catalog_picture
         WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM catalog_picture_use u WHERE u.picture_id = $1)",
        params![id],
    )?;
    Ok(removed == 1)
}

/// Where the pictures of a course are shown.
pub fn uses(tx: &mut Tx<'_>, course: Uuid) -> Result<Vec<Use>> {
    tx.all(
        "SELECT u.picture_id, v.number, l.title
         FROM catalog_picture_use u
         JOIN catalog_version v ON v.id = u.version_id
         LEFT JOIN catalog_lesson l ON l.id = u.used_by
         WHERE v.course_id = $1
         ORDER BY v.number DESC, l.place, u.picture_id",
        params![course],
    )
}

/// Whether a version shows a picture anywhere.
pub fn is_in(tx: &mut Tx<'_>, picture: Uuid, version: Uuid) -> Result<bool> {
    let found: Option<Uuid> = tx.opt(
        "SELECT picture_id FROM catalog_picture_use WHERE picture_id = $1 AND version_id = $2 LIMIT 1",
        params![picture, version],
    )?;
    Ok(found.is_some())
}

/// Whether a version shows any picture.
pub fn any_in(tx: &mut Tx<'_>, version: Uuid) -> Result<bool> {
    let count: i64 =
        tx.one("SELECT count(*) FROM catalog_picture_use WHERE version_id = $1", params![version])?;
    Ok(count > 0)
}

/// Whether the facts of a version show a picture.
pub fn is_in_facts(tx: &mut Tx<'_>, picture: Uuid, version: Uuid) -> Result<bool> {
    let found: Option<Uuid> = tx.opt(
        "SELECT picture_id FROM catalog_picture_use WHERE picture_id = $1 AND used_by = $2",
        params![picture, version],
    )?;
    Ok(found.is_some())
}

/// Writes down which pictures a text shows: of the lesson or version `used_by`, in `version`. What is no picture of
/// the course is left out.
pub fn set_uses(
    tx: &mut Tx<'_>,
    course: Uuid,
    used_by: Uuid,
    version: Uuid,
    shown: &BTreeSet<Uuid>,
) -> Result<()> {
    tx.exec("DELETE FROM catalog_picture_use WHERE used_by = $1", params![used_by])?;
    for picture in shown {
        tx.exec(
            "INSERT INTO catalog_picture_use (used_by, picture_id, version_id)
             SELECT $1, p.id, $3 FROM catalog_picture p WHERE p.id = $2 AND p.course_id = $4",
            params![used_by, picture, version, course],
        )?;
    }
    Ok(())
}

/// Forgets what a text showed.
pub fn drop_uses(tx: &mut Tx<'_>, used_by: Uuid) -> Result<()> {
    tx.exec("DELETE FROM catalog_picture_use WHERE used_by = $1", params![used_by])?;
    Ok(())
}

/// Forgets what a version showed.
pub fn drop_uses_of_version(tx: &mut Tx<'_>, version: Uuid) -> Result<()> {
    tx.exec("DELETE FROM catalog_picture_use WHERE version_id = $1", params![version])?;
    Ok(())
}

/// Removes all pictures of a course with their uses.
pub fn purge(tx: &mut Tx<'_>, course: Uuid) -> Result<()> {
    tx.exec(
        "DELETE FROM catalog_picture_use
         WHERE version_id IN (SELECT v.id FROM catalog_version v WHERE v.course_id = $1)",
        params![course],
    )?;
    tx.exec("DELETE FROM catalog_picture WHERE course_id = $1", params![course])?;
    Ok(())
}
