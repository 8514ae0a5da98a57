//! Office documents as rows. Plain store functions over the caller's unit of work.

use super::{Fault, job};
use crate::State;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Error, Result, ToParam as _, Tx, list, params, row};
use xingtan_events::{Event, publish};
use xingtan_jobs::Job;
use xingtan_storage::file::{self, Claimer, FileRow};

/// The kind of claimer in storage: an item, for its PDF.
const ITEM: &str = "media-office";

/// The event that a document became a PDF: subject is the file, the payload a [`Ready`].
pub const READY: &str = "media.office-ready";
/// The event that it did not: subject is the file, the payload `{"item", "fault"}`.
pub const FAILED: &str = "media.office-failed";

row! {
    /// An office document and where its turning into PDF stands.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Item {
        /// Its id.
        pub id: Uuid,
        /// The file as it was uploaded.
        pub file_id: Uuid,
        /// `docx` and the like.
        pub ending: String,
        /// Code of its [`State`].
        pub state: String,
        /// Code of its [`Fault`].
        pub fault: Option<String>,
        /// The job that turns it.
        pub job_id: Uuid,
        /// The PDF, once it is ready.
        pub pdf_file_id: Option<Uuid>,
    }
}

impl Item {
    /// Where it stands.
    pub fn state(&self) -> State {
        State::of(&self.state)
    }

    /// Why it did not become a PDF; none unless it failed.
    pub fn fault(&self) -> Option<Fault> {
        (self.state() == State::Failed).then(|| self.fault.as_deref().map_or(Fault::Stopped, Fault::of))
    }

    fn claimer(&self) -> Claimer<'static> {
        Claimer { kind: ITEM, id: self.id }
    }
}

/// What [`READY`] tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ready {
    /// The item.
    pub item: Uuid,
    /// The file of the PDF.
    pub pdf: Uuid,
}

#[derive(serde::Serialize)]
struct Failed {
    item: Uuid,
    fault: &'static str,
}

const COLUMNS: &str = "id, file_id, ending, state, fault, job_id, pdf_file_id";

/// Orders that a document in storage becomes a PDF; `ending` is what [`super::ending`] says of it. The same file twice
/// is one item: where it was turned before, that is the answer; where it failed for a reason that may pass, it is tried
/// again.
///
/// # Errors
/// Those of the database.
pub fn order(
    tx: &mut Tx<'_>,
    file_id: Uuid,
    ending: &'static str,
    person: Option<Uuid>,
    ids: &Ids,
    now: Timestamp,
) -> Result<Item> {
    match look(tx, file_id)? {
        Some(item) if !item.fault().is_some_and(Fault::may_pass) => return Ok(item),
        Some(item) => {
            let job = begin(tx, item.id, person, ids, now)?;
            tx.exec(
                "UPDATE media_office SET state = 'queued', fault = NULL, job_id = $2, updated_at = $3 WHERE id = $1",
                params![item.id, job, now],
            )?;
        }
        None => {
            let item = ids.next();
            let job = begin(tx, item, person, ids, now)?;
            tx.exec(
                "INSERT INTO media_office (id, file_id, ending, state, job_id, created_at, updated_at)
                 VALUES ($1, $2, $3, 'queued', $4, $5, $5)",
                params![item, file_id, ending, job, now],
            )?;
        }
    }
    of_file(tx, file_id)?.ok_or(Error::NotFound)
}

fn begin(tx: &mut Tx<'_>, item: Uuid, person: Option<Uuid>, ids: &Ids, now: Timestamp) -> Result<Uuid> {
    let job = Job::new(ids.next(), job::CONVERT, now)
        .with(&job::Payload { item })?
        .single(format!("office-{item}"))
        .by(person);
    Ok(xingtan_jobs::enqueue(tx, &job)?.id())
}

/// The document of a file as it is kept; [`look`] says more of one that is watched.
pub fn of_file(tx: &mut Tx<'_>, file_id: Uuid) -> Result<Option<Item>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM media_office WHERE file_id = $1"), params![file_id])
}

