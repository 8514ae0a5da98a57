//! Roles on nodes as kept. A grant that ended stays as history.

use crate::{
    organisation::store::prefixes,
    person::{lists, store::PRESENT},
};
use std::collections::HashMap;
use xingtan_auth::{Role, Scope};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort, Value};

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

row! {
    /// Somebody who holds a role on a node.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Holder {
        /// The grant.
        pub id: Uuid,
        /// Who.
        pub person_id: Uuid,
        /// The name.
        pub name: String,
        /// The user name.
        pub user_name: String,
        /// Code of the role.
        pub role: String,
        /// The node.
        pub node_id: Uuid,
        /// Its name.
        pub node_name: String,
    }
}

const HOLDER: &str = "g.id, g.person_id, p.name, p.user_name, g.role, g.node_id, n.name AS node_name";
const HOLDERS: &str = "accounts_grant g
    JOIN accounts_person p ON p.id = g.person_id
    JOIN accounts_node n ON n.id = g.node_id AND n.deleted_at IS NULL";

/// The present people with roles granted on this very node, learners left out: there may be thousands.
pub fn holders_on(tx: &mut Tx<'_>, node: Uuid) -> Result<Vec<Holder>> {
    Select::new(HOLDER, HOLDERS, "g.id")
        .when("g.node_id = {}", node)
        .always("g.ended_at IS NULL AND g.role <> 'learner'")
        .always(PRESENT)
        .rows(tx, "ORDER BY g.role, p.name_key, g.id LIMIT 500")
}

/// The present people who hold one of these roles on the node of a path, granted there or above; at most 1,000.
pub fn holders_above(tx: &mut Tx<'_>, roles: &[Role], path: &str) -> Result<Vec<Holder>> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let marks = |count: usize| vec!["{}"; count].join(", ");
    let steps = prefixes(path);
    Select::new(HOLDER, HOLDERS, "g.id")
        .always("g.ended_at IS NULL")
        .always(PRESENT)
        .when_all(
            &format!("g.role IN ({})", marks(roles.len())),
            roles.iter().map(|role| Value::from(role.code())).collect(),
        )
        .when_all(
            &format!("n.path IN ({})", marks(steps.len())),
            steps.into_iter().map(Value::Text).collect(),
        )
        .rows(tx, "ORDER BY n.path DESC, g.role, p.name_key, g.id LIMIT 1000")
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

row! {
    /// A living grant as programs get it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Granted {
        /// Its id.
        pub id: Uuid,
        /// Who holds it.
        pub person_id: Uuid,
        /// The name.
        pub name: String,
        /// Code of the role.
        pub role: String,
        /// The node.
        pub node_id: Uuid,
        /// Its name.
        pub node_name: String,
        /// Since when.
        pub granted_at: Timestamp,
        /// By whom.
        pub granted_by: Option<Uuid>,
    }
}

impl Keyed for Granted {
    fn order(&self, _: &str) -> Order {
        self.granted_at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

const GRANTED: &str =
    "g.id, g.person_id, p.name, g.role, g.node_id, n.name AS node_name, g.granted_at, g.granted_by";

/// How living grants are sorted for programs: by the moment they were given.
pub const TIMES: &[Sort] = &[Sort { name: "at", column: "g.granted_at" }];

/// The living grants of the people of a scope.
pub fn granted(scope: &Scope) -> Select {
    Select::new(GRANTED, HOLDERS, "g.id").always("g.ended_at IS NULL").within("p.unit_path", scope)
}

/// A living grant.
pub fn living(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Granted>> {
    tx.opt(
        "SELECT g.id, g.person_id, p.name, g.role, g.node_id, n.name AS node_name, g.granted_at, g.granted_by
         FROM accounts_grant g
         JOIN accounts_person p ON p.id = g.person_id
         JOIN accounts_node n ON n.id = g.node_id AND n.deleted_at IS NULL
         WHERE g.id = $1 AND g.ended_at IS NULL",
        params![id],
    )
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

row! {
    /// A grant that ended.
    #[derive(Clone, Debug)]
    pub struct PastRow {
        /// Code of the role.
        pub role: String,
        /// The node's name.
        pub node_name: String,
        /// Since when it was held.
        pub granted_at: Timestamp,
        /// When it ended.
        pub ended_at: Timestamp,
        /// By whom it was ended.
        pub ended_by: Option<Uuid>,
    }
}

/// The ended grants of a person, the latest first.
pub fn past_of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<PastRow>> {
    tx.all(
        "SELECT g.role, n.name AS node_name, g.granted_at, g.ended_at, g.ended_by
         FROM accounts_grant g JOIN accounts_node n ON n.id = g.node_id
         WHERE g.person_id = $1 AND g.ended_at IS NOT NULL
         ORDER BY g.ended_at DESC, g.id LIMIT 100",
        params![person],
    )
}
