//! What the security administrator reads: one statement a block.

use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// An account that is locked.
    #[derive(Clone, Debug)]
    pub struct LockedRow {
        /// Whose.
        pub id: Uuid,
        /// The name.
        pub name: String,
        /// The sign-in name.
        pub user_name: String,
        /// The unit.
        pub unit_name: String,
        /// Failures in a row.
        pub failures: i64,
        /// Until when.
        pub locked_until: Timestamp,
    }

    /// A role that was granted or ended.
    #[derive(Clone, Debug)]
    pub struct RoleChange {
        /// The grant.
        pub id: Uuid,
        /// To whom.
        pub name: String,
        /// Code of the role.
        pub role: String,
        /// Where.
        pub node_name: String,
        /// When it was granted.
        pub granted_at: Timestamp,
        /// By whom.
        pub granted_name: Option<String>,
        /// When it ended.
        pub ended_at: Option<Timestamp>,
        /// By whom.
        pub ended_name: Option<String>,
    }

    /// A session with its person.
    #[derive(Clone, Debug)]
    pub struct OpenSession {
        /// Its id.
        pub id: Uuid,
        /// Whose.
        pub person_id: Uuid,
        /// The name.
        pub name: String,
        /// The sign-in name.
        pub user_name: String,
        /// The unit.
        pub unit_name: String,
        /// The unit's path.
        pub unit_path: String,
        /// Since when.
        pub started_at: Timestamp,
        /// When it was last seen, to the minute.
        pub seen_at: Timestamp,
        /// From where.
        pub ip: String,
        /// What the browser calls itself.
        pub agent: String,
        /// How many open sessions the person has.
        pub beside: i64,
    }
}

/// Accounts locked now, at most `limit`, those that stay locked longest first.
pub fn locked(tx: &mut Tx<'_>, scope: &Scope, now: Timestamp, limit: i64) -> Result<Vec<LockedRow>> {
    Select::new(
        "p.id, p.name, p.user_name, n.name AS unit_name, c.failures, c.locked_until",
        "accounts_credential c JOIN accounts_person p ON p.id = c.person_id JOIN accounts_node n ON n.id = p.unit_id",
        "p.id",
    )
    .within("p.unit_path", scope)
    .when("c.locked_until > {}", now)
    .rows(tx, &format!("ORDER BY c.locked_until DESC, p.id LIMIT {limit}"))
}

/// Roles that were granted or ended since a moment, at most `limit`, the latest first.
pub fn role_changes(tx: &mut Tx<'_>, scope: &Scope, since: Timestamp, limit: i64) -> Result<Vec<RoleChange>> {
    Select::new(
        "g.id, p.name, g.role, n.name AS node_name, g.granted_at, a.name AS granted_name, g.ended_at,
         b.name AS ended_name",
        "accounts_grant g
         JOIN accounts_person p ON p.id = g.person_id
         JOIN accounts_node n ON n.id = g.node_id
         LEFT JOIN accounts_person a ON a.id = g.granted_by
         LEFT JOIN accounts_person b ON b.id = g.ended_by",
        "g.id",
    )
    .within("n.path", scope)
    .when_all("(g.granted_at > {} OR g.ended_at > {})", vec![since.into(), since.into()])
    .rows(tx, &format!("ORDER BY COALESCE(g.ended_at, g.granted_at) DESC, g.id LIMIT {limit}"))
}

/// How the list of sessions may be sorted.
pub const SESSION_SORTS: &[Sort] = &[
    Sort { name: "seen", column: "s.seen_at" },
    Sort { name: "started", column: "s.started_at" },
    Sort { name: "user", column: "p.user_key" },
];

impl Keyed for OpenSession {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "user" => Order::Text(self.user_name.to_lowercase()),
            "started" => self.started_at.into(),
            _ => self.seen_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// The open sessions of subtrees, found by name, user name or address; `several`: only of people who have more than
/// one.
pub fn sessions(scope: &Scope, query: &str, several: bool, now: Timestamp) -> Select {
    let select = Select::new(
        "s.id, s.person_id, p.name, p.user_name, n.name AS unit_name, p.unit_path, s.started_at, s.seen_at, s.ip,
         s.agent,
         (SELECT count(*) FROM accounts_session o
          WHERE o.person_id = s.person_id AND o.ended_at IS NULL AND o.expires_at > s.seen_at) AS beside",
        "accounts_session s JOIN accounts_person p ON p.id = s.person_id JOIN accounts_node n ON n.id = p.unit_id",
        "s.id",
    )
    .within("p.unit_path", scope)
    .always("s.ended_at IS NULL")
    .when("s.expires_at > {}", now)
    .search("p.search_keys || ' ' || s.ip", query);
    if several {
        let more = "EXISTS (SELECT 1 FROM accounts_session o
                            WHERE o.person_id = s.person_id AND o.id <> s.id AND o.ended_at IS NULL
                              AND o.expires_at > {})";
        return select.when(more, now);
    }
    select
}

/// Whose a session is: person, name, path of the unit.
pub fn owner(tx: &mut Tx<'_>, session: Uuid) -> Result<Option<(Uuid, String, String)>> {
    tx.opt(
        "SELECT p.id, p.name, p.unit_path
         FROM accounts_session s JOIN accounts_person p ON p.id = s.person_id WHERE s.id = $1",
        params![session],
    )
}
