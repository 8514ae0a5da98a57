//! What follows the end of an attempt. Pure.

use crate::{Done, JobError};
use xingtan_clock::{Span, Timestamp};

/// What becomes of a job after an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// It is done, with this result.
    Done(Option<String>),
    /// It waits for its next attempt.
    Again { run_at: Timestamp, error: String },
    /// It waits to go on from its checkpoint; the attempt does not count.
    GoOn,
    /// It is given up.
    Failed(String),
    /// It was cancelled.
    Cancelled,
    /// It belongs to another worker; nothing is written.
    Nothing,
}

/// The consequence of attempt number `attempt` (from 1) of at most `attempts`.
pub(crate) fn after(ended: Result<Done, JobError>, attempt: i64, attempts: i64, now: Timestamp) -> After {
    match ended {
        Ok(done) => After::Done(done.result),
        Err(JobError::Never(error)) => After::Failed(error),
        Err(JobError::Again(error) | JobError::Crowded(error)) if attempt >= attempts => After::Failed(error),
        Err(JobError::Again(error) | JobError::Crowded(error)) => {
            After::Again { run_at: now + backoff(attempt), error }
        }
        Err(JobError::Stopped) => After::GoOn,
        Err(JobError::Cancelled) => After::Cancelled,
        Err(JobError::Lost) => After::Nothing,
    }
}

/// How often a step that others were in the way of is tried again before its attempt counts as failed.
pub(crate) const STEP_TRIES: u32 = 20;

/// The wait before a step is tried again for the `again`-th time, from 0: a tenth of a second, doubled each time, at
/// most 5 s. All of them take about a minute and a half.
pub(crate) fn step_pause(again: u32) -> std::time::Duration {
    std::time::Duration::from_millis((100 << again.min(6)).min(5000))
}

/// The wait after failed attempt number `attempt`: 15 s, quadrupled each time, at most 6 hours.
pub fn backoff(attempt: i64) -> Span {
    let times = (attempt.clamp(1, 8) - 1) as u32;
    Span::of_seconds((15 * 4_i64.pow(times)).min(21_600))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    proptest! {
        #[test]
        fn an_error_that_may_pass_is_tried_again_until_the_attempts_are_used_up(
            attempt in 1i64..20,
            attempts in 1i64..20,
        ) {
            let after = after(Err(JobError::Again("x".into())), attempt, attempts, NOW);
            if attempt < attempts {
                let run_at = NOW + backoff(attempt);
                prop_assert_eq!(after, After::Again { run_at, error: "x".into() });
            } else {
                prop_assert_eq!(after, After::Failed("x".into()));
            }
        }

        #[test]
        fn waits_grow_and_stay_within_six_hours(attempt in i64::MIN..i64::MAX) {
            prop_assert!(backoff(attempt) <= backoff(attempt.saturating_add(1)));
            prop_assert!((15..=21_600).contains(&backoff(attempt).seconds()));
        }
    }

    #[test]
    fn a_planned_stop_uses_up_no_attempt_and_a_lost_job_writes_nothing() {
        assert_eq!(after(Err(JobError::Stopped), 5, 5, NOW), After::GoOn);
        assert_eq!(after(Err(JobError::Lost), 1, 5, NOW), After::Nothing);
        assert_eq!(after(Err(JobError::Never("no".into())), 1, 5, NOW), After::Failed("no".into()));
    }
}
