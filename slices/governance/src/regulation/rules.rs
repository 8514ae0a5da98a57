//! The life of a version: draft → submitted → approved, in force from a day; or back to draft with a reason. Pure.

use std::{fmt, str::FromStr};
use xingtan_clock::{Timestamp, Uuid};

/// Where a version stands, as kept. Whether an approved one is in force, its day says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 起草.
    Draft,
    /// 待批准.
    Submitted,
    /// 已批准.
    Approved,
}

impl State {
    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Approved => "approved",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownState(pub String);

impl FromStr for State {
    type Err = UnknownState;
    fn from_str(code: &str) -> Result<Self, UnknownState> {
        let all = [State::Draft, State::Submitted, State::Approved];
        all.into_iter().find(|it| it.code() == code).ok_or_else(|| UnknownState(code.to_owned()))
    }
}

/// Where an approved version stands on the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Being written.
    Draft,
    /// Waiting for approval.
    Submitted,
    /// Approved, its day has not come.
    Coming,
    /// It governs.
    InForce,
    /// A newer one governs.
    Past,
}

impl Stage {
    /// The end of its Fluent key.
    pub const fn code(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Submitted => "submitted",
            Stage::Coming => "coming",
            Stage::InForce => "in-force",
            Stage::Past => "past",
        }
    }

    /// The tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            Stage::InForce => "pine",
            Stage::Submitted | Stage::Coming => "ochre",
            Stage::Draft | Stage::Past => "ink",
        }
    }
}

/// Why something cannot be done with a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Only drafts are changed and submitted.
    NotDraft,
    /// Only what was submitted is decided on.
    NotSubmitted,
    /// Nobody approves what they drafted or submitted.
    Own,
    /// It would come into force in the past.
    Past,
    /// A version without articles says nothing.
    Empty,
    /// The same kind of rule stands twice for the same people.
    Twice,
    /// What was submitted once is not thrown away.
    Kept,
}

impl Refusal {
    /// The Fluent key.
    pub const fn key(self) -> &'static str {
        match self {
            Refusal::NotDraft => "governance-refused-not-draft",
            Refusal::NotSubmitted => "governance-refused-not-submitted",
            Refusal::Own => "governance-refused-own",
            Refusal::Past => "governance-refused-past",
            Refusal::Empty => "governance-refused-empty",
            Refusal::Twice => "governance-refused-twice",
            Refusal::Kept => "governance-refused-kept",
        }
    }
}

/// What a version holds that matters for submitting it: kind and scope of each control.
pub type Bound<'a> = (&'a str, &'a str, Option<&'a str>);

