//! What becomes of decisions: pure.
//!
//! From the facts as known follows what ought to stand; beside what stands, that tells what is to be done. The same
//! facts lead to the same decisions, in whatever order they became known (property-tested).

use crate::kind::measure::{Mode, Term};
use std::{collections::BTreeMap, fmt, str::FromStr};
use xingtan_clock::{Span, Timestamp, Uuid, Zone};

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 待确认: a person confirms it within its time.
    Proposed,
    /// 生效.
    Standing,
    /// 未予确认: the person asked did not confirm it.
    Declined,
    /// 已撤回: the facts on which it rested do not hold any more.
    Withdrawn,
    /// 申诉成立: an appeal was granted.
    Overturned,
    /// 已撤销: somebody took it back by hand.
    Annulled,
}

impl State {
    /// All of them.
    pub const ALL: [State; 6] = [
        State::Proposed,
        State::Standing,
        State::Declined,
        State::Withdrawn,
        State::Overturned,
        State::Annulled,
    ];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            State::Proposed => "proposed",
            State::Standing => "standing",
            State::Declined => "declined",
            State::Withdrawn => "withdrawn",
            State::Overturned => "overturned",
            State::Annulled => "annulled",
        }
    }

    /// Whether a person has said that it shall not stand: facts alone do not bring it back.
    pub const fn is_settled(self) -> bool {
        matches!(self, State::Declined | State::Overturned | State::Annulled)
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
        State::ALL.into_iter().find(|it| it.code() == code).ok_or_else(|| UnknownState(code.to_owned()))
    }
}

/// The cause of a decision about one person: the same control, from version to version, and the period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    /// The control.
    pub control: Uuid,
    /// The month or the case.
    pub period: String,
}

/// What ought to stand of one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ought {
    /// The control of the version that governs it.
    pub control: Uuid,
    /// When it was due.
    pub at: Timestamp,
    /// On what it rests, in order.
    pub grounds: Vec<Uuid>,
}

/// What is kept of one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The decision.
    pub id: Uuid,
    /// Where it stands.
    pub state: State,
    /// On what it rests.
    pub grounds: Vec<Uuid>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing was decided yet.
    Make(Cause, Ought),
    /// It rests on other facts now.
    Ground(Uuid, Vec<Uuid>),
    /// Nothing is left on which it rests.
    Withdraw(Uuid),
    /// What it rested on holds again, or something else in its place.
    Reinstate(Uuid, Vec<Uuid>),
}

/// What is to be done about one person.
pub fn reconcile(ought: &BTreeMap<Cause, Ought>, kept: &BTreeMap<Cause, Kept>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (cause, own) in kept {
        if own.state.is_settled() {
            continue;
        }
        let withdrawn = own.state == State::Withdrawn;
        match ought.get(cause) {
            None if withdrawn => {}
            None => steps.push(Step::Withdraw(own.id)),
            Some(it) if withdrawn => steps.push(Step::Reinstate(own.id, it.grounds.clone())),
            Some(it) if same(&it.grounds, &own.grounds) => {}
            Some(it) => steps.push(Step::Ground(own.id, it.grounds.clone())),
        }
    }
    let fresh = ought.iter().filter(|(cause, _)| !kept.contains_key(*cause));
    steps.extend(fresh.map(|(cause, it)| Step::Make(cause.clone(), it.clone())));
    steps
}

fn same(one: &[Uuid], other: &[Uuid]) -> bool {
    let sorted = |ids: &[Uuid]| {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids
    };
    sorted(one) == sorted(other)
}

/// How a decision begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// At once, until a moment or for good.
    Now(Option<Timestamp>),
    /// When a person confirms it, until then at the latest.
    WhenConfirmed(Timestamp),
}

/// How a decision of this mode and term begins that is made `now`.
pub fn begins(mode: Mode, term: Term, zone: &Zone, now: Timestamp) -> Begins {
    match mode {
        Mode::Automatic => Begins::Now(term.end(zone, now)),
        Mode::Confirmed { hours } => Begins::WhenConfirmed(now + Span::of_hours(hours)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(period: &str) -> Cause {
        Cause { control: Uuid::from_u128(1), period: period.to_owned() }
    }
    fn ought(grounds: &[u128]) -> Ought {
        let grounds = grounds.iter().map(|id| Uuid::from_u128(*id)).collect();
        Ought { control: Uuid::from_u128(2), at: Timestamp::from_seconds(0), grounds }
    }
    fn kept(state: State, grounds: &[u128]) -> Kept {
        Kept { id: Uuid::from_u128(3), state, grounds: ought(grounds).grounds }
    }
    fn check(own: Option<Kept>, due: Option<Ought>, expected: &[Step]) {
        let ought = due.into_iter().map(|it| (cause("2026-01"), it)).collect();
        let kept = own.into_iter().map(|it| (cause("2026-01"), it)).collect();
        assert_eq!(reconcile(&ought, &kept), expected);
    }

    #[test]
    fn nothing_fires_twice_for_one_cause() {
        check(None, Some(ought(&[1])), &[Step::Make(cause("2026-01"), ought(&[1]))]);
        check(Some(kept(State::Standing, &[1])), Some(ought(&[1])), &[]);
        check(Some(kept(State::Proposed, &[2, 1])), Some(ought(&[1, 2])), &[]);
    }

    #[test]
    fn what_rested_on_facts_that_fell_is_withdrawn_and_comes_back_with_them() {
        let id = Uuid::from_u128(3);
        check(Some(kept(State::Standing, &[1])), None, &[Step::Withdraw(id)]);
        check(Some(kept(State::Withdrawn, &[1])), None, &[]);
        let again = ought(&[1, 4]).grounds;
        check(
            Some(kept(State::Withdrawn, &[1])),
            Some(ought(&[1, 4])),
            &[Step::Reinstate(id, again.clone())],
        );
        check(Some(kept(State::Standing, &[1])), Some(ought(&[1, 4])), &[Step::Ground(id, again)]);
    }

    #[test]
    fn what_a_person_settled_no_fact_brings_back() {
        for state in [State::Declined, State::Overturned, State::Annulled] {
            check(Some(kept(state, &[1])), Some(ought(&[1, 4])), &[]);
            check(Some(kept(state, &[1])), None, &[]);
        }
    }
}
