//! What waits for administrators and how full their units are: numbers for the start pages of slices above, by the
//! conditions of the lists to which they lead.

use crate::{
    imports, opening, organisation::store as organisation, person::store::seats_by_unit, real_name, ticket,
};
use xingtan_auth::{Actor, Scope};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_imports::{Find, RunState};
use xingtan_web::Select;

/// Most imports that are counted one by one.
const MOST: i64 = 1_000;

/// What waits for an administrator; none where it is not theirs to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Requests for accounts to be decided (`/people/openings?state=open`).
    pub openings: Option<i64>,
    /// Tickets to be answered (`/people/tickets?state=open`).
    pub tickets: Option<i64>,
    /// Uploaded imports that were neither started nor discarded (`/imports?state=waiting`).
    pub imports: Option<i64>,
    /// Real names to be verified (`/real-names?state=pending`).
    pub real_names: Option<i64>,
}

/// What waits for an actor: one statement for each kind, imports one for each subtree besides.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Waiting> {
    let open = |tx: &mut Tx<'_>, select: Select, column: &'static str, scope: &Scope| {
        select.always("state = 'open'").within(column, scope).count(tx)
    };
    let mut found = Waiting::default();
    if actor.may(opening::DECIDE) {
        let select = Select::new("id", "accounts_opening", "id");
        found.openings = Some(open(tx, select, "unit_path", &actor.scope(opening::DECIDE))?);
    }
    if actor.may(ticket::ANSWER) {
        let select = Select::new("id", "accounts_ticket", "id");
        found.tickets = Some(open(tx, select, "node_path", &actor.scope(ticket::ANSWER))?);
    }
    if actor.may(imports::READ) {
        let paths = actor.scope(imports::READ).ranges();
        let state = Some(RunState::Waiting);
        let find = Find { person: actor.person, paths: &paths, state, ..Find::default() };
        found.imports = Some(xingtan_imports::find(tx, &find, None, MOST)?.len() as i64);
    }
    if actor.may(real_name::DECIDE) {
        let select = Select::new("r.person_id", real_name::store::FROM, "r.person_id");
        let select =
            select.always("r.state = 'pending'").within("p.unit_path", &actor.scope(real_name::DECIDE));
        found.real_names = Some(select.count(tx)?);
    }
    Ok(found)
}

/// Seats of a unit and all below it (ACC-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// The unit.
    pub node: Uuid,
    /// Its name.
    pub name: String,
    /// Seats bought for it; none: any number.
    pub quota: Option<i64>,
    /// Seats taken: people who are here and whose account is in use or suspended.
    pub taken: i64,
}

/// The seats of the uppermost units of a scope, and of each unit below that has a number of its own. Two statements
/// for each uppermost unit.
///
/// # Errors
/// Those of the database.
pub fn seats(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Seats>> {
    let mut found = Vec::new();
    for path in scope.paths() {
        let nodes = organisation::subtree(tx, path)?;
        let taken = seats_by_unit(tx, path)?;
        for node in nodes.iter().filter(|node| node.path == *path || node.seat_quota.is_some()) {
            let below = nodes.iter().filter(|it| it.path.starts_with(&node.path));
            found.push(Seats {
                node: node.id,
                name: node.name.clone(),
                quota: node.seat_quota,
                taken: below.filter_map(|it| taken.get(&it.id)).sum(),
            });
        }
    }
    Ok(found)
}
