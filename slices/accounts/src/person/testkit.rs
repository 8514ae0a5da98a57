//! People for tests: an organisation and people with roles, in few words.

use super::{Prepared, open::NewPerson};
use crate::{
    organisation::{
        NodeKind,
        store::{NewNode, Node, add, root},
    },
    slip::Credential,
};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Db, Error, Tx};

/// Adds a node below another; below the root, which is made where there is none, when no other is named.
///
/// # Errors
/// Those of the database.
pub fn node(
    tx: &mut Tx<'_>,
    ids: &Ids,
    now: Timestamp,
    name: &str,
    parent: Option<&Node>,
) -> xingtan_db::Result<Node> {
    let new = |parent, kind, name: &str| NewNode {
        id: ids.next(),
        parent,
        kind,
        name: name.to_owned(),
        code: None,
        seat_quota: None,
    };
    let above = match parent {
        Some(node) => node.clone(),
        None => match root(tx)? {
            Some(node) => node,
            None => add(tx, &new(None, NodeKind::Group, "Group"), now)?,
        },
    };
    add(tx, &new(Some(above.id), NodeKind::Department, name), now)
}

/// Opens an account in a unit with roles on it. The password is not usable: sign in by a session made by hand.
///
/// # Errors
/// Those of the database.
pub fn person(
    tx: &mut Tx<'_>,
    ids: &Ids,
    now: Timestamp,
    user_name: &str,
    unit: &Node,
    roles: &[Role],
) -> xingtan_db::Result<Uuid> {
    let new = NewPerson {
        id: ids.next(),
        user_name: user_name.to_owned(),
        name: user_name.to_owned(),
        position: None,
        staff_number: None,
        mail: None,
        mobile: None,
        roles: roles.to_vec(),
        credential: Credential::Kept(String::new()),
    };
    let prepared = Prepared::new(Who::program(), now, ids, super::open::ids_needed(roles.len()));
    super::open::open(tx, &prepared.begin(), &new, unit)?;
    Ok(new.id)
}

/// Has a person's real name stand so, whatever it is.
///
/// # Errors
/// Those of the database.
pub fn real_name(
    tx: &mut Tx<'_>,
    person: Uuid,
    state: crate::real_name::rules::State,
    now: Timestamp,
) -> xingtan_db::Result<()> {
    use crate::real_name::store::{New, decide, keep};
    let new = New {
        person,
        version: 1,
        document: "passport",
        name: (&[], ""),
        number: (&[], ""),
        macs: ("", "", None),
        consent: 1,
        at: now,
    };
    keep(tx, &new)?;
    decide(tx, person, (1, 2), state, "", (None, now))?;
    Ok(())
}

/// As [`person`], in a unit of its own.
///
/// # Errors
/// Those of the database.
pub async fn person_in(
    db: &Db,
    ids: &Ids,
    now: Timestamp,
    user_name: &str,
    unit: &Node,
    roles: &[Role],
) -> Result<Uuid, Error> {
    let (ids, user_name, unit, roles) = (ids.clone(), user_name.to_owned(), unit.clone(), roles.to_vec());
    db.write(move |tx| person(tx, &ids, now, &user_name, &unit, &roles)).await
}
