//! The nightly job that clears away what nobody needs any more: in small units, and going on where it was stopped.

use super::parameters::{AUDIT_KEEP, MAIL_KEEP, WORK_KEEP};
use serde_json::json;
use xingtan_audit::{Entry, PURGED, Who};
use xingtan_clock::{Span, Timestamp};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds};
use xingtan_settings::Setting;
use xingtan_storage::sweep;
use xingtan_web::{App, FormKey};

/// The kind of the job.
pub const HOUSEKEEPING: JobKind = JobKind::new("app.housekeeping").lease(Span::of_minutes(2));

/// Rows removed by one unit.
const SOME: i64 = 200;
/// Keys of forms are of use as long as a browser holds a page open.
const FORMS: Span = Span::of_days(2);
/// Finished imports keep their report so long.
const IMPORTS: Span = Span::of_days(180);
/// An upload that did not end by then never will.
const UPLOADS: Span = Span::of_days(1);

/// Lets the program keep house.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    let app = app.clone();
    kinds.on(HOUSEKEEPING, move |run| keep_house(run, app.clone()));
}

async fn keep_house(run: JobRun, app: App) -> std::result::Result<Done, JobError> {
    let now = run.clock.now();
    let before = |setting: &Setting| now - Span::of_days(app.settings().int(setting));
    let (work, mail, trail) = (before(&WORK_KEEP), before(&MAIL_KEEP), before(&AUDIT_KEEP));
    super::verification::missed(&run, &app).await?;
    let forms = again(&run, move |tx| FormKey::sweep(tx, now - FORMS, SOME)).await?;
    let jobs = again(&run, move |tx| xingtan_jobs::purge(tx, work, SOME)).await?;
    let events = again(&run, move |tx| xingtan_events::purge(tx, work, SOME)).await?;
    let mails = again(&run, move |tx| xingtan_notify::purge(tx, mail, SOME)).await?;
    let imports =
        again(&run, move |tx| xingtan_imports::purge(tx, now - IMPORTS, now - UPLOADS, SOME)).await?;
    let entries = again(&run, move |tx| xingtan_audit::purge_some(tx, trail, now, SOME)).await?;
    if entries > 0 {
        note(&run, trail, entries).await?;
    }
    let (mut files, mut contents) = (0, 0);
    let first: i64 = run.left_off()?.unwrap_or(0);
    for chunk in first..256 {
        run.go_on()?;
        let swept = sweep(app.db(), app.storage(), now, u8::try_from(chunk).unwrap_or(u8::MAX)).await?;
        files += swept.files;
        contents += swept.contents;
        run.step(move |tx, hold| {
            hold.progress(tx, chunk + 1, 256)?;
            hold.checkpoint(tx, &(chunk + 1))
        })
        .await?;
    }
    Done::with(&json!({
        "forms": forms, "jobs": jobs, "events": events, "mails": mails, "imports": imports, "entries": entries,
        "files": files, "contents": contents,
    }))
}

/// Repeats a purge until nothing is left, a unit each.
async fn again(
    run: &JobRun,
    purge: impl Fn(&mut Tx<'_>) -> Result<u64> + Copy + Send + Sync + 'static,
) -> std::result::Result<u64, JobError> {
    let mut sum = 0;
    loop {
        match run.step(move |tx, _| Ok(purge(tx)?)).await? {
            0 => return Ok(sum),
            some => sum += some,
        }
    }
}

/// The end of retention is itself an entry.
async fn note(run: &JobRun, before: Timestamp, entries: u64) -> std::result::Result<(), JobError> {
    let entry = Entry::new(run.ids.next(), run.clock.now(), PURGED, &Who::program())
        .detail(&json!({ "before": before, "entries": entries }));
    run.step(move |tx, _| Ok(xingtan_audit::record(tx, &entry)?)).await
}
