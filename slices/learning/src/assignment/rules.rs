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

/// A remark that is due before a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// As many days are left as the rhythm says.
    Ahead,
    /// One day is left.
    OneDay,
}

impl Remark {
    /// All, in the order in which they come.
    pub const ALL: [Remark; 2] = [Remark::Ahead, Remark::OneDay];

    /// The word kept in the database; the first is of a time when it was always said three days before.
    pub fn code(self) -> &'static str {
        match self {
            Remark::Ahead => "three-days",
            Remark::OneDay => "one-day",
        }
    }

    /// The deadlines for which it is due now, where people are reminded so many days before: later than the first
    /// moment, not later than the second. What came due longer ago is not made up for. None where it is never said.
    pub fn window(self, before: i64, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        match self {
            Remark::Ahead if before > 1 => Some((now + Span::of_days(1), now + Span::of_days(before))),
            Remark::OneDay if before > 0 => Some((now, now + Span::of_days(1))),
            _ => None,
        }
    }
}

/// How people are reminded (LRN-5), as the institution or its regulation has set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// So many days before a deadline, and once more on the last day; 0: never.
    pub before: i64,
    /// Those who are behind every so many days; 0: never.
    pub every: i64,
    /// Whether their training contact is told.
    pub contact: bool,
}

/// Laggards are reminded for so many days after a deadline; then monthly reports name them.
pub const URGED: Span = Span::of_days(90);
/// A job that runs a little earlier than the last time still counts as one rhythm later.
const SLACK: Span = Span::of_hours(4);

impl Rhythm {
    /// Since when nobody may have been reminded who is to be reminded now; none where laggards never are.
    pub fn since(self, now: Timestamp) -> Option<Timestamp> {
        (self.every > 0).then(|| now - Span::of_days(self.every) + SLACK)
    }

    /// Whether a contact is told now, who was told last at a moment: of so many overdue courses, so many of them overdue
    /// since then. At most once a day; where nothing is new, by the rhythm.
    pub fn tells(self, last: Option<Timestamp>, (overdue, fresh): (i64, i64), now: Timestamp) -> bool {
        let rested = last.is_none_or(|last| last <= now - Span::of_days(1) + SLACK);
        let again = self.since(now).is_some_and(|since| last.is_none_or(|last| last <= since));
        self.contact && overdue > 0 && rested && (fresh > 0 || again)
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

    #[test]
    fn remarks_come_as_many_days_before_as_the_rhythm_says() {
        let days = |remark: Remark, before| {
            remark
                .window(before, at(0))
                .map(|(from, to)| ((from - at(0)).seconds() / 86_400, (to - at(0)).seconds() / 86_400))
        };
        assert_eq!((days(Remark::Ahead, 3), days(Remark::OneDay, 3)), (Some((1, 3)), Some((0, 1))));
        assert_eq!((days(Remark::Ahead, 1), days(Remark::OneDay, 1)), (None, Some((0, 1))));
        assert_eq!((days(Remark::Ahead, 0), days(Remark::OneDay, 0)), (None, None));
    }

    proptest! {
        /// Day by day: a contact is told at most once a day, of nothing where nobody is behind, and never later than the
        /// rhythm says.
        #[test]
        fn contacts_are_told_by_the_rhythm(every in 0_i64..10, news in prop::collection::vec((0_i64..2, 0_i64..2), 1..60)) {
            let rhythm = Rhythm { before: 3, every, contact: true };
            let mut last: Option<i64> = None;
            for (day, (old, fresh)) in (0_i64..).zip(news) {
                let now = day * 86_400;
                let told = rhythm.tells(last.map(at), (old + fresh, fresh), at(now));
                prop_assert!(!told || old + fresh > 0);
                let waited = last.map_or(i64::MAX, |last| (now - last) / 86_400);
                prop_assert_eq!(told, fresh > 0 || (old > 0 && every > 0 && waited >= every));
                let mute = Rhythm { contact: false, ..rhythm };
                prop_assert!(!mute.tells(last.map(at), (old + fresh, fresh), at(now)));
                if told {
                    last = Some(now);
                    prop_assert!(!rhythm.tells(last.map(at), (1, 1), at(now + 3_600)));
                }
            }
        }

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
}
