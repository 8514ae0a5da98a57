//! The job that reads the words of a PDF which a lesson shows.

use super::store;
use serde::{Deserialize, Serialize};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun, Kinds, enqueue};
use xingtan_media::{Works, words};

/// Reads the words of a document.
pub const READ: JobKind = JobKind::new("catalog.read-document").attempts(8);

/// Authors wait for their own documents: what is only read for the index comes after them.
const LAST: i64 = -10;
/// Pages that one unit keeps.
const CHUNK: usize = 50;

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    file: Uuid,
}

/// Orders that a document is read.
pub(super) fn order(tx: &mut Tx<'_>, file: Uuid, ids: &Ids, now: Timestamp) -> Result<()> {
    store::wait(tx, file, now)?;
    let job = Job::new(ids.next(), READ, now)
        .with(&Payload { file })?
        .single(format!("read-{file}"))
        .priority(LAST);
    enqueue(tx, &job)?;
    Ok(())
}

/// Adds the job that reads documents; it belongs to the worker that turns office documents.
pub fn reading(kinds: &mut Kinds, works: Works) {
    kinds.on(READ, move |run| read(works.clone(), run));
}

async fn read(works: Works, run: JobRun) -> std::result::Result<Done, JobError> {
    let Payload { file } = run.read()?;
    let read = words::of_pdf(&works, &run, file).await?;
    let fault = read.as_ref().err().map(|fault| fault.code());
    let numbered = read.unwrap_or_default().into_iter().enumerate().map(|(at, body)| (at as i64 + 1, body));
    let pages: Vec<(i64, String)> = numbered.filter(|(_, body)| !body.is_empty()).collect();
    for some in pages.chunks(CHUNK) {
        let some = some.to_vec();
        run.step(move |tx, _| Ok(store::keep_pages(tx, file, &some)?)).await?;
    }
    let index = run.ids.next();
    run.step(move |tx, hold| {
        store::ended(tx, file, fault, hold.now())?;
        store::forget_with_file(tx, file)?;
        Ok(super::order(tx, index, hold.now())?)
    })
    .await?;
    Done::with(&serde_json::json!({ "pages": pages.len(), "fault": fault }))
}
