//! Work that dies at a step, as if its program had been killed there.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll},
};
use tokio::sync::Notify;

/// How long work lives: so many steps, each from one waiting to the next. Clones share what is left.
///
/// It dies where it would go on, so that nothing of it is under way in the database: a worker that is broken off in the
/// middle of a unit leaves that unit to the database's thread, which holds the job's row as long as it lasts, and a claim
/// passes over rows that are held. With a clock that is turned, hours pass meanwhile and nobody looks again.
///
/// Each claim counts as an attempt: a job that is to die more often than it is tried is ordered with more attempts.
#[derive(Clone, Debug)]
pub struct Life {
    left: Arc<AtomicUsize>,
    dead: Arc<Notify>,
}

impl Life {
    /// A life of so many steps.
    pub fn of(steps: usize) -> Life {
        Life { left: Arc::new(AtomicUsize::new(steps)), dead: Arc::new(Notify::new()) }
    }

    /// Work that goes no further when its life is over.
    pub fn live<F: Future>(&self, work: F) -> Mortal<F> {
        Mortal { work: Box::pin(work), life: self.clone() }
    }

    /// Returns when the work has died.
    pub async fn over(&self) {
        self.dead.notified().await;
    }
}

/// Work with a [`Life`].
#[derive(Debug)]
pub struct Mortal<F> {
    work: Pin<Box<F>>,
    life: Life,
}

impl<F: Future> Future for Mortal<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.get_mut();
        if this.life.left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_err() {
            this.life.dead.notify_one();
            return Poll::Pending;
        }
        this.work.as_mut().poll(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_goes_as_far_as_its_life() {
        let steps = Arc::new(AtomicUsize::new(0));
        for (span, done) in [(0, 0), (2, 2), (9, 5)] {
            let (life, counted) = (Life::of(span), steps.clone());
            counted.store(0, SeqCst);
            let work = life.live(async move {
                for _ in 0..4 {
                    counted.fetch_add(1, SeqCst);
                    tokio::task::yield_now().await;
                }
                counted.fetch_add(1, SeqCst);
            });
            let ended = tokio::select! { () = work => true, () = life.over() => false };
            assert_eq!((steps.load(SeqCst), ended), (done, done == 5));
        }
    }
}
