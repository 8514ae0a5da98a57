//! What inspections found, as kept.

use super::rules::{Found, Known};
use std::collections::HashMap;
use xingtan_auth::{Role, Scope};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// An inspection.
    #[derive(Clone, Copy, Debug)]
    pub struct Inspection {
        /// Its id.
        pub id: Uuid,
        /// When it began.
        pub at: Timestamp,
        /// Accounts gone through.
        pub people: i64,
        /// Findings that are open after it.
        pub found: i64,
        /// When it ended.
        pub ended_at: Option<Timestamp>,
    }
}

/// The latest inspection that ended.
pub fn latest(tx: &mut Tx<'_>) -> Result<Option<Inspection>> {
    tx.opt(
        "SELECT id, at, people, found, ended_at FROM accounts_inspection
         WHERE ended_at IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1",
        params![],
    )
}

/// When an inspection began last, whether it ended or not.
pub fn began(tx: &mut Tx<'_>) -> Result<Option<Timestamp>> {
    let rows: Vec<(Timestamp,)> =
        tx.all("SELECT at FROM accounts_inspection ORDER BY at DESC, id DESC LIMIT 1", params![])?;
    Ok(rows.first().map(|row| row.0))
}

/// Begins one.
pub fn begin(tx: &mut Tx<'_>, id: Uuid, by: Option<Uuid>, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_inspection (id, at, by_person, people, found) VALUES ($1, $2, $3, 0, 0)",
        params![id, now, by],
    )?;
    Ok(())
}

/// Ends one that began at `began`: what it did not find any more is gone. Answers how many findings are open.
pub fn end(tx: &mut Tx<'_>, id: Uuid, began: Timestamp, people: i64, now: Timestamp) -> Result<i64> {
    tx.exec(
        "UPDATE accounts_finding SET state = 'gone', version = version + 1
         WHERE seen_at < $1 AND state IN ('open', 'kept')",
        params![began],
    )?;
    let found: i64 = tx.one("SELECT count(*) FROM accounts_finding WHERE state = 'open'", params![])?;
    tx.exec(
        "UPDATE accounts_inspection SET people = $2, found = $3, ended_at = $4 WHERE id = $1",
        params![id, people, found, now],
    )?;
    Ok(found)
}

row! {
    struct Account { id: Uuid, created_at: Timestamp, last_sign_in_at: Option<Timestamp> }
}

