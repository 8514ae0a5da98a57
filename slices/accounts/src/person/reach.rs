//! Whom an administrator reaches: people of the own subtree who are not stronger (ACC-2).

use super::store::{self, Person};
use crate::{
    grant::{self, rules::Power},
    officer,
    organisation::{
        page::options,
        store::{self as organisation, Node},
    },
    position::store as position,
};
use xingtan_auth::Permission;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, SignedIn};

/// A person one may see: elsewhere and not there are told apart by nothing.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn seen(tx: &mut Tx<'_>, who: &SignedIn, permission: Permission, id: Uuid) -> Result<Person, Fault> {
    let person = store::person(tx, id)?.filter(|person| who.actor.may_at(permission, &person.unit_path));
    person.ok_or(Fault::NotFound)
}

/// A person one may act on alone: seen, not oneself, none of the three administrators, and without a role that one
/// could not give.
///
/// # Errors
/// [`Fault::NotFound`], and [`Fault::Forbidden`] with the reason.
pub fn acted_on(tx: &mut Tx<'_>, who: &SignedIn, permission: Permission, id: Uuid) -> Result<Person, Fault> {
    acted_on_with(tx, who, permission, Power::Keep, id)
}

/// As [`acted_on`], by this power.
///
/// # Errors
/// As there.
pub fn acted_on_with(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    permission: Permission,
    power: Power,
    id: Uuid,
) -> Result<Person, Fault> {
    let person = seen(tx, who, permission, id)?;
    match hindrance(tx, who, &person, power)? {
        Some(msg) => Err(Fault::Forbidden(msg)),
        None => Ok(person),
    }
}

/// A person whose form one may fill in: as [`acted_on_with`], or one of the three administrators about whom one may
/// ask; then the second is true and the form becomes a request.
///
/// # Errors
/// As [`acted_on`].
pub fn asked_about(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    permission: Permission,
    power: Power,
    id: Uuid,
) -> Result<(Person, bool), Fault> {
    if officer::asks_for(tx, who, id)? {
        return Ok((store::person(tx, id)?.ok_or(Fault::NotFound)?, true));
    }
    Ok((acted_on_with(tx, who, permission, power, id)?, false))
}

/// Why one may not act alone on a person whom one sees.
///
/// # Errors
/// Those of the database.
pub fn hindrance(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    person: &Person,
    power: Power,
) -> xingtan_db::Result<Option<Msg>> {
    if person.id == who.actor.person {
        return Ok(Some(Msg::new("accounts-people-oneself")));
    }
    let held = grant::change::held(tx, person.id)?;
    let hindrance = grant::rules::hindrance(&who.actor.grants, &held, &person.unit_path, power);
    Ok(hindrance.map(grant::rules::Hindrance::msg))
}

/// Whether the visitor has to ask before acting on this person; outside a unit, for a form's answer.
///
/// # Errors
/// Those of the database.
pub async fn needs_consent(who: &SignedIn, id: Uuid) -> Result<bool, Fault> {
    let signed = who.clone();
    Ok(who.app.db().read(move |tx| officer::asks_for(tx, &signed, id)).await?)
}

/// A unit of the own subtree.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn unit(tx: &mut Tx<'_>, who: &SignedIn, permission: Permission, id: Uuid) -> Result<Node, Fault> {
    let node = organisation::node(tx, id)?.filter(|node| who.actor.may_at(permission, &node.path));
    node.ok_or(Fault::NotFound)
}

/// What forms of people offer: units of the own subtree, and positions.
#[derive(Clone, Debug)]
pub struct Offers {
    /// Id and names of each unit.
    pub units: Vec<(String, String)>,
    /// Id and name of each position.
    pub positions: Vec<(String, String)>,
}

/// Reads them.
///
/// # Errors
/// Those of the database.
pub fn offers(tx: &mut Tx<'_>, who: &SignedIn, permission: Permission) -> xingtan_db::Result<Offers> {
    let units = options(tx, &who.actor.scope(permission))?;
    let positions = position::positions(tx)?;
    Ok(Offers {
        units: units.into_iter().map(|(_, id, name)| (id, name)).collect(),
        positions: positions.into_iter().map(|one| (one.id.to_string(), one.name)).collect(),
    })
}
