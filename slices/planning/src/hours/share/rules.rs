//! What may be asked and decided: pure.

use crate::month::Month;
use xingtan_clock::Uuid;

/// The longest term of an approval, in months; whoever needs it longer asks again.
pub const LONGEST: i64 = 12;

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for the training centre.
    Asked,
    /// The share is wider within the term.
    Approved,
    /// It is not.
    Refused,
    /// Taken back by who asked.
    Withdrawn,
}

impl State {
    /// All of them, in the order of filters.
    pub const ALL: [State; 4] = [State::Asked, State::Approved, State::Refused, State::Withdrawn];

    /// The word kept.
    pub const fn code(self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Approved => "approved",
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
            State::Approved => "pine",
            State::Refused => "cinnabar",
            State::Withdrawn => "",
        }
    }
}

/// What is wrong with an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Fits,
    /// Its term ends before it begins.
    Empty,
    /// It begins before this month: what was counted and reported stays.
    Past,
    /// Its term is longer than [`LONGEST`].
    TooLong,
    /// The share is no wider than the usual one.
    NoWider {
        /// The usual one, in percent.
        usual: i64,
    },
    /// The article lets nobody approve as much.
    TooWide {
        /// What it lets approve, in percent.
        most: i64,
    },
}

/// Judges an application against the parameters of the rule in force.
pub fn asks(percent: i64, (from, to): (Month, Month), (usual, most): (i64, i64), this: Month) -> Asks {
    match () {
        () if to < from => Asks::Empty,
        () if from < this => Asks::Past,
        () if from.through(to) > LONGEST => Asks::TooLong,
        () if percent <= usual => Asks::NoWider { usual },
        () if percent > most => Asks::TooWide { most },
        () => Asks::Fits,
    }
}

/// What becomes of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decide {
    /// It is kept.
    Keep,
    /// Nobody decides over what they asked for.
    Own,
    /// It was decided or taken back before.
    Over,
}

/// Whether `by` may decide over what `asked` asked for.
pub fn decide(state: State, asked: Uuid, by: Uuid) -> Decide {
    match state {
        _ if asked == by => Decide::Own,
        State::Asked => Decide::Keep,
        _ => Decide::Over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn month(n: i64) -> Month {
        (0..n).fold(Month::read("2026-01").unwrap(), |month, _| month.after())
    }

    proptest! {
        #[test]
        fn what_may_be_approved_is_wider_lies_ahead_and_ends(
            percent in 0i64..=100, from in 0i64..30, to in 0i64..30, usual in 0i64..=100, most in 0i64..=100,
        ) {
            if asks(percent, (month(from), month(to)), (usual, most), month(6)) == Asks::Fits {
                prop_assert!(usual < percent && percent <= most && from >= 6 && from <= to && to - from < LONGEST);
            }
        }

        #[test]
        fn nobody_decides_over_their_own_application_nor_twice(state in 0usize..4, by in 0u128..3) {
            let told = decide(State::ALL[state], Uuid::from_u128(1), Uuid::from_u128(by));
            prop_assert_eq!(told == Decide::Keep, State::ALL[state] == State::Asked && by != 1);
        }
    }
}
