//! How checks of courses and remarks about them are kept.

use super::rules::{Facts, Standing};
use xingtan_auth::Scope;
use xingtan_catalog::api::Course;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// The check of a course.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Check {
        /// The course.
        pub course_id: Uuid,
        /// The version in force.
        pub version_id: Uuid,
        /// Its title.
        pub title: String,
        /// Sorts by pinyin.
        pub title_key: String,
        /// Path of the unit that offers it.
        pub unit_path: String,
        /// Who answers for it.
        pub author_id: Uuid,
        /// Their name.
        pub author_name: String,
        /// When it was looked at last; publication counts.
        pub checked_at: Timestamp,
        /// By whom; nobody where it was published then.
        pub checked_by: Option<Uuid>,
        /// The name of that person.
        pub checked_name: String,
        /// What was said then.
        pub note: String,
        /// Until when it has to be looked at anew.
        pub review_by: Timestamp,
        /// Open remarks that it is out of date.
        pub flags: i64,
        /// When a new version was begun because of it.
        pub begun_at: Option<Timestamp>,
        /// By whom.
        pub begun_name: Option<String>,
        /// When it was said that the date is near.
        pub told_before_at: Option<Timestamp>,
        /// When it was said that the date is over.
        pub told_past_at: Option<Timestamp>,
        /// Whether the course is published.
        pub live: bool,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Check {
    /// What the rules are told.
    pub fn facts(&self) -> Facts {
        Facts {
            review_by: self.review_by,
            flags: self.flags,
            begun: self.begun_at.is_some(),
            told_before: self.told_before_at,
            told_past: self.told_past_at,
        }
    }
}

const COLUMNS: &str = "c.course_id, c.version_id, c.title, c.title_key, c.unit_path, c.author_id, c.author_name, \
    c.checked_at, c.checked_by, c.checked_name, c.note, c.review_by, c.flags, c.begun_at, c.begun_name, \
    c.told_before_at, c.told_past_at, c.live, c.version";

/// How lists of checks are sorted.
pub const SORTS: &[Sort] = &[
    Sort { name: "due", column: "c.review_by" },
    Sort { name: "title", column: "c.title_key" },
    Sort { name: "checked", column: "c.checked_at" },
    Sort { name: "flags", column: "c.flags" },
];

impl Keyed for Check {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "title" => self.title_key.as_str().into(),
            "checked" => self.checked_at.into(),
            "flags" => self.flags.into(),
            _ => self.review_by.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.course_id
    }
}

/// Whose courses.
#[derive(Clone, Debug)]
pub enum Reach {
    /// Those of some subtrees.
    Within(Scope),
    /// Those that somebody answers for.
    Of(Uuid),
}

/// The published courses within reach, found by words of title and author; `standing` is empty for all. A date is near
/// from `days` before it on.
pub fn select(reach: &Reach, query: &str, standing: &str, days: i64, now: Timestamp) -> Select {
    let select = Select::new(COLUMNS, "evaluation_check c", "c.course_id").always("c.live");
    let select = match reach {
        Reach::Within(scope) => select.within("c.unit_path", scope),
        Reach::Of(person) => select.when("c.author_id = {}", *person),
    };
    let select = select.search("lower(c.title || ' ' || c.author_name)", query);
    let asked = Standing::ALL.into_iter().find(|it| it.code() == standing);
    let near = now + Span::of_days(days);
    let calm = "c.begun_at IS NULL AND c.flags = 0";
    match asked {
        None => select,
        Some(Standing::Begun) => select.always("c.begun_at IS NOT NULL"),
        Some(Standing::Past) => select.always("c.begun_at IS NULL").when("c.review_by <= {}", now),
        Some(Standing::Flagged) => select.always("c.begun_at IS NULL AND c.flags > 0"),
        Some(Standing::Soon) => {
            select.always(calm).when("c.review_by > {}", now).when("c.review_by <= {}", near)
        }
        Some(Standing::Fresh) => select.always(calm).when("c.review_by > {}", near),
    }
}

/// The check of a course.
pub fn one(tx: &mut Tx<'_>, course: Uuid) -> Result<Option<Check>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM evaluation_check c WHERE c.course_id = $1"), params![course])
}

