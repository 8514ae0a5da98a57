//! When a sign-in must wait: pure rules over counted failures (ACC-7).

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

#[cfg(test)]
mod tests {
    use super::*;

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
