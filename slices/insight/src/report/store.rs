//! How reports are kept. What is made is never written again, but for receipts.

use super::rules::Sums;
use std::collections::BTreeSet;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A report.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Report {
        /// Its id.
        pub id: Uuid,
        /// `2026-10`.
        pub month: String,
        /// The unit.
        pub unit_id: Uuid,
        /// Its path.
        pub unit_path: String,
        /// The unit with those above it, as they were called.
        pub unit: String,
        /// Whether it is that of the whole.
        pub whole: bool,
        /// The control by which it is made.
        pub control_id: Uuid,
        /// The regulation's title.
        pub regulation: String,
        /// The number of its version.
        pub regulation_version: i64,
        /// The number of the article.
        pub article: String,
        /// `gathering` or `made`.
        pub state: String,
        /// Up to whom people are in it.
        pub after_person: Option<Uuid>,
        /// People.
        pub people: i64,
        /// Required courses unfinished at the end of the month.
        pub required_open: i64,
        /// Those finished in it.
        pub required_done: i64,
        /// Those overdue at its end.
        pub required_overdue: i64,
        /// People below the monthly minimum.
        pub below_minimum: i64,
        /// Warnings of the month.
        pub warnings: i64,
        /// Suspensions of the month.
        pub suspensions: i64,
        /// 学分, in hundredths.
        pub credits: i64,
        /// 学时 booked online, in seconds.
        pub online_seconds: i64,
        /// 学时 held offline, in seconds.
        pub offline_seconds: i64,
        /// People who are behind.
        pub laggards: i64,
        /// When it was begun.
        pub begun_at: Timestamp,
        /// When it was made.
        pub made_at: Option<Timestamp>,
        /// To how many people it goes.
        pub recipients: i64,
        /// How many of them have opened it.
        pub opened: i64,
    }
}

row! {
    /// Somebody who was behind.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Laggard {
        /// Its id.
        pub id: Uuid,
        /// Of which report.
        pub report_id: Uuid,
        /// Who.
        pub person_id: Uuid,
        /// The name then.
        pub name: String,
        /// Sorts names.
        pub name_key: String,
        /// The unit then.
        pub unit_path: String,
        /// What the unit was called.
        pub unit: String,
        /// Required courses unfinished at the end of the month.
        pub open: i64,
        /// Those finished in it.
        pub done: i64,
        /// Those overdue.
        pub overdue: i64,
        /// Whether the monthly minimum was not met.
        pub below_minimum: bool,
    }
}

row! {
    /// To whom a report went.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Receipt {
        /// Which report.
        pub report_id: Uuid,
        /// Who.
        pub person_id: Uuid,
        /// The name then.
        pub name: String,
        /// The code of the role as which.
        pub as_role: String,
        /// When the person was told.
        pub told_at: Option<Timestamp>,
        /// When the person opened it.
        pub opened_at: Option<Timestamp>,
    }
}

/// The columns of [`Report`], of a table named `r`.
const COLUMNS: &str = "r.id, r.month, r.unit_id, r.unit_path, r.unit, r.whole, r.control_id, r.regulation,
         r.regulation_version, r.article, r.state, r.after_person, r.people, r.required_open, r.required_done,
         r.required_overdue, r.below_minimum, r.warnings, r.suspensions, r.credits, r.online_seconds,
         r.offline_seconds, r.laggards, r.begun_at, r.made_at,
         (SELECT count(*) FROM insight_receipt c WHERE c.report_id = r.id) AS recipients,
         (SELECT count(c.opened_at) FROM insight_receipt c WHERE c.report_id = r.id) AS opened";
const LAGGARD: &str =
    "g.id, g.report_id, g.person_id, g.name, g.name_key, g.unit_path, g.unit, g.open, g.done,
         g.overdue, g.below_minimum";

/// How lists of reports are sorted.
pub const SORTS: &[Sort] = &[
    Sort { name: "month", column: "r.month" },
    Sort { name: "unit", column: "r.unit_path" },
    Sort { name: "laggards", column: "r.laggards" },
];

