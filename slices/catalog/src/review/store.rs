//! How submissions and remarks are kept.

use super::{
    lists::{CheckList, Marks},
    rules::Stage,
};
use crate::states::ReviewState;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Param, Result, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A submission.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Review {
        /// Id.
        pub id: Uuid,
        /// The course.
        pub course_id: Uuid,
        /// The version.
        pub version_id: Uuid,
        /// Its number.
        pub version_number: i64,
        /// Title of the course at submission.
        pub title: String,
        /// Sorts by pinyin.
        pub title_key: String,
        /// Name of the author.
        pub author_name: String,
        /// Path of the unit that offers the course.
        pub unit_path: String,
        /// Which stage it is.
        pub stage: Stage,
        /// The stage's step of the approval, from 0.
        pub step: i64,
        /// How many times the version was submitted, this time included.
        pub round: i64,
        /// Codes of the check lists that its content calls for, as JSON.
        pub lists: String,
        /// What became of it.
        pub state: ReviewState,
        /// What the author says to the reviewer.
        pub message: String,
        /// When it was submitted.
        pub submitted_at: Timestamp,
        /// Who submitted it.
        pub submitted_by: Uuid,
        /// When it should be decided.
        pub due_at: Timestamp,
        /// Who decided.
        pub reviewer_id: Option<Uuid>,
        /// The name of who decided.
        pub reviewer_name: Option<String>,
        /// How its check lists are marked, as JSON.
        pub checks: String,
        /// Why it was returned.
        pub reason: Option<String>,
        /// When it was decided.
        pub decided_at: Option<Timestamp>,
        /// Counts changes.
        pub version: i64,
    }

    /// A remark on a submission.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Remark {
        /// Id.
        pub id: Uuid,
        /// The submission.
        pub review_id: Uuid,
        /// The lesson it is about.
        pub lesson_key: Option<Uuid>,
        /// Where in the lesson: a paragraph, a moment, a page; may be empty.
        pub place: String,
        /// Who made it.
        pub person_id: Uuid,
        /// Their name.
        pub person_name: String,
        /// When.
        pub at: Timestamp,
        /// What they say; plain text.
        pub body: String,
    }
}

const COLUMNS: &str = "r.id, r.course_id, r.version_id, r.version_number, r.title, r.title_key, r.author_name, \
    r.unit_path, r.stage, r.step, r.round, r.lists, r.state, r.message, r.submitted_at, r.submitted_by, r.due_at, r.reviewer_id, r.reviewer_name, \
    r.checks, r.reason, r.decided_at, r.version";

impl Review {
    /// The check lists that its content calls for.
    pub fn check_lists(&self) -> Vec<CheckList> {
        super::lists::of_codes(&serde_json::from_str::<Vec<String>>(&self.lists).unwrap_or_default())
    }

    /// How they are marked.
    pub fn marks(&self) -> Marks {
        Marks::read(&self.checks)
    }
}

/// How lists of submissions are sorted; the one that is due first stands first.
pub const SORTS: &[Sort] = &[
    Sort { name: "due", column: "r.due_at" },
    Sort { name: "submitted", column: "r.submitted_at" },
    Sort { name: "title", column: "r.title_key" },
];

impl Keyed for Review {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "title" => self.title_key.as_str().into(),
            "submitted" => self.submitted_at.into(),
            _ => self.due_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All submissions, to be narrowed.
pub fn select() -> Select {
    Select::new(COLUMNS, "catalog_review r", "r.id")
}

/// One submission.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Review>> {
    Ok(select().when("r.id = {}", id).rows(tx, "")?.pop())
}

/// All stages of all submissions of a course, the newest first.
pub fn of_course(tx: &mut Tx<'_>, course: Uuid) -> Result<Vec<Review>> {
    select().when("r.course_id = {}", course).rows(tx, "ORDER BY r.submitted_at DESC, r.step DESC, r.id DESC")
}

/// All stages of all rounds of a version, the newest first.
pub fn of_version(tx: &mut Tx<'_>, version: Uuid) -> Result<Vec<Review>> {
    select()
        .when("r.version_id = {}", version)
        .rows(tx, "ORDER BY r.round DESC, r.step DESC, r.id DESC LIMIT 100")
}

/// The open submission of a version.
pub fn open_of(tx: &mut Tx<'_>, version: Uuid) -> Result<Option<Review>> {
    let open = select().when("r.version_id = {}", version).always("r.state = 'open'");
    Ok(open.rows(tx, "ORDER BY r.submitted_at DESC LIMIT 1")?.pop())
}

/// The newest submission of a version.
pub fn latest_of(tx: &mut Tx<'_>, version: Uuid) -> Result<Option<Review>> {
    Ok(select()
        .when("r.version_id = {}", version)
        .rows(tx, "ORDER BY r.round DESC, r.step DESC, r.id DESC LIMIT 1")?
        .pop())
}

/// Whether a version was ever submitted.
pub fn any(tx: &mut Tx<'_>, version: Uuid) -> Result<bool> {
    Ok(latest_of(tx, version)?.is_some())
}

