//! Tickets as kept.

use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

/// A ticket to be written.
#[derive(Clone, Debug)]
pub struct NewTicket<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose account is meant, if the user name belongs to somebody.
    pub person: Option<Uuid>,
    /// The user name as typed.
    pub user_name: &'a str,
    /// The name of who asks.
    pub name: &'a str,
    /// Telephone or mail.
    pub contact: &'a str,
    /// What is wrong.
    pub message: &'a str,
    /// Whose administrators answer: the unit of the account, else the root.
    pub node_path: &'a str,
    /// From where.
    pub ip: &'a str,
}

/// Writes a ticket and gives its number.
pub fn insert(tx: &mut Tx<'_>, new: &NewTicket<'_>, now: Timestamp) -> Result<i64> {
    tx.one(
        "INSERT INTO accounts_ticket
             (id, number, person_id, user_name, name, contact, message, node_path, at, ip, state)
         VALUES ($1, (SELECT COALESCE(max(number), 1000) + 1 FROM accounts_ticket), $2, $3, $4, $5, $6, $7, $8, $9,
                 'open')
         RETURNING number",
        params![
            new.id,
            new.person,
            new.user_name,
            new.name,
            new.contact,
            new.message,
            new.node_path,
            now,
            new.ip
        ],
    )
}

row! {
    /// A ticket.
    #[derive(Clone, Debug)]
    pub struct Ticket {
        /// Its id.
        pub id: Uuid,
        /// Its number, told to who asks.
        pub number: i64,
        /// Whose account is meant.
        pub person_id: Option<Uuid>,
        /// The user name as typed.
        pub user_name: String,
        /// The name of who asks.
        pub name: String,
        /// Telephone or mail.
        pub contact: String,
        /// What is wrong.
        pub message: String,
        /// Whose administrators answer.
        pub node_path: String,
        /// When it came.
        pub at: Timestamp,
        /// From where.
        pub ip: String,
        /// `open` or `answered`.
        pub state: String,
        /// Name of who answered.
        pub answered_name: Option<String>,
        /// When.
        pub answered_at: Option<Timestamp>,
        /// What.
        pub answer: Option<String>,
    }
}

impl Keyed for Ticket {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "number" => Order::Int(self.number),
            _ => Order::Time(self.at.micros()),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How the list may be sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "at", column: "t.at" }, Sort { name: "number", column: "t.number" }];

const COLUMNS: &str =
    "t.id, t.number, t.person_id, t.user_name, t.name, t.contact, t.message, t.node_path, t.at, t.ip,
    t.state, a.name AS answered_name, t.answered_at, t.answer";
const FROM: &str = "accounts_ticket t LEFT JOIN accounts_person a ON a.id = t.answered_by";

/// The tickets of subtrees, found by words; `state` is empty for all.
pub fn select(scope: &Scope, query: &str, state: &str) -> Select {
    let keys = "lower(t.user_name || ' ' || t.name || ' ' || t.contact || ' ' || CAST(t.number AS text))";
    let select = Select::new(COLUMNS, FROM, "t.id").within("t.node_path", scope).search(keys, query);
    if state.is_empty() { select } else { select.when("t.state = {}", state) }
}

/// The ticket of this id.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Ticket>> {
    tx.opt(
        "SELECT t.id, t.number, t.person_id, t.user_name, t.name, t.contact, t.message, t.node_path, t.at, t.ip,
                t.state, a.name AS answered_name, t.answered_at, t.answer
         FROM accounts_ticket t LEFT JOIN accounts_person a ON a.id = t.answered_by
         WHERE t.id = $1",
        params![id],
    )
}

/// Answers an open ticket; false where somebody else did meanwhile.
pub fn answer(tx: &mut Tx<'_>, id: Uuid, by: Uuid, answer: &str, now: Timestamp) -> Result<bool> {
    let answered = tx.exec(
        "UPDATE accounts_ticket SET state = 'answered', answered_by = $2, answered_at = $3, answer = $4
         WHERE id = $1 AND state = 'open'",
        params![id, by, now, answer],
    )?;
    Ok(answered == 1)
}

row! {
    /// Somebody who may answer.
    #[derive(Clone, Debug)]
    pub struct Responsible {
        /// Who.
        pub id: Uuid,
        /// The name.
        pub name: String,
        /// The mailbox.
        pub mail: Option<String>,
        /// Tag of the chosen language.
        pub lang: Option<String>,
        /// The node on which the role stands.
        pub path: String,
    }
}

/// Who holds one of `roles` on a node of the way to `path`: the nearest node's holders, at most twenty.
pub fn responsible(tx: &mut Tx<'_>, path: &str, roles: &[&str]) -> Result<Vec<Responsible>> {
    let sql = format!(
        "SELECT DISTINCT p.id, p.name, p.mail, p.lang, n.path
         FROM accounts_grant g
         JOIN accounts_node n ON n.id = g.node_id
         JOIN accounts_person p ON p.id = g.person_id
         WHERE g.role IN ({}) AND g.ended_at IS NULL AND n.deleted_at IS NULL
           AND p.state = 'active' AND p.left_at IS NULL
           AND substr(CAST($1 AS text), 1, length(n.path)) = n.path
         ORDER BY n.path DESC, p.id LIMIT 20",
        xingtan_db::list(2, roles.len())
    );
    let mut given = vec![xingtan_db::Param::Text(path)];
    given.extend(roles.iter().map(|role| xingtan_db::Param::Text(role)));
    let mut found: Vec<Responsible> = tx.all(&sql, &given)?;
    // All of these paths lie on one way, so the longest is the nearest.
    let nearest = found.iter().map(|one| one.path.len()).max().unwrap_or(0);
    found.retain(|one| one.path.len() == nearest);
    Ok(found)
}
