//! What an operator and the person who asked see of jobs, and what they may do.

use crate::{JobKind, State, job::title_key};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Param, Result, ToParam, Tx, params, row};
use xingtan_i18n::Msg;

row! {
    /// A job as pages show it.
    #[derive(Clone, Debug)]
    pub struct JobRow {
        /// Its id.
        pub id: Uuid,
        /// Name of its kind.
        pub kind: String,
        /// Code of its [`State`].
        pub state: String,
        /// Higher runs first.
        pub priority: i64,
        /// Not before.
        pub run_at: Timestamp,
        /// How often it was begun.
        pub attempts: i64,
        /// How often it may be begun.
        pub max_attempts: i64,
        /// Number of the last claim.
        pub fence: i64,
        /// Last sign of life of its worker.
        pub beat_at: Option<Timestamp>,
        /// How much is done.
        pub progress_done: i64,
        /// Of how much; 0 where that is not known.
        pub progress_total: i64,
        /// A sentence as JSON; see [`JobRow::said`].
        pub message: Option<String>,
        /// The result as JSON.
        pub result: Option<String>,
        /// What went wrong last, for operators.
        pub error: Option<String>,
        /// Whether somebody asked to cancel it.
        pub cancel_asked: bool,
        /// Who ordered it.
        pub asked_by: Option<Uuid>,
        /// When it was ordered.
        pub created_at: Timestamp,
        /// When it was first begun.
        pub started_at: Option<Timestamp>,
        /// When it ended.
        pub ended_at: Option<Timestamp>,
    }

    /// A schedule as the page shows it.
    #[derive(Clone, Debug)]
    pub struct ScheduleRow {
        /// Its name.
        pub name: String,
        /// When, as cron writes it, in the zone beside it.
        pub cron: String,
        /// The zone's IANA name.
        pub zone: String,
        /// When it is due next.
        pub next_at: Timestamp,
        /// When it was due last.
        pub last_at: Option<Timestamp>,
        /// The job ordered then.
        pub last_job: Option<Uuid>,
    }
}

impl JobRow {
    /// Where the job stands. A word of a later version of the program counts as waiting.
    pub fn state(&self) -> State {
        State::of(&self.state).unwrap_or(State::Waiting)
    }

    /// What the job last said to whoever watches.
    pub fn said(&self) -> Option<Msg> {
        serde_json::from_str(self.message.as_deref()?).ok()
    }

    /// Progress in whole percent, where the total is known.
    pub fn percent(&self) -> Option<i64> {
        (self.progress_total > 0).then(|| (self.progress_done * 100 / self.progress_total).clamp(0, 100))
    }

    /// The Fluent key of its kind's name.
    pub fn title_key(&self) -> String {
        title_key(&self.kind)
    }
}

/// Which jobs to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<State>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only ordered by this person.
    pub asked_by: Option<Uuid>,
}

/// The table that a page of jobs reads, and the columns of a [`JobRow`].
pub const TABLE: &str = "jobs_job";
/// See [`TABLE`].
pub const COLUMNS: &str =
    "id, kind, state, priority, run_at, attempts, max_attempts, fence, beat_at, progress_done,
    progress_total, message, result, error, cancel_asked, asked_by, created_at, started_at, ended_at";

/// Up to `limit` jobs, the newest first, those after the row (`created_at`, `id`) that ended the page before.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    after: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Vec<JobRow>> {
    let mut sql = format!("SELECT {COLUMNS} FROM jobs_job WHERE TRUE");
    let mut given: Vec<Param<'_>> = Vec::new();
    let state = filter.state.map(State::code);
    if let Some(state) = &state {
        given.push(state.to_param());
        sql.push_str(&format!(" AND state = ${}", given.len()));
    }
    if let Some(kind) = &filter.kind {
        given.push(kind.to_param());
        sql.push_str(&format!(" AND kind = ${}", given.len()));
    }
    if let Some(person) = &filter.asked_by {
        given.push(person.to_param());
        sql.push_str(&format!(" AND asked_by = ${}", given.len()));
    }
    if let Some((at, id)) = &after {
        given.extend([at.to_param(), id.to_param()]);
        sql.push_str(&format!(" AND (created_at, id) < (${}, ${})", given.len() - 1, given.len()));
    }
    given.push(limit.to_param());
    sql.push_str(&format!(" ORDER BY created_at DESC, id DESC LIMIT ${}", given.len()));
    tx.all(&sql, &given)
}

