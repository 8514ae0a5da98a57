//! Runs, their waiting chunks and their report as kept.

use crate::{Asked, Counts, ImportKind, Link, Refusal, RunState, SourceRow, Uploaded, rules};
use serde::{Deserialize, Serialize};
use xingtan_audit::{Entry, Who};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx, params, row};
use xingtan_i18n::Msg;
use xingtan_jobs::Job;

row! {
    /// A run.
    #[derive(Clone, Debug)]
    pub struct Run {
        /// Its id.
        pub id: Uuid,
        /// Name of its [`ImportKind`].
        pub kind: String,
        /// Name of the uploaded file.
        pub file_name: String,
        /// What the importer was told, as JSON.
        pub options: String,
        /// Recognised columns, as JSON; see [`Run::columns`].
        pub columns: String,
        /// Headers left aside, as JSON; see [`Run::unknown`].
        pub unknown: String,
        /// Code of a [`RunState`].
        pub state: String,
        /// Chunks of rows.
        pub chunks: i64,
        /// Rows of the file.
        pub total: i64,
        /// Rows that contradict others of the file.
        pub ahead: i64,
        /// Rows that had their turn.
        pub done: i64,
        /// Rows that made something new.
        pub made: i64,
        /// Rows that changed something.
        pub changed: i64,
        /// Rows that changed nothing.
        pub unchanged: i64,
        /// Rows that were refused.
        pub refused: i64,
        /// What may be done afterwards, as JSON; see [`Run::links`].
        pub links: String,
        /// Path of the unit of who uploaded it.
        pub node_path: String,
        /// Who uploaded it.
        pub asked_by: Uuid,
        /// The name of that person.
        pub asked_name: String,
        /// When it was uploaded.
        pub asked_at: Timestamp,
        /// When it was started.
        pub started_at: Option<Timestamp>,
        /// When it ended.
        pub ended_at: Option<Timestamp>,
        /// The job that takes the rows in.
        pub job_id: Option<Uuid>,
        /// What was foretold, as JSON; see [`Run::foretold`].
        pub foretold: Option<String>,
    }

    /// A refused row of the report.
    #[derive(Clone, Debug)]
    pub struct ReportRow {
        /// The number that Excel shows.
        pub number: i64,
        /// What names the row: its first column.
        pub name: String,
        /// Key of the column at fault.
        pub column_key: Option<String>,
        /// The value there.
        pub value: String,
        /// Reason and remedy of the first fault as JSON; see [`ReportRow::faults`].
        pub reason: String,
        /// Further faults as JSON.
        pub more: Option<String>,
        /// The cells, sealed.
        pub sealed: Vec<u8>,
    }
}

impl Run {
    /// Where it stands.
    pub fn state(&self) -> RunState {
        RunState::of(&self.state).unwrap_or(RunState::Broken)
    }

    /// Keys of the recognised columns.
    pub fn columns(&self) -> Vec<String> {
        serde_json::from_str(&self.columns).unwrap_or_default()
    }

    /// Headers left aside.
    pub fn unknown(&self) -> Vec<String> {
        serde_json::from_str(&self.unknown).unwrap_or_default()
    }

    /// What may be done afterwards.
    pub fn links(&self) -> Vec<Link> {
        serde_json::from_str(&self.links).unwrap_or_default()
    }

    /// How the rows ended so far.
    pub fn counts(&self) -> Counts {
        Counts { made: self.made, changed: self.changed, unchanged: self.unchanged, refused: self.refused }
    }

    /// How the rows will end, as was told before the start; none where nobody asked.
    pub fn foretold(&self) -> Option<Counts> {
        self.foretold.as_deref().and_then(|text| serde_json::from_str(text).ok())
    }

    /// Whole percent of the rows that had their turn.
    pub fn percent(&self) -> i64 {
        if self.total == 0 { 100 } else { (self.done * 100 / self.total).clamp(0, 100) }
    }
}

