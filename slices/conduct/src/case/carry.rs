//! Carrying decisions out on accounts, and giving back what an appeal gives back.

use super::{
    act::Act,
    rules::Outcome,
    store::{self, Case},
};
use xingtan_accounts::api::{
    self as accounts, Act as Deed, Citing, Person, Prepared, Reason, STATE_IDS, State,
};
use xingtan_clock::Timestamp;
use xingtan_db::{Error, Result, Tx};
use xingtan_governance::api::{self as governance, Access};

/// The article of a decision.
fn citing(it: &Case) -> Citing {
    match (&it.regulation, it.regulation_version, &it.article) {
        (Some(regulation), Some(version), Some(number)) => {
            Citing::Article { regulation: regulation.clone(), version, number: number.clone() }
        }
        _ => Citing::Nothing,
    }
}

/// What a decision does to an account that stands so: nothing heavier is made lighter.
fn imposed(
    state: State,
    own: Option<Timestamp>,
    outcome: Option<Outcome>,
    ends: Option<Timestamp>,
) -> Option<Deed> {
    match (outcome?, ends, state) {
        (Outcome::Revocation, _, State::Revoked) => None,
        (Outcome::Revocation, ..) => Some(Deed::Revoke),
        (Outcome::Suspension, Some(ends), State::Active) => Some(Deed::Suspend(ends)),
        (Outcome::Suspension, Some(ends), State::Suspended) if own.is_some_and(|own| own < ends) => {
            Some(Deed::Suspend(ends))
        }
        _ => None,
    }
}

/// What is given back: only what came from the decision, down to what still stands of others.
fn lightened(
    state: State,
    own: Option<Timestamp>,
    (outcome, ends): (Option<Outcome>, Option<Timestamp>),
    wanted: Access,
) -> Option<Deed> {
    let came_from_it = match state {
        State::Suspended => own.is_some() && own == ends,
        State::Revoked => outcome == Some(Outcome::Revocation),
        _ => false,
    };
    match wanted {
        _ if !came_from_it => None,
        Access::Revoked => None,
        Access::SuspendedUntil(until) => Some(Deed::Suspend(until)),
        Access::Open => Some(Deed::Restore),
    }
}

/// Carries a decision out. What hindered it: a Fluent key.
///
/// # Errors
/// Those of the database.
pub fn impose(tx: &mut Tx<'_>, act: &Act, it: &Case, person: &Person) -> Result<Option<String>> {
    if !matches!(it.outcome(), Some(Outcome::Suspension | Outcome::Revocation)) {
        return Ok(None);
    }
    let account = accounts::account(tx, person.id)?.ok_or(Error::NotFound)?;
    let state = account.in_force(act.deed.now);
    if account.left || state == State::Closed {
        return Ok(Some("conduct-hindered-left".to_owned()));
    }
    let Some(deed) = imposed(state, account.until, it.outcome(), it.ends_at) else { return Ok(None) };
    let reason = Reason { text: it.reason.clone().unwrap_or_default(), citing: citing(it) };
    set(tx, act, person, deed, &reason)
}

/// Gives back what a decision took, which does not stand any more.
///
/// # Errors
/// Those of the database.
pub fn lift(tx: &mut Tx<'_>, act: &Act, it: &Case, person: &Person, reason: &str) -> Result<Option<String>> {
    if !matches!(it.outcome(), Some(Outcome::Suspension | Outcome::Revocation)) {
        return Ok(None);
    }
    let account = accounts::account(tx, person.id)?.ok_or(Error::NotFound)?;
    let state = account.in_force(act.deed.now);
    let wanted = wanted(tx, person, act.deed.now)?;
    let Some(deed) = lightened(state, account.until, (it.outcome(), it.ends_at), wanted) else {
        return Ok(None);
    };
    let reason = Reason { text: reason.to_owned(), citing: citing(it) };
    // Only a restore leads out of a revocation.
    if let (Deed::Suspend(_), State::Revoked) = (deed, state) {
        let hindered = set(tx, act, person, Deed::Restore, &reason)?;
        if hindered.is_some() {
            return Ok(hindered);
        }
    }
    set(tx, act, person, deed, &reason)
}

/// What still stands of governance's measures and of other cases.
fn wanted(tx: &mut Tx<'_>, person: &Person, now: Timestamp) -> Result<Access> {
    let mut wanted = governance::access_due(tx, person.id, now)?;
    for (outcome, ends) in store::holding(tx, person.id, now)? {
        wanted = match (wanted, ends) {
            (Access::Revoked, _) => Access::Revoked,
            _ if outcome == Outcome::Revocation.code() => Access::Revoked,
            (Access::SuspendedUntil(own), Some(ends)) => Access::SuspendedUntil(own.max(ends)),
            (Access::Open, Some(ends)) => Access::SuspendedUntil(ends),
            (other, None) => other,
        };
    }
    Ok(wanted)
}

fn set(tx: &mut Tx<'_>, act: &Act, person: &Person, deed: Deed, reason: &Reason) -> Result<Option<String>> {
    let prepared = Prepared::new(act.deed.who.clone(), act.deed.now, &act.deed.ids, STATE_IDS);
    let done = accounts::set_state(tx, &prepared.begin(), person, deed, reason, act.lang)?;
    Ok(done.err().map(|not| not.msg().key().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    #[test]
    fn a_decision_imposes_itself_and_makes_nothing_lighter() {
        let week = |state, own| imposed(state, own, Some(Outcome::Suspension), Some(at(7)));
        assert_eq!(week(State::Active, None), Some(Deed::Suspend(at(7))));
        assert_eq!(week(State::Suspended, Some(at(5))), Some(Deed::Suspend(at(7))));
        assert_eq!(week(State::Suspended, Some(at(9))), None);
        assert_eq!(week(State::Revoked, None), None);
        assert_eq!(
            imposed(State::Suspended, Some(at(9)), Some(Outcome::Revocation), None),
            Some(Deed::Revoke)
        );
        assert_eq!(imposed(State::Active, None, Some(Outcome::Warning), None), None);
    }

    #[test]
    fn an_appeal_gives_back_its_own_alone() {
        let week = (Some(Outcome::Suspension), Some(at(7)));
        let gone = (Some(Outcome::Revocation), None);
        assert_eq!(lightened(State::Suspended, Some(at(7)), week, Access::Open), Some(Deed::Restore));
        assert_eq!(lightened(State::Suspended, Some(at(9)), week, Access::Open), None, "somebody else's");
        assert_eq!(lightened(State::Active, None, week, Access::Open), None, "lifted by hand");
        let until = Access::SuspendedUntil(at(5));
        assert_eq!(lightened(State::Revoked, None, gone, until), Some(Deed::Suspend(at(5))));
        assert_eq!(lightened(State::Revoked, None, gone, Access::Revoked), None);
    }
}
