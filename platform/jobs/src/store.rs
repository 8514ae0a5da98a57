//! SQL of jobs.

use crate::{Job, rules::After};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Engine, Param, Result, Tx, list, params, row};

row! {
    /// A job that this worker has claimed.
    #[derive(Clone, Debug)]
    pub struct Claimed {
        pub id: Uuid,
        pub kind: String,
        pub payload: String,
        pub attempts: i64,
        pub max_attempts: i64,
        pub fence: i64,
        pub checkpoint: Option<String>,
    }
}

/// The job that forbids this one by its keys.
pub fn same_key(tx: &mut Tx<'_>, job: &Job) -> Result<Option<Uuid>> {
    if let Some(key) = &job.once_key {
        let there: Option<Uuid> =
            tx.opt("SELECT id FROM jobs_job WHERE kind = $1 AND once_key = $2", params![job.kind.name, key])?;
        if there.is_some() {
            return Ok(there);
        }
    }
    match &job.single_key {
        None => Ok(None),
        Some(key) => tx.opt(
            "SELECT id FROM jobs_job
             WHERE kind = $1 AND single_key = $2 AND state IN ('waiting', 'running')",
            params![job.kind.name, key],
        ),
    }
}

pub fn add(tx: &mut Tx<'_>, job: &Job) -> Result<()> {
    tx.exec(
        "INSERT INTO jobs_job (id, kind, payload, state, priority, run_at, once_key, single_key, max_attempts,
                               asked_by, created_at)
         VALUES ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $9, $10)",
        params![
            job.id,
            job.kind.name,
            job.payload,
            job.priority,
            job.run_at,
            job.once_key,
            job.single_key,
            job.kind.attempts,
            job.asked_by,
            job.created_at
        ],
    )?;
    Ok(())
}

/// The texts of [`claim`] for this many kinds: jobs whose worker died, and jobs that wait.
#[derive(Clone, Debug)]
pub struct ClaimSql {
    expired: String,
    waiting: String,
}

impl ClaimSql {
    pub fn new(engine: Engine, kinds: usize) -> Self {
        let lock = match engine {
            Engine::Sqlite => "",
            Engine::Postgres => "FOR UPDATE SKIP LOCKED",
        };
        let text = |wanted: &str, order: &str| {
            format!(
                "SELECT id, kind, payload, attempts, max_attempts, fence, checkpoint
                 FROM jobs_job
                 WHERE {wanted} AND kind IN ({kinds})
                 ORDER BY {order}
                 LIMIT $2 {lock}",
                kinds = list(3, kinds)
            )
        };
        ClaimSql {
            expired: text("state = 'running' AND lease_until < $1", "lease_until"),
            waiting: text("state = 'waiting' AND run_at <= $1", "priority DESC, run_at, id"),
        }
    }
}

/// What a claim needs to know.
#[derive(Clone, Debug)]
pub struct Claim {
    pub kinds: Vec<&'static str>,
    /// Leases in seconds, in the order of `kinds`.
    pub leases: Vec<xingtan_clock::Span>,
    pub owner: Uuid,
    pub now: Timestamp,
    pub limit: i64,
}

/// Takes up to `limit` jobs, those of dead workers first, each with a new fencing number.
pub fn claim(tx: &mut Tx<'_>, sql: &ClaimSql, claim: &Claim) -> Result<Vec<Claimed>> {
    let mut taken = Vec::new();
    for text in [&sql.expired, &sql.waiting] {
        let free = claim.limit - taken.len() as i64;
        let mut given = params![claim.now, free].to_vec();
        given.extend(claim.kinds.iter().map(|kind| Param::Text(kind)));
        let due: Vec<Claimed> = tx.all(text, &given)?;
        for job in due {
            // Counted when begun: a job that takes the whole program down comes to its end too.
            if job.attempts >= job.max_attempts {
                give_up(tx, job.id, "the worker ended during the last attempt", claim.now)?;
            } else {
                taken.push(take(tx, job, claim)?);
            }
        }
    }
    Ok(taken)
}

