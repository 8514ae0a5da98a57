//! From how many ratings on they are shown is set: every night the catalogue is told anew.

use super::{LEAST, change, store};
use xingtan_clock::Uuid;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};
use xingtan_settings::Settings;

/// Tells the catalogue how courses are rated.
pub const RETELL: JobKind = JobKind::new("evaluation.retell");
/// Every night at twenty past two, at the institution's.
pub const SCHEDULE: Schedule = Schedule { name: "evaluation.retell", cron: "20 2 * * *", kind: RETELL };

/// Courses of one unit of work.
const CHUNK: i64 = 50;

/// Carries out [`RETELL`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun, settings: Settings) -> Result<Done, JobError> {
    let least = settings.int(&LEAST);
    let mut after: Uuid = run.left_off()?.unwrap_or_default();
    loop {
        let step = run.step(move |tx, hold| {
            let courses = store::courses_after(tx, after, CHUNK)?;
            for course in &courses {
                change::tell(tx, *course, least, None)?;
            }
            if let Some(last) = courses.last() {
                hold.checkpoint(tx, last)?;
            }
            Ok(courses.last().copied())
        });
        match step.await? {
            Some(last) => after = last,
            None => return Ok(Done::new()),
        }
    }
}
