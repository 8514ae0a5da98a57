//! SQLite: one writer thread with group commit, some reader threads, one that moves the log into the file.

mod checkpoint;
mod connection;
mod reader;
mod writer;

pub(crate) use connection::{Access, Lite, open};

use crate::{Error, Options, Result, queue::Queue, thread};
use checkpoint::Log;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread::JoinHandle,
};

/// Opens the file and starts its threads.
pub(crate) async fn start(
    path: &Path,
    options: &Options,
    reads: &Arc<Queue>,
    writes: &Arc<Queue>,
) -> Result<Vec<JoinHandle<()>>> {
    let mut threads = Vec::new();
    let log = Arc::new(Log::new(options.wal_bytes, options.lock_wait));
    // The writer comes first: it makes the file and turns its log on.
    threads.push({
        let (path, lock_wait, log) = (path.to_owned(), options.lock_wait, log.clone());
        thread::start("db-write".into(), writes.clone(), move |queue, ready| {
            let opened = open(&path, Access::Write, lock_wait)?;
            ready();
            writer::serve(&opened, queue, &log)
        })
        .await?
    });
    let (own_path, lock_wait) = (path.to_owned(), options.lock_wait);
    let opened = thread::once("db-open", move || open(&own_path, Access::Write, lock_wait)).await?;
    let body = move || checkpoint::serve(opened.connection(), &log);
    let builder = std::thread::Builder::new().name("db-checkpoint".into());
    threads.push(builder.spawn(body).map_err(|e| Error::other("thread", e))?);
    for n in 0..options.readers.max(1) {
        let (path, lock_wait) = (path.to_owned(), options.lock_wait);
        let reader = thread::start(format!("db-read-{n}"), reads.clone(), move |queue, ready| {
            let opened = open(&path, Access::Read, lock_wait)?;
            ready();
            reader::serve(&mut opened.session(), queue)
        });
        threads.push(reader.await?);
    }
    Ok(threads)
}

/// Writes a consistent, compact copy to a file that does not exist yet, and waits until it is on the disk.
pub(crate) fn snapshot(from: &Path, to: PathBuf, options: &Options) -> Result<()> {
    let cannot = |e: std::io::Error| Error::other("snapshot", e);
    let name = to.to_str().ok_or_else(|| Error::other("snapshot", "the path is not UTF-8"))?;
    let opened = open(from, Access::Write, options.lock_wait)?;
    opened.connection().execute("VACUUM INTO ?1", [name])?;
    std::fs::File::open(&to).and_then(|file| file.sync_all()).map_err(cannot)?;
    match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(cannot)
        }
        _ => Ok(()),
    }
}
