//! How courses are kept.

use crate::{states::CourseState, version::store::Version};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A course as lists show it. Title, level, credits and the rest are those of the version in force: the
    /// published one, or the draft while nothing was published yet.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Course {
        /// Id.
        pub id: Uuid,
        /// Title.
        pub title: String,
        /// Sorts by pinyin.
        pub title_key: String,
        /// One or two sentences.
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
        /// 学时: stated minutes of the required lessons.
        pub minutes: i64,
        /// Number of lessons.
        pub lessons: i64,
        /// 谁开课谁负责.
        pub author_id: Uuid,
        /// The author's name.
        pub author_name: String,
        /// 谁审核谁负责: of the version in force.
        pub reviewer_id: Option<Uuid>,
        /// 谁运作谁负责: of the version in force.
        pub publisher_id: Option<Uuid>,
        /// The unit that offers it.
        pub unit_id: Uuid,
        /// Path of that unit.
        pub unit_path: String,
        /// Where it stands.
        pub state: CourseState,
        /// What learners study.
        pub published_version_id: Option<Uuid>,
        /// What its author writes, submitted, or has had approved.
        pub draft_version_id: Option<Uuid>,
        /// When the version in force was published.
        pub published_at: Option<Timestamp>,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
        /// Why it was withdrawn.
        pub withdrawn_reason: Option<String>,
        /// When it was taken down from everybody: then only a reviewed version brings it back.
        pub taken_down_at: Option<Timestamp>,
        /// Sum of the ratings that count, in hundredths of a star (CRS-9): what slices above told.
        pub rating_sum: i64,
        /// How many ratings count.
        pub rating_count: i64,
        /// When it was begun.
        pub created_at: Timestamp,
        /// When anything of it changed last.
        pub updated_at: Timestamp,
        /// Counts changes of this row.
        pub version: i64,
    }
}

const COLUMNS: &str = "c.id, c.title, c.title_key, c.summary, c.level, c.category_id, c.lecturer_id, c.lecturer_name, \
    c.credits, c.minutes, c.lessons, c.author_id, c.author_name, c.reviewer_id, c.publisher_id, c.unit_id, \
    c.unit_path, c.state, c.published_version_id, c.draft_version_id, c.published_at, c.withdrawn_at, \
    c.withdrawn_reason, c.taken_down_at, c.rating_sum, c.rating_count, c.created_at, c.updated_at, c.version";

/// How lists of courses are sorted.
pub const SORTS: &[Sort] = &[
    Sort { name: "updated", column: "c.updated_at" },
    Sort { name: "title", column: "c.title_key" },
    Sort { name: "credits", column: "c.credits" },
];

impl Course {
    /// The mean of its ratings in hundredths of a star, halves rounded up; none without a rating.
    pub fn rating(&self) -> Option<i64> {
        (self.rating_count > 0).then(|| (self.rating_sum * 2 + self.rating_count) / (self.rating_count * 2))
    }
}

impl Keyed for Course {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "title" => self.title_key.as_str().into(),
            "credits" => self.credits.into(),
            _ => self.updated_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All courses that are not deleted, to be narrowed.
pub fn select() -> Select {
    select_any().always("c.deleted_at IS NULL")
}

/// All courses, those in the bin among them.
pub fn select_any() -> Select {
    Select::new(COLUMNS, "catalog_course c", "c.id")
}

/// One course.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Course>> {
    Ok(select().when("c.id = {}", id).rows(tx, "")?.pop())
}

