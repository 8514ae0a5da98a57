//! The write-ahead log: moved into the file all the time, and bounded.
//!
//! A thread moves committed pages into the file every tenth of a second (PASSIVE: it waits for nobody), which takes the
//! peaks off. The log begins anew by itself when a moment comes in which all of it has been moved and nobody reads from
//! it; where such moments do not come, the writer makes one as soon as the log has outgrown its bound. While a reader
//! holds an old snapshot even that must wait, so the log is bounded by its limit plus what is written during the
//! longest read.

use super::connection::Opened;
use rusqlite::Connection;
use std::{
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

const EVERY: Duration = Duration::from_millis(100);
/// How long the writer waits for readers when it empties the log.
const WAIT: Duration = Duration::from_millis(100);
/// How long it lets things be after it has waited in vain.
const PAUSE: Duration = Duration::from_secs(1);

/// What writer and checkpoint thread share.
pub(super) struct Log {
    limit: u64,
    lock_wait: Duration,
    /// Something was committed since the last checkpoint.
    written: AtomicBool,
    /// Held during a checkpoint: SQLite lets a second one fail instead of waiting.
    busy: Mutex<Paused>,
    ended: Mutex<bool>,
    end: Condvar,
}

/// Until when the writer does not try to empty the log.
type Paused = Option<Instant>;

impl Log {
    pub(super) fn new(limit: u64, lock_wait: Duration) -> Self {
        Log {
            limit,
            lock_wait,
            written: AtomicBool::new(true),
            busy: Mutex::new(None),
            ended: Mutex::new(false),
            end: Condvar::new(),
        }
    }

    pub(super) fn written(&self) {
        self.written.store(true, Relaxed);
    }

    /// Called by the writer between groups: empties an outgrown log.
    pub(super) fn bound(&self, opened: &Opened) {
        if u64::from(opened.log_pages()) * PAGE <= self.limit {
            return;
        }
        let mut paused = lock(&self.busy);
        if paused.is_some_and(|until| Instant::now() < until) {
            return;
        }
        let connection = opened.connection();
        let emptied = connection.busy_timeout(WAIT).and_then(|()| checkpoint(connection, "TRUNCATE"));
        *paused = match emptied {
            Ok(true) => None,
            Ok(false) | Err(_) => Some(Instant::now() + PAUSE),
        };
        if let Err(error) = connection.busy_timeout(self.lock_wait) {
            tracing::error!(%error, "the waiting time for locks could not be set back");
        }
    }

    /// Called by the writer at its end: a closed database is one file.
    pub(super) fn end(&self, opened: &Opened) {
        *lock(&self.ended) = true;
        self.end.notify_all();
        let _paused = lock(&self.busy);
        if let Err(error) = checkpoint(opened.connection(), "TRUNCATE") {
            tracing::warn!(%error, "the log could not be emptied at the end");
        }
    }

    /// Sleeps a while; false when the writer has ended.
    fn wait(&self) -> bool {
        let slept = self.end.wait_timeout_while(lock(&self.ended), EVERY, |ended| !*ended);
        let (ended, _) = slept.unwrap_or_else(PoisonError::into_inner);
        !*ended
    }
}

/// Bytes of a page in files that this program makes.
const PAGE: u64 = 4096;

/// Serves until the writer ends.
pub(super) fn serve(connection: &Connection, log: &Log) {
    while log.wait() {
        if !log.written.swap(false, Relaxed) {
            continue;
        }
        let _paused = lock(&log.busy);
        if let Err(error) = checkpoint(connection, "PASSIVE") {
            tracing::warn!(%error, "checkpoint");
        }
    }
}

/// Whether nobody was in the way.
fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| Ok(!row.get::<_, bool>(0)?))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
