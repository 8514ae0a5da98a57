//! What was open before the program knew of regulations is told once, when the job that looks for missed tasks first
//! runs on such a folder.

use super::opened;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun};

/// Tells of required courses that were open before.
pub const BEFORE: JobKind = JobKind::new("learning.tell-required");

/// Enrolments of one unit of work.
const CHUNK: i64 = 200;

/// Orders [`BEFORE`], once ever: telling twice would change nothing.
///
/// # Errors
/// As for any step of a job.
pub async fn once(run: &JobRun) -> std::result::Result<(), JobError> {
    let id = run.ids.next();
    run.step(move |tx, hold| {
        xingtan_jobs::enqueue(tx, &Job::new(id, BEFORE, hold.now()).once("learning.tell-required"))?;
        Ok(())
    })
    .await
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Place {
    after: Uuid,
}

row! {
    /// A required course that somebody has not completed.
    struct Open {
        id: Uuid,
        course_id: Uuid,
        person_id: Uuid,
        opens_at: Timestamp,
        enrolled_at: Timestamp,
    }
}

/// Carries out [`BEFORE`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun) -> std::result::Result<Done, JobError> {
    let mut after = run.left_off::<Place>()?.map_or(Uuid::nil(), |it| it.after);
    loop {
        let ids = run.ids.clone();
        let next = run.step(move |tx, hold| {
            let next = chunk(tx, after, &ids, hold.now())?;
            if let Some(after) = next {
                hold.checkpoint(tx, &Place { after })?;
            }
            Ok(next)
        });
        match next.await? {
            Some(next) => after = next,
            None => return Ok(Done::new()),
        }
    }
}

fn chunk(tx: &mut Tx<'_>, after: Uuid, ids: &Ids, now: Timestamp) -> Result<Option<Uuid>> {
    let open: Vec<Open> = tx.all(
        "SELECT id, course_id, person_id, opens_at, enrolled_at FROM learning_enrolment
         WHERE id > $1 AND required AND completed_at IS NULL AND withdrawn_at IS NULL
         ORDER BY id LIMIT $2",
        params![after, CHUNK],
    )?;
    let courses: Vec<Uuid> = open.iter().map(|it| it.course_id).collect();
    let titles: HashMap<Uuid, String> =
        catalog::courses(tx, &courses)?.into_iter().map(|it| (it.id, it.title)).collect();
    for it in &open {
        let title = titles.get(&it.course_id).map_or("", String::as_str);
        let from = it.opens_at.max(it.enrolled_at);
        opened(tx, &|| ids.next(), (it.person_id, it.id), title, from, now)?;
    }
    Ok(open.last().filter(|_| open.len() as i64 == CHUNK).map(|it| it.id))
}
