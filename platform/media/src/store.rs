//! Media as rows. Plain store functions over the caller's unit of work.

use crate::{Fault, Kind, State, job};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Error, Result, ToParam as _, Tx, list, params, row};
use xingtan_events::{Event, publish};
use xingtan_jobs::{Enqueued, Job};
use xingtan_storage::file::{self, Claimer};

/// The kind of claimer in storage: an item, for its renditions and its still picture.
const ITEM: &str = "media-item";

/// The event that a medium can be played: subject is the file, the payload a [`Ready`].
pub const READY: &str = "media.ready";
/// The event that it cannot: subject is the file, the payload `{"item", "fault"}`.
pub const FAILED: &str = "media.failed";

row! {
    /// A medium and where its processing stands.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Item {
        /// Its id.
        pub id: Uuid,
        /// The file as it was uploaded.
        pub file_id: Uuid,
        /// Code of its [`Kind`].
        pub kind: String,
        /// Code of its [`State`].
        pub state: String,
        /// Of the processing, 0 to 100.
        pub percent: i64,
        /// Code of its [`Fault`].
        pub fault: Option<String>,
        /// The job that processes it.
        pub job_id: Uuid,
        /// Length of what is played, in milliseconds.
        pub duration_ms: Option<i64>,
        /// Pixels as shown.
        pub width: Option<i64>,
        /// See `width`.
        pub height: Option<i64>,
        /// Whether there are pictures.
        pub has_video: bool,
        /// Whether there is sound.
        pub has_audio: bool,
        /// The still picture shown before it plays.
        pub poster_file_id: Option<Uuid>,
        /// When it was ordered.
        pub created_at: Timestamp,
        /// When its row last changed.
        pub updated_at: Timestamp,
    }

    /// One size in which a medium is played.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Rendition {
        /// Its id.
        pub id: Uuid,
        /// The medium.
        pub item_id: Uuid,
        /// `1080p`, `720p`, `480p`, `360p` or `audio`.
        pub name: String,
        /// Its file of fragmented MP4.
        pub file_id: Uuid,
        /// Bits per second of the densest part.
        pub bandwidth: i64,
        /// Bits per second on average.
        pub average_bandwidth: i64,
        /// Pixels; none for sound.
        pub width: Option<i64>,
        /// See `width`.
        pub height: Option<i64>,
        /// As RFC 6381 names them.
        pub codecs: String,
        /// Media playlist whose parts lie in `NAME.mp4`.
        pub playlist: String,
    }
}

impl Item {
    /// Where the processing stands.
    pub fn state(&self) -> State {
        State::of(&self.state)
    }

    /// What it was given as; a word of a later version of the program counts as video.
    pub fn kind(&self) -> Kind {
        Kind::of(&self.kind).unwrap_or(Kind::Video)
    }

    /// Why it cannot be played; none unless it failed.
    pub fn fault(&self) -> Option<Fault> {
        (self.state() == State::Failed).then(|| self.fault.as_deref().map_or(Fault::Stopped, Fault::of))
    }

    /// Whether a video turned out to hold sound alone: its author is told.
    pub fn is_sound_instead(&self) -> bool {
        self.state() == State::Ready && self.kind() == Kind::Video && !self.has_video
    }

    fn claimer(&self) -> Claimer<'static> {
        claimer(self.id)
    }
}

pub(crate) fn claimer(item: Uuid) -> Claimer<'static> {
    Claimer { kind: ITEM, id: item }
}

/// What [`READY`] tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ready {
    /// The item.
    pub item: Uuid,
    /// Length in milliseconds.
    pub duration_ms: i64,
}

#[derive(serde::Serialize)]
struct Failed {
    item: Uuid,
    fault: &'static str,
}

const COLUMNS: &str =
    "id, file_id, kind, state, percent, fault, job_id, duration_ms, width, height, has_video,
    has_audio, poster_file_id, created_at, updated_at";

/// Orders the processing of a file in storage; the same file twice is one item. Where it was processed before, that is
/// the answer; where it failed for a reason that may pass, it is tried again.
///
/// # Errors
/// Those of the database.
pub fn order(
    tx: &mut Tx<'_>,
    file_id: Uuid,
    kind: Kind,
    person: Option<Uuid>,
    ids: &Ids,
    now: Timestamp,
) -> Result<Item> {
    if let Some(there) = of_file(tx, file_id)? {
        retry(tx, file_id, person, ids, now)?;
        return Ok(of_file(tx, file_id)?.unwrap_or(there));
    }
    let item = ids.next();
    let job = begin(tx, item, person, ids, now)?;
    insert(tx, (item, file_id), kind, job, now)
}

