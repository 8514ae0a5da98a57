//! How versions of a course are kept.

use crate::states::VersionState;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Param, Result, Tx, list, params, row};

row! {
    /// A version with its facts.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Version {
        /// Id.
        pub id: Uuid,
        /// The course.
        pub course_id: Uuid,
        /// 1 for the first.
        pub number: i64,
        /// Where it stands.
        pub state: VersionState,
        /// Title of the course.
        pub title: String,
        /// One or two sentences for lists.
        pub summary: String,
        /// Key of its level.
        pub level: String,
        /// Category.
        pub category_id: Option<Uuid>,
        /// Who teaches it, when that is a person of this institution.
        pub lecturer_id: Option<Uuid>,
        /// Who teaches it.
        pub lecturer_name: String,
        /// 学分, in hundredths.
        pub credits: i64,
        /// Whether videos and audio are watched in order the first time.
        pub in_order: bool,
        /// 课程介绍, Markdown.
        pub introduction_md: String,
        /// The same, sanitised.
        pub introduction_html: String,
        /// 学习目标, Markdown.
        pub objectives_md: String,
        /// The same, sanitised.
        pub objectives_html: String,
        /// 学习大纲, Markdown.
        pub syllabus_md: String,
        /// The same, sanitised.
        pub syllabus_html: String,
        /// 考核标准, Markdown.
        pub criteria_md: String,
        /// The same, sanitised.
        pub criteria_html: String,
        /// When it was begun.
        pub created_at: Timestamp,
        /// Who began it.
        pub created_by: Uuid,
        /// When facts or tree were last changed.
        pub updated_at: Timestamp,
        /// Since when it cannot be changed for good.
        pub frozen_at: Option<Timestamp>,
        /// When a reviewer returned it, if its author has not submitted it since.
        pub returned_at: Option<Timestamp>,
        /// When it was published.
        pub published_at: Option<Timestamp>,
        /// Who published it.
        pub published_by: Option<Uuid>,
        /// When a later version replaced it, or the course was withdrawn.
        pub retired_at: Option<Timestamp>,
        /// Counts changes of facts and tree; a form says which one it saw.
        pub version: i64,
    }
}

/// One version.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Version>> {
    tx.opt(
        "SELECT id, course_id, number, state, title, summary, level, category_id, lecturer_id, lecturer_name, credits,
                in_order, introduction_md, introduction_html, objectives_md, objectives_html, syllabus_md, syllabus_html,
                criteria_md, criteria_html, created_at, created_by, updated_at, frozen_at, returned_at,
                published_at, published_by, retired_at, version
         FROM catalog_version
         WHERE id = $1",
        params![id],
    )
}

/// Whether videos and audio of a version are watched in order the first time.
pub fn in_order(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let found: Option<bool> = tx.opt("SELECT in_order FROM catalog_version WHERE id = $1", params![id])?;
    Ok(found.unwrap_or_default())
}

/// All versions of a course, the newest first.
pub fn of_course(tx: &mut Tx<'_>, course: Uuid) -> Result<Vec<Version>> {
    tx.all(
        "SELECT id, course_id, number, state, title, summary, level, category_id, lecturer_id, lecturer_name, credits,
                in_order, introduction_md, introduction_html, objectives_md, objectives_html, syllabus_md, syllabus_html,
                criteria_md, criteria_html, created_at, created_by, updated_at, frozen_at, returned_at,
                published_at, published_by, retired_at, version
         FROM catalog_version
         WHERE course_id = $1
         ORDER BY number DESC",
        params![course],
    )
}

/// Keeps a new version.
pub fn add(tx: &mut Tx<'_>, it: &Version) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_version (id, course_id, number, state, title, summary, level, category_id, lecturer_id,
                lecturer_name, credits, introduction_md, introduction_html, objectives_md, objectives_html,
                syllabus_md, syllabus_html, criteria_md, criteria_html, created_at, created_by, updated_at, version,
                in_order)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23, $24)",
        params![
            it.id,
            it.course_id,
            it.number,
            it.state,
            it.title,
            it.summary,
            it.level,
            it.category_id,
            it.lecturer_id,
            it.lecturer_name,
            it.credits,
            it.introduction_md,
            it.introduction_html,
            it.objectives_md,
            it.objectives_html,
            it.syllabus_md,
            it.syllabus_html,
            it.criteria_md,
            it.criteria_html,
            it.created_at,
            it.created_by,
            it.updated_at,
            it.version,
            it.in_order
        ],
    )?;
    Ok(())
}