/// One course, also from the bin.
pub fn get_any(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Course>> {
    Ok(select_any().when("c.id = {}", id).rows(tx, "")?.pop())
}

/// Several courses by id, in no particular order; unknown ones are left out.
pub fn several(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<Course>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let values = ids.iter().map(|id| (*id).into()).collect();
    let condition = format!("c.id IN ({})", vec!["{}"; ids.len()].join(", "));
    select().when_all(&condition, values).rows(tx, "")
}

/// Published courses after an id, by id.
pub fn published_after(tx: &mut Tx<'_>, after: Option<Uuid>, limit: i64) -> Result<Vec<Course>> {
    let select = select().always("c.state = 'published'").when("c.id > {}", after.unwrap_or(Uuid::nil()));
    select.rows(tx, &format!("ORDER BY c.id LIMIT {limit}"))
}

/// Keeps a new course.
pub fn add(tx: &mut Tx<'_>, it: &Course, search_keys: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_course (id, title, title_key, search_keys, summary, level, category_id, lecturer_id,
                lecturer_name, credits, minutes, lessons, author_id, author_name, unit_id, unit_path, state,
                draft_version_id, created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        params![
            it.id,
            it.title,
            it.title_key,
            search_keys,
            it.summary,
            it.level,
            it.category_id,
            it.lecturer_id,
            it.lecturer_name,
            it.credits,
            it.minutes,
            it.lessons,
            it.author_id,
            it.author_name,
            it.unit_id,
            it.unit_path,
            it.state,
            it.draft_version_id,
            it.created_at,
            it.updated_at,
            it.version
        ],
    )?;
    Ok(())
}

/// Repeats the facts of a version in the course's row, with the sums of its lessons.
pub fn show(
    tx: &mut Tx<'_>,
    version: &Version,
    keys: &crate::course::rules::Keys,
    sums: (i64, i64),
    at: Timestamp,
) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course
         SET title = $2, title_key = $3, search_keys = $4, summary = $5, level = $6, category_id = $7,
             lecturer_id = $8, lecturer_name = $9, credits = $10, minutes = $11, lessons = $12, updated_at = $13,
             version = version + 1
         WHERE id = $1",
        params![
            version.course_id,
            version.title,
            keys.title,
            keys.search,
            version.summary,
            version.level,
            version.category_id,
            version.lecturer_id,
            version.lecturer_name,
            version.credits,
            sums.0,
            sums.1,
            at
        ],
    )?;
    Ok(())
}

/// Notes the sums of the lessons of a course that was never published.
pub fn set_sums(tx: &mut Tx<'_>, id: Uuid, sums: (i64, i64), at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course SET minutes = $2, lessons = $3, updated_at = $4, version = version + 1
         WHERE id = $1 AND published_version_id IS NULL",
        params![id, sums.0, sums.1, at],
    )?;
    Ok(())
}

/// Whether there is no category, and no other course: then nobody has been told yet that one is needed.
pub fn is_first_without_categories(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    tx.one(
        "SELECT NOT EXISTS (SELECT 1 FROM catalog_category WHERE deleted_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM catalog_course WHERE id <> $1)",
        params![id],
    )
}

/// Notes that something of the course changed.
pub fn touch(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course SET updated_at = $2, version = version + 1 WHERE id = $1",
        params![id, at],
    )?;
    Ok(())
}

/// Where a course stands and which versions it has.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// State shown in lists.
    pub state: CourseState,
    /// What learners study.
    pub published: Option<Uuid>,
    /// What is being written or judged.
    pub draft: Option<Uuid>,
}

/// Notes where a course stands.
pub fn stand(tx: &mut Tx<'_>, id: Uuid, it: &Standing, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course
         SET state = $2, published_version_id = $3, draft_version_id = $4, updated_at = $5, version = version + 1
         WHERE id = $1",
        params![id, it.state, it.published, it.draft, at],
    )?;
    Ok(())
}

/// Names who answers for the version in force (CRS-6).
pub fn set_responsible(
    tx: &mut Tx<'_>,
    id: Uuid,
    reviewer: Option<Uuid>,
    publisher: Uuid,
    at: Timestamp,
) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course
         SET reviewer_id = $2, publisher_id = $3, published_at = $4, withdrawn_at = NULL, withdrawn_by = NULL,
             withdrawn_reason = NULL, taken_down_at = NULL
         WHERE id = $1",
        params![id, reviewer, publisher, at],
    )?;
    Ok(())
}

/// Notes why and by whom a course was withdrawn.
pub fn set_withdrawn(tx: &mut Tx<'_>, id: Uuid, by: Uuid, reason: &str, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_reason = $4 WHERE id = $1",
        params![id, at, by, reason],
    )?;
    Ok(())
}

