//! Figures over very many rows: counted once a minute instead of for every reader, and shown with their time.
//!
//! The figures of an institution of a million learners are the sum of millions of rows. Whoever is at the head of it
//! may open the page often; what is behind the figures changes slowly against their size. Figures over fewer rows are
//! counted anew each time, so that somebody who has just done something sees it.

use std::{
    any::Any,
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use xingtan_clock::{Clock, Span, Timestamp};
use xingtan_db::{Db, Result, Tx};

/// From so many rows on, figures are kept.
pub const MANY: i64 = 50_000;
/// So long kept figures are shown without counting again.
const FRESH: Span = Span::of_seconds(60);
/// So long they are shown while they are counted again; older ones are waited for.
const SHOWN: Span = Span::of_seconds(600);
/// Keys that are remembered. Each is a scope with its filters, so more only come from somebody who tries them out.
const MOST: usize = 1_000;

/// Figures as a page shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept<V> {
    /// The figures.
    pub value: V,
    /// When they were counted; nothing where that was just now.
    pub as_of: Option<Timestamp>,
}

/// What follows from the age of kept figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    Fresh,
    Shown,
    Gone,
}

fn age(counted: Timestamp, now: Timestamp) -> Age {
    let past = now - counted;
    // A clock that was set back says nothing of the age.
    if past < Span::of_seconds(0) || past > SHOWN {
        Age::Gone
    } else if past > FRESH {
        Age::Shown
    } else {
        Age::Fresh
    }
}

#[derive(Clone)]
enum Latest {
    /// Never counted.
    Unknown,
    /// Few rows when last counted.
    Few,
    /// Kept, and when they were counted.
    Many(Arc<dyn Any + Send + Sync>, Timestamp),
}

struct Slot {
    latest: Mutex<Latest>,
    counting: tokio::sync::Mutex<()>,
}

impl Slot {
    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put<V: Clone + Send + Sync + 'static>(&self, value: &V, rows: i64, now: Timestamp) {
        *self.latest() = if rows >= MANY { Latest::Many(Arc::new(value.clone()), now) } else { Latest::Few };
    }

    /// The kept figures, and whether they are to be counted again.
    fn kept<V: Clone + 'static>(&self, now: Timestamp) -> Option<(Kept<V>, bool)> {
        let Latest::Many(value, at) = &*self.latest() else { return None };
        let value = value.downcast_ref::<V>()?.clone();
        match age(*at, now) {
            Age::Fresh => Some((Kept { value, as_of: Some(*at) }, false)),
            Age::Shown => Some((Kept { value, as_of: Some(*at) }, true)),
            Age::Gone => None,
        }
    }
}

/// Kept figures of one running program; cheap to clone.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<HashMap<String, Arc<Slot>>>>);

