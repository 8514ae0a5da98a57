//! What the database says of the rows of a chunk, and the questions a decision asks of it.

use super::{IMPORT, OPEN, import_plan::Plan, lists, seats, store::seats_taken};
use crate::{
    grant,
    organisation::{
        find::{Finder, Found, suggestion},
        rules::full,
        store::{self as organisation, Node, prefixes},
    },
    position::store as position,
};
use std::collections::{HashMap, HashSet};
use xingtan_auth::{Grant, Permissions, Role, Scope};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, list, row};
use xingtan_i18n::Msg;
use xingtan_imports::{Refusal, RunInfo};

/// Somebody who is there already.
#[derive(Clone, Debug)]
pub struct Existing {
    /// Who.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The unit.
    pub unit: Uuid,
    /// Its path.
    pub unit_path: String,
    /// The position.
    pub position: Option<Uuid>,
    /// 工号.
    pub staff_number: Option<String>,
    /// The mailbox.
    pub mail: Option<String>,
    /// The sealed mobile number.
    pub mobile_sealed: Option<Vec<u8>>,
    /// Whether the person left or the account is closed.
    pub gone: bool,
    /// Roles with the paths of their nodes.
    pub roles: Vec<(Role, String)>,
}

row! {
    struct ExistingRow {
        id: Uuid,
        user_key: String,
        name: String,
        unit_id: Uuid,
        unit_path: String,
        position_id: Option<Uuid>,
        staff_number: Option<String>,
        mail: Option<String>,
        mobile_sealed: Option<Vec<u8>>,
        gone: bool,
    }
}

/// What is known.
pub struct Known {
    finder: Finder,
    /// Positions by name.
    pub positions: HashMap<String, Uuid>,
    /// People by user name in small letters.
    pub people: HashMap<String, Existing>,
    /// User names in small letters by the numbers of people who have not left.
    pub by_number: HashMap<String, String>,
    importer: Vec<Grant>,
    direct: bool,
    scope: Scope,
    seats: Vec<(Node, i64)>,
    /// Seats that rows took (or left) since the database was read, by node.
    took: HashMap<Uuid, i64>,
    units: HashMap<String, std::result::Result<Node, Refusal>>,
}

/// Reads what is known of these rows.
///
/// # Errors
/// Those of the database.
pub fn read_known(
    tx: &mut Tx<'_>,
    run: &RunInfo,
    plans: &[&Plan],
    permissions: &Permissions,
    direct: bool,
) -> Result<Known> {
    let importer = grant::change::held(tx, run.asked_by)?;
    let carries =
        |grant: &&Grant| permissions.carries(grant.role, IMPORT) && permissions.carries(grant.role, OPEN);
    let scope = Scope::of(importer.iter().filter(carries).map(|grant| grant.path.clone()).collect());
    let finder = Finder::new(organisation::nodes(tx)?);
    let keys: Vec<&str> = plans.iter().map(|plan| plan.user_key.as_str()).collect();
    let mut people = existing(tx, &keys)?;
    let roles: Vec<(Uuid, String, String)> =
        lists::by_ids(tx, &people.values().map(|one| one.id).collect::<Vec<_>>(), |n| {
            format!(
                "SELECT g.person_id, g.role, n.path FROM accounts_grant g
                 JOIN accounts_node n ON n.id = g.node_id AND n.deleted_at IS NULL
                 WHERE g.ended_at IS NULL AND g.person_id IN ({})",
                list(1, n)
            )
        })?;
    let keys: HashMap<Uuid, String> = people.iter().map(|(key, one)| (one.id, key.clone())).collect();
    for (person, role, path) in roles {
        let one = keys.get(&person).and_then(|key| people.get_mut(key));
        if let (Some(one), Ok(role)) = (one, role.parse()) {
            one.roles.push((role, path));
        }
    }
    let numbers: Vec<&str> = plans.iter().filter_map(|plan| plan.staff_number.as_deref()).collect();
    let by_number: Vec<(String, String)> = lists::by_texts(tx, &numbers, |n| {
        format!(
            "SELECT staff_number, user_key FROM accounts_person WHERE left_at IS NULL AND staff_number IN ({})",
            list(1, n)
        )
    })?;
    let mut known = Known {
        positions: position::positions(tx)?.into_iter().map(|one| (one.name, one.id)).collect(),
        by_number: by_number.into_iter().collect(),
        seats: Vec::new(),
        took: HashMap::new(),
        units: HashMap::new(),
        finder,
        people,
        importer,
        direct,
        scope,
    };
    known.seats = seats(tx, &mut known, plans)?;
    Ok(known)
}

