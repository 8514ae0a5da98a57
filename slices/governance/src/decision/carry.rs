//! Carrying measures out on accounts: through their states, with the article cited, restored when nothing stands any
//! more.

use super::{
    change::Hand,
    cited::Cited,
    rules::{Access, access},
    store::{self, Decision},
};
use crate::kind::measure::Measure;
use xingtan_accounts::api::{self as accounts, Act, Person, Prepared, Reason, STATE_IDS, State};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};

/// What became of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It began, or goes on.
    Began,
    /// It fell.
    Fell,
}

/// What the measures that stand leave of somebody's access.
///
/// # Errors
/// Those of the database.
pub fn access_due(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<Access> {
    let standing = store::of_person(tx, person)?;
    let held = standing.iter().filter(|it| it.holds_access(now));
    Ok(access(held.map(|it| (it.measure() == Measure::Revocation, it.ends_at)), now))
}

/// Brings the account in line with the measures that stand, after one began or fell. What hindered it: a Fluent key.
///
/// # Errors
/// Those of the database.
pub fn carry(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    person: &Person,
    (changed, turn): (&Decision, Turn),
    cited: &Cited,
    reason: &str,
) -> Result<Option<String>> {
    let wanted = access_due(tx, person.id, hand.now)?;
    let account = accounts::account(tx, person.id)?.ok_or(Error::NotFound)?;
    let state = account.in_force(hand.now);
    if account.left || state == State::Closed {
        return Ok(Some("governance-hindered-left".to_owned()));
    }
    let act = match turn {
        Turn::Began => impose(state, account.until, changed),
        Turn::Fell => lighten(state, account.until, wanted, changed),
    };
    let Some(act) = act else { return Ok(None) };
    let reason = Reason { text: reason.to_owned(), citing: cited.citing() };
    // Only a restore leads out of a revocation.
    if let (Act::Suspend(_), State::Revoked) = (act, state) {
        let hindered = set(tx, hand, person, Act::Restore, &reason)?;
        if hindered.is_some() {
            return Ok(hindered);
        }
    }
    set(tx, hand, person, act, &reason)
}

fn set(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    person: &Person,
    act: Act,
    reason: &Reason,
) -> Result<Option<String>> {
    let prepared = Prepared::new(hand.who.clone(), hand.now, hand.ids, STATE_IDS);
    let done = accounts::set_state(tx, &prepared.begin(), person, act, reason, hand.lang)?;
    Ok(done.err().map(|not| not.msg().key().to_owned()))
}

/// What a measure that begins does by itself: what somebody lifted by hand of another one it does not impose again, and
/// nothing heavier is made lighter.
fn impose(state: State, own: Option<Timestamp>, it: &Decision) -> Option<Act> {
    match (it.measure(), it.ends_at, state) {
        (Measure::Revocation, _, State::Revoked) => None,
        (Measure::Revocation, ..) => Some(Act::Revoke),
        (_, Some(ends), State::Active) => Some(Act::Suspend(ends)),
        (_, Some(ends), State::Suspended) if own.is_some_and(|own| own < ends) => Some(Act::Suspend(ends)),
        _ => None,
    }
}

/// What a measure that fell gives back: only what came from it, down to what still stands.
fn lighten(state: State, own: Option<Timestamp>, wanted: Access, fell: &Decision) -> Option<Act> {
    let came_from_it = match state {
        State::Suspended => own.is_some() && own == fell.ends_at,
        State::Revoked => fell.measure() == Measure::Revocation,
        _ => false,
    };
    match wanted {
        _ if !came_from_it => None,
        Access::Revoked => None,
        Access::SuspendedUntil(until) => Some(Act::Suspend(until)),
        Access::Open => Some(Act::Restore),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    fn measure(measure: Measure, ends: Option<i64>) -> Decision {
        Decision {
            id: Uuid::nil(),
            control_key: Uuid::nil(),
            control_id: Uuid::nil(),
            person_id: Uuid::nil(),
            unit_path: String::new(),
            period: String::new(),
            measure: measure.code().to_owned(),
            term_unit: String::new(),
            term_count: 0,
            state: "standing".to_owned(),
            due_at: at(0),
            made_at: at(0),
            confirm_by: None,
            starts_at: None,
            ends_at: ends.map(at),
            hindered: None,
            appeal_code: String::new(),
            version: 1,
        }
    }

    #[test]
    fn a_measure_that_begins_imposes_itself_alone() {
        let (week, gone) = (measure(Measure::Suspension, Some(7)), measure(Measure::Revocation, None));
        assert_eq!(impose(State::Active, None, &week), Some(Act::Suspend(at(7))));
        assert_eq!(impose(State::Suspended, Some(at(5)), &week), Some(Act::Suspend(at(7))));
        assert_eq!(impose(State::Suspended, Some(at(9)), &week), None);
        assert_eq!(impose(State::Revoked, None, &week), None);
        assert_eq!(impose(State::Active, None, &gone), Some(Act::Revoke));
        assert_eq!(impose(State::Revoked, None, &gone), None);
    }

    #[test]
    fn a_measure_that_falls_gives_back_its_own_alone() {
        let (week, gone) = (measure(Measure::Suspension, Some(7)), measure(Measure::Revocation, None));
        let until = Access::SuspendedUntil(at(5));
        assert_eq!(lighten(State::Suspended, Some(at(7)), Access::Open, &week), Some(Act::Restore));
        assert_eq!(lighten(State::Suspended, Some(at(7)), until, &week), Some(Act::Suspend(at(5))));
        assert_eq!(lighten(State::Suspended, Some(at(9)), Access::Open, &week), None, "somebody else's");
        assert_eq!(lighten(State::Active, None, until, &week), None, "lifted by hand");
        assert_eq!(lighten(State::Active, None, Access::Revoked, &gone), None);
        assert_eq!(lighten(State::Revoked, None, Access::Open, &gone), Some(Act::Restore));
        assert_eq!(lighten(State::Revoked, None, until, &gone), Some(Act::Suspend(at(5))));
        assert_eq!(lighten(State::Revoked, None, Access::Open, &week), None);
    }
}
