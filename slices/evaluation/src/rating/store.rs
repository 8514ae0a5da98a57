//! How ratings are kept.

use super::rules::Marks;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A rating.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Rating {
        /// Its id.
        pub id: Uuid,
        /// The course.
        pub course_id: Uuid,
        /// Which version was taken.
        pub version_id: Uuid,
        /// By which enrolment.
        pub enrolment_id: Uuid,
        /// Who rates.
        pub person_id: Uuid,
        /// Their name, for those who guard ratings.
        pub person_name: String,
        /// 1 to 5.
        pub content: i64,
        /// 1 to 5.
        pub teaching: i64,
        /// 1 to 5.
        pub usefulness: i64,
        /// Mean of the marks, in hundredths.
        pub stars: i64,
        /// What was written; may be empty.
        pub comment: String,
        /// When it was rated first.
        pub rated_at: Timestamp,
        /// The beginning of that month, by which it is shown and sorted.
        pub month_at: Timestamp,
        /// When it was changed last.
        pub changed_at: Timestamp,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
        /// When its comment was hidden.
        pub hidden_at: Option<Timestamp>,
        /// By whom.
        pub hidden_by: Option<Uuid>,
        /// The name of that person.
        pub hidden_name: Option<String>,
        /// Why.
        pub hidden_reason: Option<String>,
        /// What the teacher said to it.
        pub answer: Option<String>,
        /// When.
        pub answered_at: Option<Timestamp>,
        /// Who said it.
        pub answered_by: Option<Uuid>,
        /// The name of that person.
        pub answered_name: Option<String>,
        /// Counts its changes.
        pub version: i64,
    }
}

const COLUMNS: &str = "r.id, r.course_id, r.version_id, r.enrolment_id, r.person_id, r.person_name, r.content, \
    r.teaching, r.usefulness, r.stars, r.comment, r.rated_at, r.month_at, r.changed_at, r.withdrawn_at, r.hidden_at, r.hidden_by, \
    r.hidden_name, r.hidden_reason, r.answer, r.answered_at, r.answered_by, r.answered_name, r.version";

/// How the ratings of a course are sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "rated", column: "r.month_at" }, Sort { name: "stars", column: "r.stars" }];

impl Keyed for Rating {
    fn order(&self, sort: &str) -> Order {
        if sort == "stars" { self.stars.into() } else { self.month_at.into() }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// The standing ratings of a course, found by words of comments that are not hidden. `stars`: only those of so many
/// whole stars, rounded; empty for all.
pub fn select(course: Uuid, query: &str, stars: &str, which: &str) -> Select {
    let mut select = Select::new(COLUMNS, "evaluation_rating r", "r.id")
        .when("r.course_id = {}", course)
        .always("r.withdrawn_at IS NULL")
        .search("CASE WHEN r.hidden_at IS NULL THEN lower(r.comment) ELSE '' END", query);
    if let Some(stars) = stars.parse::<i64>().ok().filter(|it| super::rules::MARKS.contains(it)) {
        select = select.when_all(
            "r.stars >= {} AND r.stars < {}",
            vec![(stars * 100 - 50).into(), (stars * 100 + 50).into()],
        );
    }
    match which {
        "comment" => select.always("r.comment <> '' AND r.hidden_at IS NULL"),
        "unanswered" => select.always("r.comment <> '' AND r.hidden_at IS NULL AND r.answered_at IS NULL"),
        "hidden" => select.always("r.hidden_at IS NOT NULL"),
        _ => select,
    }
}

/// One of a course.
pub fn one(tx: &mut Tx<'_>, course: Uuid, id: Uuid) -> Result<Option<Rating>> {
    let sql = format!("SELECT {COLUMNS} FROM evaluation_rating r WHERE r.id = $1 AND r.course_id = $2");
    tx.opt(&sql, params![id, course])
}

/// Somebody's rating of a version, withdrawn or not.
pub fn own(tx: &mut Tx<'_>, person: Uuid, course: Uuid, version: Uuid) -> Result<Option<Rating>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM evaluation_rating r
         WHERE r.person_id = $1 AND r.course_id = $2 AND r.version_id = $3"
    );
    tx.opt(&sql, params![person, course, version])
}

/// The newest comments of a course that are not hidden.
pub fn newest(tx: &mut Tx<'_>, course: Uuid, limit: i64) -> Result<Vec<Rating>> {
    let tail = format!("ORDER BY r.month_at DESC, r.id DESC LIMIT {limit}");
    select(course, "", "", "comment").rows(tx, &tail)
}

row! {
    /// The ratings of a course in sum.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Sums {
        /// How many stand.
        pub count: i64,
        /// Their stars, in hundredths.
        pub stars: i64,
        /// Their marks for content.
        pub content: i64,
        /// Their marks for teaching.
        pub teaching: i64,
        /// Their marks for usefulness.
        pub usefulness: i64,
    }
}

