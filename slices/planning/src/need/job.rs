//! Asking a unit for its needs happens in chunks, each a unit of work that may be broken off anywhere.

use super::{notices, store};
use serde::{Deserialize, Serialize};
use xingtan_accounts::api::{self as accounts, Targets};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun};

/// Tells the people of a unit that needs are collected.
pub const ASK: JobKind = JobKind::new("planning.ask-for-needs");

/// People of one unit of work.
const CHUNK: i64 = 100;

/// Payload of [`ASK`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Asking {
    collection: Uuid,
    node: Uuid,
}

/// Orders [`ASK`].
///
/// # Errors
/// Those of the database.
pub(super) fn later(
    tx: &mut Tx<'_>,
    id: Uuid,
    (collection, node): (Uuid, Uuid),
    by: Uuid,
    now: Timestamp,
) -> Result<()> {
    let job = Job::new(id, ASK, now).with(&Asking { collection, node })?;
    xingtan_jobs::enqueue(tx, &job.by(by))?;
    Ok(())
}

/// Carries out [`ASK`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun) -> std::result::Result<Done, JobError> {
    let Asking { collection, node } = run.read()?;
    let mut after: Option<Uuid> = run.left_off()?;
    loop {
        let (ids, from) = (run.ids.clone(), after);
        let last = run
            .step(move |tx, hold| {
                let Some(it) = store::collection(tx, collection)? else { return Ok(None) };
                let targets = Targets { nodes: vec![node], ..Targets::default() };
                let people = accounts::matching(tx, &targets, from, CHUNK)?;
                notices::ask(tx, &people, &it, &ids, hold.now())?;
                let last = people.last().copied();
                if let Some(last) = last {
                    hold.checkpoint(tx, &last)?;
                }
                Ok(last)
            })
            .await?;
        match last {
            Some(last) => after = Some(last),
            None => return Ok(Done::new()),
        }
    }
}
