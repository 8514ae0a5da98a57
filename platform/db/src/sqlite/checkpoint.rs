//! The write-ahead log: moved into the file all the time, and bounded.
//!
//! A thread moves committed pages into the file every tenth of a second (PASSIVE: it waits for nobody), which takes the
//! peaks off. The log begins anew by itself when a moment comes in which all of it has been moved and nobody reads from
//! it; where such moments do not come, the writer makes one as soon as the log has outgrown its bound. While a reader
//! holds an old snapshot even that must wait, so the log is bounded by its limit plus what is written during the
//! longest read.

use crate::Result;
use rusqlite::Connection;
use std::{
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

const EVERY: Duration = Duration::from_millis(100);
/// How long the writer waits for readers when it empties the log.
const WAIT: Duration = Duration::from_millis(100);
/// How long it lets things be after it has waited in vain.
const PAUSE: Duration = Duration::from_secs(1);

/// What writer and checkpoint thread tell each other.
pub(super) struct Log {
    limit: u64,
    lock_wait: Duration,
    /// Something was committed since the last checkpoint.
    written: AtomicBool,
    /// The log has outgrown its limit.
    outgrown: AtomicBool,
    paused_until: Mutex<Option<Instant>>,
    ended: Mutex<bool>,
    end: Condvar,
}

impl Log {
    pub(super) fn new(limit: u64, lock_wait: Duration) -> Self {
        Log {
            limit,
            lock_wait,
            written: AtomicBool::new(true),
            outgrown: AtomicBool::new(false),
            paused_until: Mutex::new(None),
            ended: Mutex::new(false),
            end: Condvar::new(),
        }
    }

    pub(super) fn written(&self) {
        self.written.store(true, Relaxed);
    }

    /// Called by the writer between groups: empties an outgrown log.
    pub(super) fn bound(&self, connection: &Connection) {
        if !self.outgrown.load(Relaxed) {
            return;
        }
        let mut paused = self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        if paused.is_some_and(|until| Instant::now() < until) {
            return;
        }
        self.outgrown.store(false, Relaxed);
        let emptied = connection.busy_timeout(WAIT).and_then(|()| checkpoint(connection, "TRUNCATE"));
        *paused = match emptied {
            Ok((false, _)) => None,
            Ok((true, _)) | Err(_) => Some(Instant::now() + PAUSE),
        };
        if let Err(error) = connection.busy_timeout(self.lock_wait) {
            tracing::error!(%error, "the waiting time for locks could not be set back");
        }
    }

    /// Called by the writer at its end: a closed database is one file.
    pub(super) fn end(&self, connection: &Connection) {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.end.notify_all();
        if let Err(error) = checkpoint(connection, "TRUNCATE") {
            tracing::warn!(%error, "the log could not be emptied at the end");
        }
    }

    /// Sleeps a while; false when the writer has ended.
    fn wait(&self) -> bool {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let (ended, _) = self
            .end
            .wait_timeout_while(ended, EVERY, |ended| !*ended)
            .unwrap_or_else(PoisonError::into_inner);
        !*ended
    }
}

/// Serves until the writer ends.
pub(super) fn serve(connection: &Connection, log: &Log) -> Result<()> {
    let page: u32 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    while log.wait() {
        if !log.written.swap(false, Relaxed) {
            continue;
        }
        match checkpoint(connection, "PASSIVE") {
            Ok((_, pages)) => log.outgrown.store(pages.saturating_mul(page.into()) > log.limit, Relaxed),
            Err(error) => tracing::warn!(%error, "checkpoint"),
        }
    }
    Ok(())
}

/// Whether somebody was in the way, and how many pages the log holds.
fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<(bool, u64)> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
        Ok((row.get(0)?, u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0)))
    })
}