/// A fault of a refused row, as the report shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// Key of the column; none where it is the row as a whole.
    pub column: Option<String>,
    /// The value there: cut, masked where it is sensitive, nothing where it is secret.
    pub value: String,
    /// Reason and remedy.
    pub reason: Msg,
}

impl ReportRow {
    /// All its faults, at least one.
    pub fn faults(&self) -> Vec<RowFault> {
        let first = RowFault {
            column: self.column_key.clone(),
            value: self.value.clone(),
            reason: serde_json::from_str(&self.reason).unwrap_or(Msg::new("imports-refused-conflict")),
        };
        let more = self.more.as_deref().and_then(|text| serde_json::from_str::<Vec<RowFault>>(text).ok());
        std::iter::once(first).chain(more.unwrap_or_default()).collect()
    }
}

macro_rules! run_sql {
    ($tail:literal) => {
        concat!(
            "SELECT id, kind, file_name, options, columns, unknown, state, chunks, total, ahead, done, made, changed,
                    unchanged, refused, links, node_path, asked_by, asked_name, asked_at, started_at, ended_at, job_id,
                    foretold
             FROM imports_run ",
            $tail
        )
    };
}

/// A run; none where there is no such one, or its upload broke off.
pub fn run(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Run>> {
    tx.opt(run_sql!("WHERE id = $1 AND state <> 'receiving'"), params![id])
}

/// The latest runs of a person, or of everybody whose unit lies at `path` or below, the newest first, those older
/// than `before`.
pub fn runs(
    tx: &mut Tx<'_>,
    person: Uuid,
    paths: &[(String, String)],
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Vec<Run>> {
    find(tx, &Find { person, paths, ..Find::default() }, before, limit)
}

/// Which runs are looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Find<'a> {
    /// Those of this person,
    pub person: Uuid,
    /// and those of everybody whose unit lies in one of these ranges of paths;
    pub paths: &'a [(String, String)],
    /// of them only those in this state,
    pub state: Option<RunState>,
    /// only those whose file or asker holds these words,
    pub query: &'a str,
    /// and only those of this kind of import, where one is named.
    pub kind: &'a str,
}

/// The latest runs looked for, the newest first, those older than `before`. One statement for each range and one.
///
/// # Errors
/// Those of the database.
pub fn find(
    tx: &mut Tx<'_>,
    find: &Find<'_>,
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Vec<Run>> {
    let (at, id) = before.unwrap_or((Timestamp::from_seconds(253_402_300_000), Uuid::max()));
    let state = find.state.map_or("", RunState::code);
    let escaped =
        find.query.trim().to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let like = format!("%{escaped}%");
    let mut found: Vec<Run> = tx.all(
        run_sql!(
            "WHERE asked_by = $1 AND state <> 'receiving' AND (asked_at, id) < ($2, $3)
               AND ($4 = '' OR state = $4) AND lower(file_name || ' ' || asked_name) LIKE $5 ESCAPE '\\'
               AND ($6 = '' OR kind = $6)
             ORDER BY asked_at DESC, id DESC LIMIT $7"
        ),
        params![find.person, at, id, state, like, find.kind, limit],
    )?;
    for (low, high) in find.paths {
        found.extend(tx.all::<Run>(
            run_sql!(
                "WHERE node_path >= $1 AND node_path < $2 AND state <> 'receiving' AND (asked_at, id) < ($3, $4)
                   AND ($5 = '' OR state = $5) AND lower(file_name || ' ' || asked_name) LIKE $6 ESCAPE '\\'
                   AND ($7 = '' OR kind = $7)
                 ORDER BY asked_at DESC, id DESC LIMIT $8"
            ),
            params![low, high, at, id, state, like, find.kind, limit],
        )?);
    }
    found.sort_by_key(|it| std::cmp::Reverse((it.asked_at, it.id)));
    found.dedup_by(|a, b| a.id == b.id);
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// A run to be kept.
#[derive(Clone, Debug)]
pub(crate) struct NewRun {
    kind: &'static str,
    file_name: String,
    hash: String,
    columns: String,
    unknown: String,
    chunks: i64,
    total: i64,
    ahead: i64,
    asked: Asked,
}

impl NewRun {
    pub(crate) fn of(kind: &'static ImportKind, uploaded: &Uploaded, asked: Asked) -> NewRun {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        NewRun {
            kind: kind.name,
            file_name: uploaded.file_name.clone(),
            hash: uploaded.hash.clone(),
            columns: serde_json::to_string(&uploaded.columns).unwrap_or_default(),
            unknown: serde_json::to_string(&uploaded.unknown).unwrap_or_default(),
            chunks: count(uploaded.rows.len().div_ceil(crate::upload::CHUNK)),
            total: count(uploaded.rows.len()),
            ahead: count(uploaded.refused_ahead()),
            asked,
        }
    }
}

pub(crate) fn add(tx: &mut Tx<'_>, new: &NewRun) -> Result<()> {
    let asked = &new.asked;
    tx.exec(
        "INSERT INTO imports_run
             (id, kind, file_name, file_hash, options, columns, unknown, state, chunks, total, ahead, done, made,
              changed, unchanged, refused, links, node_path, asked_by, asked_name, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'receiving', $8, $9, $10, 0, 0, 0, 0, 0, '[]', $11, $12, $13, $14)",
        params![
            asked.run,
            new.kind,
            new.file_name,
            new.hash,
            asked.options,
            new.columns,
            new.unknown,
            new.chunks,
            new.total,
            new.ahead,
            asked.node_path,
            asked.person,
            asked.name,
            asked.now
        ],
    )?;
    Ok(())
}

pub(crate) fn add_chunk(tx: &mut Tx<'_>, run: Uuid, number: i64, sealed: &[u8]) -> Result<()> {
    tx.exec(
        "INSERT INTO imports_chunk (run_id, number, sealed) VALUES ($1, $2, $3)",
        params![run, number, sealed],
    )?;
    Ok(())
}

pub(crate) fn received(tx: &mut Tx<'_>, run: Uuid) -> Result<()> {
    tx.exec("UPDATE imports_run SET state = 'waiting' WHERE id = $1 AND state = 'receiving'", params![run])?;
    Ok(())
}

pub(crate) fn chunk(tx: &mut Tx<'_>, run: Uuid, number: i64) -> Result<Option<Vec<u8>>> {
    tx.opt("SELECT sealed FROM imports_chunk WHERE run_id = $1 AND number = $2", params![run, number])
}

pub(crate) fn drop_chunk(tx: &mut Tx<'_>, run: Uuid, number: i64) -> Result<()> {
    tx.exec("DELETE FROM imports_chunk WHERE run_id = $1 AND number = $2", params![run, number])?;
    Ok(())
}

/// What the job is told.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Payload {
    pub(crate) run: Uuid,
}

/// Ids, person and moment of a start.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// Id of the job.
    pub job: Uuid,
    /// Id of the entry in the trail.
    pub entry: Uuid,
    /// Who starts.
    pub who: &'a Who,
    /// When.
    pub now: Timestamp,
}

