//! The job that replays. It reads only; what it found is the job's result.

use crate::evaluation::{
    job::House,
    replay::{Asked, Replay},
};
use xingtan_jobs::{Done, JobError, JobKind, JobRun};

/// Replays a version over past months.
pub const REPLAY: JobKind = JobKind::new("governance.replay").attempts(2);

/// Carries out [`REPLAY`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun, house: House) -> Result<Done, JobError> {
    let asked: Asked = run.read()?;
    let mut replay = Replay::begin(&run.db, house.zone(), asked).await?;
    let mut said = 0;
    while let Some(people) = replay.step().await? {
        run.go_on()?;
        // A line every few thousand people is enough.
        if people - said >= 5_000 {
            said = people;
            run.progress(people, 0).await?;
        }
    }
    Done::with(&replay.end())
}