/// The row of a medium of which nothing is made yet.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    (item, file_id): (Uuid, Uuid),
    kind: Kind,
    job: Uuid,
    now: Timestamp,
) -> Result<Item> {
    tx.exec(
        "INSERT INTO media_item (id, file_id, kind, state, percent, job_id, has_video, has_audio, created_at, updated_at)
         VALUES ($1, $2, $3, 'queued', 0, $4, FALSE, FALSE, $5, $5)",
        params![item, file_id, kind.code(), job, now],
    )?;
    of_file(tx, file_id)?.ok_or(Error::NotFound)
}

fn begin(tx: &mut Tx<'_>, item: Uuid, person: Option<Uuid>, ids: &Ids, now: Timestamp) -> Result<Uuid> {
    let job = Job::new(ids.next(), job::PROCESS, now)
        .with(&job::Payload { item })?
        .single(item.to_string())
        .by(person);
    let ordered = xingtan_jobs::enqueue(tx, &job)?;
    if let Enqueued::Already(there) = ordered {
        tracing::debug!(%item, job = %there, "the medium is being processed already");
    }
    Ok(ordered.id())
}

/// Tries a failed medium again, where its fault may pass; renditions that were made stay. False where there is nothing
/// to try.
///
/// # Errors
/// Those of the database.
pub fn retry(
    tx: &mut Tx<'_>,
    file_id: Uuid,
    person: Option<Uuid>,
    ids: &Ids,
    now: Timestamp,
) -> Result<bool> {
    let Some(item) = look(tx, file_id)? else { return Ok(false) };
    if !item.fault().is_some_and(Fault::may_pass) {
        return Ok(false);
    }
    let job = begin(tx, item.id, person, ids, now)?;
    tx.exec(
        "UPDATE media_item SET state = 'queued', percent = 0, fault = NULL, job_id = $2, updated_at = $3 WHERE id = $1",
        params![item.id, job, now],
    )?;
    Ok(true)
}

/// The medium of a file as it is kept; [`look`] says more of one that is watched while it is processed.
pub fn of_file(tx: &mut Tx<'_>, file_id: Uuid) -> Result<Option<Item>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM media_item WHERE file_id = $1"), params![file_id])
}

pub(crate) fn get(tx: &mut Tx<'_>, item: Uuid) -> Result<Option<Item>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM media_item WHERE id = $1"), params![item])
}

/// The media of several files, in no particular order. One statement.
pub fn of_files(tx: &mut Tx<'_>, files: &[Uuid]) -> Result<Vec<Item>> {
    let sql = format!("SELECT {COLUMNS} FROM media_item WHERE file_id IN ({})", list(1, files.len()));
    let given: Vec<_> = files.iter().map(|id| id.to_param()).collect();
    tx.all(&sql, &given)
}

/// The medium of a file, its job asked as well: one whose job was given up or cancelled before it could say so has
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

/// Why a medium that waits or is being processed will never come to an end, if it will not.
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

/// The renditions of a medium, smallest first.
pub fn renditions(tx: &mut Tx<'_>, item: Uuid) -> Result<Vec<Rendition>> {
    tx.all(
        "SELECT id, item_id, name, file_id, bandwidth, average_bandwidth, width, height, codecs, playlist
         FROM media_rendition
         WHERE item_id = $1
         ORDER BY coalesce(height, 0) * coalesce(width, 0), average_bandwidth, id",
        params![item],
    )
}

/// The work begins. False where the item was forgotten.
pub(crate) fn begun(tx: &mut Tx<'_>, item: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE media_item SET state = 'working', fault = NULL, updated_at = $2 WHERE id = $1",
        params![item, now],
    )?;
    Ok(changed == 1)
}

/// The work is tried again later.
pub(crate) fn waits(tx: &mut Tx<'_>, item: Uuid, now: Timestamp) -> Result<()> {
    tx.exec("UPDATE media_item SET state = 'queued', updated_at = $2 WHERE id = $1", params![item, now])?;
    Ok(())
}