impl Keyed for Report {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "unit" => self.unit_path.as_str().into(),
            "laggards" => self.laggards.into(),
            _ => self.month.as_str().into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists of laggards are sorted.
pub const LAGGARD_SORTS: &[Sort] =
    &[Sort { name: "overdue", column: "g.overdue" }, Sort { name: "name", column: "g.name_key" }];

impl Keyed for Laggard {
    fn order(&self, sort: &str) -> Order {
        if sort == "name" { self.name_key.as_str().into() } else { self.overdue.into() }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// What narrows a list of reports.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    /// Words of month and unit.
    pub query: String,
    /// `2026-10`; empty for all.
    pub month: String,
    /// A unit; none for all.
    pub unit: Option<Uuid>,
    /// Only those that somebody has not opened.
    pub unopened: bool,
    /// And of these only one's own.
    pub by: Option<Uuid>,
}

/// The reports of some subtrees.
pub fn select(scope: &Scope, narrow: &Narrow) -> Select {
    let mut select = Select::new(COLUMNS, "insight_report r", "r.id")
        .always("r.state = 'made'")
        .within("r.unit_path", scope)
        .search("lower(r.month || ' ' || r.unit)", &narrow.query);
    if !narrow.month.is_empty() {
        select = select.when("r.month = {}", narrow.month.as_str());
    }
    if let Some(unit) = narrow.unit {
        select = select.when("r.unit_id = {}", unit);
    }
    match (narrow.unopened, narrow.by) {
        (false, _) => select,
        (true, None) => select.always(
            "EXISTS (SELECT 1 FROM insight_receipt c WHERE c.report_id = r.id AND c.opened_at IS NULL)",
        ),
        (true, Some(person)) => select.when(
            "EXISTS (SELECT 1 FROM insight_receipt c
                     WHERE c.report_id = r.id AND c.opened_at IS NULL AND c.person_id = {})",
            person,
        ),
    }
}

/// What the list may be narrowed to: months such as `2026-10`, the newest first, and units with their names.
type Choices = (Vec<String>, Vec<(Uuid, String)>);

/// The months and the units of which there are reports in some subtrees.
pub fn choices(tx: &mut Tx<'_>, scope: &Scope) -> Result<Choices> {
    let of = |columns| {
        Select::new(columns, "insight_report r", "r.id")
            .always("r.state = 'made'")
            .within("r.unit_path", scope)
    };
    let mut months: Vec<String> = of("DISTINCT r.month").rows(tx, "LIMIT 240")?;
    months.sort_unstable_by(|a, b| b.cmp(a));
    let mut units: Vec<(Uuid, String)> =
        of("r.unit_id, max(r.unit)").rows(tx, "GROUP BY r.unit_id LIMIT 500")?;
    units.sort_by(|a, b| a.1.cmp(&b.1));
    Ok((months, units))
}

/// A report that is made.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Report>> {
    let sql = format!("SELECT {COLUMNS} FROM insight_report r WHERE r.id = $1 AND r.state = 'made'");
    tx.opt(&sql, params![id])
}

/// The report of a unit and month, made or gathered.
pub fn of_unit(tx: &mut Tx<'_>, month: &str, unit: Uuid) -> Result<Option<Report>> {
    let sql = format!("SELECT {COLUMNS} FROM insight_report r WHERE r.month = $1 AND r.unit_id = $2");
    tx.opt(&sql, params![month, unit])
}

/// The units whose report of a month is made.
pub fn made_units(tx: &mut Tx<'_>, month: &str) -> Result<BTreeSet<Uuid>> {
    let rows: Vec<(Uuid,)> = tx.all(
        "SELECT r.unit_id FROM insight_report r WHERE r.month = $1 AND r.state = 'made'",
        params![month],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The reports of a month that are made, in the order of the organisation.
///
/// # Errors
/// Those of the database.
pub fn made(tx: &mut Tx<'_>, month: &str) -> Result<Vec<Report>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM insight_report r WHERE r.month = $1 AND r.state = 'made' ORDER BY r.unit_path, r.id"
    );
    tx.all(&sql, params![month])
}

/// Begins a report that is not there.
pub fn begin(tx: &mut Tx<'_>, it: &Report) -> Result<()> {
    tx.exec(
        "INSERT INTO insight_report
             (id, month, unit_id, unit_path, unit, whole, control_id, regulation, regulation_version, article, state,
              people, required_open, required_done, required_overdue, below_minimum, warnings, suspensions, credits,
              online_seconds, offline_seconds, laggards, begun_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'gathering', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $11)
         ON CONFLICT DO NOTHING",
        params![
            it.id,
            it.month,
            it.unit_id,
            it.unit_path,
            it.unit,
            it.whole,
            it.control_id,
            it.regulation,
            it.regulation_version,
            it.article,
            it.begun_at
        ],
    )?;
    Ok(())
}

/// Adds a chunk of people to a report that is gathered: their sums, and up to whom it is now.
pub fn add(tx: &mut Tx<'_>, id: Uuid, sums: &Sums, last: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE insight_report
         SET people = people + $2, required_open = required_open + $3, required_done = required_done + $4,
             required_overdue = required_overdue + $5, below_minimum = below_minimum + $6, warnings = warnings + $7,
             suspensions = suspensions + $8, credits = credits + $9, online_seconds = online_seconds + $10,
             laggards = laggards + $11, after_person = $12
         WHERE id = $1 AND state = 'gathering'",
        params![
            id,
            sums.people,
            sums.open,
            sums.done,
            sums.overdue,
            sums.below_minimum,
            sums.warnings,
            sums.suspensions,
            sums.credits,
            sums.online,
            sums.laggards,
            last
        ],
    )?;
    Ok(())
}