fn existing(tx: &mut Tx<'_>, keys: &[&str]) -> Result<HashMap<String, Existing>> {
    let found: Vec<ExistingRow> = lists::by_texts(tx, keys, |n| {
        format!(
            "SELECT id, user_key, name, unit_id, unit_path, position_id, staff_number, mail, mobile_sealed,
                    (left_at IS NOT NULL OR state = 'closed') AS gone
             FROM accounts_person WHERE user_key IN ({})",
            list(1, n)
        )
    })?;
    let one = |row: ExistingRow| {
        let existing = Existing {
            id: row.id,
            name: row.name,
            unit: row.unit_id,
            unit_path: row.unit_path,
            position: row.position_id,
            staff_number: row.staff_number,
            mail: row.mail,
            mobile_sealed: row.mobile_sealed,
            gone: row.gone,
            roles: Vec::new(),
        };
        (row.user_key, existing)
    };
    Ok(found.into_iter().map(one).collect())
}

/// Seats taken on the nodes with a quota above the units of people who come: only those are counted.
fn seats(tx: &mut Tx<'_>, known: &mut Known, plans: &[&Plan]) -> Result<Vec<(Node, i64)>> {
    let mut paths: HashSet<String> = HashSet::new();
    for plan in plans {
        if let Ok(unit) = known.unit(&plan.unit) {
            let stays = known.people.get(&plan.user_key).is_some_and(|there| there.unit == unit.id);
            if !stays {
                paths.extend(prefixes(&unit.path));
            }
        }
    }
    let limited: Vec<Node> = known
        .finder
        .nodes()
        .iter()
        .filter(|node| node.seat_quota.is_some() && paths.contains(&node.path))
        .cloned()
        .collect();
    let mut seats = Vec::with_capacity(limited.len());
    for node in limited {
        let taken = seats_taken(tx, &node.path)?;
        seats.push((node, taken));
    }
    Ok(seats)
}

impl Known {
    /// The unit that a text names, within what the importer may open accounts in.
    ///
    /// # Errors
    /// With the reason, and a suggestion where one is alike.
    pub fn unit(&mut self, text: &str) -> std::result::Result<Node, Refusal> {
        if let Some(known) = self.units.get(text) {
            return known.clone();
        }
        let found = match self.finder.find(text) {
            Found::One(node) if self.scope.covers(&node.path) => Ok(node.clone()),
            Found::One(_) => Err(Msg::new("accounts-import-unit-elsewhere")),
            // Units of one name below one unit: no way tells them apart.
            Found::Several(names) if names.iter().all(|name| *name == names[0]) => {
                Err(Msg::new("accounts-import-unit-same").with("unit", names[0].as_str()))
            }
            Found::Several(names) => {
                let named = |at: usize| names.get(at).map_or("", String::as_str);
                let msg = Msg::new("accounts-import-unit-several").with("first", named(0));
                Err(msg.with("second", named(1)).with("count", names.len()))
            }
            Found::None(Some(alike)) => {
                Err(Msg::new("accounts-import-unit-unknown-alike").with("unit", alike))
            }
            Found::None(None) => Err(Msg::new("accounts-import-unit-unknown")),
        };
        let found = found.map_err(|msg| Refusal::at("unit", msg));
        self.units.insert(text.to_owned(), found.clone());
        found
    }

