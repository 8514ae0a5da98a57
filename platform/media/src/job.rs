//! The job that turns a file into what is played. Each rendition is a step of its own: what was made stays made,
//! whoever dies in between.

use crate::{
    Fault, State, Tools, encode, playlist, probe,
    rules::{self, Found, Rung},
    store::{self, Item, Rendition},
};
use bytes::Bytes;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};
use tokio::{fs, io::AsyncReadExt as _};
use xingtan_clock::Uuid;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds};
use xingtan_storage::{Policy, Store, StoreError, Stored, file};

/// Turns a file into what is played.
pub const PROCESS: JobKind = JobKind::new("media.process").attempts(3);

/// Room on the disk that is left to everybody else, in bytes.
const RESERVE: u64 = 256 << 20;
/// How often progress is written, at most.
const TELL: Duration = Duration::from_secs(2);

/// What the job is about.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Payload {
    pub item: Uuid,
}

/// What media are made with.
#[derive(Clone, Debug)]
pub struct Works {
    /// Where files lie.
    pub store: Store,
    /// The programs.
    pub tools: Tools,
}

/// Adds the job that processes media. It belongs to a worker of its own, whose places say how many are processed at a
/// time: hours of transcoding must not hold up mails and imports.
pub fn jobs(kinds: &mut Kinds, works: Works) {
    kinds.on(PROCESS, move |run| process(works.clone(), run));
}

enum Over {
    /// The medium cannot be played.
    Fault(Fault),
    /// The job does not go on.
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
            other => Over::Job(JobError::Again(other.to_string())),
        }
    }
}