/// Names those who are behind.
pub fn name(tx: &mut Tx<'_>, laggards: &[Laggard]) -> Result<()> {
    for it in laggards {
        tx.exec(
            "INSERT INTO insight_laggard
                 (id, report_id, person_id, name, name_key, unit_path, unit, open, done, overdue, below_minimum)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            params![
                it.id,
                it.report_id,
                it.person_id,
                it.name,
                it.name_key,
                it.unit_path,
                it.unit,
                it.open,
                it.done,
                it.overdue,
                it.below_minimum
            ],
        )?;
    }
    Ok(())
}

/// Makes a report: what was held offline is the last figure. False where it was made before.
pub fn seal(tx: &mut Tx<'_>, id: Uuid, offline_seconds: i64, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE insight_report SET state = 'made', offline_seconds = $2, made_at = $3
         WHERE id = $1 AND state = 'gathering'",
        params![id, offline_seconds, now],
    )?;
    Ok(changed == 1)
}

/// Keeps to whom a report goes; somebody who has it as contact does not get it twice.
pub fn address(tx: &mut Tx<'_>, report: Uuid, people: &[(Uuid, String)], as_role: &str) -> Result<()> {
    for (person, name) in people {
        tx.exec(
            "INSERT INTO insight_receipt (report_id, person_id, name, as_role) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
            params![report, *person, name, as_role],
        )?;
    }
    Ok(())
}

row! {
    /// Somebody who is to be told of a report.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Untold {
        /// The report.
        pub report_id: Uuid,
        /// Who.
        pub person_id: Uuid,
        /// The month.
        pub month: String,
        /// The unit.
        pub unit: String,
        /// Its people.
        pub people: i64,
        /// Those of them who are behind.
        pub laggards: i64,
        /// Its overdue courses.
        pub required_overdue: i64,
    }
}

/// Marks at most `most` people as told who were not, and answers who they are.
pub fn untold(tx: &mut Tx<'_>, most: i64, now: Timestamp) -> Result<Vec<Untold>> {
    let found: Vec<Untold> = tx.all(
        "SELECT c.report_id, c.person_id, r.month, r.unit, r.people, r.laggards, r.required_overdue
         FROM insight_receipt c JOIN insight_report r ON r.id = c.report_id
         WHERE c.told_at IS NULL
         ORDER BY c.report_id, c.person_id LIMIT $1",
        params![most],
    )?;
    for it in &found {
        tx.exec(
            "UPDATE insight_receipt SET told_at = $3 WHERE report_id = $1 AND person_id = $2",
            params![it.report_id, it.person_id, now],
        )?;
    }
    Ok(found)
}

/// Marks that a recipient opened a report; the first time counts. False where the person is none or has before.
///
/// # Errors
/// Those of the database.
pub fn open(tx: &mut Tx<'_>, report: Uuid, person: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE insight_receipt SET opened_at = $3 WHERE report_id = $1 AND person_id = $2 AND opened_at IS NULL",
        params![report, person, now],
    )?;
    Ok(changed == 1)
}

/// To whom a report went, those who have not opened it first.
pub fn receipts(tx: &mut Tx<'_>, report: Uuid) -> Result<Vec<Receipt>> {
    tx.all(
        "SELECT c.report_id, c.person_id, c.name, c.as_role, c.told_at, c.opened_at
         FROM insight_receipt c WHERE c.report_id = $1
         ORDER BY CASE WHEN c.opened_at IS NULL THEN 0 ELSE 1 END, c.name, c.person_id",
        params![report],
    )
}

/// Who was behind in a report, found by words of name and unit; `why` is `overdue`, `below` or empty for both.
pub fn laggards(report: Uuid, query: &str, why: &str) -> Select {
    let select = Select::new(LAGGARD, "insight_laggard g", "g.id")
        .when("g.report_id = {}", report)
        .search("lower(g.name || ' ' || g.name_key || ' ' || g.unit)", query);
    match why {
        "overdue" => select.always("g.overdue > 0"),
        "below" => select.always("g.below_minimum"),
        _ => select,
    }
}
