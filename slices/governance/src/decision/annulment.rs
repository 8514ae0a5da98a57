//! 撤销: whoever decides takes a measure in force back by hand, with a reason. What it took is given back as after an
//! appeal, and nothing follows of its cause any more (GOV-2, GOV-3).
//!
//! The rule: never about oneself, and not by who confirmed the measure or found the facts to be so on which it rests:
//! two people see it, as with an appeal. While an appeal or an application waits, that one is decided.

use super::{
    appeal,
    change::{self, Hand},
    reopening,
    rules::State,
    store::{self, Decision},
};
use crate::fact::store as facts;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// What is known of a measure when somebody takes it back.
#[derive(Clone, Debug)]
pub struct Known {
    /// Where it stands.
    pub state: State,
    /// Whether it has ended by itself.
    pub over: bool,
    /// About whom.
    pub person: Uuid,
    /// Who confirmed it, or found its facts to be so.
    pub had_part: Vec<Uuid>,
    /// Whether an appeal or an application waits.
    pub asked: bool,
}

/// Why a measure is not taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not in force.
    Over,
    /// It is about oneself.
    Own,
    /// Somebody else has to, who had no part in it.
    Other,
    /// An appeal or an application is to be decided instead.
    Asked,
}

impl Refusal {
    /// The Fluent key.
    pub const fn key(self) -> &'static str {
        match self {
            Refusal::Over => "governance-annul-refused-over",
            Refusal::Own => "governance-annul-refused-own",
            Refusal::Other => "governance-annul-refused-other",
            Refusal::Asked => "governance-annul-refused-asked",
        }
    }
}

/// Whether somebody may take a measure back: pure. `by` none: the program, which never does.
///
/// # Errors
/// Why not.
pub fn may_annul(known: &Known, by: Option<Uuid>) -> std::result::Result<(), Refusal> {
    let by = by.ok_or(Refusal::Other)?;
    if known.state != State::Standing || known.over {
        return Err(Refusal::Over);
    }
    if by == known.person {
        return Err(Refusal::Own);
    }
    if known.had_part.contains(&by) {
        return Err(Refusal::Other);
    }
    if known.asked { Err(Refusal::Asked) } else { Ok(()) }
}

/// Takes a measure back; its person is told why.
///
/// # Errors
/// Those of the database.
pub fn annul(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    it: &Decision,
    reason: &str,
) -> Result<std::result::Result<(), Refusal>> {
    let confirmed = store::history(tx, it.id)?.into_iter().filter(|line| line.act == "confirmed");
    let mut had_part: Vec<Uuid> = confirmed.filter_map(|line| line.by_person).collect();
    let grounds = store::grounds(tx, it.id)?;
    had_part.extend(facts::finders(tx, &grounds)?);
    let asked = appeal::of(tx, it.id)?.iter().any(|own| own.state == "open")
        || reopening::of(tx, it.id)?.iter().any(|own| own.state == "open");
    let known = Known {
        state: it.state(),
        over: it.ends_at.is_some_and(|ends| ends <= hand.now),
        person: it.person_id,
        had_part,
        asked,
    };
    match may_annul(&known, hand.who.person) {
        Ok(()) => change::annul(tx, hand, it, reason).map(Ok),
        Err(refusal) => Ok(Err(refusal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn person(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }
    fn known() -> Known {
        Known {
            state: State::Standing,
            over: false,
            person: person(1),
            had_part: vec![person(2)],
            asked: false,
        }
    }

    #[test]
    fn what_is_in_force_is_taken_back_by_another_person_than_who_had_part_in_it() {
        assert_eq!(may_annul(&known(), Some(person(3))), Ok(()));
        assert_eq!(may_annul(&known(), Some(person(2))), Err(Refusal::Other));
        assert_eq!(may_annul(&known(), Some(person(1))), Err(Refusal::Own));
        assert_eq!(may_annul(&known(), None), Err(Refusal::Other));
        assert_eq!(may_annul(&Known { asked: true, ..known() }, Some(person(3))), Err(Refusal::Asked));
        assert_eq!(may_annul(&Known { over: true, ..known() }, Some(person(3))), Err(Refusal::Over));
    }

    proptest! {
        #[test]
        fn only_what_is_in_force_and_never_ones_own(
            state in prop::sample::select(State::ALL.to_vec()),
            over: bool,
            asked: bool,
            had_part in prop::collection::vec(1u128..5, 0..3),
            by in prop::option::of(1u128..5),
        ) {
            let had_part: Vec<Uuid> = had_part.into_iter().map(person).collect();
            let it = Known { state, over, asked, had_part: had_part.clone(), ..known() };
            if may_annul(&it, by.map(person)).is_ok() {
                prop_assert!(state == State::Standing && !over && !asked);
                prop_assert!(by.is_some_and(|by| by != 1 && !had_part.contains(&person(by))));
            }
        }
    }
}
