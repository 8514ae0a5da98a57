//! What may become of a need: pure.

use xingtan_clock::Date;

/// What a need asks for.
pub const KINDS: [&str; 3] = ["course", "offline", "other"];
/// Needs merged at once.
pub const MOST: usize = 50;

/// Where a need stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for the contact.
    Stated,
    /// It goes on as part of another.
    Merged,
    /// It waits for the training centre.
    Forwarded,
    /// It is in the plan.
    Accepted,
    /// It was declined.
    Declined,
    /// Taken back by who stated it.
    Withdrawn,
}

impl State {
    /// All of them, in the order of filters.
    pub const ALL: [State; 6] =
        [State::Stated, State::Forwarded, State::Accepted, State::Declined, State::Merged, State::Withdrawn];

    /// The word kept.
    pub const fn code(self) -> &'static str {
        match self {
            State::Stated => "stated",
            State::Merged => "merged",
            State::Forwarded => "forwarded",
            State::Accepted => "accepted",
            State::Declined => "declined",
            State::Withdrawn => "withdrawn",
        }
    }

    /// Of the word kept; a word of a later version counts as withdrawn.
    pub fn of(code: &str) -> State {
        State::ALL.into_iter().find(|it| it.code() == code).unwrap_or(State::Withdrawn)
    }

    /// The tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            State::Stated | State::Forwarded => "ochre",
            State::Accepted => "pine",
            State::Declined => "cinnabar",
            State::Merged => "slate",
            State::Withdrawn => "",
        }
    }
}

/// What somebody does to a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The contact makes it part of another.
    Merge,
    /// The contact hands it to the training centre.
    Forward,
    /// The training centre takes it into the plan.
    Accept,
    /// The contact declines what was stated, the training centre what was forwarded.
    Decline,
    /// Whoever stated it takes it back.
    Withdraw,
}

/// Where a need stands after a step; none where the step cannot be taken any more.
pub fn after(state: State, step: Step) -> Option<State> {
    match (state, step) {
        (State::Stated, Step::Merge) => Some(State::Merged),
        (State::Stated, Step::Forward) => Some(State::Forwarded),
        (State::Stated, Step::Withdraw) => Some(State::Withdrawn),
        (State::Forwarded, Step::Accept) => Some(State::Accepted),
        (State::Stated | State::Forwarded, Step::Decline) => Some(State::Declined),
        _ => None,
    }
}

/// A quarter as written, `2026-Q4`; none where it is none.
pub fn quarter(text: &str) -> Option<String> {
    let (year, quarter) = text.trim().split_once("-Q")?;
    let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let year: i16 = digits.then(|| year.parse().ok()).flatten()?;
    let quarter: u8 = (quarter.len() == 1).then(|| quarter.parse().ok()).flatten()?;
    ((2000..=2200).contains(&year) && (1..=4).contains(&quarter)).then(|| format!("{year}-Q{quarter}"))
}

/// The quarters that can be planned: that of a day and the seven after it.
pub fn quarters(today: Date) -> Vec<String> {
    let first = i64::from(today.year()) * 4 + (i64::from(today.month()) - 1) / 3;
    (first..first + 8).map(|n| format!("{}-Q{}", n / 4, n % 4 + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STEPS: [Step; 5] = [Step::Merge, Step::Forward, Step::Accept, Step::Decline, Step::Withdraw];

    proptest! {
        /// A need comes to an end whatever is done to it, and nothing is in the plan that was not forwarded.
        #[test]
        fn every_need_ends_and_only_what_was_forwarded_is_accepted(steps in prop::collection::vec(0usize..5, 0..12)) {
            let (mut state, mut taken, mut forwarded) = (State::Stated, 0, false);
            for step in steps.into_iter().map(|at| STEPS[at]) {
                if let Some(next) = after(state, step) {
                    forwarded |= next == State::Forwarded;
                    prop_assert!(next != State::Accepted || forwarded);
                    (state, taken) = (next, taken + 1);
                }
            }
            prop_assert!(taken <= 2);
        }

        #[test]
        fn quarters_follow_each_other_as_they_are_written(year in 2000i16..2190, month in 1i8..=12) {
            let all = quarters(format!("{year}-{month:02}-01").parse().unwrap());
            prop_assert!(all.windows(2).all(|two| two[0] < two[1]));
            prop_assert!(all.iter().all(|it| quarter(it).as_ref() == Some(it)));
        }
    }

    #[test]
    fn what_is_no_quarter_is_none() {
        for text in ["", "2026", "2026-Q0", "2026-Q5", "26-Q1", "2026-Q11", "2026-q1", "+026-Q1"] {
            assert_eq!(quarter(text), None, "{text}");
        }
    }
}
