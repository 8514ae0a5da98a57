//! What assessment does by the clock: attempts end when their time is up, whether or not anybody looks.

use crate::attempt::change::close_due;
use xingtan_jobs::{Done, JobError, JobKind, Kinds, Schedule};
use xingtan_web::App;

/// Grades attempts whose time is up.
pub const CLOSE_DUE: JobKind = JobKind::new("assessment.close-due");

/// Attempts that one unit grades.
const CHUNK: i64 = 20;

/// What this slice orders by the clock: every minute.
pub const SCHEDULES: &[Schedule] =
    &[Schedule { name: "assessment.close-due", cron: "* * * * *", kind: CLOSE_DUE }];

/// Adds this slice's kinds of jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    let own = app.clone();
    kinds.on(CLOSE_DUE, move |_| close_all(own.clone()));
}

async fn close_all(app: App) -> Result<Done, JobError> {
    let mut closed = 0usize;
    loop {
        let (ids, now) = (app.ids().clone(), app.clock().now());
        let count = app.db().write(move |tx| close_due(tx, &ids, now, CHUNK)).await?;
        closed += count;
        if count < CHUNK as usize {
            app.ring();
            return Done::with(&closed).map_err(|error| JobError::Never(error.to_string()));
        }
    }
}
