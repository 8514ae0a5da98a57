//! Writing a backup while the program runs (OPS-2).

use super::{
    Archive, BackupError, Meter, Stage,
    crypt::Sealing,
    manifest::{self, FILES, FORMAT, KEYS, MANIFEST, Manifest, Part, ROWS, SEAL},
    place::Unfinished,
};
use crate::wiring;
use flate2::{Compression, write::DeflateEncoder};
use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use xingtan_clock::Uuid;
use xingtan_db::{Db, Engine, Options, Source, dump};
use xingtan_keys::{Secret, random};
use xingtan_storage::StoreError;
use xingtan_web::App;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Shortest passphrase.
pub const PASSPHRASE: usize = 12;

/// What a backup is to be.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The folder it is written to.
    pub folder: PathBuf,
    /// The data folder, in which a copy of a SQLite database lies for a while.
    pub data: PathBuf,
    /// What protects it.
    pub passphrase: String,
}

/// A backup that was written and read again.
#[derive(Clone, Debug)]
pub struct Written {
    /// Where it lies.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// Writes a backup, reads it back, and only then gives it its name.
pub async fn write(app: &App, asked: Asked, meter: Meter) -> Result<Written, BackupError> {
    if asked.passphrase.chars().count() < PASSPHRASE {
        return Err(BackupError::ShortPassphrase(PASSPHRASE));
    }
    let mut made_at = app.clock().now();
    let mut path = asked.folder.join(super::file_name(made_at));
    // Names tell seconds; no backup replaces another.
    while path.exists() {
        tokio::time::sleep(Duration::from_millis(200)).await;
        made_at = app.clock().now();
        path = asked.folder.join(super::file_name(made_at));
    }
    let unfinished = Unfinished::file(&asked.folder, &path)?;
    let manifest = Manifest {
        xingtan_backup: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: manifest::engine(app.db().engine()).to_owned(),
        institution: app.institution().name.clone(),
        made_at,
        salt: hex_of(&random::<16>()),
        tables: Vec::new(),
        rows: 0,
        parts: Vec::new(),
    };
    let key = app.keys().sub_key(&manifest.purpose());
    let mut writer = Writer::begin(&unfinished.path, manifest)?;
    let (keys, passphrase) = (app.keys().clone(), asked.passphrase.clone());
    let wrapped = blocking(move || Ok(keys.wrap(&passphrase))).await?;
    writer = blocking(move || writer.plain(KEYS, &wrapped)).await?;

    let frozen = Frozen::of(app.db(), &asked.data).await?;
    writer = rows(&frozen.db, writer, key.clone(), &meter).await?;
    writer = files(app, &frozen.db, writer, key.clone(), &meter).await?;
    frozen.close().await;

    let at = unfinished.path.clone();
    let again = meter.clone();
    let manifest = blocking(move || {
        let manifest = writer.finish(&key)?;
        let archive = Archive::open(&at)?;
        archive.unlock(&asked.passphrase)?.check(&again)?;
        Ok(manifest)
    })
    .await?;
    unfinished.keep(&path)?;
    let size = std::fs::metadata(&path).map_err(|e| BackupError::io(&path, e))?.len();
    Ok(Written { path, size, manifest })
}

/// Work on a thread that may wait.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(BackupError::Io(PathBuf::new(), io::Error::other(error))),
    }
}

/// The database at one moment: a copy of SQLite, so that its log does not grow meanwhile; PostgreSQL itself, which is
/// read in one snapshot.
struct Frozen {
    db: Db,
    copy: Option<Unfinished>,
}

impl Frozen {
    async fn of(db: &Db, data: &Path) -> Result<Self, BackupError> {
        if db.engine() == Engine::Postgres {
            return Ok(Frozen { db: db.clone(), copy: None });
        }
        let copy = Unfinished::folder(&data.join("tmp"))?;
        let file = copy.path.join("copy.db");
        db.snapshot_to(&file).await?;
        let options = Options { readers: 1, ..Options::default() };
        Ok(Frozen { db: Db::open(Source::File(file), options).await?, copy: Some(copy) })
    }

    async fn close(self) {
        if self.copy.is_some() {
            self.db.close().await;
        }
    }
}

async fn rows(db: &Db, writer: Writer, key: Secret, meter: &Meter) -> Result<Writer, BackupError> {
    let all = wiring::migrations();
    let counted = all.clone();
    let total = db.read(move |tx| dump::rows(tx, &counted)).await?;
    meter.begin(Stage::Rows, total);
    let part = writer.part(ROWS)?;
    let io = |error| BackupError::io(ROWS, error);
    let sealing = Sealing::begin(part, &key, ROWS).map_err(io)?;
    let out = DeflateEncoder::new(sealing, Compression::default());
    let counts: Counts = Arc::default();
    let (heard, seen) = (meter.clone(), counts.clone());
    let progress = move |at: dump::Progress<'_>| {
        heard.at(at.rows);
        note(&seen, at.table, at.rows);
    };
    let (out, sum) = db.export(&all, out, progress).await?;
    let mut writer = out.finish().and_then(Sealing::finish).map_err(io)?.end(None)?;
    let starts = std::mem::take(&mut *counts.lock().unwrap_or_else(PoisonError::into_inner));
    let ends = starts.iter().skip(1).map(|(_, at)| *at).chain([sum.rows]);
    writer.manifest.tables =
        starts.iter().zip(ends).map(|((table, from), to)| (table.clone(), to - from)).collect();
    writer.manifest.rows = sum.rows;
    Ok(writer)
}

