//! Units on their way from callers to database threads.

use crate::unit::Job;
use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

/// A queue of units that many callers fill and some threads empty. The thread that worked last is woken first: its
/// connection has statements and pages at hand, and where little is asked the others need no memory for theirs.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Box<dyn Job>>,
    /// Bells of the threads that have nothing to do, the one that worked last at the end.
    idle: Vec<Arc<Condvar>>,
    closed: bool,
}

thread_local! {
    static BELL: Arc<Condvar> = Arc::default();
}

impl Queue {
    /// Gives the unit back where the queue is closed.
    pub(crate) fn push(&self, job: Box<dyn Job>) -> Result<(), Box<dyn Job>> {
        let mut state = self.lock();
        if state.closed {
            return Err(job);
        }
        state.waiting.push_back(job);
        let bell = state.idle.pop();
        drop(state);
        if let Some(bell) = bell {
            bell.notify_one();
        }
        Ok(())
    }

    /// Waits for units and takes up to `most` of them. False when the queue is closed and empty.
    pub(crate) fn take(&self, most: usize, into: &mut VecDeque<Box<dyn Job>>) -> bool {
        let own = BELL.with(Arc::clone);
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
            state.idle.push(own.clone());
            state = own.wait(state).unwrap_or_else(PoisonError::into_inner);
            // Whoever wakes without having been called still stands there
            state.idle.retain(|bell| !Arc::ptr_eq(bell, &own));
        }
    }

    /// Takes all units that wait now, without waiting for more.
    pub(crate) fn drain(&self) -> VecDeque<Box<dyn Job>> {
        std::mem::take(&mut self.lock().waiting)
    }

    /// No more units come in; those that wait are still taken.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.idle.drain(..).for_each(|bell| bell.notify_one());
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        error::Error,
        session::Session,
        unit::{Mode, Ran},
    };
    use std::{
        sync::mpsc::{Sender, channel},
        thread::{self, ThreadId},
        time::Duration,
    };

    /// Says which thread ran it.
    struct Who(Sender<ThreadId>);

    impl Job for Who {
        fn mode(&self) -> Mode {
            Mode::Read
        }
        fn abandoned(&self) -> bool {
            false
        }
        fn run(&mut self, _: &mut dyn Session) -> Ran {
            unreachable!("nothing is run here")
        }
        fn fail(&mut self, _: Error) {}
        fn answer(self: Box<Self>) {
            self.0.send(thread::current().id()).unwrap();
        }
    }

    #[test]
    fn the_thread_that_worked_last_works_next_and_each_unit_is_taken_once() {
        let queue = Arc::new(Queue::default());
        let (tell, told) = channel();
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let queue = queue.clone();
                thread::spawn(move || {
                    let mut taken = VecDeque::new();
                    while queue.take(1, &mut taken) {
                        taken.drain(..).for_each(|job| job.answer());
                    }
                })
            })
            .collect();
        let mut last = None;
        for _ in 0..50 {
            while queue.lock().idle.len() < 4 {
                thread::yield_now();
            }
            assert!(queue.push(Box::new(Who(tell.clone()))).is_ok());
            let who = told.recv().unwrap();
            assert!(last.is_none_or(|last| last == who));
            last = Some(who);
        }
        for _ in 0..2_000 {
            assert!(queue.push(Box::new(Who(tell.clone()))).is_ok());
        }
        for _ in 0..2_000 {
            told.recv_timeout(Duration::from_secs(20)).unwrap();
        }
        assert!(told.try_recv().is_err());
        queue.close();
        assert!(queue.push(Box::new(Who(tell))).is_err());
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    }
}
