//! When a failed delivery is tried again. Pure.

use xingtan_clock::Span;

/// After this many attempts a delivery is parked until a person decides.
pub const MAX_ATTEMPTS: i64 = 8;

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// Try again after this span.
    Again(Span),
    /// Give up until a person decides.
    Park,
}

/// The consequence of failed attempt number `attempt`, counted from 1.
pub(crate) fn after(attempt: i64) -> After {
    if attempt >= MAX_ATTEMPTS { After::Park } else { After::Again(backoff(attempt)) }
}

/// The wait after failed attempt number `attempt`: 2 s, doubled each time, at most 10 minutes.
pub fn backoff(attempt: i64) -> Span {
    let doublings = attempt.clamp(1, 16) - 1;
    Span::of_seconds((2_i64 << doublings).min(600))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn waits_grow_and_stay_within_ten_minutes(attempt in i64::MIN..i64::MAX) {
            prop_assert!(backoff(attempt) <= backoff(attempt.saturating_add(1)));
            prop_assert!((2..=600).contains(&backoff(attempt).seconds()));
        }
    }

    #[test]
    fn the_eighth_failure_parks() {
        assert_eq!(after(1), After::Again(Span::of_seconds(2)));
        assert_eq!(after(7), After::Again(Span::of_seconds(128)));
        assert_eq!(after(8), After::Park);
    }
}
