//! When a commendation is decided or withdrawn, and where a group belongs: pure (GOV-4).

use std::{fmt, str::FromStr};
use xingtan_clock::Uuid;

/// Where a commendation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 已提名.
    Nominated,
    /// 已公布.
    Published,
    /// 未通过.
    Declined,
    /// 已撤销.
    Withdrawn,
}

impl State {
    /// All of them.
    pub const ALL: [State; 4] = [State::Nominated, State::Published, State::Declined, State::Withdrawn];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            State::Nominated => "nominated",
            State::Published => "published",
            State::Declined => "declined",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            State::Nominated => "ochre",
            State::Published => "pine",
            State::Declined => "",
            State::Withdrawn => "cinnabar",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownState;

impl FromStr for State {
    type Err = UnknownState;
    fn from_str(code: &str) -> Result<Self, UnknownState> {
        State::ALL.into_iter().find(|it| it.code() == code).ok_or(UnknownState)
    }
}

/// Whom a commendation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// One person.
    Person,
    /// A list of people under a name.
    Group,
    /// A unit as such.
    Unit,
}

impl Whom {
    /// All of them.
    pub const ALL: [Whom; 3] = [Whom::Person, Whom::Group, Whom::Unit];

    /// The word kept in the database and used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Whom::Person => "person",
            Whom::Group => "group",
            Whom::Unit => "unit",
        }
    }
}

impl FromStr for Whom {
    type Err = UnknownState;
    fn from_str(code: &str) -> Result<Self, UnknownState> {
        Whom::ALL.into_iter().find(|it| it.code() == code).ok_or(UnknownState)
    }
}

/// What follows when somebody decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decide {
    /// It is kept.
    Keep,
    /// Whoever nominated does not decide.
    Nominator,
    /// Nobody decides about their own.
    Own,
    /// It is decided already.
    Over,
}

/// Judges a decision of somebody about a nomination.
pub fn decide(state: State, nominated_by: Uuid, commended: &[Uuid], who: Uuid) -> Decide {
    if state != State::Nominated {
        Decide::Over
    } else if nominated_by == who {
        Decide::Nominator
    } else if commended.contains(&who) {
        Decide::Own
    } else {
        Decide::Keep
    }
}

/// The path of the lowest unit in which all of these lie; `/` where they have none in common.
pub fn common(paths: &[&str]) -> String {
    let Some((first, rest)) = paths.split_first() else { return "/".to_owned() };
    let mut end = 0;
    for (at, _) in first.match_indices('/') {
        let head = &first[..=at];
        if !rest.iter().all(|path| path.starts_with(head)) {
            break;
        }
        end = at + 1;
    }
    if end == 0 { "/".to_owned() } else { first[..end].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn another_person_decides_and_nobody_about_their_own() {
        let (by, own, other) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        assert_eq!(decide(State::Nominated, by, &[own], by), Decide::Nominator);
        assert_eq!(decide(State::Nominated, by, &[own], own), Decide::Own);
        assert_eq!(decide(State::Nominated, by, &[own], other), Decide::Keep);
        for over in [State::Published, State::Declined, State::Withdrawn] {
            assert_eq!(decide(over, by, &[own], other), Decide::Over);
        }
    }

    #[test]
    fn a_group_belongs_to_the_lowest_unit_that_holds_all() {
        assert_eq!(common(&["/1/5/23/", "/1/5/7/"]), "/1/5/");
        assert_eq!(common(&["/1/5/", "/1/52/"]), "/1/");
        assert_eq!(common(&["/1/5/"]), "/1/5/");
        assert_eq!(common(&[]), "/");
    }

    proptest! {
        #[test]
        fn the_common_unit_holds_all_and_none_below_it_does(
            paths in proptest::collection::vec(proptest::collection::vec(1_u8..4, 0..4), 1..6),
        ) {
            let paths: Vec<String> = paths.iter().map(|path| {
                path.iter().fold("/1/".to_owned(), |all, n| format!("{all}{n}/"))
            }).collect();
            let given: Vec<&str> = paths.iter().map(String::as_str).collect();
            let found = common(&given);
            prop_assert!(given.iter().all(|path| path.starts_with(&found)));
            for n in 1..4 {
                let below = format!("{found}{n}/");
                prop_assert!(!given.iter().all(|path| path.starts_with(&below)));
            }
        }
    }
}