/// Starts a run that waits: orders its job and writes the audit entry. False where it does not wait any more. `ticked`
/// is an option that was chosen at the preview (see [`crate::Remedy`]).
///
/// # Errors
/// Those of the database.
pub fn start(
    tx: &mut Tx<'_>,
    kind: &ImportKind,
    run: &Run,
    ticked: Option<&str>,
    order: &Order<'_>,
) -> Result<bool> {
    let Order { job, entry, who, now } = *order;
    let options = rules::ticked(&run.options, ticked);
    let started = tx.exec(
        "UPDATE imports_run SET state = 'running', started_at = $2, job_id = $3, options = $4
         WHERE id = $1 AND state = 'waiting'",
        params![run.id, now, job, options],
    )?;
    if started == 0 {
        return Ok(false);
    }
    let order = Job::new(job, kind.job, now).with(&Payload { run: run.id })?.priority(10).by(who.person);
    xingtan_jobs::enqueue(tx, &order)?;
    let detail = serde_json::json!({ "kind": run.kind, "rows": run.total });
    let entry =
        Entry::new(entry, now, "imports.run-started", who).on("import", run.id, run.file_name.as_str());
    xingtan_audit::record(tx, &entry.within(run.node_path.as_str()).detail(&detail))?;
    Ok(true)
}

