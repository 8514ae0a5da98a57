//! What nobody sends to any more goes by the clock.

use crate::{rules, store, uploads::Uploads};
use serde_json::json;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::Db;
use xingtan_jobs::{Done, JobError, JobKind, Kinds, Schedule};
use xingtan_web::App;

/// Removes uploads that are over, and files that belong to none.
pub const SWEEP: JobKind = JobKind::new("uploads.sweep");

/// What the clock orders: hourly, as uploads are large.
pub const SCHEDULES: &[Schedule] = &[Schedule { name: "uploads.sweep", cron: "25 * * * *", kind: SWEEP }];

/// Rows removed by one unit, and files asked for at a time.
const SOME: usize = 200;
/// A used upload is remembered so long.
const REMEMBERED: Span = Span::of_days(2);

/// Adds the kind of job.
pub fn jobs(app: &App, uploads: &Uploads, kinds: &mut Kinds) {
    let (app, uploads) = (app.clone(), uploads.clone());
    kinds.on(SWEEP, move |run| {
        let (app, uploads) = (app.clone(), uploads.clone());
        async move {
            let (rows, files) = sweep(app.db(), &uploads, run.clock.now()).await?;
            Done::with(&json!({ "uploads": rows, "files": files }))
        }
    });
}

/// Removes what is over; answers how many uploads and how many files.
async fn sweep(db: &Db, uploads: &Uploads, now: Timestamp) -> Result<(usize, usize), JobError> {
    let broken = |error: std::io::Error| JobError::Again(error.to_string());
    let mut rows = 0;
    loop {
        let write = move |tx: &mut xingtan_db::Tx<'_>| {
            store::remove_over(tx, rules::alive_since(now), now - REMEMBERED, SOME as i64)
        };
        let over: Vec<Uuid> = db.write(write).await?;
        rows += over.len();
        if over.len() < SOME {
            break;
        }
    }
    // Files first, rows then: an upload has its row before its file.
    let ids = uploads.blocking(|uploads| uploads.folder().ids()).await.map_err(broken)?;
    let mut files = 0;
    for some in ids.chunks(SOME) {
        let asked = some.to_vec();
        let waiting = db.read(move |tx| store::waiting(tx, &asked)).await?;
        let idle: Vec<Uuid> = some.iter().filter(|id| !waiting.contains(id)).copied().collect();
        files += idle.len();
        let removed =
            uploads.blocking(move |uploads| idle.iter().try_for_each(|id| uploads.folder().remove(*id)));
        removed.await.map_err(broken)?;
    }
    Ok((rows, files))
}

#[cfg(test)]
mod tests;
