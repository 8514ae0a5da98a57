//! When a sign-in or a request must wait: pure rules (ACC-7, OPS-4).

use xingtan_clock::{Span, Timestamp};

/// Lockout parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lockout {
    /// Failures in a row after which the account locks.
    pub failures: i64,
    /// How long it stays locked.
    pub lasts: Span,
}

impl Default for Lockout {
    fn default() -> Self {
        Lockout { failures: 5, lasts: Span::of_minutes(15) }
    }
}

/// What follows from one more wrong password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// So many tries are left before the lock.
    Left(i64),
    /// The account is locked until then.
    LockedUntil(Timestamp),
}

/// The outcome of a wrong password when `before` failures in a row came before it.
pub fn wrong_password(before: i64, rule: Lockout, now: Timestamp) -> Wrong {
    let count = before.saturating_add(1);
    if count >= rule.failures {
        Wrong::LockedUntil(now + rule.lasts)
    } else {
        Wrong::Left(rule.failures - count)
    }
}

/// A bucket of tokens that fills evenly and holds what one minute brings, kept as one moment: when it will be full
/// again. Whoever stayed away for a minute may ask for a whole minute's share at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    full_at: Timestamp,
}

impl Bucket {
    /// A full one.
    pub fn full(now: Timestamp) -> Self {
        Bucket { full_at: now }
    }

    /// Whether it is full, and so need not be kept.
    pub fn is_full(self, now: Timestamp) -> bool {
        self.full_at <= now
    }

    /// Takes one token of `per_minute`.
    ///
    /// # Errors
    /// Where it is empty: the seconds after which there is a token, at least one. Nothing is taken then.
    pub fn take(&mut self, per_minute: i64, now: Timestamp) -> Result<(), i64> {
        let minute = Span::of_minutes(1).seconds() * 1_000_000;
        let each = minute / per_minute.max(1);
        let filled = self.full_at.micros().max(now.micros()) + each;
        let over = filled - now.micros() - minute;
        if over > 0 {
            return Err((over + 999_999) / 1_000_000);
        }
        self.full_at = Timestamp::from_micros(filled);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nobody_gets_more_than_the_share_of_the_time_and_one_minute(
            per_minute in 1i64..5_000,
            steps in prop::collection::vec(0i64..5_000, 1..400),
        ) {
            let start = Timestamp::from_seconds(1_800_000_000);
            let (mut now, mut bucket, mut taken) = (start, Bucket::full(start), 0i64);
            for step in steps {
                now = Timestamp::from_micros(now.micros() + step * 1_000);
                match bucket.take(per_minute, now) {
                    Ok(()) => taken += 1,
                    Err(after) => {
                        let mut later = bucket;
                        prop_assert!(later.take(per_minute, now + Span::of_seconds(after)).is_ok());
                    }
                }
            }
            let minute = 60_000_000;
            let share = (now.micros() - start.micros() + minute) / (minute / per_minute);
            prop_assert!(taken <= share, "{taken} of {share}");
        }
    }

    #[test]
    fn a_minutes_share_may_be_taken_at_once_and_then_one_by_one() {
        let now = Timestamp::from_seconds(1_000);
        let mut bucket = Bucket::full(now);
        assert!((0..60).all(|_| bucket.take(60, now).is_ok()));
        assert_eq!(bucket.take(60, now), Err(1));
        assert!(!bucket.is_full(now));
        let later = now + Span::of_seconds(1);
        assert_eq!((bucket.take(60, later), bucket.take(60, later)), (Ok(()), Err(1)));
        assert!(bucket.is_full(later + Span::of_minutes(1)));
    }

    #[test]
    fn the_fifth_failure_locks_for_a_quarter_of_an_hour() {
        let now = Timestamp::from_seconds(1_000);
        assert_eq!(wrong_password(0, Lockout::default(), now), Wrong::Left(4));
        assert_eq!(wrong_password(3, Lockout::default(), now), Wrong::Left(1));
        assert_eq!(
            wrong_password(4, Lockout::default(), now),
            Wrong::LockedUntil(now + Span::of_minutes(15))
        );
    }
}
