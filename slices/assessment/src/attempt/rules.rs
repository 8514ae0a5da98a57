//! When an attempt begins, until when it takes answers, when it is over. Time is the server's.

use crate::quiz::rules::attempts_left;
use xingtan_clock::{Span, Timestamp};

/// Seconds after the end in which an answer that was on its way is still taken.
pub const GRACE: Span = Span::of_seconds(10);

/// What comes of asking to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// A new attempt with this number, ending then.
    New {
        /// 1 for the first.
        number: i64,
        /// When its time is up.
        ends_at: Option<Timestamp>,
    },
    /// One is open; it goes on.
    GoOn,
    /// One was open and its time is up: it is graded first.
    Expired,
    /// All attempts are used.
    NoneLeft,
    /// There is nothing to answer.
    Empty,
}

/// What is known when somebody asks to begin.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Attempts allowed; 0 is without bound.
    pub allowed: i64,
    /// Attempts begun so far, for the same purpose.
    pub used: i64,
    /// Seconds for an attempt.
    pub limit_seconds: Option<i64>,
    /// Number of questions.
    pub questions: usize,
    /// The open attempt's end, when one is open (none within: without end).
    pub open: Option<Option<Timestamp>>,
}

/// Whether an attempt may begin now.
pub fn begin(facts: &Facts, now: Timestamp) -> Begin {
    if let Some(ends_at) = facts.open {
        return if is_over(ends_at, now) { Begin::Expired } else { Begin::GoOn };
    }
    if facts.questions == 0 {
        return Begin::Empty;
    }
    if attempts_left(facts.allowed, facts.used) == Some(0) {
        return Begin::NoneLeft;
    }
    let ends_at = facts.limit_seconds.map(|seconds| now + Span::of_seconds(seconds));
    Begin::New { number: facts.used + 1, ends_at }
}

/// Whether an attempt takes no answers any more.
pub fn is_over(ends_at: Option<Timestamp>, now: Timestamp) -> bool {
    ends_at.is_some_and(|end| now > end + GRACE)
}

/// Who ended an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedBy {
    /// The person handed it in.
    Person,
    /// Its time was up: what was saved by then counts.
    Time,
}

impl ClosedBy {
    /// The word that is kept.
    pub const fn code(self) -> &'static str {
        match self {
            ClosedBy::Person => "person",
            ClosedBy::Time => "time",
        }
    }
}

/// How and as of when an attempt that is handed in now is closed. Handed in late, it ends when its time was up, with
/// what had been saved.
pub fn close(ends_at: Option<Timestamp>, now: Timestamp) -> (ClosedBy, Timestamp) {
    match ends_at {
        Some(end) if is_over(ends_at, now) => (ClosedBy::Time, end),
        _ => (ClosedBy::Person, now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    const FACTS: Facts = Facts { allowed: 2, used: 0, limit_seconds: Some(600), questions: 5, open: None };

    #[test]
    fn attempts_are_numbered_until_none_is_left() {
        let begin = |used| begin(&Facts { used, ..FACTS }, at(0));
        assert_eq!(begin(1), Begin::New { number: 2, ends_at: Some(at(600)) });
        assert_eq!(begin(2), Begin::NoneLeft);
    }

    #[test]
    fn an_open_attempt_goes_on_even_when_it_is_the_last() {
        let open = Facts { used: 2, open: Some(Some(at(600))), ..FACTS };
        assert_eq!(begin(&open, at(599)), Begin::GoOn);
        assert_eq!(begin(&open, at(611)), Begin::Expired);
    }

    #[test]
    fn an_answer_on_its_way_is_taken_and_a_later_one_is_not() {
        assert!(!is_over(Some(at(600)), at(610)));
        assert!(is_over(Some(at(600)), at(611)));
        assert_eq!(close(Some(at(600)), at(605)), (ClosedBy::Person, at(605)));
        assert_eq!(close(Some(at(600)), at(900)), (ClosedBy::Time, at(600)));
    }

    proptest! {
        #[test]
        fn without_a_bound_one_may_always_begin(used in 0i64..1000) {
            let facts = Facts { allowed: 0, used, ..FACTS };
            let verdict = begin(&facts, at(0));
            let is_next = matches!(verdict, Begin::New { number, .. } if number == used + 1);
            prop_assert!(is_next);
        }

        #[test]
        fn nobody_gets_more_time_by_handing_in_late(end in 0i64..10_000, now in 0i64..20_000) {
            let (_, closed) = close(Some(at(end)), at(now));
            prop_assert!(closed <= at(end) + GRACE && closed <= at(now).max(at(end)));
        }
    }
}