/// The ratings of a course in sum. One statement.
pub fn sums(tx: &mut Tx<'_>, course: Uuid) -> Result<Sums> {
    tx.one(
        "SELECT count(*) AS count,
                CAST(COALESCE(sum(stars), 0) AS bigint) AS stars,
                CAST(COALESCE(sum(content), 0) AS bigint) AS content,
                CAST(COALESCE(sum(teaching), 0) AS bigint) AS teaching,
                CAST(COALESCE(sum(usefulness), 0) AS bigint) AS usefulness
         FROM evaluation_rating
         WHERE course_id = $1 AND withdrawn_at IS NULL",
        params![course],
    )
}

/// Courses with ratings after an id, by id.
pub fn courses_after(tx: &mut Tx<'_>, after: Uuid, limit: i64) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT DISTINCT course_id FROM evaluation_rating WHERE course_id > $1 ORDER BY course_id LIMIT $2",
        params![after, limit],
    )
}

/// Keeps a first rating. [`xingtan_db::Error::Unique`] where there is one.
pub fn add(tx: &mut Tx<'_>, it: &Rating) -> Result<()> {
    tx.exec(
        "INSERT INTO evaluation_rating (id, course_id, version_id, enrolment_id, person_id, person_name, content,
                teaching, usefulness, stars, comment, rated_at, changed_at, month_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, 1)",
        params![
            it.id,
            it.course_id,
            it.version_id,
            it.enrolment_id,
            it.person_id,
            it.person_name,
            it.content,
            it.teaching,
            it.usefulness,
            it.stars,
            it.comment,
            it.rated_at,
            it.month_at
        ],
    )?;
    Ok(())
}

/// Changes a rating; one that was withdrawn stands again. A comment that changed is shown again only by who hid it.
pub fn change(tx: &mut Tx<'_>, id: Uuid, marks: Marks, comment: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE evaluation_rating
         SET content = $2, teaching = $3, usefulness = $4, stars = $5, comment = $6, changed_at = $7,
             withdrawn_at = NULL, version = version + 1
         WHERE id = $1",
        params![id, marks.content, marks.teaching, marks.usefulness, marks.stars(), comment, now],
    )?;
    Ok(())
}

/// Withdraws a rating; false where it does not stand.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE evaluation_rating SET withdrawn_at = $2, version = version + 1
         WHERE id = $1 AND withdrawn_at IS NULL",
        params![id, now],
    )?;
    Ok(changed == 1)
}

/// Hides a comment; false where it is hidden or changed meanwhile.
pub fn hide(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    (by, name): (Uuid, &str),
    reason: &str,
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE evaluation_rating
         SET hidden_at = $3, hidden_by = $4, hidden_name = $5, hidden_reason = $6, version = version + 1
         WHERE id = $1 AND version = $2 AND hidden_at IS NULL",
        params![id, version, now, by, name, reason],
    )?;
    Ok(changed == 1)
}

/// Shows a comment again; false where it is not hidden or changed meanwhile.
pub fn show(tx: &mut Tx<'_>, (id, version): (Uuid, i64)) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE evaluation_rating
         SET hidden_at = NULL, hidden_by = NULL, hidden_name = NULL, hidden_reason = NULL, version = version + 1
         WHERE id = $1 AND version = $2 AND hidden_at IS NOT NULL",
        params![id, version],
    )?;
    Ok(changed == 1)
}

/// Keeps the one answer to a rating; false where there is one.
pub fn answer(
    tx: &mut Tx<'_>,
    id: Uuid,
    (by, name): (Uuid, &str),
    text: &str,
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE evaluation_rating
         SET answer = $2, answered_at = $3, answered_by = $4, answered_name = $5, version = version + 1
         WHERE id = $1 AND answered_at IS NULL",
        params![id, text, now, by, name],
    )?;
    Ok(changed == 1)
}
