//! A unit of work under way: the closure, the caller's ear, and what the unit took.

use crate::{
    Error, Result,
    session::Session,
    tally::Counter,
    tx::{Seen, Tx},
};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, Location, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, oneshot};

/// How a unit's transaction is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One snapshot, nothing is written.
    Read,
    /// As if no other unit ran beside it.
    Write,
    /// Sees each moment's committed rows, so that claims skip each other's rows instead of conflicting.
    Claim,
    /// A write that waits for its turn among those with the same number, on all nodes.
    Keyed(i64),
}

/// A unit whose types are erased, as queues and database threads see it.
pub(crate) trait Job: Send {
    fn mode(&self) -> Mode;
    /// Whether the caller has gone away.
    fn abandoned(&self) -> bool;
    /// Runs the closure and keeps its answer for [`Job::answer`].
    fn run(&mut self, session: &mut dyn Session) -> Ran;
    /// Puts an error in place of the closure's answer.
    fn fail(&mut self, error: Error);
    /// Tells the caller. To be called when what the answer says is durable.
    fn answer(self: Box<Self>);
}

/// What the thread has to know about a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ran {
    /// Whether the unit is to be kept.
    pub(crate) keep: bool,
    /// Errors met on the way, even if the closure swallowed or renamed them.
    pub(crate) seen: Seen,
}

/// What a unit may take and who wants to know what it took.
#[derive(Clone)]
pub(crate) struct Terms {
    pub(crate) time_out: Option<Duration>,
    pub(crate) slow: Duration,
    pub(crate) total: Arc<Counter>,
}

/// A unit from its call to its answer.
pub(crate) struct Unit<F, T, E> {
    closure: F,
    mode: Mode,
    terms: Terms,
    called_at: &'static Location<'static>,
    tally: Option<Arc<Counter>>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    /// Given back when the unit is done, even if its caller has left meanwhile.
    held: Option<(OwnedSemaphorePermit, Option<OwnedMutexGuard<()>>)>,
}

impl<F, T, E> Unit<F, T, E> {
    /// The unit and the caller's ear.
    pub(crate) fn new(
        closure: F,
        mode: Mode,
        terms: Terms,
        called_at: &'static Location<'static>,
    ) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        let tally = Counter::current();
        (Unit { closure, mode, terms, called_at, tally, outcome: None, reply, held: None }, answer)
    }

    /// Keeps its place among the waiting units, and its turn among keyed writes, until it is done.
    pub(crate) fn hold(&mut self, place: OwnedSemaphorePermit, turn: Option<OwnedMutexGuard<()>>) {
        self.held = Some((place, turn));
    }
}

impl<F, T, E> Job for Unit<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn mode(&self) -> Mode {
        self.mode
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(&mut self, session: &mut dyn Session) -> Ran {
        let started = Instant::now();
        let deadline = self.terms.time_out.and_then(|span| started.checked_add(span));
        session.limit(deadline);
        let tx = Tx::new(session, deadline);
        let mut tx = if self.mode == Mode::Read { tx.reading() } else { tx };
        let closure = &mut self.closure;
        // Unwind safety: after a panic the transaction is rolled back and the closure's own state is not read again,
        // except that of an `Fn`, which it cannot have changed but through cells of its author's.
        let outcome = catch_unwind(AssertUnwindSafe(|| closure(&mut tx)))
            .unwrap_or_else(|panic| Err(Error::Panic(words(panic.as_ref())).into()));
        let (poisoned, seen, statements, slowest) = tx.end();
        session.limit(None);
        let outcome = if poisoned { outcome.and_then(|_| Err(Error::Poisoned.into())) } else { outcome };
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        self.note(started.elapsed(), statements, slowest);
        Ran { keep, seen }
    }

    fn fail(&mut self, error: Error) {
        self.outcome = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        let Unit { outcome, reply, held, .. } = *self;
        drop(held);
        // A caller that has left misses its answer; that is its choice.
        let _ = reply.send(outcome.unwrap_or_else(|| Err(Error::Closed.into())));
    }
}

impl<F, T, E> Unit<F, T, E> {
    fn note(&self, ran: Duration, statements: u64, slowest: Option<(Duration, String)>) {
        self.terms.total.add(statements, ran);
        if let Some(tally) = &self.tally {
            tally.add(statements, ran);
        }
        if ran < self.terms.slow {
            return;
        }
        let (sql_ms, sql) = slowest.map_or((0, String::new()), |(took, sql)| (took.as_millis(), sql));
        tracing::warn!(
            unit = %self.called_at,
            mode = ?self.mode,
            ms = ran.as_millis(),
            statements,
            sql_ms,
            sql,
            "slow unit"
        );
    }
}

/// The message of a panic.
fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
