//! Steps that run over their time: told once, by a job of the schedule.

use crate::{
    events::{self, Told},
    read::RequestRow,
    store,
};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, params};
use xingtan_events::{Event, publish};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};

/// The kind of the job.
pub const OVERDUE: JobKind = JobKind::new("approvals.overdue");

/// Steps told of in one unit.
const BATCH: i64 = 100;

/// Looks every ten minutes.
pub const fn overdue_schedule() -> Schedule {
    Schedule { name: "approvals.overdue", cron: "*/10 * * * *", kind: OVERDUE }
}

/// The job: publishes [`events::OVERDUE`] for every open step whose time is over, once for a step. Whoever listens
/// reminds, or tells the next higher contact.
///
/// # Errors
/// Those of the database, and the signals of [`JobRun::go_on`].
pub async fn escalate(run: JobRun) -> Result<Done, JobError> {
    let mut told = 0;
    loop {
        let ids: Vec<Uuid> = (0..BATCH).map(|_| run.ids.next()).collect();
        let batch = run
            .step(move |tx, hold| {
                let late: Vec<(Uuid, i64)> = tx.all(
                    "SELECT request, position FROM approvals_step
                     WHERE state = 'open' AND escalated_at IS NULL AND due_at <= $1
                     ORDER BY due_at
                     LIMIT $2",
                    params![hold.now(), BATCH],
                )?;
                for ((request, position), id) in late.iter().zip(&ids) {
                    tx.exec(
                        "UPDATE approvals_step SET escalated_at = $3 WHERE request = $1 AND position = $2",
                        params![request, position, hold.now()],
                    )?;
                    if let Some(row) = store::request(tx, *request)? {
                        tell(tx, &row, Event::new(*id, events::OVERDUE, 1, *request, hold.now()))?;
                    }
                }
                Ok(late.len())
            })
            .await?;
        told += batch;
        if batch < BATCH as usize {
            return Done::with(&serde_json::json!({ "told": told }));
        }
    }
}

fn tell(tx: &mut Tx<'_>, row: &RequestRow, event: Event) -> Result<()> {
    let told: Told = row.told(row.step);
    publish(tx, &event.with(&told)?)
}