/// Courses for which somebody answers and that have to be looked at again within a time, from a moment up to another.
pub fn due(tx: &mut Tx<'_>, author: Uuid, (from, to): (Timestamp, Timestamp)) -> Result<Vec<Check>> {
    Select::new(COLUMNS, "evaluation_check c", "c.course_id")
        .always("c.live")
        .when("c.author_id = {}", author)
        .when("c.review_by >= {}", from)
        .when("c.review_by < {}", to)
        .rows(tx, "ORDER BY c.review_by, c.course_id LIMIT 500")
}

/// Live checks after an id, by id.
pub fn after(tx: &mut Tx<'_>, after: Uuid, limit: i64) -> Result<Vec<Check>> {
    let select = Select::new(COLUMNS, "evaluation_check c", "c.course_id").always("c.live");
    select.when("c.course_id > {}", after).rows(tx, &format!("ORDER BY c.course_id LIMIT {limit}"))
}

/// Keeps the check of a course that was published at `at`.
pub fn add(tx: &mut Tx<'_>, course: &Course, version: Uuid, at: Timestamp, by: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO evaluation_check (course_id, version_id, title, title_key, unit_path, author_id, author_name,
                checked_at, checked_name, note, review_by, flags, live, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9, 0, TRUE, 1)",
        params![
            course.id,
            version,
            course.title,
            course.title_key,
            course.unit_path,
            course.author_id,
            course.author_name,
            at,
            by
        ],
    )?;
    Ok(())
}

/// A new version of a course was published at `at`: that is a check, and nothing is left to be said or changed.
pub fn renew(tx: &mut Tx<'_>, course: Uuid, version: Uuid, at: Timestamp, by: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE evaluation_check
         SET version_id = $2, checked_at = $3, checked_by = NULL, checked_name = '', note = '', review_by = $4,
             begun_at = NULL, begun_name = NULL, told_before_at = NULL, told_past_at = NULL, live = TRUE,
             version = version + 1
         WHERE course_id = $1",
        params![course, version, at, by],
    )?;
    Ok(())
}

/// Repeats what the catalogue says of a course.
pub fn repeat(tx: &mut Tx<'_>, course: &Course) -> Result<()> {
    tx.exec(
        "UPDATE evaluation_check
         SET title = $2, title_key = $3, unit_path = $4, author_id = $5, author_name = $6
         WHERE course_id = $1",
        params![
            course.id,
            course.title,
            course.title_key,
            course.unit_path,
            course.author_id,
            course.author_name
        ],
    )?;
    Ok(())
}

/// The course is published no more.
pub fn end(tx: &mut Tx<'_>, course: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE evaluation_check SET live = FALSE, version = version + 1 WHERE course_id = $1",
        params![course],
    )?;
    Ok(())
}

/// Notes that a course was looked at and is up to date; false where it changed meanwhile.
pub fn confirm(
    tx: &mut Tx<'_>,
    (course, version): (Uuid, i64),
    (by, name): (Uuid, &str),
    note: &str,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE evaluation_check
         SET checked_at = $3, checked_by = $4, checked_name = $5, note = $6, review_by = $7, begun_at = NULL,
             begun_name = NULL, told_before_at = NULL, told_past_at = NULL, version = version + 1
         WHERE course_id = $1 AND version = $2 AND live",
        params![course, version, now, by, name, note, until],
    )?;
    Ok(changed == 1)
}

/// Sets another date; false where it changed meanwhile.
pub fn set_date(tx: &mut Tx<'_>, (course, version): (Uuid, i64), until: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE evaluation_check
         SET review_by = $3, told_before_at = NULL, told_past_at = NULL, version = version + 1
         WHERE course_id = $1 AND version = $2 AND live",
        params![course, version, until],
    )?;
    Ok(changed == 1)
}

/// Notes that a change was begun.
pub fn begin(tx: &mut Tx<'_>, course: Uuid, name: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE evaluation_check SET begun_at = $2, begun_name = $3, version = version + 1
         WHERE course_id = $1 AND live AND begun_at IS NULL",
        params![course, now, name],
    )?;
    Ok(())
}

/// A change that was begun was given up: the draft is gone.
pub fn give_up(tx: &mut Tx<'_>, course: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE evaluation_check SET begun_at = NULL, begun_name = NULL, version = version + 1 WHERE course_id = $1",
        params![course],
    )?;
    Ok(())
}

