//! One act in one unit of work: who acts, when, and the ids of what it writes.

use std::{cell::Cell, sync::Arc};
use xingtan_audit::{Entry, Who};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Error, Result};

/// What is made before a unit of work, so that a second run of the unit writes the same.
#[derive(Clone, Debug)]
pub struct Prepared {
    who: Who,
    now: Timestamp,
    ids: Arc<[Uuid]>,
}

impl Prepared {
    /// For an act of `who` that writes at most `count` rows with ids of their own, audit entries and events counted.
    pub fn new(who: Who, now: Timestamp, ids: &Ids, count: usize) -> Self {
        Prepared { who, now, ids: (0..count).map(|_| ids.next()).collect() }
    }

    /// Begins the act, at the start of each run of the unit.
    pub fn begin(&self) -> Deed<'_> {
        Deed { prepared: self, next: Cell::new(0) }
    }
}

/// A running act.
#[derive(Debug)]
pub struct Deed<'a> {
    prepared: &'a Prepared,
    next: Cell<usize>,
}

impl Deed<'_> {
    /// When it happens.
    pub fn now(&self) -> Timestamp {
        self.prepared.now
    }

    /// Who acts.
    pub fn who(&self) -> &Who {
        &self.prepared.who
    }

    /// The person who acts; none for the program.
    pub fn person(&self) -> Option<Uuid> {
        self.prepared.who.person
    }

    /// The next id.
    ///
    /// # Errors
    /// [`Error::Decode`] where more ids are asked for than were prepared: a mistake in the code.
    pub fn id(&self) -> Result<Uuid> {
        let at = self.next.get();
        self.next.set(at + 1);
        let found = self.prepared.ids.get(at).copied();
        found.ok_or_else(|| {
            Error::Decode(format!("an act was prepared for {} ids only", self.prepared.ids.len()))
        })
    }

    /// A fresh audit entry about this act.
    ///
    /// # Errors
    /// As [`id`](Self::id).
    pub fn entry(&self, action: &'static str) -> Result<Entry> {
        Ok(Entry::new(self.id()?, self.now(), action, self.who()))
    }

    /// A fresh event by this act.
    ///
    /// # Errors
    /// As [`id`](Self::id).
    pub fn event(&self, kind: &'static str, subject: Uuid) -> Result<xingtan_events::Event> {
        Ok(xingtan_events::Event::new(self.id()?, kind, 1, subject, self.now()).by(self.person()))
    }
}