/// One job.
///
/// # Errors
/// [`Error::NotFound`], and those of the database.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<JobRow> {
    let sql = format!("SELECT {COLUMNS} FROM jobs_job WHERE id = $1");
    tx.one(&sql, params![id])
}

/// What a job of this kind was ordered with, as JSON; none where there is no such job.
///
/// # Errors
/// Those of the database.
pub fn payload(tx: &mut Tx<'_>, id: Uuid, kind: JobKind) -> Result<Option<String>> {
    tx.opt("SELECT payload FROM jobs_job WHERE id = $1 AND kind = $2", params![id, kind.name])
}

/// The kinds of which there are jobs, by name.
pub fn kinds_kept(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let kinds: Vec<(String,)> = tx.all("SELECT kind FROM jobs_job GROUP BY kind ORDER BY kind", params![])?;
    Ok(kinds.into_iter().map(|(kind,)| kind).collect())
}

/// How many jobs stand where; states without jobs are left out.
pub fn count_by_state(tx: &mut Tx<'_>) -> Result<Vec<(State, i64)>> {
    let counts: Vec<(String, i64)> =
        tx.all("SELECT state, count(*) FROM jobs_job GROUP BY state ORDER BY state", params![])?;
    Ok(counts.into_iter().filter_map(|(code, n)| Some((State::of(&code)?, n))).collect())
}

/// Cancels a job: at once where it waits, at its next step where it runs. False where it has ended already. The
/// caller writes the audit entry.
pub fn cancel(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<bool> {
    let waiting = tx.exec(
        "UPDATE jobs_job SET state = 'cancelled', cancel_asked = TRUE, ended_at = $2
         WHERE id = $1 AND state = 'waiting'",
        params![id, now],
    )?;
    if waiting == 1 {
        return Ok(true);
    }
    let running =
        tx.exec("UPDATE jobs_job SET cancel_asked = TRUE WHERE id = $1 AND state = 'running'", params![id])?;
    Ok(running == 1)
}

/// Begins a failed or cancelled job anew, with all its attempts, from its checkpoint. False where it is neither, or
/// where another job with its single key waits or runs.
pub fn retry(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<bool> {
    let again = tx.savepoint(|tx| {
        tx.exec(
            "UPDATE jobs_job
             SET state = 'waiting', attempts = 0, run_at = $2, ended_at = NULL, cancel_asked = FALSE
             WHERE id = $1 AND state IN ('failed', 'cancelled')",
            params![id, now],
        )
    });
    match again {
        Ok(changed) => Ok(changed == 1),
        Err(Error::Unique(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Changes the priority of a waiting job; false where it no longer waits.
pub fn reprioritise(tx: &mut Tx<'_>, id: Uuid, priority: i64) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE jobs_job SET priority = $2 WHERE id = $1 AND state = 'waiting'",
        params![id, priority],
    )?;
    Ok(changed == 1)
}

/// All schedules by name.
pub fn schedules(tx: &mut Tx<'_>) -> Result<Vec<ScheduleRow>> {
    tx.all("SELECT name, cron, zone, next_at, last_at, last_job FROM jobs_schedule ORDER BY name", params![])
}

/// Removes up to `limit` jobs that ended before `before`; answers how many. The caller repeats it until 0, a unit
/// each.
pub fn purge(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<u64> {
    tx.exec(
        "DELETE FROM jobs_job WHERE id IN (
             SELECT id FROM jobs_job
             WHERE state IN ('done', 'failed', 'cancelled') AND ended_at < $1
             ORDER BY ended_at
             LIMIT $2)",
        params![before, limit],
    )
}
