//! Giving and ending roles: rule → rows → trail → event.

use super::{
    rules::{self, Refuse},
    store,
};
use crate::{
    organisation::store::Node,
    people::notices,
    person::{
        Deed,
        events::{ROLE_CHANGED, RoleChanged},
    },
};
use serde_json::json;
use xingtan_auth::{Actor, Grant, Role};
use xingtan_clock::Uuid;
use xingtan_db::{Error, Result, Tx};
use xingtan_i18n::{Lang, Msg};

/// The living grants of a person as rules take them.
///
/// # Errors
/// Those of the database.
pub fn held(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Grant>> {
    let rows = store::grants_of(tx, person)?;
    let grant =
        |row: store::GrantRow| row.role().map(|role| Grant { role, node: row.node_id, path: row.node_path });
    Ok(rows.into_iter().filter_map(grant).collect())
}

/// Gives a role on a node; takes three ids of the deed.
///
/// # Errors
/// Those of the database.
pub fn give(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    actor: &Actor,
    (person, name): (Uuid, &str),
    role: Role,
    node: &Node,
    lang: Lang,
) -> Result<std::result::Result<(), Refuse>> {
    let held = held(tx, person)?;
    if let Err(refused) = rules::give((actor.person, &actor.grants), (person, &held), role, &node.path) {
        return Ok(Err(refused));
    }
    write(tx, deed, (person, name), role, node, lang)?;
    Ok(Ok(()))
}

/// Gives a role about which was decided; takes four ids of the deed.
///
/// # Errors
/// Those of the database.
pub fn write(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    (person, name): (Uuid, &str),
    role: Role,
    node: &Node,
    lang: Lang,
) -> Result<()> {
    store::insert(tx, deed.id()?, person, role, node.id, deed.now(), deed.person())?;
    told(tx, deed, (person, name), role, (node.id, &node.path, &node.name), true, lang)
}

/// Ends a grant; takes three ids of the deed.
///
/// # Errors
/// [`Error::NotFound`] where it has ended already.
pub fn end(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    actor: &Actor,
    (person, name): (Uuid, &str),
    id: Uuid,
    lang: Lang,
) -> Result<std::result::Result<(), Refuse>> {
    let row = store::grants_of(tx, person)?.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    let role = row.role().ok_or(Error::NotFound)?;
    let grant = Grant { role, node: row.node_id, path: row.node_path.clone() };
    if let Err(refused) = rules::end((actor.person, &actor.grants), person, &grant) {
        return Ok(Err(refused));
    }
    write_end(tx, deed, (person, name), &row, lang)?;
    Ok(Ok(()))
}

/// Ends a grant about which was decided; takes three ids of the deed.
///
/// # Errors
/// [`Error::NotFound`] where it has ended already.
pub fn write_end(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    (person, name): (Uuid, &str),
    row: &store::GrantRow,
    lang: Lang,
) -> Result<()> {
    let role = row.role().ok_or(Error::NotFound)?;
    if !store::end(tx, row.id, deed.now(), deed.person())? {
        return Err(Error::NotFound);
    }
    told(tx, deed, (person, name), role, (row.node_id, &row.node_path, &row.node_name), false, lang)
}

fn told(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    (person, name): (Uuid, &str),
    role: Role,
    (node, path, node_name): (Uuid, &str, &str),
    held: bool,
    lang: Lang,
) -> Result<()> {
    let action = if held { "accounts.role-granted" } else { "accounts.role-ended" };
    let entry = deed.entry(action)?.on("person", person, name).within(path);
    xingtan_audit::record(tx, &entry.detail(&json!({ "role": role.code(), "node": node })))?;
    let event = deed.event(ROLE_CHANGED, person)?;
    xingtan_events::publish(tx, &event.with(&RoleChanged { role: role.code().to_owned(), node, held })?)?;
    let kind = if held { notices::ROLE_GRANTED } else { notices::ROLE_ENDED };
    notices::send(tx, deed, &[person], kind, lang, |notice| {
        notice.with("role", Msg::of(role.key())).with("node", node_name).link("/account")
    })
}