/// Where each table begins among the rows.
type Counts = Arc<Mutex<Vec<(String, u64)>>>;

fn note(counts: &Counts, table: &str, rows: u64) {
    let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
    if counts.last().is_none_or(|(last, _)| last != table) {
        counts.push((table.to_owned(), rows));
    }
}

/// The bytes of all files of the snapshot. Bytes never change; those whose row ran out since then may be swept away,
/// and are not missed: the restored program would sweep them, too.
async fn files(
    app: &App,
    db: &Db,
    mut writer: Writer,
    key: Secret,
    meter: &Meter,
) -> Result<Writer, BackupError> {
    let mut all: Vec<(Uuid, String, i64)> = Vec::new();
    loop {
        let after = all.last().map(|(id, ..)| *id);
        let some = db.read(move |tx| xingtan_storage::file::contents(tx, after, 500)).await?;
        if some.is_empty() {
            break;
        }
        all.extend(some);
    }
    meter.begin(Stage::Files, all.iter().map(|(.., size)| size.unsigned_abs()).sum());
    let (store, meter, runtime) = (app.storage().clone(), meter.clone(), tokio::runtime::Handle::current());
    blocking(move || {
        for (id, sha256, _) in all {
            let name = format!("{FILES}{id}");
            let mut stream = match runtime.block_on(store.open_content(id)) {
                Err(StoreError::Missing) => continue,
                other => other?,
            };
            let io = |error| BackupError::io(&name, error);
            let sealing = Sealing::begin(writer.part(&name)?, &key, &name).map_err(io)?;
            let mut out = DeflateEncoder::new(sealing, Compression::fast());
            while let Some(piece) = runtime.block_on(stream.try_next())? {
                out.write_all(&piece).map_err(io)?;
                meter.more(piece.len() as u64)?;
            }
            writer = out.finish().and_then(Sealing::finish).map_err(io)?.end(Some(sha256))?;
        }
        Ok(writer)
    })
    .await
}

/// The backup file under the pen.
struct Writer {
    zip: ZipWriter<BufWriter<File>>,
    manifest: Manifest,
}

/// One part of it.
struct PartWriter {
    writer: Writer,
    name: String,
    hash: Sha256,
    size: u64,
}

impl Writer {
    fn begin(path: &Path, manifest: Manifest) -> Result<Self, BackupError> {
        let file = File::options().write(true).open(path).map_err(|e| BackupError::io(path, e))?;
        Ok(Writer { zip: ZipWriter::new(BufWriter::with_capacity(1 << 20, file)), manifest })
    }

    fn part(mut self, name: &str) -> Result<PartWriter, BackupError> {
        let options =
            SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
        self.zip.start_file(name, options).map_err(|e| BackupError::io(name, e.into()))?;
        Ok(PartWriter { writer: self, name: name.to_owned(), hash: Sha256::new(), size: 0 })
    }

    fn plain(self, name: &str, bytes: &[u8]) -> Result<Self, BackupError> {
        let mut part = self.part(name)?;
        part.write_all(bytes).map_err(|e| BackupError::io(name, e))?;
        part.end(None)
    }

    /// Writes manifest and seal, and waits until all of it is on the disk.
    fn finish(self, key: &Secret) -> Result<Manifest, BackupError> {
        let manifest = self.manifest.clone();
        let io = |error| BackupError::io(MANIFEST, error);
        let json = serde_json::to_vec_pretty(&manifest).map_err(|e| io(e.into()))?;
        let writer = self.plain(MANIFEST, &json)?;
        let mut seal = Sealing::begin(Vec::new(), key, SEAL).map_err(io)?;
        seal.write_all(&Sha256::digest(&json)).map_err(io)?;
        let seal = seal.finish().map_err(io)?;
        let writer = writer.plain(SEAL, &seal)?;
        let file = writer.zip.finish().map_err(|e| io(e.into()))?;
        file.into_inner().map_err(|e| io(e.into_error()))?.sync_all().map_err(io)?;
        Ok(manifest)
    }
}

impl PartWriter {
    fn end(self, content: Option<String>) -> Result<Writer, BackupError> {
        let mut writer = self.writer;
        let sha256 = hex_of(&self.hash.finalize());
        writer.manifest.parts.push(Part { name: self.name, size: self.size, sha256, content });
        Ok(writer)
    }
}

impl Write for PartWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.writer.zip.write(bytes)?;
        self.hash.update(&bytes[..count]);
        self.size += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.zip.flush()
    }
}

/// Bytes in hexadecimal.
pub fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
