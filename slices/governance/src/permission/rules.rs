//! What may be asked and decided: pure.

use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_i18n::Msg;

/// A permission is for at most so long.
pub const LONGEST: Span = Span::of_hours(24);
/// And begins at most so far ahead.
pub const AHEAD: Span = Span::of_days(60);

/// What is wrong with the hours of a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoursWrong {
    /// It ends before it begins.
    Empty,
    /// It is over already.
    Past,
    /// It is longer than a day.
    TooLong,
    /// It begins too far ahead.
    TooFar,
}

impl HoursWrong {
    /// The field beside which it stands, and the words.
    pub fn told(self) -> (&'static str, Msg) {
        match self {
            HoursWrong::Empty => ("to", Msg::new("governance-permission-empty")),
            HoursWrong::Past => ("date", Msg::new("governance-permission-past")),
            HoursWrong::TooLong => {
                ("to", Msg::new("governance-permission-long").with("hours", LONGEST.seconds() / 3600))
            }
            HoursWrong::TooFar => {
                ("date", Msg::new("governance-permission-far").with("days", AHEAD.seconds() / 86_400))
            }
        }
    }
}

/// Whether somebody may be permitted to learn in these hours.
///
/// # Errors
/// With what is wrong.
pub fn hours(from: Timestamp, to: Timestamp, now: Timestamp) -> Result<(), HoursWrong> {
    match () {
        () if from >= to => Err(HoursWrong::Empty),
        () if to <= now => Err(HoursWrong::Past),
        () if to - from > LONGEST => Err(HoursWrong::TooLong),
        () if from > now + AHEAD => Err(HoursWrong::TooFar),
        () => Ok(()),
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for the contact.
    Asked,
    /// One may learn in these hours.
    Granted,
    /// One may not.
    Refused,
    /// Taken back by who asked.
    Withdrawn,
}

impl State {
    /// All of them, in the order of filters.
    pub const ALL: [State; 4] = [State::Asked, State::Granted, State::Refused, State::Withdrawn];

    /// The word kept.
    pub const fn code(self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Granted => "granted",
            State::Refused => "refused",
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
            State::Asked => "ochre",
            State::Granted => "pine",
            State::Refused => "cinnabar",
            State::Withdrawn => "",
        }
    }
}

/// What becomes of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decide {
    /// It is kept.
    Keep,
    /// One does not decide over one's own request.
    Own,
    /// It was decided or taken back before.
    Over,
    /// Its hours have passed.
    Past,
}

/// Whether `by` may decide over the request of `person` now.
pub fn decide(state: State, person: Uuid, by: Uuid, to: Timestamp, now: Timestamp) -> Decide {
    match state {
        _ if person == by => Decide::Own,
        State::Asked if to <= now => Decide::Past,
        State::Asked => Decide::Keep,
        _ => Decide::Over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_permitted_lies_ahead_and_is_no_longer_than_a_day(
            from in -100_000i64..10_000_000, long in -100i64..200_000,
        ) {
            let (now, from) = (Timestamp::from_seconds(1_800_000_000), 1_800_000_000 + from);
            let (from, to) = (Timestamp::from_seconds(from), Timestamp::from_seconds(from + long));
            if hours(from, to, now).is_ok() {
                prop_assert!(from < to && to > now && to - from <= LONGEST && from - now <= AHEAD);
            }
        }

        #[test]
        fn nobody_decides_over_their_own_request_nor_twice(state in 0usize..4, by in 0u128..3, late: bool) {
            let (person, now) = (Uuid::from_u128(1), Timestamp::from_seconds(1_000));
            let to = if late { now } else { now + Span::of_seconds(1) };
            let told = decide(State::ALL[state], person, Uuid::from_u128(by), to, now);
            prop_assert_eq!(told == Decide::Keep, State::ALL[state] == State::Asked && by != 1 && !late);
        }
    }
}
