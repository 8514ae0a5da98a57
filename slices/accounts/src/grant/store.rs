//! Roles on nodes as kept. A grant that ended stays as history.

use std::collections::HashMap;
use crate::person::lists;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, list, params, row};

row! {
    /// A grant with the node it stands on.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct GrantRow {
        /// Its id.
        pub id: Uuid,
        /// Who holds it.
        pub person_id: Uuid,
        /// Code of the role.
        pub role: String,
        /// The node.
        pub node_id: Uuid,
        /// The node's path.
        pub node_path: String,
        /// The node's name.
        pub node_name: String,
        /// Since when.
        pub granted_at: Timestamp,
        /// By whom.
        pub granted_by: Option<Uuid>,
    }
}

impl GrantRow {
    /// The role; none for a word of a later version of the program.
    pub fn role(&self) -> Option<Role> {
        self.role.parse().ok()
    }
}

/// The living grants of a person, in order of nodes.
pub fn grants_of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<GrantRow>> {
    tx.all(
        "SELECT g.id, g.person_id, g.role, g.node_id, n.path AS node_path, n.name AS node_name, g.granted_at,
                g.granted_by
         FROM accounts_grant g JOIN accounts_node n ON n.id = g.node_id
         WHERE g.person_id = $1 AND g.ended_at IS NULL AND n.deleted_at IS NULL
         ORDER BY n.path, g.role",
        params![person],
    )
}

/// The roles of several people, each once, in order of precedence. One statement per 512 people.
pub fn roles_of(tx: &mut Tx<'_>, persons: &[Uuid]) -> Result<HashMap<Uuid, Vec<Role>>> {
    let found: Vec<(Uuid, String)> = lists::by_ids(tx, persons, |n| {
        format!(
            "SELECT DISTINCT person_id, role FROM accounts_grant WHERE ended_at IS NULL AND person_id IN ({})",
            list(1, n)
        )
    })?;
    let mut roles: HashMap<Uuid, Vec<Role>> = HashMap::new();
    for (person, role) in found {
        if let Ok(role) = role.parse() {
            roles.entry(person).or_default().push(role);
        }
    }
    roles.values_mut().for_each(|held| held.sort());
    Ok(roles)
}

/// Writes a grant.
///
/// # Errors
/// [`Error::Unique`](xingtan_db::Error::Unique) where the person holds the role there already.
pub fn insert(
    tx: &mut Tx<'_>,
    id: Uuid,
    person: Uuid,
    role: Role,
    node: Uuid,
    now: Timestamp,
    by: Option<Uuid>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_grant (id, person_id, role, node_id, granted_at, granted_by)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![id, person, role.code(), node, now, by],
    )?;
    Ok(())
}

/// Ends a living grant; false where it had ended already.
pub fn end(tx: &mut Tx<'_>, id: Uuid, now: Timestamp, by: Option<Uuid>) -> Result<bool> {
    let ended = tx.exec(
        "UPDATE accounts_grant SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL",
        params![id, now, by],
    )?;
    Ok(ended == 1)
}