async fn process(works: Works, run: JobRun) -> Result<Done, JobError> {
    let Payload { item } = run.read()?;
    let Some(item) = run.db.read(move |tx| store::get(tx, item)).await? else { return Ok(Done::new()) };
    let folder = works.tools.work.join(format!("{}-{}", item.id, run.fence()));
    let over = At { works: &works, run: &run, item: &item, folder: &folder }.make().await;
    if let Err(error) = fs::remove_dir_all(&folder).await
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "a work folder stays until the next start");
    }
    let (event, now) = (run.ids.next(), run.clock.now());
    match over {
        Ok(()) => Ok(Done::new()),
        Err(Over::Fault(fault)) if fault.tries_again() && run.attempt < PROCESS.attempts => {
            run.step(move |tx, hold| Ok(store::waits(tx, item.id, hold.now())?)).await?;
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

/// One attempt at one medium.
struct At<'a> {
    works: &'a Works,
    run: &'a JobRun,
    item: &'a Item,
    folder: &'a Path,
}

impl At<'_> {
    async fn make(&self) -> Result<(), Over> {
        let (item, run) = (self.item, self.run);
        if item.state() == State::Ready {
            return Ok(());
        }
        let id = item.id;
        if !run.step(move |tx, hold| Ok(store::begun(tx, id, hold.now())?)).await? {
            return Ok(());
        }
        fs::create_dir_all(self.folder).await?;
        self.fetch().await?;
        let said = self.works.tools.probe(self.folder, encode::SOURCE).await?;
        let found = probe::read(&said).ok_or(Fault::Unreadable)?;
        let rungs = rules::plan(&found, item.kind())?;
        let found =
            Found { picture: found.picture.filter(|_| rungs.iter().any(|it| it.size.is_some())), ..found };
        let (size, sound) = (found.picture.as_ref().map(|it| (it.width, it.height)), found.sound.is_some());
        run.step(move |tx, hold| Ok(store::found(tx, id, size, sound, hold.now())?)).await?;
        let made = run.db.read(move |tx| store::renditions(tx, id)).await.map_err(JobError::from)?;
        let all = rungs.iter().map(|rung| rules::cost(rung, &found)).sum::<i64>();
        let mut over = 0;
        for rung in &rungs {
            let cost = rules::cost(rung, &found);
            if !made.iter().any(|it| it.name == rung.name) {
                self.rendition(&found, rung, |part| rules::percent(over, cost, part, all)).await?;
            }
            over += cost;
        }
        let made = run.db.read(move |tx| store::renditions(tx, id)).await.map_err(JobError::from)?;
        let lengths =
            made.iter().filter_map(|it| playlist::read(&it.playlist)).map(|parts| parts.duration_ms());
        let duration_ms = lengths.max().ok_or(Fault::Empty)?;
        let poster = self.poster(&found, duration_ms).await?;
        let (item, event) = (item.clone(), run.ids.next());
        let ended = run.step(move |tx, hold| {
            let poster = match &poster {
                Some(stored) => Some(file::keep(tx, stored, "poster.jpg", None, hold.now())?.id),
                None => None,
            };
            hold.progress(tx, 100, 100)?;
            Ok(store::ready(tx, &item, duration_ms, poster, event, hold.now())?)
        });
        Ok(ended.await?)
    }

    /// Lays the source into the work folder: a link to where it lies, or a copy where it lies in a bucket.
    async fn fetch(&self) -> Result<(), Over> {
        let id = self.item.file_id;
        let row = self.run.db.read(move |tx| file::find(tx, id)).await.map_err(JobError::from)?;
        let row = row.ok_or(Fault::Gone)?;
        let here = self.folder.join(encode::SOURCE);
        if let Some(path) = self.works.store.path(&row) {
            let path = fs::canonicalize(path).await.map_err(|_| Fault::Gone)?;
            return Ok(fs::symlink(path, here).await?);
        }
        if !room(self.folder, row.size.max(0) as u64) {
            return Err(Fault::DiskFull.into());
        }
        let mut bytes = self.works.store.open(&row).await?;
        let mut copy = fs::File::create(here).await?;
        while let Some(piece) = futures_util::TryStreamExt::try_next(&mut bytes).await? {
            self.run.go_on()?;
            tokio::io::AsyncWriteExt::write_all(&mut copy, &piece).await?;
        }
        Ok(copy.sync_all().await?)
    }

    async fn rendition(&self, found: &Found, rung: &Rung, percent: impl Fn(f64) -> i64) -> Result<(), Over> {
        if !room(self.folder, rules::most_bytes(std::slice::from_ref(rung), found.duration_ms)) {
            return Err(Fault::DiskFull.into());
        }
        let arguments = encode::rendition(found, rung, self.works.tools.threads);
        self.watched(&arguments, |written| {
            percent(found.duration_ms.map_or(0.0, |all| written as f64 / all.max(1) as f64))
        })
        .await?;
        let text = fs::read_to_string(self.folder.join(format!("{}.m3u8", rung.name))).await;
        let parts = text.ok().as_deref().and_then(playlist::read).ok_or(Fault::Empty)?;
        let stated = found.picture.as_ref().and_then(|it| it.duration_ms).or(found.duration_ms);
        if parts.duration_ms() < rules::SHORTEST_MS {
            return Err(Fault::Empty.into());
        }
        if rules::is_truncated(stated, parts.duration_ms()) {
            return Err(Fault::Truncated.into());
        }
        let name = format!("{}.mp4", rung.name);
        let path = self.folder.join(&name);
        if !parts.lie_within(fs::metadata(&path).await?.len()) {
            return Err(Over::Job(JobError::Again("the playlist names bytes that are not there".to_owned())));
        }
        let mut codecs = Vec::new();
        if rung.size.is_some() {
            let said = self.works.tools.probe(self.folder, &name).await?;
            codecs.push(probe::codec(&said).unwrap_or_else(|| "avc1.640028".to_owned()));
        }
        if found.sound.is_some() {
            codecs.push("mp4a.40.2".to_owned());
        }
        let stored = self.put(&path).await?;
        let (bandwidth, average_bandwidth) = parts.bandwidth();
        let row = Rendition {
            id: self.run.ids.next(),
            item_id: self.item.id,
            name: rung.name.to_owned(),
            file_id: stored.id,
            bandwidth,
            average_bandwidth,
            width: rung.size.map(|it| it.0),
            height: rung.size.map(|it| it.1),
            codecs: codecs.join(","),
            playlist: parts.write(&name),
        };
        let percent = percent(1.0);
        let kept = self.run.step(move |tx, hold| {
            file::keep(tx, &stored, &name, None, hold.now())?;
            store::add_rendition(tx, &row, hold.now())?;
            store::progress(tx, row.item_id, percent, hold.now())?;
            hold.progress(tx, percent, 100)
        });
        kept.await?;
        fs::remove_file(path).await?;
        Ok(())
    }

    async fn poster(&self, found: &Found, duration_ms: i64) -> Result<Option<Stored>, Over> {
        let Some(arguments) = encode::poster(found, rules::poster_ms(duration_ms)) else { return Ok(None) };
        match self.watched(&arguments, |_| 99).await {
            Err(Over::Fault(fault)) => {
                tracing::warn!(?fault, item = %self.item.id, "no still picture could be made");
                return Ok(None);
            }
            other => other?,
        }
        let path = self.folder.join("poster.jpg");
        if fs::metadata(&path).await.map_or(0, |it| it.len()) == 0 {
            return Ok(None);
        }
        Ok(Some(self.put(&path).await?))
    }

    /// Runs ffmpeg and tells how far it is, until it ends or the job should.
    async fn watched(&self, arguments: &[String], percent: impl Fn(i64) -> i64) -> Result<(), Over> {
        let written = AtomicI64::new(0);
        let mut work = std::pin::pin!(self.works.tools.run(arguments, self.folder, &written));
        let (mut go_on, mut told, mut shown) = (tokio::time::interval(Duration::from_millis(250)), None, 0);
        loop {
            tokio::select! {
                ended = &mut work => return Ok(ended?),
                now = go_on.tick() => {
                    self.run.go_on()?;
                    let percent = percent(written.load(Ordering::Relaxed));
                    if percent > shown && told.is_none_or(|at| now - at >= TELL) {
                        (told, shown) = (Some(now), percent);
                        let id = self.item.id;
                        let tell = self.run.step(move |tx, hold| {
                            store::progress(tx, id, percent, hold.now())?;
                            hold.progress(tx, percent, 100)
                        });
                        tell.await?;
                    }
                }
            }
        }
    }

    async fn put(&self, path: &Path) -> Result<Stored, Over> {
        let opened = fs::File::open(path).await?;
        Ok(self.works.store.put_stream(pieces(opened), &Policy::any(u64::MAX)).await?)
    }
}

/// A file piece by piece, for storage.
pub(crate) fn pieces(
    opened: fs::File,
) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Send {
    stream::try_unfold(opened, |mut opened| async move {
        let mut piece = vec![0; 256 << 10];
        let count = opened.read(&mut piece).await?;
        piece.truncate(count);
        Ok::<_, std::io::Error>((count > 0).then(|| (Bytes::from(piece), opened)))
    })
}

/// Whether the disk of a folder has room for so many bytes and the reserve.
pub(crate) fn room(folder: &Path, bytes: u64) -> bool {
    let Ok(disk) = rustix::fs::statvfs(folder) else { return true };
    disk.f_bavail.saturating_mul(disk.f_frsize) >= bytes.saturating_add(RESERVE)
}

/// Removes the work folders of a program that was killed, and ends what it left running there. At the start, before
/// any job runs.
pub fn clear(work: &Path) {
    let entries = std::fs::read_dir(work).into_iter().flatten().flatten();
    let folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    for folder in folders {
        crate::tool::end_rest(&folder);
        if let Err(error) = std::fs::remove_dir_all(&folder) {
            tracing::warn!(%error, folder = %folder.display(), "a work folder cannot be removed");
        }
    }
}
