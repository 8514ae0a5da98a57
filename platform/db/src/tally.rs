//! How many units and statements a piece of work needs: "queries per page".

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

tokio::task_local! {
    static CURRENT: Arc<Counter>;
}

/// Counts that several threads add to.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    units: AtomicU64,
    statements: AtomicU64,
    micros: AtomicU64,
}

impl Counter {
    /// The counter of the work that the calling task is in, if it is being tallied.
    pub(crate) fn current() -> Option<Arc<Counter>> {
        CURRENT.try_with(Arc::clone).ok()
    }

    pub(crate) fn add(&self, statements: u64, ran: Duration) {
        self.units.fetch_add(1, Relaxed);
        self.statements.fetch_add(statements, Relaxed);
        self.micros.fetch_add(u64::try_from(ran.as_micros()).unwrap_or(u64::MAX), Relaxed);
    }

    pub(crate) fn read(&self) -> Tally {
        Tally {
            units: self.units.load(Relaxed),
            statements: self.statements.load(Relaxed),
            micros: self.micros.load(Relaxed),
        }
    }
}

/// What a piece of work asked of the database. A unit that runs again counts again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Units of work.
    pub units: u64,
    /// Statements in them, without those that begin and end transactions.
    pub statements: u64,
    /// Microseconds that the units ran on database threads.
    pub micros: u64,
}

/// Runs `work` and counts the units it awaits (not those of tasks it spawns): what a request asks of the database.
///
/// ```no_run
/// # async fn page() {}
/// # async fn example() {
/// let (_page, tally) = xingtan_db::tallied(page()).await;
/// tracing::debug!(statements = tally.statements, micros = tally.micros, "page");
/// # }
/// ```
pub async fn tallied<F: Future>(work: F) -> (F::Output, Tally) {
    let counter = Arc::new(Counter::default());
    let output = CURRENT.scope(counter.clone(), work).await;
    (output, counter.read())
}