    /// A node by id.
    pub fn node(&self, id: Uuid) -> Option<&Node> {
        self.finder.nodes().iter().find(|node| node.id == id)
    }

    /// The names down to the node of a path.
    pub fn trail(&self, path: &str) -> String {
        let node = self.finder.nodes().iter().find(|node| node.path == path);
        node.map_or_else(String::new, |node| self.finder.trail(node))
    }

    /// Whether the importer administers people of this unit.
    pub fn sees(&self, path: &str) -> bool {
        self.scope.covers(path)
    }

    /// Whether the importer may give these roles on a unit, and they go with one another.
    ///
    /// # Errors
    /// With the first that does not.
    pub fn roles_fit(&self, roles: &[Role], path: &str) -> std::result::Result<(), Refusal> {
        for role in roles {
            if role.is_administrator() {
                return Err(Refusal::at("roles", grant::rules::Refuse::Officer.msg()));
            }
            if !grant::rules::may_give(&self.importer, *role, path) {
                let msg = Msg::new("accounts-people-role-not-yours").with("role", Msg::of(role.key()));
                return Err(Refusal::at("roles", msg));
            }
            if let Some(other) = roles.iter().find(|other| !other.goes_with(*role)) {
                return Err(Refusal::at("roles", grant::rules::Refuse::Excluded(*other).msg()));
            }
        }
        Ok(())
    }

    /// Whether the importer opens accounts in this unit without asking the centre.
    pub fn opens_alone(&self, path: &str) -> bool {
        crate::opening::rules::opens_alone(&self.importer, path, self.direct)
    }

    /// Whether the importer may act on somebody.
    pub fn may_act_on(&self, there: &Existing) -> bool {
        let grant =
            |(role, path): &(Role, String)| Grant { role: *role, node: Uuid::nil(), path: path.clone() };
        grant::rules::may_act_on(&self.importer, &there.roles.iter().map(grant).collect::<Vec<_>>())
    }

    /// Takes a seat in the unit of this path for a row of this chunk; nodes that hold the person already (`from`)
    /// count nobody twice.
    ///
    /// # Errors
    /// With the node whose quota would not do.
    pub fn take_seat(&mut self, path: &str, from: Option<&str>) -> std::result::Result<(), Msg> {
        let counts = |node: &Node| {
            path.starts_with(&node.path) && !from.is_some_and(|from| from.starts_with(&node.path))
        };
        let way = self.seats.iter().filter(|(node, _)| counts(node)).map(|(node, taken)| (node, *taken));
        if let Some((node, taken)) = full(way, 1) {
            return Err(seats::told(&node.name, node.seat_quota.unwrap_or(0), taken));
        }
        for (node, taken) in self.seats.iter_mut().filter(|(node, _)| counts(node)) {
            *taken += 1;
            *self.took.entry(node.id).or_default() += 1;
        }
        let left = |node: &&Node| {
            from.is_some_and(|from| from.starts_with(&node.path)) && !path.starts_with(&node.path)
        };
        for node in self.finder.nodes().iter().filter(|node| node.seat_quota.is_some()).filter(left) {
            *self.took.entry(node.id).or_default() -= 1;
        }
        Ok(())
    }

    /// What rows before these took, while nothing of them is written.
    pub fn follow(&mut self, before: &Known) {
        self.took.clone_from(&before.took);
        for (node, taken) in &mut self.seats {
            *taken += before.took.get(&node.id).copied().unwrap_or(0);
        }
    }

    /// What to tell of a position that does not exist.
    pub fn no_position(&self, name: &str) -> Msg {
        match suggestion(name, self.positions.keys().map(String::as_str)) {
            Some(alike) => Msg::new("accounts-import-position-alike").with("position", alike),
            None => Msg::new("accounts-import-position-unknown"),
        }
    }
}