/// Notes that it was said that the date is near (`past`: over).
pub fn told(tx: &mut Tx<'_>, course: Uuid, past: bool, now: Timestamp) -> Result<()> {
    let sql = if past {
        "UPDATE evaluation_check SET told_past_at = $2 WHERE course_id = $1"
    } else {
        "UPDATE evaluation_check SET told_before_at = $2 WHERE course_id = $1"
    };
    tx.exec(sql, params![course, now])?;
    Ok(())
}

row! {
    /// A remark that a course is out of date.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Flag {
        /// Its id.
        pub id: Uuid,
        /// The course.
        pub course_id: Uuid,
        /// The version that was in force.
        pub version_id: Uuid,
        /// The lesson it is about; empty for the whole course.
        pub lesson_title: String,
        /// Who says so.
        pub person_id: Uuid,
        /// Their name.
        pub person_name: String,
        /// Why.
        pub reason: String,
        /// When.
        pub flagged_at: Timestamp,
        /// `open`, `confirmed` (still up to date), `changed` (a new version) or `ended` (the course is published no more).
        pub outcome: String,
        /// When it was closed.
        pub closed_at: Option<Timestamp>,
        /// By whom; nobody where a new version closed it.
        pub closed_name: Option<String>,
        /// What was said to it.
        pub answer: String,
    }
}

/// Keeps a remark; false where this person's last one is open still.
pub fn flag(tx: &mut Tx<'_>, it: &Flag) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO evaluation_flag (id, course_id, version_id, lesson_title, person_id, person_name, reason,
                flagged_at, outcome, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '')
         ON CONFLICT DO NOTHING",
        params![
            it.id,
            it.course_id,
            it.version_id,
            it.lesson_title,
            it.person_id,
            it.person_name,
            it.reason,
            it.flagged_at
        ],
    )?;
    count(tx, it.course_id)?;
    Ok(added == 1)
}

/// The remarks about a course, open ones first, then the newest; at most `limit`.
pub fn flags(tx: &mut Tx<'_>, course: Uuid, limit: i64) -> Result<Vec<Flag>> {
    tx.all(
        "SELECT id, course_id, version_id, lesson_title, person_id, person_name, reason, flagged_at, outcome,
                closed_at, closed_name, answer
         FROM evaluation_flag
         WHERE course_id = $1
         ORDER BY CASE WHEN outcome = 'open' THEN 0 ELSE 1 END, flagged_at DESC, id DESC
         LIMIT $2",
        params![course, limit],
    )
}

/// Closes the open remarks about a course that were made before a moment; who made them.
pub fn close(
    tx: &mut Tx<'_>,
    course: Uuid,
    (outcome, name, answer): (&str, Option<&str>, &str),
    before: Timestamp,
    now: Timestamp,
) -> Result<Vec<Uuid>> {
    let people: Vec<Uuid> = tx.all(
        "SELECT person_id FROM evaluation_flag
         WHERE course_id = $1 AND outcome = 'open' AND flagged_at <= $2 ORDER BY person_id",
        params![course, before],
    )?;
    tx.exec(
        "UPDATE evaluation_flag SET outcome = $3, closed_at = $4, closed_name = $5, answer = $6
         WHERE course_id = $1 AND outcome = 'open' AND flagged_at <= $2",
        params![course, before, outcome, now, name, answer],
    )?;
    count(tx, course)?;
    Ok(people)
}

fn count(tx: &mut Tx<'_>, course: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE evaluation_check
         SET flags = (SELECT count(*) FROM evaluation_flag f WHERE f.course_id = $1 AND f.outcome = 'open')
         WHERE course_id = $1",
        params![course],
    )?;
    Ok(())
}

/// What somebody remarked about a course, the newest first; at most 100.
pub fn flags_of(tx: &mut Tx<'_>, course: Uuid, person: Uuid) -> Result<Vec<Flag>> {
    tx.all(
        "SELECT id, course_id, version_id, lesson_title, person_id, person_name, reason, flagged_at, outcome,
                closed_at, closed_name, answer
         FROM evaluation_flag
         WHERE course_id = $1 AND person_id = $2
         ORDER BY flagged_at DESC, id DESC
         LIMIT 100",
        params![course, person],
    )
}
