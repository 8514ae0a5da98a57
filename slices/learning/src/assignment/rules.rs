//! What an assignment means for a person: which deadline counts, and what becomes of the enrolment.

use xingtan_clock::{Span, Timestamp, Uuid};

/// One live assignment that reaches a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The assignment.
    pub assignment: Uuid,
    /// From when the course may be studied.
    pub opens_at: Timestamp,
    /// Until when it is to be finished.
    pub due_at: Timestamp,
}

/// What holds for a person of all assignments of one course together: the earliest deadline, and the earliest
/// opening, so that nobody is kept out by a later one.
pub fn terms(reaches: &[Reach]) -> Option<Reach> {
    let first = reaches.iter().min_by_key(|reach| (reach.due_at, reach.assignment))?;
    let opens_at = reaches.iter().map(|reach| reach.opens_at).min().unwrap_or(first.opens_at);
    Some(Reach { opens_at, ..*first })
}

/// The deadline of somebody whose account was out of use for some spans, in order: the clock stood still meanwhile, from
/// the opening on (GOV-2). A span without an end yet counts up to now.
pub fn stopped(terms: Reach, pauses: &[(Timestamp, Timestamp)], now: Timestamp) -> Timestamp {
    let mut due = terms.due_at;
    for (from, to) in pauses {
        let from = (*from).max(terms.opens_at);
        let to = if to.micros() == i64::MAX { now } else { *to };
        if from < due && from < to {
            due = due + (to - from);
        }
    }
    due
}

/// The enrolment of a person as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// What is in force; none for an elective.
    pub terms: Option<Reach>,
    /// Whether anything was studied.
    pub begun: bool,
    /// Whether it is complete.
    pub completed: bool,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// What becomes of an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settle {
    /// A new enrolment with these terms.
    Add(Reach),
    /// The enrolment there is gets these terms; a withdrawn one lives again.
    Require(Reach),
    /// What was begun stays, as an elective without deadline.
    Release,
    /// What was not begun goes.
    Withdraw,
    /// All is as it should be.
    Nothing,
}

/// Compares what should hold with what does. What is complete stays complete.
pub fn settle(terms: Option<Reach>, held: Option<&Held>) -> Settle {
    match (terms, held) {
        (None, None) => Settle::Nothing,
        (Some(terms), None) => Settle::Add(terms),
        (Some(terms), Some(held)) if held.terms == Some(terms) && !held.withdrawn => Settle::Nothing,
        (Some(terms), Some(_)) => Settle::Require(terms),
        (None, Some(held)) if held.terms.is_none() || held.completed || held.withdrawn => Settle::Nothing,
        (None, Some(held)) if held.begun => Settle::Release,
        (None, Some(_)) => Settle::Withdraw,
    }
}

/// Where an assignment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It opens later.
    Planned,
    /// It runs.
    Running,
    /// Its deadline is over.
    Over,
    /// Somebody ended it.
    Ended,
}

impl State {
    /// Where it stands now.
    pub fn of(opens_at: Timestamp, due_at: Timestamp, ended: bool, now: Timestamp) -> State {
        match () {
            () if ended => State::Ended,
            () if now < opens_at => State::Planned,
            () if now < due_at => State::Running,
            () => State::Over,
        }
    }

    /// The Fluent key of its name.
    pub fn key(self) -> &'static str {
        match self {
            State::Planned => "learning-assignment-planned",
            State::Running => "learning-assignment-running",
            State::Over => "learning-assignment-over",
            State::Ended => "learning-assignment-ended",
        }
    }

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            State::Planned => "slate",
            State::Running => "apricot",
            State::Over => "ochre",
            State::Ended => "",
        }
    }
}

/// A remark that is due before or after a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// Three days are left.
    ThreeDays,
    /// One day is left.
    OneDay,
    /// The deadline is over.
    Overdue,
}

impl Remark {
    /// All, in the order in which they come.
    pub const ALL: [Remark; 3] = [Remark::ThreeDays, Remark::OneDay, Remark::Overdue];

