//! Carrying out on accounts what begins and what falls, within the caller's unit of work.

use super::{
    rules::{Access, access, give_back, impose},
    store::{self, Hold},
};
use crate::decision::change::Hand;
use xingtan_accounts::api::{self as accounts, Act, Citing, Person, Prepared, Reason, STATE_IDS, State};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};

/// What still holds somebody's account.
fn holding(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<Vec<Hold>> {
    let mut found = store::of(tx, person)?;
    if !found.is_empty() {
        let pauses = accounts::pauses(tx, &[person])?.remove(&person).unwrap_or_default();
        found.retain(|it| it.weight().still_holds(&pauses, now));
    }
    Ok(found)
}

fn together(holds: &[Hold], now: Timestamp) -> Access {
    access(holds.iter().map(Hold::weight), now)
}

/// Where somebody contests what holds their account; of several the heaviest.
///
/// # Errors
/// Those of the database.
pub fn contest(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<Option<String>> {
    let holds = holding(tx, person, now)?;
    Ok(holds.into_iter().max_by_key(|it| it.weight().access(now)).map(|it| it.contest))
}

/// Something begins to hold an account. What hindered its being carried out: a Fluent key.
///
/// # Errors
/// Those of the database.
pub fn begin(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    person: &Person,
    it: &Hold,
    reason: &str,
) -> Result<Option<String>> {
    store::add(tx, it)?;
    let account = accounts::account(tx, person.id)?.ok_or(Error::NotFound)?;
    let state = account.in_force(hand.now);
    if account.left || state == State::Closed {
        return Ok(Some("governance-hindered-left".to_owned()));
    }
    match impose(state, account.until, it.weight().access(hand.now)) {
        Some(act) => set(tx, hand, person, act, Reason { text: reason.to_owned(), citing: it.citing() }),
        None => Ok(None),
    }
}

/// Something that held an account falls: the account is given back, down to what still stands. What hindered that: a
/// Fluent key.
///
/// # Errors
/// Those of the database.
pub fn fall(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    person: &Person,
    subject: Uuid,
    reason: &str,
) -> Result<Option<String>> {
    let hindered = lighten(tx, hand, person, &[subject], reason)?;
    store::remove(tx, subject)?;
    Ok(hindered)
}

/// What would hold somebody's account without some of what does.
///
/// # Errors
/// Those of the database.
pub(crate) fn access_without(
    tx: &mut Tx<'_>,
    person: Uuid,
    subjects: &[Uuid],
    now: Timestamp,
) -> Result<Access> {
    let mut left = holding(tx, person, now)?;
    left.retain(|it| !subjects.contains(&it.subject_id));
    Ok(together(&left, now))
}

/// Gives an account back, down to what stands beside some that are about to fall. What hindered that: a Fluent key.
///
/// # Errors
/// Those of the database.
pub(crate) fn lighten(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    person: &Person,
    subjects: &[Uuid],
    reason: &str,
) -> Result<Option<String>> {
    let before = holding(tx, person.id, hand.now)?;
    let fallen = before.iter().find(|it| subjects.contains(&it.subject_id)).map(Hold::citing);
    let Some(fallen) = fallen else { return Ok(None) };
    let left: Vec<Hold> = before.iter().filter(|it| !subjects.contains(&it.subject_id)).cloned().collect();
    let (was, is) = (together(&before, hand.now), together(&left, hand.now));
    let account = accounts::account(tx, person.id)?.ok_or(Error::NotFound)?;
    let state = account.in_force(hand.now);
    if account.left || state == State::Closed {
        return Ok(Some("governance-hindered-left".to_owned()));
    }
    let Some(act) = give_back(state, account.until, was, is) else { return Ok(None) };
    let because = |citing: Citing| Reason { text: reason.to_owned(), citing };
    // Only a restore leads out of a revocation.
    if let (Act::Suspend(_), State::Revoked) = (act, state) {
        let hindered = set(tx, hand, person, Act::Restore, because(fallen.clone()))?;
        if hindered.is_some() {
            return Ok(hindered);
        }
    }
    // A suspension that goes on rests on what still stands: who comes to the door reads that article.
    let heaviest = left.iter().max_by_key(|it| it.weight().access(hand.now)).map(Hold::citing);
    let citing = if act == Act::Restore { fallen } else { heaviest.unwrap_or(fallen) };
    set(tx, hand, person, act, because(citing))
}

fn set(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    person: &Person,
    act: Act,
    reason: Reason,
) -> Result<Option<String>> {
    let prepared = Prepared::new(hand.who.clone(), hand.now, hand.ids, STATE_IDS);
    let done = accounts::set_state(tx, &prepared.begin(), person, act, &reason, hand.lang)?;
    Ok(done.err().map(|not| not.msg().key().to_owned()))
}