/// The accounts in use after an id, with what is known of each: three statements.
pub fn chunk(tx: &mut Tx<'_>, after: Uuid, most: i64, recent: Timestamp) -> Result<Vec<(Uuid, Known)>> {
    let rows: Vec<Account> = tx.all(
        "SELECT id, created_at, last_sign_in_at FROM accounts_person
         WHERE id > $1 AND left_at IS NULL AND state = 'active' ORDER BY id LIMIT $2",
        params![after, most],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = rows.iter().map(|row| row.id.to_param()).collect();
    let sql = format!(
        "SELECT person_id, role FROM accounts_grant WHERE ended_at IS NULL AND person_id IN ({})",
        list(1, ids.len())
    );
    let mut roles: HashMap<Uuid, Vec<Role>> = HashMap::new();
    for (person, role) in tx.all::<(Uuid, String)>(&sql, &ids)? {
        roles.entry(person).or_default().extend(role.parse::<Role>());
    }
    let sql = format!(
        "SELECT person_id, count(*) FROM accounts_device WHERE last_seen_at >= $1 AND person_id IN ({})
         GROUP BY person_id",
        list(2, ids.len())
    );
    let mut given = vec![recent.to_param()];
    given.extend(ids);
    let devices: HashMap<Uuid, i64> = tx.all::<(Uuid, i64)>(&sql, &given)?.into_iter().collect();
    let known = |row: Account| {
        let known = Known {
            created_at: row.created_at,
            last_at: row.last_sign_in_at,
            devices: devices.get(&row.id).copied().unwrap_or(0),
            roles: roles.remove(&row.id).unwrap_or_default(),
        };
        (row.id, known)
    };
    Ok(rows.into_iter().map(known).collect())
}

/// What was justified stays so for this long; then somebody looks again.
const KEPT: Span = Span::of_days(180);

/// Keeps what an inspection found. What was settled or gone and comes back is open again; what was justified stays so
/// for half a year.
pub fn keep(tx: &mut Tx<'_>, id: Uuid, person: Uuid, it: &Found, now: Timestamp) -> Result<()> {
    let roles = it.roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(",");
    tx.exec(
        "INSERT INTO accounts_finding (id, person_id, kind, figure, roles, state, found_at, seen_at, version)
         VALUES ($1, $2, $3, $4, $5, 'open', $6, $6, 1)
         ON CONFLICT (person_id, kind) DO UPDATE SET
             figure = excluded.figure, roles = excluded.roles, seen_at = excluded.seen_at,
             found_at = CASE WHEN accounts_finding.state = 'open'
                               OR (accounts_finding.state = 'kept' AND accounts_finding.answered_at > $7)
                             THEN accounts_finding.found_at ELSE excluded.found_at END,
             version = accounts_finding.version + 1,
             state = CASE WHEN accounts_finding.state = 'kept' AND accounts_finding.answered_at > $7
                          THEN 'kept' ELSE 'open' END",
        params![id, person, it.kind.code(), it.figure, roles, now, now - KEPT],
    )?;
    Ok(())
}

row! {
    /// A finding with the person it is about.
    #[derive(Clone, Debug)]
    pub struct Finding {
        /// Its id.
        pub id: Uuid,
        /// About whom.
        pub person_id: Uuid,
        /// The name.
        pub name: String,
        /// For sorting.
        pub name_key: String,
        /// The user name.
        pub user_name: String,
        /// The unit.
        pub unit_path: String,
        /// Of which kind.
        pub kind: String,
        /// Days, or devices.
        pub figure: i64,
        /// Codes of roles, with commas.
        pub roles: String,
        /// Where it stands.
        pub state: String,
        /// When it was found first.
        pub found_at: Timestamp,
        /// When it was found last.
        pub seen_at: Timestamp,
        /// Name of who answered.
        pub answered_name: Option<String>,
        /// When.
        pub answered_at: Option<Timestamp>,
        /// What.
        pub answer: Option<String>,
        /// Counts changes.
        pub version: i64,
    }
}

impl Keyed for Finding {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "name" => self.name_key.as_str().into(),
            _ => self.found_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How the list may be sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "found", column: "f.found_at" }, Sort { name: "name", column: "p.name_key" }];

const COLUMNS: &str =
    "f.id, f.person_id, p.name, p.name_key, p.user_name, p.unit_path, f.kind, f.figure, f.roles,
    f.state, f.found_at, f.seen_at, a.name AS answered_name, f.answered_at, f.answer, f.version";
const FROM: &str = "accounts_finding f JOIN accounts_person p ON p.id = f.person_id
    LEFT JOIN accounts_person a ON a.id = f.answered_by";

/// The findings of subtrees, found by words; `state` and `kind` are empty for all.
pub fn select(scope: &Scope, query: &str, state: &str, kind: &str) -> Select {
    let mut select =
        Select::new(COLUMNS, FROM, "f.id").within("p.unit_path", scope).search("p.search_keys", query);
    if !state.is_empty() {
        select = select.when("f.state = {}", state);
    }
    if !kind.is_empty() {
        select = select.when("f.kind = {}", kind);
    }
    select
}

/// One finding.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Finding>> {
    Ok(Select::new(COLUMNS, FROM, "f.id").when("f.id = {}", id).rows(tx, "")?.into_iter().next())
}

/// Answers an open finding, unless it has changed since the count `seen`; whether it did.
pub fn answer(
    tx: &mut Tx<'_>,
    id: Uuid,
    seen: i64,
    state: &str,
    by: Uuid,
    text: &str,
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE accounts_finding
         SET state = $3, answered_by = $4, answered_at = $5, answer = $6, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'open'",
        params![id, seen, state, by, now, text],
    )?;
    Ok(changed == 1)
}
