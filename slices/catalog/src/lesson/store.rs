//! How lessons are kept. Every statement that writes asks in its WHERE whether the version is a draft: what was
//! submitted or published is changed by nobody (CRS-6).

use super::rules::{Node, Seat};
use crate::picture::rules::Sizes;
use std::collections::{BTreeMap, BTreeSet};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A lesson in the tree, without its text.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Lesson {
        /// Id of this lesson in this version.
        pub id: Uuid,
        /// The version it belongs to.
        pub version_id: Uuid,
        /// The same in all versions of the course: progress refers to it.
        pub lesson_key: Uuid,
        /// Key of the lesson above it.
        pub parent_key: Option<Uuid>,
        /// Place among its siblings.
        pub place: i64,
        /// Key of its [`LessonKind`](crate::api::LessonKind).
        pub kind: String,
        /// Title.
        pub title: String,
        /// Stated minutes: training hours count them once (RULINGS, training hours).
        pub minutes: i64,
        /// Whether the course is complete only with it.
        pub required: bool,
        /// Its file.
        pub file_id: Option<Uuid>,
        /// The file's name as uploaded.
        pub file_name: Option<String>,
        /// The file's size in bytes.
        pub file_size: Option<i64>,
        /// How long its video or audio plays, in milliseconds; none before it was processed, and for other kinds.
        pub duration_ms: Option<i64>,
        /// What another slice keeps for it, such as a quiz.
        pub quiz_id: Option<Uuid>,
        /// When it was last changed.
        pub updated_at: Timestamp,
        /// Who changed it last.
        pub updated_by: Uuid,
        /// Counts changes; a form says which one it saw.
        pub version: i64,
    }

    /// A lesson's text.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Body {
        /// As its author wrote it.
        pub body_md: String,
        /// Sanitised.
        pub body_html: String,
    }
}

impl Body {
    /// Renders Markdown; takes a millisecond or two for a long page and is done outside units of work.
    pub fn of(markdown: impl Into<String>) -> Self {
        let body_md = markdown.into();
        Body { body_html: xingtan_markdown::render(&body_md).into_string(), body_md }
    }

    /// The same, with room kept for pictures of known size.
    pub fn with_pictures(markdown: impl Into<String>, sizes: &Sizes) -> Self {
        let body_md = markdown.into();
        let html = xingtan_markdown::render_sized(&body_md, |href| sizes.of(href));
        Body { body_html: html.into_string(), body_md }
    }
}

impl Node for Lesson {
    fn key(&self) -> Uuid {
        self.lesson_key
    }
    fn parent(&self) -> Option<Uuid> {
        self.parent_key
    }
    fn place(&self) -> i64 {
        self.place
    }
}

/// All lessons of a version, by place; [`tree`](super::rules::tree) puts them in order.
pub fn of_version(tx: &mut Tx<'_>, version: Uuid) -> Result<Vec<Lesson>> {
    tx.all(
        "SELECT id, version_id, lesson_key, parent_key, place, kind, title, minutes, required, file_id, file_name,
                file_size, duration_ms, quiz_id, updated_at, updated_by, version
         FROM catalog_lesson
         WHERE version_id = $1
         ORDER BY place, id",
        params![version],
    )
}

/// One lesson of a version.
pub fn get(tx: &mut Tx<'_>, version: Uuid, key: Uuid) -> Result<Option<Lesson>> {
    tx.opt(
        "SELECT id, version_id, lesson_key, parent_key, place, kind, title, minutes, required, file_id, file_name,
                file_size, duration_ms, quiz_id, updated_at, updated_by, version
         FROM catalog_lesson
         WHERE version_id = $1 AND lesson_key = $2",
        params![version, key],
    )
}

/// A lesson's text.
pub fn body(tx: &mut Tx<'_>, version: Uuid, key: Uuid) -> Result<Body> {
    tx.one(
        "SELECT body_md, body_html FROM catalog_lesson WHERE version_id = $1 AND lesson_key = $2",
        params![version, key],
    )
}

/// The texts of all lessons of a version by key.
pub fn bodies(tx: &mut Tx<'_>, version: Uuid) -> Result<BTreeMap<Uuid, Body>> {
    let rows: Vec<(Uuid, String, String)> = tx.all(
        "SELECT lesson_key, body_md, body_html FROM catalog_lesson WHERE version_id = $1",
        params![version],
    )?;
    Ok(rows.into_iter().map(|(key, body_md, body_html)| (key, Body { body_md, body_html })).collect())
}