fn take(tx: &mut Tx<'_>, mut job: Claimed, claim: &Claim) -> Result<Claimed> {
    let lease = claim.kinds.iter().position(|kind| *kind == job.kind).and_then(|i| claim.leases.get(i));
    let until = claim.now + lease.copied().unwrap_or(xingtan_clock::Span::of_seconds(30));
    job.attempts += 1;
    job.fence += 1;
    tx.exec(
        "UPDATE jobs_job
         SET state = 'running', attempts = $2, fence = $3, owner = $4, lease_until = $5, beat_at = $6,
             started_at = coalesce(started_at, $6), error = NULL
         WHERE id = $1",
        params![job.id, job.attempts, job.fence, claim.owner, until, claim.now],
    )?;
    Ok(job)
}

fn give_up(tx: &mut Tx<'_>, id: Uuid, error: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE jobs_job
         SET state = 'failed', error = $2, ended_at = $3, lease_until = NULL, owner = NULL, fence = fence + 1
         WHERE id = $1",
        params![id, error, now],
    )?;
    Ok(())
}

/// Renews the lease; whether a cancel was asked for, or none where the job is no longer this worker's.
pub fn beat(tx: &mut Tx<'_>, id: Uuid, fence: i64, now: Timestamp, until: Timestamp) -> Result<Option<bool>> {
    tx.opt(
        "UPDATE jobs_job SET beat_at = $3, lease_until = $4
         WHERE id = $1 AND fence = $2 AND state = 'running'
         RETURNING cancel_asked",
        params![id, fence, now, until],
    )
}

pub fn progress(tx: &mut Tx<'_>, id: Uuid, fence: i64, done: i64, total: i64) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE jobs_job SET progress_done = $3, progress_total = $4
         WHERE id = $1 AND fence = $2 AND state = 'running'",
        params![id, fence, done, total],
    )?;
    Ok(changed == 1)
}

pub fn message(tx: &mut Tx<'_>, id: Uuid, fence: i64, message: &str) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE jobs_job SET message = $3 WHERE id = $1 AND fence = $2 AND state = 'running'",
        params![id, fence, message],
    )?;
    Ok(changed == 1)
}

pub fn checkpoint(tx: &mut Tx<'_>, id: Uuid, fence: i64, checkpoint: &str) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE jobs_job SET checkpoint = $3 WHERE id = $1 AND fence = $2 AND state = 'running'",
        params![id, fence, checkpoint],
    )?;
    Ok(changed == 1)
}

/// Writes the end of an attempt; false where the job is no longer this worker's.
pub fn end(tx: &mut Tx<'_>, id: Uuid, fence: i64, after: &After, now: Timestamp) -> Result<bool> {
    let changed = match after {
        After::Nothing => return Ok(false),
        After::Done(result) => tx.exec(
            "UPDATE jobs_job
             SET state = 'done', result = $4, ended_at = $3, lease_until = NULL, owner = NULL, checkpoint = NULL
             WHERE id = $1 AND fence = $2 AND state = 'running'",
            params![id, fence, now, result],
        )?,
        After::Failed(error) => tx.exec(
            "UPDATE jobs_job SET state = 'failed', error = $4, ended_at = $3, lease_until = NULL, owner = NULL
             WHERE id = $1 AND fence = $2 AND state = 'running'",
            params![id, fence, now, error],
        )?,
        After::Cancelled => tx.exec(
            "UPDATE jobs_job SET state = 'cancelled', ended_at = $3, lease_until = NULL, owner = NULL
             WHERE id = $1 AND fence = $2 AND state = 'running'",
            params![id, fence, now],
        )?,
        After::Again { run_at, error } => tx.exec(
            "UPDATE jobs_job SET state = 'waiting', run_at = $3, error = $4, lease_until = NULL, owner = NULL
             WHERE id = $1 AND fence = $2 AND state = 'running'",
            params![id, fence, run_at, error],
        )?,
        After::GoOn => tx.exec(
            "UPDATE jobs_job
             SET state = 'waiting', run_at = $3, attempts = attempts - 1, lease_until = NULL, owner = NULL
             WHERE id = $1 AND fence = $2 AND state = 'running'",
            params![id, fence, now],
        )?,
    };
    Ok(changed == 1)
}
