//! First run (OPS-1): an institution, its root, its first people; by the wizard in the browser or by a command.

pub mod code;
mod page;
mod slips;
mod wizard;

use crate::{
    organisation::{
        NodeKind,
        store::{NewNode, Node, add},
    },
    person::{
        Deed,
        open::{self, NewPerson},
    },
};
use axum::{Router, routing::get};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Result, Tx, params};
use xingtan_settings::Institution;
use xingtan_web::App;

pub use code::setup_code;

/// An institution to be set up.
#[derive(Clone, Debug)]
pub struct NewInstitution {
    /// Name, kind, zone, language, demo or not.
    pub institution: Institution,
    /// Id of the root of its organisation.
    pub root: Uuid,
    /// Its first people, all in the root; their roles are granted there. The first one opens the others.
    pub people: Vec<NewPerson>,
}

/// How many ids of a [`Deed`] [`create_institution`] takes.
pub fn ids_needed(new: &NewInstitution) -> usize {
    1 + new.people.iter().map(|person| open::ids_needed(person.roles.len())).sum::<usize>()
}

/// Whether there is anybody who could sign in; until then the wizard is open.
///
/// # Errors
/// Those of the database.
pub fn is_set_up(tx: &mut Tx<'_>) -> Result<bool> {
    let found: Option<i64> =
        tx.opt("SELECT CAST(1 AS bigint) AS one FROM accounts_person LIMIT 1", params![])?;
    Ok(found.is_some())
}

/// Sets an institution up: its row, the root node, its first people with their roles, the trail. Gives the root.
///
/// # Errors
/// [`Error::Conflict`] where it is set up already, [`Error::Unique`] where two people share a user name.
pub fn create_institution(tx: &mut Tx<'_>, deed: &Deed<'_>, new: &NewInstitution) -> Result<Node> {
    if is_set_up(tx)? || xingtan_settings::institution(tx)?.is_some() {
        return Err(Error::Conflict);
    }
    xingtan_settings::create_institution(tx, &new.institution, deed.now())?;
    let root = NewNode {
        id: new.root,
        parent: None,
        kind: NodeKind::root(new.institution.kind),
        name: new.institution.name.clone(),
        code: None,
        seat_quota: None,
    };
    let root = add(tx, &root, deed.now())?;
    let entry =
        deed.entry("accounts.institution-set-up")?.on("institution", root.id, new.institution.name.as_str());
    let after = json!({ "kind": new.institution.kind.to_string(), "zone": new.institution.zone.name() });
    xingtan_audit::record(tx, &entry.within(root.path.as_str()).after(&after))?;
    for person in &new.people {
        open::open(tx, deed, person, &root)?;
    }
    Ok(root)
}

/// The addresses of the wizard.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/setup", get(page::page).post(page::step))
        .route("/setup/done", get(slips::page).post(slips::put_away))
}
