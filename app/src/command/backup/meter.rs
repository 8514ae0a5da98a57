//! How far a backup or restore has come, for whoever watches: a bar in the terminal, a job's page.

use super::BackupError;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering},
};

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stage {
    /// Rows of the database, counted.
    Rows,
    /// Files, counted in bytes.
    Files,
    /// Everything is read again, counted in bytes.
    Check,
}

impl Stage {
    /// The Fluent key of what is being done.
    pub fn key(self) -> &'static str {
        match self {
            Stage::Rows => "app-backup-stage-rows",
            Stage::Files => "app-backup-stage-files",
            Stage::Check => "app-backup-stage-check",
        }
    }
}

/// The state of the work, shared with who watches.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<State>);

#[derive(Debug, Default)]
struct State {
    stage: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
    stopped: AtomicBool,
}

impl Meter {
    /// Begins a stage of so much.
    pub fn begin(&self, stage: Stage, total: u64) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.0.stage.store(stage as u8, Ordering::Relaxed);
    }

    /// So much of the stage is done.
    pub fn at(&self, done: u64) {
        self.0.done.store(done, Ordering::Relaxed);
    }

    /// So much more is done; errs where somebody asked to stop.
    pub fn more(&self, count: u64) -> Result<(), BackupError> {
        self.0.done.fetch_add(count, Ordering::Relaxed);
        if self.0.stopped.load(Ordering::Relaxed) { Err(BackupError::Stopped) } else { Ok(()) }
    }

    /// Stage, done, total.
    pub fn read(&self) -> (Stage, u64, u64) {
        let stage = match self.0.stage.load(Ordering::Relaxed) {
            0 => Stage::Rows,
            1 => Stage::Files,
            _ => Stage::Check,
        };
        (stage, self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed))
    }

    /// Asks the work to stop.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
    }
}
