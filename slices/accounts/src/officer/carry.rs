//! Carrying out what was agreed to.

use super::{
    asked::{Asked, act_of},
    store::{self, RequestRow},
};
use crate::{
    grant,
    organisation::store as organisation,
    people::saving::Stop,
    person::{
        Deed,
        change::{self, BornEdit, Edit, Reason},
        new::free,
        rules::Act,
        store as people,
    },
    position::store as position,
    slip,
};
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Tx};
use xingtan_i18n::{Lang, Msg};

/// Most ids that an act takes, the notices about the decision left out.
pub const IDS: usize = 24;

fn stop(msg: Msg) -> Stop {
    Stop::Field("verdict", msg)
}

/// Does what a request asks for. `initial` is the password of a reset. What stands in the way meanwhile is told
/// beside the decision.
///
/// # Errors
/// [`Stop`].
pub fn carry_out(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    row: &RequestRow,
    asked: &Asked,
    initial: &slip::Initial,
    lang: Lang,
) -> Result<(), Stop> {
    let person = people::person(tx, row.person_id)?.ok_or(Error::NotFound)?;
    let told = |it: Stop| match it {
        Stop::Field(_, msg) => stop(msg),
        other => other,
    };
    match asked {
        Asked::Reset => change::replace_password(tx, deed, &person, initial, &row.reason, "halves", lang)?,
        Asked::Edit { name, position, staff_number, mail, mobile } => {
            if let Some(id) = position
                && person.position_id != Some(*id)
                && position::position(tx, *id)?.is_none()
            {
                return Err(stop(Msg::new("web-form-choice")));
            }
            free(tx, &person.user_name, staff_number.as_deref(), Some(person.id)).map_err(told)?;
            let edit = Edit {
                name: name.clone(),
                position: *position,
                staff_number: staff_number.clone(),
                mail: mail.clone(),
                mobile: mobile.edit(),
                // The three administrators are of age.
                born: BornEdit::Keep,
            };
            change::edit(tx, deed, &person, &edit, None)?;
        }
        Asked::State { code, until, citing } => {
            let act = act_of(code, *until).ok_or_else(|| stop(Msg::new("web-form-choice")))?;
            let held = grant::change::held(tx, person.id)?;
            let administers = held.iter().any(|grant| grant.role == Role::Admin);
            if act != Act::Restore && administers && last_administrator(tx, deed.now(), person.id)? {
                return Err(stop(grant::rules::Refuse::LastAdministrator.msg()));
            }
            let reason = Reason { text: row.reason.clone(), citing: citing.clone() };
            let done = change::set_state(tx, deed, &person, act, &reason, lang)?;
            done.map_err(|not| stop(not.msg()))?;
        }
        Asked::Unlock => {
            let done = change::unlock(tx, deed, &person, &row.reason, lang)?;
            done.map_err(stop)?;
        }
        Asked::Move { unit, position } => {
            let node = organisation::node(tx, *unit)?;
            let node = node.ok_or_else(|| stop(Msg::new("accounts-opening-unit-gone")))?;
            let moved = change::transfer(tx, deed, &person, &node, *position, &row.reason, lang)?;
            moved.map_err(stop)?;
        }
        Asked::SecondFactor => {
            let done = change::second_factor_off(tx, deed, &person, &row.reason, lang)?;
            done.map_err(stop)?;
        }
        Asked::Give { role, node } => {
            give(tx, deed, (row.person_id, &row.name), role, *node, lang).map_err(told)?;
        }
        Asked::End { grant, .. } => end(tx, deed, (row.person_id, &row.name), *grant, lang).map_err(told)?,
    }
    Ok(())
}

/// Gives one of the three roles: the exclusion of the three is asked again.
///
/// # Errors
/// [`Stop`].
pub fn give(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    (person, name): (Uuid, &str),
    role: &str,
    node: Uuid,
    lang: Lang,
) -> Result<(), Stop> {
    let role: Role = role.parse().map_err(|_| Stop::Field("role", Msg::new("web-form-choice")))?;
    let node = organisation::node(tx, node)?;
    let node = node.ok_or_else(|| Stop::Field("node", Msg::new("web-form-choice")))?;
    let held = grant::change::held(tx, person)?;
    grant::rules::fits(&held, role, &node.path).map_err(|refused| Stop::Field("role", refused.msg()))?;
    Ok(grant::change::write(tx, deed, (person, name), role, &node, lang)?)
}

/// Whether nobody else administers the system with an account in use.
fn last_administrator(tx: &mut Tx<'_>, now: Timestamp, person: Uuid) -> xingtan_db::Result<bool> {
    let officers = store::officers(tx, now)?;
    Ok(!officers.iter().any(|it| it.person != person && it.role == Role::Admin && it.active))
}

fn end(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    (person, name): (Uuid, &str),
    id: Uuid,
    lang: Lang,
) -> Result<(), Stop> {
    let last = Stop::Field("", grant::rules::Refuse::LastAdministrator.msg());
    let row = grant::store::grants_of(tx, person)?.into_iter().find(|row| row.id == id);
    let row = row.ok_or_else(|| Stop::Field("", Msg::new("accounts-officer-role-gone")))?;
    if row.role == Role::Admin.code() && last_administrator(tx, deed.now(), person)? {
        return Err(last);
    }
    Ok(grant::change::write_end(tx, deed, (person, name), &row, lang)?)
}