    /// The word kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Remark::ThreeDays => "three-days",
            Remark::OneDay => "one-day",
            Remark::Overdue => "overdue",
        }
    }

    /// The deadlines for which it is due now: later than the first moment, not later than the second. What came due
    /// longer ago is not made up for.
    pub fn window(self, now: Timestamp) -> (Timestamp, Timestamp) {
        match self {
            Remark::ThreeDays => (now + Span::of_days(1), now + Span::of_days(3)),
            Remark::OneDay => (now, now + Span::of_days(1)),
            Remark::Overdue => (now - Span::of_days(7), now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(1_790_000_000 + seconds)
    }

    fn reach(assignment: u128, opens: i64, due: i64) -> Reach {
        Reach { assignment: Uuid::from_u128(assignment), opens_at: at(opens), due_at: at(due) }
    }

    #[test]
    fn a_deadline_moves_by_the_time_the_account_was_out_of_use() {
        let terms = reach(1, 100, 200);
        let check = |pauses: &[(i64, i64)], due: i64| {
            let pauses: Vec<_> = pauses.iter().map(|(from, to)| (at(*from), at(*to))).collect();
            assert_eq!(stopped(terms, &pauses, at(1_000)), at(due), "{pauses:?}");
        };
        check(&[], 200);
        check(&[(150, 180)], 230);
        check(&[(50, 120)], 220);
        check(&[(190, 400)], 410);
        check(&[(200, 300)], 200);
        check(&[(150, 180), (225, 235)], 240);
        let open = [(at(150), Timestamp::from_micros(i64::MAX))];
        assert_eq!(stopped(terms, &open, at(170)), at(220));
    }

    proptest! {
        /// Second by second: the deadline comes when as many seconds were in use as without any pause.
        #[test]
        fn as_many_seconds_in_use_lie_before_it(spans in prop::collection::vec((0_i64..60, 1_i64..40), 0..5)) {
            let mut from = 0;
            let pauses: Vec<(i64, i64)> = spans.iter().map(|(gap, length)| {
                let begin = from + gap;
                from = begin + length;
                (begin, from)
            }).collect();
            let given: Vec<_> = pauses.iter().map(|(from, to)| (at(*from), at(*to))).collect();
            let due = stopped(reach(1, 0, 100), &given, at(10_000));
            let mut in_use = 0;
            let mut now = 0;
            while in_use < 100 {
                in_use += i64::from(!pauses.iter().any(|(from, to)| (*from..*to).contains(&now)));
                now += 1;
            }
            prop_assert_eq!(due, at(now));
        }

        #[test]
        fn no_deadline_is_earlier_than_the_one_that_counts(
            all in proptest::collection::vec((1u128..50, 0i64..100, 100i64..1000), 0..8)
        ) {
            let reaches: Vec<Reach> = all.into_iter().map(|(id, opens, due)| reach(id, opens, due)).collect();
            match terms(&reaches) {
                None => prop_assert!(reaches.is_empty()),
                Some(terms) => {
                    prop_assert!(reaches.iter().all(|it| it.due_at >= terms.due_at && it.opens_at >= terms.opens_at));
                }
            }
        }

        /// Settling twice changes nothing the second time.
        #[test]
        fn what_is_settled_stays(wanted in proptest::option::of(0i64..3), begun: bool, completed: bool) {
            let terms = wanted.map(|due| reach(1, 0, due));
            let held = Held { terms: Some(reach(2, 0, 9)), begun, completed, withdrawn: false };
            let after = match settle(terms, Some(&held)) {
                Settle::Add(_) => panic!("it was there"),
                Settle::Require(terms) => Held { terms: Some(terms), withdrawn: false, ..held },
                Settle::Release => Held { terms: None, ..held },
                Settle::Withdraw => Held { withdrawn: true, ..held },
                Settle::Nothing => held,
            };
            prop_assert_eq!(settle(terms, Some(&after)), Settle::Nothing);
            prop_assert!(!completed || !after.withdrawn);
        }
    }

    #[test]
    fn what_was_begun_stays_when_nobody_asks_for_it_any_more() {
        let held = |begun| Held { terms: Some(reach(1, 0, 9)), begun, completed: false, withdrawn: false };
        assert_eq!(settle(None, Some(&held(true))), Settle::Release);
        assert_eq!(settle(None, Some(&held(false))), Settle::Withdraw);
        assert_eq!(settle(Some(reach(1, 0, 9)), None), Settle::Add(reach(1, 0, 9)));
    }

    #[test]
    fn remarks_come_three_days_and_one_day_before_and_at_the_deadline() {
        let day = 86_400;
        let due = |after: i64| {
            let holds = |it: &Remark| {
                let (from, to) = it.window(at(0));
                from < at(after) && at(after) <= to
            };
            Remark::ALL.into_iter().filter(holds).collect::<Vec<_>>()
        };
        assert_eq!(due(4 * day), []);
        assert_eq!(due(3 * day), [Remark::ThreeDays]);
        assert_eq!(due(day), [Remark::OneDay]);
        assert_eq!(due(0), [Remark::Overdue]);
        assert_eq!(due(-8 * day), []);
    }
}
