//! What making, moving and removing folders change.

use super::{
    rules::{self, Move},
    store::{self, Folder},
};
use crate::permissions::MANAGE;
use std::collections::HashMap;
use xingtan_audit::record;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_search::sort_key;
use xingtan_web::Fault;

/// All changes of folders wait for each other by this key: two moves, each right by itself, could make a ring.
pub const TURN: &str = "library-folders";

/// Makes a folder in another, or at the top for the unit that one manages.
///
/// # Errors
/// [`Stop::Field`] with what is wrong.
pub fn add(
    tx: &mut Tx<'_>,
    id: Uuid,
    name: &str,
    parent: Option<Uuid>,
    actor: &Actor,
    deed: &Deed,
) -> Result<Folder, Stop> {
    let all = store::all(tx)?;
    let wrong = |key| Err(Stop::Field("parent", Msg::new(key)));
    let unit_path = match parent {
        None => actor.scope(MANAGE).paths().first().cloned().ok_or_else(Fault::forbidden)?,
        Some(to) => match all.iter().find(|it| it.id == to && it.is_kept_by(actor)) {
            Some(found) => found.unit_path.clone(),
            None => return wrong("library-folder-not-there"),
        },
    };
    if all.len() >= rules::MOST {
        return wrong("library-folder-many");
    }
    let it = Folder {
        id,
        parent_id: parent,
        name: name.to_owned(),
        name_key: sort_key(name),
        unit_path,
        version: 1,
    };
    let mut parents = parents(&all);
    parents.insert(id, None);
    if rules::move_to(&parents, id, parent) == Move::TooDeep {
        return wrong("library-folder-deep");
    }
    store::add(tx, &it, actor.person, deed.now)?;
    note(tx, "library.folder-made", &it, deed)?;
    Ok(it)
}

fn parents(all: &[Folder]) -> HashMap<Uuid, Option<Uuid>> {
    all.iter().map(|it| (it.id, it.parent_id)).collect()
}

/// Renames and moves a folder, unless somebody changed it since `version`.
///
/// # Errors
/// [`Fault::NotFound`] for others; [`Stop::Field`] with what is wrong.
pub fn save(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    name: &str,
    parent: Option<Uuid>,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let all = store::all(tx)?;
    let found = all.iter().find(|it| it.id == id && it.is_kept_by(actor));
    let mut it = found.cloned().ok_or(Fault::NotFound)?;
    let wrong = |key| Err(Stop::Field("parent", Msg::new(key)));
    if parent != it.parent_id {
        let to = parent.map(|to| all.iter().find(|it| it.id == to && it.is_kept_by(actor)));
        match to {
            Some(None) => return wrong("library-folder-not-there"),
            // What is shared within one unit does not come into another's folder with its own.
            Some(Some(to)) if !it.unit_path.starts_with(&to.unit_path) => {
                return wrong("library-folder-foreign");
            }
            _ => {}
        }
        match rules::move_to(&parents(&all), id, parent) {
            Move::There => {}
            Move::IntoItself => return wrong("library-folder-itself"),
            Move::TooDeep => return wrong("library-folder-deep"),
            Move::Gone => return wrong("library-folder-not-there"),
        }
    }
    it.parent_id = parent;
    it.name = name.to_owned();
    it.name_key = sort_key(name);
    it.version = version;
    if !store::save(tx, &it)? {
        return Err(Stop::Field("", Msg::new("web-fault-stale")));
    }
    note(tx, "library.folder-changed", &it, deed)
}

/// Removes an empty folder.
///
/// # Errors
/// [`Fault::NotFound`] for others; [`Stop::Field`] where something lies in it.
pub fn remove(tx: &mut Tx<'_>, (id, version): (Uuid, i64), actor: &Actor, deed: &Deed) -> Result<(), Stop> {
    let it = store::get(tx, id)?.filter(|it| it.is_kept_by(actor)).ok_or(Fault::NotFound)?;
    if store::is_full(tx, id)? {
        return Err(Stop::Field("", Msg::new("library-folder-full")));
    }
    if !store::remove(tx, id, version)? {
        return Err(Stop::Field("", Msg::new("web-fault-stale")));
    }
    note(tx, "library.folder-removed", &it, deed)
}

fn note(tx: &mut Tx<'_>, action: &'static str, it: &Folder, deed: &Deed) -> Result<(), Stop> {
    let entry = deed.entry(action, ("library-folder", it.id, &it.name)).within(&it.unit_path);
    Ok(record(tx, &entry)?)
}