/// Notes that a course was taken from everybody.
pub fn set_taken_down(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<()> {
    tx.exec("UPDATE catalog_course SET taken_down_at = $2 WHERE id = $1", params![id, at])?;
    Ok(())
}

/// Notes what learners make of a course. The row's own version stays: no form shows these figures.
pub fn set_rating(tx: &mut Tx<'_>, id: Uuid, sum: i64, count: i64) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course SET rating_sum = $2, rating_count = $3 WHERE id = $1",
        params![id, sum, count],
    )?;
    Ok(())
}

/// Deletes a course softly; it lies in the bin.
pub fn delete(tx: &mut Tx<'_>, id: Uuid, by: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE catalog_course SET deleted_at = $2, deleted_by = $3, version = version + 1
         WHERE id = $1 AND published_version_id IS NULL",
        params![id, at, by],
    )?;
    Ok(())
}

/// Takes a course out of the bin; answers whether it lay there.
pub fn undelete(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<bool> {
    let back = tx.exec(
        "UPDATE catalog_course SET deleted_at = NULL, deleted_by = NULL, updated_at = $2, version = version + 1
         WHERE id = $1 AND deleted_at IS NOT NULL",
        params![id, at],
    )?;
    Ok(back == 1)
}

/// Who may write the course besides its author: id and name.
pub fn authors(tx: &mut Tx<'_>, course: Uuid) -> Result<Vec<(Uuid, String)>> {
    tx.all(
        "SELECT person_id, name FROM catalog_author WHERE course_id = $1 ORDER BY since, person_id",
        params![course],
    )
}

/// Lets a person write the course, too.
pub fn add_author(tx: &mut Tx<'_>, course: Uuid, person: Uuid, name: &str, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_author (course_id, person_id, name, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT (course_id, person_id) DO NOTHING",
        params![course, person, name, at],
    )?;
    Ok(())
}

/// A person writes the course no more.
pub fn remove_author(tx: &mut Tx<'_>, course: Uuid, person: Uuid) -> Result<bool> {
    let gone = tx.exec(
        "DELETE FROM catalog_author WHERE course_id = $1 AND person_id = $2",
        params![course, person],
    )?;
    Ok(gone == 1)
}

/// How many courses of an author stand in each state.
pub fn count_by_state(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<(CourseState, i64)>> {
    tx.all(
        "SELECT state, count(*)
         FROM catalog_course
         WHERE deleted_at IS NULL
           AND (author_id = $1 OR id IN (SELECT course_id FROM catalog_author WHERE person_id = $1))
         GROUP BY state",
        params![person],
    )
}

/// Courses that were put into the bin before `before`.
pub fn over(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT id FROM catalog_course WHERE deleted_at < $1 ORDER BY deleted_at, id LIMIT $2",
        params![before, limit],
    )
}

/// Removes a course from the bin with its versions, lessons and reviews.
pub fn purge(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec(
        "DELETE FROM catalog_remark
         WHERE review_id IN (SELECT r.id FROM catalog_review r WHERE r.course_id = $1)",
        params![id],
    )?;
    tx.exec("DELETE FROM catalog_review WHERE course_id = $1", params![id])?;
    tx.exec(
        "DELETE FROM catalog_lesson
         WHERE version_id IN (SELECT v.id FROM catalog_version v WHERE v.course_id = $1)",
        params![id],
    )?;
    tx.exec(
        "DELETE FROM catalog_editor
         WHERE version_id IN (SELECT v.id FROM catalog_version v WHERE v.course_id = $1)",
        params![id],
    )?;
    crate::revision::store::purge(tx, id)?;
    tx.exec("DELETE FROM catalog_version WHERE course_id = $1", params![id])?;
    tx.exec("DELETE FROM catalog_author WHERE course_id = $1", params![id])?;
    tx.exec("DELETE FROM catalog_course WHERE id = $1 AND deleted_at IS NOT NULL", params![id])?;
    Ok(())
}
