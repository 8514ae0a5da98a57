//! What may be chosen and who gets a place: pure.

use xingtan_clock::Uuid;

/// Electives that a person may choose in one round at most.
pub const MOST: i64 = 10;
/// Places of one elective at most.
pub const PLACES: i64 = 100_000;
/// Electives of one round at most.
pub const ELECTIVES: usize = 100;

/// Where a choice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for the contact.
    Chosen,
    /// One has a place.
    Approved,
    /// The contact agrees, and all places are taken.
    Waiting,
    /// The contact does not agree.
    Refused,
    /// Given up by who chose.
    Left,
    /// The round closed before anybody decided, or before a place was free.
    Lapsed,
}

impl State {
    /// All of them, in the order of filters.
    pub const ALL: [State; 6] =
        [State::Chosen, State::Approved, State::Waiting, State::Refused, State::Left, State::Lapsed];

    /// The word kept.
    pub const fn code(self) -> &'static str {
        match self {
            State::Chosen => "chosen",
            State::Approved => "approved",
            State::Waiting => "waiting",
            State::Refused => "refused",
            State::Left => "left",
            State::Lapsed => "lapsed",
        }
    }

    /// Of the word kept; a word of a later version counts as lapsed.
    pub fn of(code: &str) -> State {
        State::ALL.into_iter().find(|it| it.code() == code).unwrap_or(State::Lapsed)
    }

    /// The tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            State::Chosen | State::Waiting => "ochre",
            State::Approved => "pine",
            State::Refused => "cinnabar",
            State::Left | State::Lapsed => "",
        }
    }
}

/// What is wrong with what somebody chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing.
    Fits,
    /// More than the round lets choose, those with a place or on a waiting list counted.
    TooMany,
    /// Two electives hold one place in the order, or a place that does not exist.
    Unclear,
}

/// Judges a ranking: `held` choices have a place or wait for one and count, `most` may be chosen.
pub fn chosen(ranks: &[(Uuid, i64)], held: usize, most: i64) -> Chosen {
    let unclear = |(at, (_, rank)): (usize, &(Uuid, i64))| {
        !(1..=most).contains(rank) || ranks[at + 1..].iter().any(|(_, other)| other == rank)
    };
    match () {
        () if i64::try_from(ranks.len() + held).is_ok_and(|all| all > most) => Chosen::TooMany,
        () if ranks.iter().enumerate().any(unclear) => Chosen::Unclear,
        () => Chosen::Fits,
    }
}

/// What an approval brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gets {
    /// A place.
    Place,
    /// The end of the waiting list.
    Line,
}

/// What an approval brings while `taken` of `places` are taken and `waiting` people stand before one.
pub fn gets(places: i64, taken: i64, waiting: i64) -> Gets {
    if taken < places && waiting == 0 { Gets::Place } else { Gets::Line }
}

/// What becomes of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decide {
    /// It is kept.
    Keep,
    /// Nobody decides over their own choice.
    Own,
    /// It was decided or given up before.
    Over,
}

/// Whether `by` may decide over the choice of `person`.
pub fn decide(state: State, person: Uuid, by: Uuid) -> Decide {
    match state {
        _ if person == by => Decide::Own,
        State::Chosen => Decide::Keep,
        _ => Decide::Over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Approvals and leavings in any order, against a list that is counted anew each time.
        #[test]
        fn places_are_never_exceeded_and_the_line_moves_up_in_order(
            places in 1i64..5, steps in prop::collection::vec((any::<bool>(), 0usize..8), 0..40),
        ) {
            let (mut taken, mut line, mut next): (Vec<usize>, Vec<usize>, usize) = (vec![], vec![], 0);
            for (approves, at) in steps {
                if approves {
                    match gets(places, taken.len() as i64, line.len() as i64) {
                        Gets::Place => taken.push(next),
                        Gets::Line => line.push(next),
                    }
                    next += 1;
                } else if at < taken.len() {
                    taken.remove(at);
                    if !line.is_empty() && (taken.len() as i64) < places {
                        taken.push(line.remove(0));
                    }
                }
                prop_assert!(taken.len() as i64 <= places);
                prop_assert!(line.is_empty() || taken.len() as i64 == places, "nobody waits beside a free place");
                prop_assert!(line.windows(2).all(|two| two[0] < two[1]));
            }
        }

        #[test]
        fn what_fits_is_ranked_without_ties_and_within_the_bound(
            ranks in prop::collection::vec(-1i64..6, 0..6), held in 0usize..3, most in 1i64..5,
        ) {
            let named: Vec<(Uuid, i64)> =
                ranks.iter().enumerate().map(|(at, rank)| (Uuid::from_u128(at as u128), *rank)).collect();
            let distinct: std::collections::BTreeSet<i64> = ranks.iter().copied().collect();
            let plain = (ranks.len() + held) as i64 <= most
                && distinct.len() == ranks.len()
                && ranks.iter().all(|rank| (1..=most).contains(rank));
            prop_assert_eq!(chosen(&named, held, most) == Chosen::Fits, plain);
        }
    }
}