/// The rendered texts of a version that hold a link or a picture, by key.
pub fn referring(tx: &mut Tx<'_>, version: Uuid) -> Result<BTreeMap<Uuid, String>> {
    let rows: Vec<(Uuid, String)> = tx.all(
        "SELECT lesson_key, body_html FROM catalog_lesson
         WHERE version_id = $1 AND (body_html LIKE '%<a %' OR body_html LIKE '%<img %')",
        params![version],
    )?;
    Ok(rows.into_iter().collect())
}

/// Lessons of a version that have no text but blanks. A text of blanks alone is short.
pub fn blank(tx: &mut Tx<'_>, version: Uuid) -> Result<BTreeSet<Uuid>> {
    let rows: Vec<(Uuid, String)> = tx.all(
        "SELECT lesson_key, body_md FROM catalog_lesson WHERE version_id = $1 AND length(body_md) < 100",
        params![version],
    )?;
    Ok(rows.into_iter().filter(|(_, text)| text.trim().is_empty()).map(|(key, _)| key).collect())
}

/// The Markdown of all lessons of a version by key, to compare versions.
pub fn texts(tx: &mut Tx<'_>, version: Uuid) -> Result<Vec<(Uuid, String)>> {
    tx.all("SELECT lesson_key, body_md FROM catalog_lesson WHERE version_id = $1", params![version])
}

/// Adds a lesson to a draft; `false` when the version is no draft.
pub fn add(tx: &mut Tx<'_>, lesson: &Lesson, body: &Body) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO catalog_lesson (id, version_id, lesson_key, parent_key, place, kind, title, minutes, required,
                body_md, body_html, file_id, file_name, file_size, duration_ms, quiz_id, updated_at, updated_by,
                version)
         SELECT $1, v.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19
         FROM catalog_version v
         WHERE v.id = $2 AND v.state = 'draft'",
        params![
            lesson.id,
            lesson.version_id,
            lesson.lesson_key,
            lesson.parent_key,
            lesson.place,
            lesson.kind,
            lesson.title,
            lesson.minutes,
            lesson.required,
            body.body_md,
            body.body_html,
            lesson.file_id,
            lesson.file_name,
            lesson.file_size,
            lesson.duration_ms,
            lesson.quiz_id,
            lesson.updated_at,
            lesson.updated_by,
            lesson.version
        ],
    )?;
    Ok(added == 1)
}

/// What an author changes of a lesson.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Title.
    pub title: String,
    /// Stated minutes.
    pub minutes: i64,
    /// Whether the course is complete only with it.
    pub required: bool,
    /// Markdown and what was made of it.
    pub body: Body,
    /// Who.
    pub by: Uuid,
    /// When.
    pub at: Timestamp,
}

/// Saves a lesson of a draft if nobody changed it since `seen`; answers whether it did.
pub fn save(tx: &mut Tx<'_>, id: Uuid, seen: i64, edit: &Edit) -> Result<bool> {
    let saved = tx.exec(
        "UPDATE catalog_lesson
         SET title = $3, minutes = $4, required = $5, body_md = $6, body_html = $7, updated_at = $8,
             updated_by = $9, version = version + 1
         WHERE id = $1 AND version = $2
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')",
        params![
            id,
            seen,
            edit.title,
            edit.minutes,
            edit.required,
            edit.body.body_md,
            edit.body.body_html,
            edit.at,
            edit.by
        ],
    )?;
    Ok(saved == 1)
}

/// Gives a lesson of a draft another file; answers whether it did.
pub fn set_file(tx: &mut Tx<'_>, id: Uuid, file: (Uuid, &str, i64), by: Uuid, at: Timestamp) -> Result<bool> {
    let saved = tx.exec(
        "UPDATE catalog_lesson
         SET file_id = $2, file_name = $3, file_size = $4, duration_ms = NULL, updated_at = $5, updated_by = $6, version = version + 1
         WHERE id = $1
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')",
        params![id, file.0, file.1, file.2, at, by],
    )?;
    Ok(saved == 1)
}

/// Gives the lessons of drafts that play this file as this kind its length in milliseconds; those with the minutes
/// `left` by their author get `minutes` instead.
pub fn set_duration(
    tx: &mut Tx<'_>,
    (file_id, kind): (Uuid, &str),
    duration_ms: i64,
    (left, minutes): (i64, i64),
) -> Result<()> {
    tx.exec(
        "UPDATE catalog_lesson
         SET duration_ms = $3, minutes = CASE WHEN minutes = $4 THEN $5 ELSE minutes END
         WHERE file_id = $1 AND kind = $2 AND duration_ms IS NULL
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')",
        params![file_id, kind, duration_ms, left, minutes],
    )?;
    Ok(())
}

