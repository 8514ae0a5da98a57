//! How revisions are kept.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A revision of a lesson's text.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Revision {
        /// Id.
        pub id: Uuid,
        /// The course.
        pub course_id: Uuid,
        /// The lesson, the same in all versions.
        pub lesson_key: Uuid,
        /// Counts within the lesson, from 1.
        pub number: i64,
        /// The version of the course in which it was written.
        pub version_number: i64,
        /// Title of the lesson.
        pub title: String,
        /// Its text, Markdown.
        pub body_md: String,
        /// Whether it was set aside, because somebody else had saved before.
        pub aside: bool,
        /// When its sitting began.
        pub began_at: Timestamp,
        /// When it was saved last.
        pub saved_at: Timestamp,
        /// Who wrote it.
        pub person_id: Uuid,
    }
}

/// The revisions of a lesson, the newest first. At most as many as the setting keeps.
pub fn of_lesson(tx: &mut Tx<'_>, course: Uuid, key: Uuid) -> Result<Vec<Revision>> {
    tx.all(
        "SELECT id, course_id, lesson_key, number, version_number, title, body_md, aside, began_at, saved_at, person_id
         FROM catalog_revision
         WHERE course_id = $1 AND lesson_key = $2
         ORDER BY number DESC",
        params![course, key],
    )
}

/// One revision of a lesson.
pub fn get(tx: &mut Tx<'_>, course: Uuid, key: Uuid, id: Uuid) -> Result<Option<Revision>> {
    tx.opt(
        "SELECT id, course_id, lesson_key, number, version_number, title, body_md, aside, began_at, saved_at, person_id
         FROM catalog_revision
         WHERE id = $3 AND course_id = $1 AND lesson_key = $2",
        params![course, key, id],
    )
}

/// The newest revision of a lesson that was set aside, or that was not.
pub fn latest(tx: &mut Tx<'_>, course: Uuid, key: Uuid, aside: bool) -> Result<Option<Revision>> {
    tx.opt(
        "SELECT id, course_id, lesson_key, number, version_number, title, body_md, aside, began_at, saved_at, person_id
         FROM catalog_revision
         WHERE course_id = $1 AND lesson_key = $2 AND aside = $3
         ORDER BY number DESC
         LIMIT 1",
        params![course, key, aside],
    )
}

/// Keeps a revision under the next number, and forgets the oldest beyond `most`.
pub fn add(tx: &mut Tx<'_>, it: &Revision, most: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_revision (id, course_id, lesson_key, number, version_number, title, body_md, aside,
                began_at, saved_at, person_id)
         SELECT $1, $2, $3, COALESCE(max(r.number), 0) + 1, $4, $5, $6, $7, $8, $9, $10
         FROM catalog_revision r
         WHERE r.course_id = $2 AND r.lesson_key = $3",
        params![
            it.id,
            it.course_id,
            it.lesson_key,
            it.version_number,
            it.title,
            it.body_md,
            it.aside,
            it.began_at,
            it.saved_at,
            it.person_id
        ],
    )?;
    tx.exec(
        "DELETE FROM catalog_revision
         WHERE course_id = $1 AND lesson_key = $2
           AND number <= (SELECT max(r.number) - $3 FROM catalog_revision r
                          WHERE r.course_id = $1 AND r.lesson_key = $2)",
        params![it.course_id, it.lesson_key, most],
    )?;
    Ok(())
}

/// A revision goes on: it says something else now.
pub fn go_on(tx: &mut Tx<'_>, id: Uuid, title: &str, body_md: &str, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE catalog_revision SET title = $2, body_md = $3, saved_at = $4 WHERE id = $1",
        params![id, title, body_md, at],
    )?;
    Ok(())
}

/// Forgets all revisions of a course that leaves the bin.
pub fn purge(tx: &mut Tx<'_>, course: Uuid) -> Result<()> {
    tx.exec("DELETE FROM catalog_revision WHERE course_id = $1", params![course])?;
    Ok(())
}