/// Saves the facts of a draft if nobody changed it since `seen`; answers whether it did.
pub fn save_facts(tx: &mut Tx<'_>, seen: i64, it: &Version) -> Result<bool> {
    let saved = tx.exec(
        "UPDATE catalog_version
         SET title = $3, summary = $4, level = $5, category_id = $6, lecturer_id = $7, lecturer_name = $8,
             credits = $9, introduction_md = $10, introduction_html = $11, objectives_md = $12,
             objectives_html = $13, syllabus_md = $14, syllabus_html = $15, criteria_md = $16,
             criteria_html = $17, updated_at = $18, in_order = $19, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'draft'",
        params![
            it.id,
            seen,
            it.title,
            it.summary,
            it.level,
            it.category_id,
            it.lecturer_id,
            it.lecturer_name,
            it.credits,
            it.introduction_md,
            it.introduction_html,
            it.objectives_md,
            it.objectives_html,
            it.syllabus_md,
            it.syllabus_html,
            it.criteria_md,
            it.criteria_html,
            it.updated_at,
            it.in_order
        ],
    )?;
    Ok(saved == 1)
}

/// Notes that the tree of a draft changed; with `seen` only if nobody changed it since. Answers the new count.
pub fn touch(tx: &mut Tx<'_>, id: Uuid, seen: Option<i64>, at: Timestamp) -> Result<Option<i64>> {
    tx.opt(
        "UPDATE catalog_version
         SET updated_at = $3, version = version + 1
         WHERE id = $1 AND state = 'draft' AND version = COALESCE($2, version)
         RETURNING version",
        params![id, seen, at],
    )
}

/// Notes that a text of a draft changed, and not its tree.
pub fn noticed(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<()> {
    tx.exec("UPDATE catalog_version SET updated_at = $2 WHERE id = $1 AND state = 'draft'", params![id, at])?;
    Ok(())
}

/// Moves a version from one state to another; answers whether it stood there.
pub fn step(tx: &mut Tx<'_>, id: Uuid, from: VersionState, to: VersionState, at: Timestamp) -> Result<bool> {
    let moved = tx.exec(
        "UPDATE catalog_version SET state = $3, updated_at = $4, version = version + 1 WHERE id = $1 AND state = $2",
        params![id, from, to, at],
    )?;
    Ok(moved == 1)
}

/// Notes that a reviewer returned it, or with none that it was submitted anew.
pub fn set_returned(tx: &mut Tx<'_>, id: Uuid, at: Option<Timestamp>) -> Result<()> {
    tx.exec("UPDATE catalog_version SET returned_at = $2 WHERE id = $1", params![id, at])?;
    Ok(())
}

/// Freezes a version that was just published.
pub fn freeze(tx: &mut Tx<'_>, id: Uuid, by: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE catalog_version SET frozen_at = $2, published_at = $2, published_by = $3
         WHERE id = $1 AND state = 'published' AND frozen_at IS NULL",
        params![id, at, by],
    )?;
    Ok(())
}

/// Retires the published version of a course, if it has one.
pub fn retire_published(tx: &mut Tx<'_>, course: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE catalog_version SET state = 'retired', retired_at = $2, version = version + 1
         WHERE course_id = $1 AND state = 'published'",
        params![course, at],
    )?;
    Ok(())
}

/// Drops a draft with its lessons, as when its author gives it up; what other slices keep goes before.
pub fn drop_draft(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    tx.exec(
        "DELETE FROM catalog_lesson
         WHERE version_id = $1
           AND EXISTS (SELECT 1 FROM catalog_version v WHERE v.id = version_id AND v.state = 'draft')",
        params![id],
    )?;
    tx.exec("DELETE FROM catalog_editor WHERE version_id = $1", params![id])?;
    Ok(tx.exec("DELETE FROM catalog_version WHERE id = $1 AND state = 'draft'", params![id])? == 1)
}

/// Notes that a person changed a version.
pub fn add_editor(tx: &mut Tx<'_>, version: Uuid, person: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_editor (version_id, person_id, first_at) VALUES ($1, $2, $3)
         ON CONFLICT (version_id, person_id) DO NOTHING",
        params![version, person, at],
    )?;
    Ok(())
}

/// Who changed a version.
pub fn editors(tx: &mut Tx<'_>, version: Uuid) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT person_id FROM catalog_editor WHERE version_id = $1 ORDER BY first_at, person_id",
        params![version],
    )
}

row! {
    /// Where a version stands, for lists.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Head {
        /// Id.
        pub id: Uuid,
        /// Its number.
        pub number: i64,
        /// Where it stands.
        pub state: VersionState,
        /// When a reviewer returned it, if its author has not submitted it since.
        pub returned_at: Option<Timestamp>,
        /// Counts changes of facts and tree.
        pub version: i64,
    }
}

/// Where several versions stand; unknown ones are left out. One statement.
pub fn heads(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<Head>> {
    let sql = format!(
        "SELECT id, number, state, returned_at, version FROM catalog_version WHERE id IN ({})",
        list(1, ids.len())
    );
    let values: Vec<Param<'_>> = ids.iter().map(|id| Param::Uuid(*id)).collect();
    tx.all(&sql, &values)
}
