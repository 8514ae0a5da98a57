//! Units on their way from callers to database threads.

use crate::unit::Job;
use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

/// A queue of units that many callers fill and some threads empty.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl Queue {
    /// Gives the unit back where the queue is closed.
    pub(crate) fn push(&self, job: Box<dyn Job>) -> Result<(), Box<dyn Job>> {
        let mut state = self.lock();
        if state.closed {
            return Err(job);
        }
        state.waiting.push_back(job);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for units and takes up to `most` of them. False when the queue is closed and empty.
    pub(crate) fn take(&self, most: usize, into: &mut VecDeque<Box<dyn Job>>) -> bool {
        let mut state = self.lock();
        loop {
            let count = state.waiting.len().min(most);
            if count > 0 {
                into.extend(state.waiting.drain(..count));
                return true;
            }
            if state.closed {
                return false;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes all units that wait now, without waiting for more.
    pub(crate) fn drain(&self) -> VecDeque<Box<dyn Job>> {
        std::mem::take(&mut self.lock().waiting)
    }

    /// No more units come in; those that wait are still taken.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