pub(crate) fn progress(tx: &mut Tx<'_>, item: Uuid, percent: i64, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE media_item SET percent = $2, updated_at = $3 WHERE id = $1 AND percent < $2",
        params![item, percent, now],
    )?;
    Ok(())
}

/// What was found in the file.
pub(crate) fn found(
    tx: &mut Tx<'_>,
    item: Uuid,
    size: Option<(i64, i64)>,
    sound: bool,
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "UPDATE media_item SET width = $2, height = $3, has_video = $4, has_audio = $5, updated_at = $6 WHERE id = $1",
        params![item, size.map(|it| it.0), size.map(|it| it.1), size.is_some(), sound, now],
    )?;
    Ok(())
}

/// Keeps a rendition with its claim; one of the same name is there already only where a lost worker wrote it.
pub(crate) fn add_rendition(tx: &mut Tx<'_>, it: &Rendition, now: Timestamp) -> Result<()> {
    let added = tx.exec(
        "INSERT INTO media_rendition (id, item_id, name, file_id, bandwidth, average_bandwidth, width, height, codecs,
                                      playlist)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (item_id, name) DO NOTHING",
        params![
            it.id,
            it.item_id,
            it.name,
            it.file_id,
            it.bandwidth,
            it.average_bandwidth,
            it.width,
            it.height,
            it.codecs,
            it.playlist
        ],
    )?;
    if added == 1 {
        file::claim(tx, it.file_id, claimer(it.item_id), now)?;
    }
    Ok(())
}

/// The medium can be played; whoever listens to [`READY`] is told.
pub(crate) fn ready(
    tx: &mut Tx<'_>,
    item: &Item,
    duration_ms: i64,
    poster: Option<Uuid>,
    event: Uuid,
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "UPDATE media_item
         SET state = 'ready', percent = 100, fault = NULL, duration_ms = $2, poster_file_id = $3, updated_at = $4
         WHERE id = $1",
        params![item.id, duration_ms, poster, now],
    )?;
    if let Some(poster) = poster {
        file::claim(tx, poster, item.claimer(), now)?;
    }
    let told = Ready { item: item.id, duration_ms };
    publish(tx, &Event::new(event, READY, 1, item.file_id, now).with(&told)?)
}

/// The medium cannot be played; whoever listens to [`FAILED`] is told.
pub(crate) fn failed(tx: &mut Tx<'_>, item: &Item, fault: Fault, event: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE media_item SET state = 'failed', fault = $2, updated_at = $3 WHERE id = $1",
        params![item.id, fault.code(), now],
    )?;
    let told = Failed { item: item.id, fault: fault.code() };
    publish(tx, &Event::new(event, FAILED, 1, item.file_id, now).with(&told)?)
}

/// Forgets the medium of a file that nobody needs any more: its claims, rows, subtitles and chapters go, its job is cancelled,
/// its files are swept like any other. False where there is none.
///
/// # Errors
/// Those of the database.
pub fn forget(tx: &mut Tx<'_>, file_id: Uuid, now: Timestamp) -> Result<bool> {
    let Some(item) = of_file(tx, file_id)? else { return Ok(false) };
    xingtan_jobs::cancel(tx, item.job_id, now)?;
    for it in renditions(tx, item.id)? {
        file::release(tx, it.file_id, item.claimer(), now)?;
    }
    tx.exec("DELETE FROM media_rendition WHERE item_id = $1", params![item.id])?;
    tx.exec("DELETE FROM media_track WHERE file_id = $1", params![file_id])?;
    tx.exec("DELETE FROM media_chapters WHERE file_id = $1", params![file_id])?;
    tx.exec("DELETE FROM media_item WHERE id = $1", params![item.id])?;
    if let Some(poster) = item.poster_file_id {
        file::release(tx, poster, item.claimer(), now)?;
    }
    Ok(true)
}

/// Media after `after` in the order of their ids, for the sweep.
pub(crate) fn after(tx: &mut Tx<'_>, after: Uuid, limit: i64) -> Result<Vec<Item>> {
    tx.all(
        &format!("SELECT {COLUMNS} FROM media_item WHERE id > $1 ORDER BY id LIMIT $2"),
        params![after, limit],
    )
}