/// Throws a waiting run away with its rows. False where it does not wait any more.
///
/// # Errors
/// Those of the database.
pub fn discard(tx: &mut Tx<'_>, run: Uuid, now: Timestamp) -> Result<bool> {
    let discarded = tx.exec(
        "UPDATE imports_run SET state = 'discarded', ended_at = $2 WHERE id = $1 AND state = 'waiting'",
        params![run, now],
    )?;
    if discarded == 1 {
        tx.exec("DELETE FROM imports_chunk WHERE run_id = $1", params![run])?;
        tx.exec("DELETE FROM imports_row WHERE run_id = $1", params![run])?;
    }
    Ok(discarded == 1)
}

pub(crate) fn add_refused(
    tx: &mut Tx<'_>,
    run: Uuid,
    kind: &ImportKind,
    row: &SourceRow,
    faults: &[Refusal],
    sealed: &[u8],
    foretold: bool,
) -> Result<()> {
    let named = kind.columns.first().map_or("", |column| column.key);
    let broken = |e: serde_json::Error| Error::Decode(e.to_string());
    let conflict = || Refusal::whole(Msg::new("imports-refused-conflict"));
    let first = faults.first().cloned().unwrap_or_else(conflict);
    let fault = |fault: &Refusal| RowFault {
        column: fault.column.clone(),
        value: rules::shown(kind, row, fault.column.as_deref()),
        reason: fault.reason.clone(),
    };
    let more: Vec<RowFault> = faults.iter().skip(1).map(fault).collect();
    let more = if more.is_empty() { None } else { Some(serde_json::to_string(&more).map_err(broken)?) };
    let remedy = rules::remedy(faults);
    tx.exec(
        "INSERT INTO imports_row (run_id, number, name, column_key, value, reason, sealed, foretold, more, remedy,
             remedy_value)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            run,
            row.number,
            rules::shown(kind, row, Some(named)),
            first.column.as_deref(),
            rules::shown(kind, row, first.column.as_deref()),
            serde_json::to_string(&first.reason).map_err(broken)?,
            sealed,
            foretold,
            more,
            remedy.map(|remedy| remedy.option.as_str()),
            remedy.map(|remedy| remedy.value.as_str())
        ],
    )?;
    Ok(())
}

/// Takes away what was foretold of the rows of these numbers, or of all.
pub(crate) fn forget_foretold(tx: &mut Tx<'_>, run: Uuid, numbers: Option<(i64, i64)>) -> Result<()> {
    let (first, last) = numbers.unwrap_or((0, i64::MAX));
    tx.exec(
        "DELETE FROM imports_row WHERE run_id = $1 AND number >= $2 AND number <= $3 AND foretold = $4",
        params![run, first, last, true],
    )?;
    Ok(())
}

/// Keeps what was foretold.
pub(crate) fn set_foretold(tx: &mut Tx<'_>, run: Uuid, counts: &str) -> Result<()> {
    tx.exec(
        "UPDATE imports_run SET foretold = $2 WHERE id = $1 AND state = 'waiting'",
        params![run, counts],
    )?;
    Ok(())
}

row! {
    /// What would be mended by an option.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Mendable {
        /// The option.
        pub option: String,
        /// What it is about.
        pub value: String,
        /// How many refused rows have no other fault.
        pub rows: i64,
    }
}