/// Makes a lesson of a draft one of another kind.
pub fn set_kind(tx: &mut Tx<'_>, id: Uuid, kind: &str) -> Result<()> {
    tx.exec(
        "UPDATE catalog_lesson SET kind = $2
         WHERE id = $1
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')",
        params![id, kind],
    )?;
    Ok(())
}

/// The lessons of drafts by which this file is taken along.
pub fn draft_downloads(tx: &mut Tx<'_>, file_id: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = tx.all(
        "SELECT l.id
         FROM catalog_lesson l
         JOIN catalog_version v ON v.id = l.version_id
         WHERE l.file_id = $1 AND l.kind = 'download' AND v.state = 'draft'
         ORDER BY l.id",
        params![file_id],
    )?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// A lesson of a draft shows a PDF in place of the file that was taken along; the minutes become `shown` where its
/// author had `left` those of a download. Its count of changes stays: nothing of what its author writes has changed.
pub fn show_pdf(tx: &mut Tx<'_>, id: Uuid, file: (Uuid, &str, i64), (left, shown): (i64, i64)) -> Result<()> {
    tx.exec(
        "UPDATE catalog_lesson
         SET kind = 'pdf', file_id = $2, file_name = $3, file_size = $4,
             minutes = CASE WHEN minutes = $5 THEN $6 ELSE minutes END
         WHERE id = $1
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')",
        params![id, file.0, file.1, file.2, left, shown],
    )?;
    Ok(())
}

/// The drafts that have a lesson with this file: course and version.
pub fn drafts_with_file(tx: &mut Tx<'_>, file_id: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    tx.all(
        "SELECT DISTINCT v.course_id, v.id
         FROM catalog_lesson l
         JOIN catalog_version v ON v.id = l.version_id
         WHERE l.file_id = $1 AND v.state = 'draft'
         ORDER BY v.course_id, v.id",
        params![file_id],
    )
}

/// Gives a lesson of a draft its seat in the tree; answers whether it did.
pub fn seat(tx: &mut Tx<'_>, version: Uuid, seat: &Seat) -> Result<bool> {
    let saved = tx.exec(
        "UPDATE catalog_lesson
         SET parent_key = $3, place = $4
         WHERE version_id = $1 AND lesson_key = $2
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')",
        params![version, seat.key, seat.parent, seat.place],
    )?;
    Ok(saved == 1)
}

/// Makes room at a place among the children of `parent`: those from there on stand one further.
pub fn make_room(tx: &mut Tx<'_>, version: Uuid, parent: Option<Uuid>, place: i64) -> Result<()> {
    tx.exec(
        "UPDATE catalog_lesson
         SET place = place + 1
         WHERE version_id = $1 AND place >= $3
           AND (parent_key = $2 OR (parent_key IS NULL AND CAST($2 AS uuid) IS NULL))
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')",
        params![version, parent, place],
    )?;
    Ok(())
}

/// Gives a lesson of a draft another title, where it still has the title `was`; answers its new count of changes.
pub fn rename(
    tx: &mut Tx<'_>,
    id: Uuid,
    (was, title): (&str, &str),
    by: Uuid,
    at: Timestamp,
) -> Result<Option<i64>> {
    tx.opt(
        "UPDATE catalog_lesson
         SET title = $3, updated_at = $4, updated_by = $5, version = version + 1
         WHERE id = $1 AND title = $2
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')
         RETURNING version",
        params![id, was, title, at, by],
    )
}

/// Takes a lesson out of a draft; answers whether it did.
pub fn remove(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let removed = tx.exec(
        "DELETE FROM catalog_lesson
         WHERE id = $1
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')",
        params![id],
    )?;
    Ok(removed == 1)
}

/// Training hours of a version in minutes, and its number of lessons (headings are none). As
/// [`stated_minutes`](super::rules::stated_minutes): lessons that may be left out count for nobody.
pub fn sums(tx: &mut Tx<'_>, version: Uuid) -> Result<(i64, i64)> {
    tx.one(
        "SELECT CAST(COALESCE(sum(CASE WHEN required THEN minutes ELSE 0 END), 0) AS bigint), count(*)
         FROM catalog_lesson
         WHERE version_id = $1 AND kind <> 'section'",
        params![version],
    )
}
