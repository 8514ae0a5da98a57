//! Issuing to many happens in chunks, each a unit of its own that may be broken off anywhere.

use super::{
    change::{Hand, issue},
    store,
    template::store as templates,
};
use crate::enrolment::store as enrolments;
use serde::{Deserialize, Serialize};
use xingtan_audit::Who;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun};

/// Issues certificates to all who completed a course and never had one.
pub const ISSUE: JobKind = JobKind::new("learning.certificates");

/// Certificates of one unit of work: about fifteen statements each.
const CHUNK: i64 = 10;

/// Payload of [`ISSUE`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The course.
    pub course: Uuid,
    /// Of which template.
    pub template: Uuid,
    /// Who ordered it.
    pub by: Uuid,
    /// Their name.
    pub by_name: String,
    /// The subtrees for which they may.
    pub paths: Vec<String>,
}

/// Orders [`ISSUE`].
///
/// # Errors
/// Those of the database.
pub fn later(tx: &mut Tx<'_>, id: Uuid, order: &Order, now: Timestamp) -> xingtan_db::Result<()> {
    xingtan_jobs::enqueue(tx, &Job::new(id, ISSUE, now).with(order)?.by(order.by))?;
    Ok(())
}

/// Carries out [`ISSUE`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun) -> Result<Done, JobError> {
    let order: Order = run.read()?;
    let mut left: (Option<Uuid>, i64) = run.left_off()?.unwrap_or_default();
    loop {
        let (order, ids) = (order.clone(), run.ids.clone());
        let next = run
            .step(move |tx, hold| {
                let Some(template) = templates::get(tx, order.template)? else { return Ok(None) };
                let scope = Scope::of(order.paths.clone());
                let some = store::without(tx, order.course, &scope, left.0, CHUNK)?;
                let Some(last) = some.last().copied() else { return Ok(None) };
                let who = Who { person: Some(order.by), name: order.by_name.clone(), ..Who::program() };
                let hand = Hand { who, now: hold.now(), ids: &|| ids.next() };
                let mut issued = left.1;
                for id in some {
                    if let Some(enrolment) = enrolments::get(tx, id)?
                        && issue(tx, &hand, &template, &enrolment, None)?.is_some()
                    {
                        issued += 1;
                    }
                }
                let next = (Some(last), issued);
                hold.progress(tx, issued, 0)?;
                hold.checkpoint(tx, &next)?;
                Ok(Some(next))
            })
            .await?;
        match next {
            Some(next) => left = next,
            None => return Ok(Done::new()),
        }
    }
}