/// What an option would mend among the refused rows of a run, the most frequent first; up to 200 values.
///
/// # Errors
/// Those of the database.
pub fn mendable(tx: &mut Tx<'_>, run: &Run) -> Result<Vec<Mendable>> {
    tx.all(
        "SELECT remedy AS option, remedy_value AS value, count(*) AS rows FROM imports_row
         WHERE run_id = $1 AND foretold = $2 AND remedy IS NOT NULL AND remedy_value IS NOT NULL
         GROUP BY remedy, remedy_value ORDER BY count(*) DESC, remedy, remedy_value LIMIT 200",
        params![run.id, run.state() == RunState::Waiting],
    )
}

pub(crate) fn count(tx: &mut Tx<'_>, run: Uuid, more: Counts) -> Result<(i64, i64)> {
    tx.one(
        "UPDATE imports_run SET done = done + $2, made = made + $3, changed = changed + $4,
             unchanged = unchanged + $5, refused = refused + $6
         WHERE id = $1 RETURNING done, total",
        params![run, more.all(), more.made, more.changed, more.unchanged, more.refused],
    )
}

pub(crate) fn end(tx: &mut Tx<'_>, run: &Run, links: &[Link], entry: Uuid, now: Timestamp) -> Result<()> {
    let links = serde_json::to_string(links).map_err(|e| Error::Decode(e.to_string()))?;
    let counts: (i64, i64, i64, i64) = tx.one(
        "UPDATE imports_run SET state = 'done', ended_at = $2, links = $3 WHERE id = $1
         RETURNING made, changed, unchanged, refused",
        params![run.id, now, links],
    )?;
    let (made, changed, unchanged, refused) = counts;
    let who = Who { person: Some(run.asked_by), name: run.asked_name.clone(), ..Who::program() };
    let counts = Counts { made, changed, unchanged, refused };
    let entry =
        Entry::new(entry, now, "imports.run-ended", &who).on("import", run.id, run.file_name.as_str());
    xingtan_audit::record(tx, &entry.within(run.node_path.as_str()).detail(&counts))
}

/// Refused rows of a run after the row of this number, in the order of the file: those that were refused, or, while it
/// waits, those that will be.
pub fn report_rows(tx: &mut Tx<'_>, run: &Run, after: i64, limit: i64) -> Result<Vec<ReportRow>> {
    tx.all(
        "SELECT number, name, column_key, value, reason, more, sealed FROM imports_row
         WHERE run_id = $1 AND number > $2 AND foretold = $3 ORDER BY number LIMIT $4",
        params![run.id, after, run.state() == RunState::Waiting, limit],
    )
}

/// As [`report_rows`], only those that the option would mend.
pub(crate) fn mendable_rows(tx: &mut Tx<'_>, run: Uuid, option: &str, after: i64) -> Result<Vec<ReportRow>> {
    tx.all(
        "SELECT number, name, column_key, value, reason, more, sealed FROM imports_row
         WHERE run_id = $1 AND number > $2 AND foretold = $3 AND remedy = $4 ORDER BY number LIMIT 500",
        params![run, after, false, option],
    )
}

/// Takes away up to `limit` runs from before `before` with what is kept of their rows, and uploads from before `idle`
/// that broke off or were never started; a running import stays. Answers how many; call again until 0.
pub fn purge(tx: &mut Tx<'_>, before: Timestamp, idle: Timestamp, limit: i64) -> Result<u64> {
    let runs: Vec<Uuid> = tx.all(
        "SELECT id FROM imports_run
         WHERE (asked_at < $1 AND state <> 'running') OR (asked_at < $2 AND state IN ('receiving', 'waiting'))
         LIMIT $3",
        params![before, idle, limit],
    )?;
    for run in &runs {
        tx.exec("DELETE FROM imports_chunk WHERE run_id = $1", params![run])?;
        tx.exec("DELETE FROM imports_row WHERE run_id = $1", params![run])?;
        tx.exec("DELETE FROM imports_run WHERE id = $1", params![run])?;
    }
    Ok(runs.len() as u64)
}
