//! The job that turns an office document into a PDF.

use super::{Fault, Item, fence, store};
use crate::{
    State, Works,
    job::{pieces, room},
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use tokio::fs;
use xingtan_clock::Uuid;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds};
use xingtan_storage::{Policy, StoreError, file};

/// Turns an office document into a PDF.
pub const CONVERT: JobKind = JobKind::new("media.office").attempts(3);

/// The largest document that is turned, in bytes, and the largest PDF that is kept.
const MOST: u64 = 512 << 20;
const PDF: &[&str] = &["application/pdf"];

/// What the job is about.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Payload {
    pub item: Uuid,
}

/// Adds the job that turns office documents. It belongs to a worker of its own with one place: each may take much
/// memory, and none may hold up mails or wait for a film.
pub fn jobs(kinds: &mut Kinds, works: Works) {
    kinds.on(CONVERT, move |run| process(works.clone(), run));
}

enum Over {
    Fault(Fault),
    Job(JobError),
}

impl From<JobError> for Over {
    fn from(error: JobError) -> Over {
        Over::Job(error)
    }
}

impl From<Fault> for Over {
    fn from(fault: Fault) -> Over {
        Over::Fault(fault)
    }
}

impl From<std::io::Error> for Over {
    fn from(error: std::io::Error) -> Over {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        match error.kind() {
            StorageFull | QuotaExceeded => Over::Fault(Fault::DiskFull),
            _ => Over::Job(JobError::Again(error.to_string())),
        }
    }
}

impl From<StoreError> for Over {
    fn from(error: StoreError) -> Over {
        match error {
            StoreError::Full => Over::Fault(Fault::DiskFull),
            StoreError::Missing => Over::Fault(Fault::Gone),
            StoreError::TooLarge { .. } => Over::Fault(Fault::TooLarge),
            // What was written is no PDF.
            StoreError::Empty | StoreError::NotAccepted { .. } => Over::Fault(Fault::Crashed),
            other => Over::Job(JobError::Again(other.to_string())),
        }
    }
}

async fn process(works: Works, run: JobRun) -> Result<Done, JobError> {
    let Payload { item } = run.read()?;
    let Some(item) = run.db.read(move |tx| store::get(tx, item)).await? else { return Ok(Done::new()) };
    let folder = works.tools.work.join(format!("{}-{}", item.id, run.fence()));
    let over = turn(&works, &run, &item, &folder).await;
    if let Err(error) = fs::remove_dir_all(&folder).await
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "a work folder stays until the next start");
    }
    let (event, now) = (run.ids.next(), run.clock.now());
    match over {
        Ok(()) => Ok(Done::new()),
        Err(Over::Fault(fault)) if fault.tries_again() && run.attempt < CONVERT.attempts => {
            run.step(move |tx, hold| Ok(store::stands(tx, item.id, State::Queued, hold.now())?)).await?;
            Err(JobError::Again(fault.code().to_owned()))
        }
        Err(Over::Fault(fault)) => {
            run.step(move |tx, hold| Ok(store::failed(tx, &item, fault, event, hold.now())?)).await?;
            Done::with(&serde_json::json!({ "fault": fault.code() }))
        }
        Err(Over::Job(JobError::Cancelled)) => {
            // A step would be refused: the job is cancelled. Nobody else has it.
            run.db.write(move |tx| store::failed(tx, &item, Fault::Cancelled, event, now)).await?;
            Err(JobError::Cancelled)
        }
        Err(Over::Job(error)) => Err(error),
    }
}

async fn turn(works: &Works, run: &JobRun, item: &Item, folder: &Path) -> Result<(), Over> {
    if item.state() == State::Ready {
        return Ok(());
    }
    let id = item.id;
    if !run.step(move |tx, hold| Ok(store::stands(tx, id, State::Working, hold.now())?)).await? {
        return Ok(());
    }
    fs::create_dir_all(folder).await?;
    let name = format!("source.{}", item.ending);
    let called = fetch(works, run, item, &folder.join(&name)).await?;
    watched(works, run, folder, &name).await?;
    let pdf = found(&folder.join("out")).await?;
    let policy = Policy { most: MOST, accept: PDF };
    let stored = works.store.put_stream(pieces(fs::File::open(pdf).await?), &policy).await?;
    let (item, event) = (item.clone(), run.ids.next());
    let ended = run.step(move |tx, hold| {
        let kept = file::keep(tx, &stored, &pdf_name(&called), None, hold.now())?;
        hold.progress(tx, 100, 100)?;
        Ok(store::ready(tx, &item, &kept, event, hold.now())?)
    });
    Ok(ended.await?)
}

/// Copies the document into the work folder: what lies elsewhere is out of the child's sight. Answers the name that it
/// was given.
async fn fetch(works: &Works, run: &JobRun, item: &Item, here: &Path) -> Result<String, Over> {
    let id = item.file_id;
    let row = run.db.read(move |tx| file::find(tx, id)).await.map_err(JobError::from)?;
    let row = row.ok_or(Fault::Gone)?;
    let size = row.size.max(0) as u64;
    if size > MOST {
        return Err(Fault::TooLarge.into());
    }
    // Itself, and about as much again for what it becomes.
    if !room(&works.tools.work, size.saturating_mul(2)) {
        return Err(Fault::DiskFull.into());
    }
    let mut bytes = works.store.open(&row).await?;
    let mut copy = fs::File::create(here).await?;
    while let Some(piece) = futures_util::TryStreamExt::try_next(&mut bytes).await? {
        run.go_on()?;
        tokio::io::AsyncWriteExt::write_all(&mut copy, &piece).await?;
    }
    copy.sync_all().await?;
    Ok(row.name)
}

/// Runs LibreOffice until it ends or the job should.
async fn watched(works: &Works, run: &JobRun, folder: &Path, name: &str) -> Result<(), Over> {
    let mut work = std::pin::pin!(fence::convert(&works.tools, folder, name));
    let mut go_on = tokio::time::interval(std::time::Duration::from_millis(250));
    loop {
        tokio::select! {
            ended = &mut work => return Ok(ended?),
            _ = go_on.tick() => run.go_on()?,
        }
    }
}

/// What LibreOffice wrote. It also says that all went well where it could not read the document.
async fn found(out: &Path) -> Result<PathBuf, Over> {
    let Ok(mut entries) = fs::read_dir(out).await else { return Err(Fault::Unreadable.into()) };
    while let Some(entry) = entries.next_entry().await? {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "pdf") && entry.file_type().await?.is_file() {
            return if entry.metadata().await?.len() > 0 { Ok(path) } else { Err(Fault::Crashed.into()) };
        }
    }
    Err(Fault::Unreadable.into())
}

/// The name of the document with another ending.
fn pdf_name(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.pdf")
}