/// Who approved a version in the round of its latest submission, stage by stage.
pub fn approvers(tx: &mut Tx<'_>, version: Uuid) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT reviewer_id FROM catalog_review
         WHERE version_id = $1 AND state = 'approved' AND reviewer_id IS NOT NULL
           AND round = (SELECT max(round) FROM catalog_review WHERE version_id = $1)
         ORDER BY step",
        params![version],
    )
}

/// Keeps a submission.
pub fn add(tx: &mut Tx<'_>, it: &Review, search_keys: &str, approval: Option<Uuid>) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_review (id, approval_id, course_id, version_id, version_number, title, title_key,
                search_keys, author_name, unit_path, stage, step, round, lists, state, message, submitted_at,
                submitted_by, due_at, checks, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        params![
            it.id,
            approval,
            it.course_id,
            it.version_id,
            it.version_number,
            it.title,
            it.title_key,
            search_keys,
            it.author_name,
            it.unit_path,
            it.stage,
            it.step,
            it.round,
            it.lists,
            it.state,
            it.message,
            it.submitted_at,
            it.submitted_by,
            it.due_at,
            it.checks,
            it.version
        ],
    )?;
    Ok(())
}

/// Keeps the next stage of a submission: what was approved, before others.
pub fn add_next(tx: &mut Tx<'_>, before: Uuid, it: &Review) -> Result<()> {
    let (keys, approval): (String, Option<Uuid>) =
        tx.one("SELECT search_keys, approval_id FROM catalog_review WHERE id = $1", params![before])?;
    add(tx, it, &keys, approval)
}

/// The approval that a submission waits for.
pub fn approval_of(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Uuid>> {
    let found: Option<(Option<Uuid>,)> =
        tx.opt("SELECT approval_id FROM catalog_review WHERE id = $1", params![id])?;
    Ok(found.and_then(|(approval,)| approval))
}

/// How a submission ends.
#[derive(Clone, Debug)]
pub struct Ending {
    /// What becomes of it.
    pub state: ReviewState,
    /// Who decided; none when the author took it back.
    pub reviewer: Option<(Uuid, String)>,
    /// How its check lists are marked, as JSON.
    pub checks: String,
    /// Why it was returned.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Ends an open submission; answers whether it was open.
pub fn end(tx: &mut Tx<'_>, id: Uuid, it: &Ending) -> Result<bool> {
    let (reviewer_id, reviewer_name) = match &it.reviewer {
        Some((id, name)) => (Some(*id), Some(name.clone())),
        None => (None, None),
    };
    let ended = tx.exec(
        "UPDATE catalog_review
         SET state = $2, reviewer_id = $3, reviewer_name = $4, checks = $5, reason = $6, decided_at = $7,
             version = version + 1
         WHERE id = $1 AND state = 'open'",
        params![id, it.state, reviewer_id, reviewer_name, it.checks, it.reason, it.at],
    )?;
    Ok(ended == 1)
}

/// Keeps the marks of check lists that are not finished.
pub fn set_checks(tx: &mut Tx<'_>, id: Uuid, checks: &str) -> Result<()> {
    tx.exec(
        "UPDATE catalog_review SET checks = $2, version = version + 1 WHERE id = $1 AND state = 'open'",
        params![id, checks],
    )?;
    Ok(())
}

/// Remarks on a submission, the oldest first: those of all stages of its round.
pub fn remarks(tx: &mut Tx<'_>, review: Uuid) -> Result<Vec<Remark>> {
    tx.all(
        "SELECT m.id, m.review_id, m.lesson_key, m.place, m.person_id, m.person_name, m.at, m.body
         FROM catalog_review r
         JOIN catalog_review o ON o.version_id = r.version_id AND o.round = r.round
         JOIN catalog_remark m ON m.review_id = o.id
         WHERE r.id = $1
         ORDER BY m.at, m.id",
        params![review],
    )
}

/// Keeps a remark.
pub fn add_remark(tx: &mut Tx<'_>, it: &Remark) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_remark (id, review_id, lesson_key, place, person_id, person_name, at, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![it.id, it.review_id, it.lesson_key, it.place, it.person_id, it.person_name, it.at, it.body],
    )?;
    Ok(())
}

/// Why several versions were returned last: version and reason. One statement.
pub fn latest_reasons(tx: &mut Tx<'_>, versions: &[Uuid]) -> Result<Vec<(Uuid, Option<String>)>> {
    let sql = format!(
        "SELECT r.version_id, r.reason
         FROM catalog_review r
         WHERE r.state = 'returned' AND r.version_id IN ({})
           AND NOT EXISTS (SELECT 1 FROM catalog_review l
                           WHERE l.version_id = r.version_id AND l.submitted_at > r.submitted_at)",
        list(1, versions.len())
    );
    let values: Vec<Param<'_>> = versions.iter().map(|id| Param::Uuid(*id)).collect();
    tx.all(&sql, &values)
}

/// How many submissions stand in each state within what `select` shows.
pub fn count_open(tx: &mut Tx<'_>, select: Select, now: Timestamp) -> Result<(i64, i64)> {
    let open = select.clone().always("r.state = 'open'").count(tx)?;
    let overdue = select.always("r.state = 'open'").when("r.due_at < {}", now).count(tx)?;
    Ok((open, overdue))
}
