//! Who listens to which event, gathered by the program in one place.

use crate::{Delivered, Failure, Moment, store};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use xingtan_clock::Timestamp;
use xingtan_db::{Result, Tx};

pub(crate) type Handler =
    dyn Fn(&mut Tx<'_>, &Delivered, &Moment) -> Result<(), Failure> + Send + Sync + 'static;

/// The program's subscriptions.
#[derive(Clone, Default)]
pub struct Subscriptions {
    handlers: HashMap<(&'static str, &'static str), Arc<Handler>>,
    retired: Vec<&'static str>,
}

impl std::fmt::Debug for Subscriptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.pairs()).finish()
    }
}

impl Subscriptions {
    /// None yet.
    pub fn new() -> Self {
        Subscriptions::default()
    }

    /// `subscriber` hears of every event of this kind from now on. The name is kept in the database: it stays when
    /// code moves. The handler runs on a database thread inside a write unit (below 50 ms; long work becomes a job)
    /// and may run again. Its `Err` undoes what it did; the delivery is tried again with growing waits and parked
    /// after [`MAX_ATTEMPTS`](crate::MAX_ATTEMPTS).
    ///
    /// A second handler for the same subscriber and kind replaces the first.
    pub fn on(
        &mut self,
        kind: &'static str,
        subscriber: &'static str,
        handler: impl Fn(&mut Tx<'_>, &Delivered, &Moment) -> Result<(), Failure> + Send + Sync + 'static,
    ) -> &mut Self {
        self.handlers.insert((subscriber, kind), Arc::new(handler));
        self
    }

    /// A subscriber of earlier versions that is no more: what waits for it is skipped at the next start.
    pub fn retire(&mut self, subscriber: &'static str) -> &mut Self {
        self.retired.push(subscriber);
        self
    }

    /// Subscriber and kind of each, in order; for the page and for tests of the wiring.
    pub fn pairs(&self) -> Vec<(&'static str, &'static str)> {
        let mut pairs: Vec<_> = self.handlers.keys().copied().collect();
        pairs.sort_unstable();
        pairs
    }

    pub(crate) fn subscribers(&self) -> Vec<&'static str> {
        self.handlers.keys().map(|(subscriber, _)| *subscriber).collect::<BTreeSet<_>>().into_iter().collect()
    }

    pub(crate) fn handler(&self, subscriber: &str, kind: &str) -> Option<Arc<Handler>> {
        self.handlers
            .iter()
            .find(|((name, of), _)| *name == subscriber && *of == kind)
            .map(|(_, handler)| handler.clone())
    }

    /// Makes the subscriptions known to all nodes.
    pub(crate) fn announce(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<()> {
        for (subscriber, kind) in self.pairs() {
            store::add_subscription(tx, subscriber, kind, now)?;
        }
        for subscriber in &self.retired {
            store::retire(tx, subscriber, now)?;
        }
        Ok(())
    }
}