/// Whether a draft may be submitted, to come into force at `from`.
///
/// # Errors
/// Why not.
pub fn submit(
    state: State,
    articles: usize,
    controls: &[Bound<'_>],
    from: Timestamp,
    now: Timestamp,
) -> Result<(), Refusal> {
    if state != State::Draft {
        return Err(Refusal::NotDraft);
    }
    if articles == 0 {
        return Err(Refusal::Empty);
    }
    if from < now {
        return Err(Refusal::Past);
    }
    if twice(controls) { Err(Refusal::Twice) } else { Ok(()) }
}

/// Whether a version may be thrown away: a draft that nobody else has had to judge. What was submitted, or has governed,
/// is kept.
///
/// # Errors
/// Why not.
pub fn discard(state: State, submitted_at: Option<Timestamp>) -> Result<(), Refusal> {
    match (state, submitted_at) {
        (State::Draft, None) => Ok(()),
        (State::Draft, Some(_)) => Err(Refusal::Kept),
        (State::Submitted | State::Approved, _) => Err(Refusal::NotDraft),
    }
}

/// Whether the same kind of rule stands twice for the same people.
pub fn twice(controls: &[Bound<'_>]) -> bool {
    controls.iter().enumerate().any(|(at, one)| {
        controls[at + 1..].iter().any(|other| {
            one.0 == other.0
                && (one.2.is_none() || other.2.is_none() || one.2 == other.2)
                && (one.1.starts_with(other.1) || other.1.starts_with(one.1))
        })
    })
}

/// Whether somebody may decide on a version. One whose day has passed while it waited is sent back.
///
/// # Errors
/// Why not.
pub fn decide(
    state: State,
    by: Uuid,
    drafted_by: Option<Uuid>,
    submitted_by: Option<Uuid>,
    approve_from: Option<(Timestamp, Timestamp)>,
) -> Result<(), Refusal> {
    if state != State::Submitted {
        return Err(Refusal::NotSubmitted);
    }
    if drafted_by == Some(by) || submitted_by == Some(by) {
        return Err(Refusal::Own);
    }
    match approve_from {
        Some((from, now)) if from < now => Err(Refusal::Past),
        _ => Ok(()),
    }
}

/// From when until when each approved version governs: of several whose day has come the newest, of one day the one with
/// the higher number. The given ones are of one regulation: number and day.
pub fn spans(versions: &[(i64, Timestamp)]) -> Vec<(Timestamp, Option<Timestamp>)> {
    versions
        .iter()
        .map(|(number, from)| {
            let later = versions.iter().filter(|(other, at)| (at, other) > (from, number));
            (*from, later.map(|(_, at)| *at).min())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    #[test]
    fn nobody_approves_what_they_drafted_and_nothing_begins_in_the_past() {
        let (a, b, c) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let by = |who, from| decide(State::Submitted, who, Some(a), Some(b), Some((at(from), at(10))));
        assert_eq!(by(a, 20), Err(Refusal::Own));
        assert_eq!(by(b, 20), Err(Refusal::Own));
        assert_eq!(by(c, 9), Err(Refusal::Past));
        assert_eq!(by(c, 10), Ok(()));
        assert_eq!(decide(State::Draft, c, None, None, None), Err(Refusal::NotSubmitted));
        assert_eq!(submit(State::Draft, 1, &[], at(9), at(10)), Err(Refusal::Past));
        assert_eq!(submit(State::Draft, 0, &[], at(10), at(10)), Err(Refusal::Empty));
        assert_eq!(submit(State::Approved, 1, &[], at(10), at(10)), Err(Refusal::NotDraft));
    }

    #[test]
    fn only_a_draft_that_was_never_submitted_is_thrown_away() {
        assert_eq!(discard(State::Draft, None), Ok(()));
        assert_eq!(discard(State::Draft, Some(at(1))), Err(Refusal::Kept));
        for state in [State::Submitted, State::Approved] {
            for submitted in [None, Some(at(1))] {
                assert_eq!(discard(state, submitted), Err(Refusal::NotDraft));
            }
        }
    }

    #[test]
    fn one_kind_of_rule_does_not_stand_twice_for_the_same_people() {
        let check = |controls: &[Bound<'_>]| submit(State::Draft, 1, controls, at(10), at(10));
        assert_eq!(check(&[("missed-tasks", "", None), ("missed-tasks", "/a/", None)]), Err(Refusal::Twice));
        assert_eq!(check(&[("missed-tasks", "/a/", None), ("missed-tasks", "/b/", None)]), Ok(()));
        assert_eq!(check(&[("missed-tasks", "", None), ("monthly-minimum", "", None)]), Ok(()));
        assert_eq!(
            check(&[("missed-tasks", "", Some("learner")), ("missed-tasks", "", None)]),
            Err(Refusal::Twice),
            "learners are among all"
        );
        let roles = [("missed-tasks", "", Some("learner")), ("missed-tasks", "", Some("teacher"))];
        assert_eq!(check(&roles), Ok(()));
    }

    proptest! {
        #[test]
        fn at_any_moment_the_newest_version_governs_alone(days in prop::collection::vec(0_i64..20, 0..6), now in 0_i64..25) {
            let versions: Vec<(i64, Timestamp)> = (1..).zip(days.iter().map(|day| at(*day))).collect();
            let governing: Vec<usize> = spans(&versions)
                .iter()
                .enumerate()
                .filter(|(_, (from, to))| *from <= at(now) && to.is_none_or(|to| at(now) < to))
                .map(|(index, _)| index)
                .collect();
            let newest = (0..versions.len()).filter(|it| versions[*it].1 <= at(now)).max_by_key(|it| (versions[*it].1, versions[*it].0));
            prop_assert_eq!(governing, newest.into_iter().collect::<Vec<_>>());
        }
    }
}
