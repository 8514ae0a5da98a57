//! How many units and statements a piece of work needs: "queries per page".

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

tokio::task_local! {
    static TALLY: Arc<Running>;
}

#[derive(Debug, Default)]
struct Running {
    units: AtomicU64,
    statements: AtomicU64,
    micros: AtomicU64,
}

/// What a piece of work asked of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Units of work.
    pub units: u64,
    /// Statements in them.
    pub statements: u64,
    /// Microseconds that the units ran on database threads.
    pub micros: u64,
}

/// Runs `work` and counts the units it awaits (not those of tasks it spawns): what a request asks of the database.
pub async fn tallied<F: Future>(work: F) -> (F::Output, Tally) {
    let running = Arc::new(Running::default());
    let output = TALLY.scope(running.clone(), work).await;
    let tally = Tally {
        units: running.units.load(Relaxed),
        statements: running.statements.load(Relaxed),
        micros: running.micros.load(Relaxed),
    };
    (output, tally)
}