pub(crate) fn get(tx: &mut Tx<'_>, item: Uuid) -> Result<Option<Item>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM media_office WHERE id = $1"), params![item])
}

/// The documents of several files, in no particular order. One statement.
pub fn of_files(tx: &mut Tx<'_>, files: &[Uuid]) -> Result<Vec<Item>> {
    let sql = format!("SELECT {COLUMNS} FROM media_office WHERE file_id IN ({})", list(1, files.len()));
    let given: Vec<_> = files.iter().map(|id| id.to_param()).collect();
    tx.all(&sql, &given)
}

/// The document of a file, its job asked as well: one whose job was given up or cancelled before it could say so has
/// failed.
///
/// # Errors
/// Those of the database.
pub fn look(tx: &mut Tx<'_>, file_id: Uuid) -> Result<Option<Item>> {
    let Some(mut item) = of_file(tx, file_id)? else { return Ok(None) };
    if let Some(fault) = lost(tx, &item)? {
        item.state = State::Failed.code().to_owned();
        item.fault = Some(fault.code().to_owned());
    }
    Ok(Some(item))
}

/// Why a document that waits or is being turned will never come to an end, if it will not.
pub(crate) fn lost(tx: &mut Tx<'_>, item: &Item) -> Result<Option<Fault>> {
    if !matches!(item.state(), State::Queued | State::Working) {
        return Ok(None);
    }
    Ok(match xingtan_jobs::get(tx, item.job_id) {
        Ok(job) if job.state() == xingtan_jobs::State::Cancelled => Some(Fault::Cancelled),
        Ok(job) if job.state().is_ended() => Some(Fault::Stopped),
        Ok(_) => None,
        Err(Error::NotFound) => Some(Fault::Stopped),
        Err(error) => return Err(error),
    })
}

/// The work begins, or waits to be tried again. False where the item was forgotten.
pub(crate) fn stands(tx: &mut Tx<'_>, item: Uuid, state: State, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE media_office SET state = $2, fault = NULL, updated_at = $3 WHERE id = $1",
        params![item, state.code(), now],
    )?;
    Ok(changed == 1)
}

/// The document became a PDF; whoever listens to [`READY`] is told.
pub(crate) fn ready(tx: &mut Tx<'_>, item: &Item, pdf: &FileRow, event: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE media_office SET state = 'ready', fault = NULL, pdf_file_id = $2, updated_at = $3 WHERE id = $1",
        params![item.id, pdf.id, now],
    )?;
    file::claim(tx, pdf.id, item.claimer(), now)?;
    let told = Ready { item: item.id, pdf: pdf.id };
    publish(tx, &Event::new(event, READY, 1, item.file_id, now).with(&told)?)
}

/// The document did not become a PDF; whoever listens to [`FAILED`] is told.
pub(crate) fn failed(tx: &mut Tx<'_>, item: &Item, fault: Fault, event: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE media_office SET state = 'failed', fault = $2, updated_at = $3 WHERE id = $1",
        params![item.id, fault.code(), now],
    )?;
    let told = Failed { item: item.id, fault: fault.code() };
    publish(tx, &Event::new(event, FAILED, 1, item.file_id, now).with(&told)?)
}

/// Forgets a document whose file is gone: its row goes, its job is cancelled, its PDF lives on where others claim it.
pub(crate) fn forget(tx: &mut Tx<'_>, item: &Item, now: Timestamp) -> Result<()> {
    xingtan_jobs::cancel(tx, item.job_id, now)?;
    tx.exec("DELETE FROM media_office WHERE id = $1", params![item.id])?;
    if let Some(pdf) = item.pdf_file_id {
        file::release(tx, pdf, item.claimer(), now)?;
    }
    Ok(())
}

/// Documents after `after` in the order of their ids, for the sweep.
pub(crate) fn after(tx: &mut Tx<'_>, after: Uuid, limit: i64) -> Result<Vec<Item>> {
    tx.all(
        &format!("SELECT {COLUMNS} FROM media_office WHERE id > $1 ORDER BY id LIMIT $2"),
        params![after, limit],
    )
}