impl Shelf {
    fn slot(&self, key: &str) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST && !slots.contains_key(key) {
            slots.clear();
        }
        let fresh = || Slot { latest: Mutex::new(Latest::Unknown), counting: tokio::sync::Mutex::default() };
        slots.entry(key.to_owned()).or_insert_with(|| Arc::new(fresh())).clone()
    }

    /// The figures of this key: counted now where few rows lie behind them, else counted at most once a minute, by one
    /// reader for all. `key` names what is counted and everything that narrows it, above all whose rows they are;
    /// `count` gives the figures and how many rows lie behind them.
    ///
    /// # Errors
    /// Where they cannot be counted.
    pub async fn figures<V: Clone + Send + Sync + 'static>(
        &self,
        db: &Db,
        clock: &Clock,
        key: &str,
        count: impl FnOnce(&mut Tx<'_>) -> Result<(V, i64)> + Send + 'static,
    ) -> Result<Kept<V>> {
        let slot = self.slot(key);
        let now = clock.now();
        if let Some((kept, again)) = slot.kept(now) {
            if again {
                let (db, slot) = (db.clone(), slot.clone());
                tokio::spawn(async move {
                    let Ok(_alone) = slot.counting.try_lock() else { return };
                    match db.read(count).await {
                        Ok((value, rows)) => slot.put(&value, rows, now),
                        Err(error) => tracing::warn!(%error, "figures could not be counted again"),
                    }
                });
            }
            return Ok(kept);
        }
        if matches!(*slot.latest(), Latest::Few) {
            let (value, rows) = db.read(count).await?;
            slot.put(&value, rows, now);
            return Ok(Kept { value, as_of: None });
        }
        let _alone = slot.counting.lock().await;
        // Whoever waited finds what the one before counted.
        if let Some((kept, _)) = slot.kept(clock.now()) {
            return Ok(kept);
        }
        let (value, rows) = db.read(count).await?;
        slot.put(&value, rows, now);
        Ok(Kept { value, as_of: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};
    use xingtan_testkit::{clock, sqlite};

    #[test]
    fn kept_figures_are_shown_for_ten_minutes_and_counted_again_after_one() {
        let at = Timestamp::from_seconds(1_772_413_200);
        let check = |seconds: i64, expected: Age| {
            assert_eq!(age(at, at + Span::of_seconds(seconds)), expected, "{seconds}");
        };
        check(0, Age::Fresh);
        check(60, Age::Fresh);
        check(61, Age::Shown);
        check(600, Age::Shown);
        check(601, Age::Gone);
        check(-1, Age::Gone);
    }

    /// Counts how often it was asked, from a first number on.
    fn counter(from: i64) -> (Arc<AtomicI64>, impl Fn(&mut Tx<'_>) -> Result<(i64, i64)> + Clone) {
        let asked = Arc::new(AtomicI64::new(0));
        let own = asked.clone();
        let count = move |_: &mut Tx<'_>| {
            let value = from + own.fetch_add(1, Ordering::SeqCst);
            Ok((value, value))
        };
        (asked, count)
    }

    #[tokio::test]
    async fn few_rows_are_counted_for_every_reader() {
        let (db, clock, shelf) = (sqlite(&[]).await, clock(), Shelf::default());
        let (asked, count) = counter(7);
        for expected in 7..10 {
            let kept = shelf.figures(&db, &clock, "people /1/", count.clone()).await.unwrap();
            assert_eq!(kept, Kept { value: expected, as_of: None });
        }
        assert_eq!(asked.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn many_rows_are_counted_once_a_minute_for_each_key() {
        let (db, clock, shelf) = (sqlite(&[]).await, clock(), Shelf::default());
        let (asked, count) = counter(MANY);
        let begun = clock.now();
        let first = shelf.figures(&db, &clock, "people /", count.clone()).await.unwrap();
        assert_eq!(first, Kept { value: MANY, as_of: None });
        clock.turn(Span::of_seconds(59));
        let second = shelf.figures(&db, &clock, "people /", count.clone()).await.unwrap();
        assert_eq!(second, Kept { value: MANY, as_of: Some(begun) });
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        shelf.figures(&db, &clock, "people /2/", count.clone()).await.unwrap();
        assert_eq!(asked.load(Ordering::SeqCst), 2, "another scope is counted for itself");

        clock.turn(Span::of_seconds(60));
        let third = shelf.figures(&db, &clock, "people /", count.clone()).await.unwrap();
        assert_eq!(third.as_of, Some(begun), "shown while it is counted again");
        while asked.load(Ordering::SeqCst) < 3 {
            tokio::task::yield_now().await;
        }
        clock.turn(Span::of_seconds(900));
        let fourth = shelf.figures(&db, &clock, "people /", count.clone()).await.unwrap();
        assert_eq!(fourth.as_of, None, "too old to be shown");
    }

    #[tokio::test]
    async fn one_reader_counts_for_all_who_come_at_once() {
        let (db, clock, shelf) = (sqlite(&[]).await, clock(), Shelf::default());
        let (asked, count) = counter(MANY);
        let ask = || shelf.figures(&db, &clock, "people /", count.clone());
        let all = tokio::join!(ask(), ask(), ask(), ask());
        assert!([all.0, all.1, all.2, all.3].iter().all(|it| it.as_ref().unwrap().value == MANY));
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }
}
