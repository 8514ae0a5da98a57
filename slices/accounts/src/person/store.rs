//! People as kept: what every slice reads of them.

use super::{
    lists,
    rules::{Account, Shown, State},
};
use std::collections::HashMap;
use xingtan_auth::Scope;
use xingtan_clock::{Date, Timestamp, Uuid};
use xingtan_db::{Result, Tx, list, params, row};
use xingtan_web::{Keyed, List, ListPage, Order, Select, Sort, Value};

row! {
    /// A person, with the names of unit and position.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Person {
        /// Its id.
        pub id: Uuid,
        /// The sign-in name.
        pub user_name: String,
        /// The name shown.
        pub name: String,
        /// Sorts names by pinyin.
        pub name_key: String,
        /// The unit.
        pub unit_id: Uuid,
        /// The unit's path.
        pub unit_path: String,
        /// The unit's name.
        pub unit_name: String,
        /// The position (岗位).
        pub position_id: Option<Uuid>,
        /// The position's name.
        pub position_name: Option<String>,
        /// 工号.
        pub staff_number: Option<String>,
        /// Code of a [`State`].
        pub state: String,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Person {
    /// The state as kept; a word of a later version of the program counts as frozen.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Frozen)
    }
}

impl Keyed for Person {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "unit" => Order::Text(self.unit_path.clone()),
            "user" => Order::Text(self.user_name.to_lowercase()),
            _ => Order::Text(self.name_key.clone()),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists of people may be sorted; for [`List::read`] before [`people_list`].
pub const PEOPLE_SORTS: &[Sort] = &[
    Sort { name: "name", column: "p.name_key" },
    Sort { name: "unit", column: "p.unit_path" },
    Sort { name: "user", column: "p.user_key" },
];

const COLUMNS: &str = "p.id, p.user_name, p.name, p.name_key, p.unit_id, p.unit_path, n.name AS unit_name,
    p.position_id, o.name AS position_name, p.staff_number, p.state, p.version";
const FROM: &str = "accounts_person p
    JOIN accounts_node n ON n.id = p.unit_id
    LEFT JOIN accounts_position o ON o.id = p.position_id";

/// Who counts as present: neither left nor frozen, closed or revoked.
pub const PRESENT: &str = "p.left_at IS NULL AND p.state IN ('active', 'suspended')";

macro_rules! person_sql {
    ($tail:literal) => {
        concat!(
            "SELECT p.id, p.user_name, p.name, p.name_key, p.unit_id, p.unit_path, n.name AS unit_name,
                p.position_id, o.name AS position_name, p.staff_number, p.state, p.version
             FROM accounts_person p
             JOIN accounts_node n ON n.id = p.unit_id
             LEFT JOIN accounts_position o ON o.id = p.position_id ",
            $tail
        )
    };
}

/// The person of this id.
pub fn person(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Person>> {
    tx.opt(person_sql!("WHERE p.id = $1"), params![id])
}

/// A person's date of birth, where it is known.
pub fn born_on(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Date>> {
    let found: Option<Option<String>> =
        tx.opt("SELECT born_on FROM accounts_person WHERE id = $1", params![id])?;
    Ok(found.flatten().and_then(|day| day.parse().ok()))
}

/// The person of this user name, written in any case.
pub fn person_by_user(tx: &mut Tx<'_>, user_name: &str) -> Result<Option<Person>> {
    tx.opt(person_sql!("WHERE p.user_key = $1"), params![user_name.trim().to_lowercase()])
}

/// The people of these ids that exist, sorted by name. One statement per 512 ids.
pub fn people(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<Person>> {
    let mut found: Vec<Person> = Vec::new();
    for chunk in lists::distinct(ids).chunks(lists::CHUNK) {
        found.extend(any_of(Select::new(COLUMNS, FROM, "p.id"), "p.id", chunk).rows::<Person>(tx, "")?);
    }
    found.sort_by(|a, b| (&a.name_key, a.id).cmp(&(&b.name_key, b.id)));
    Ok(found)
}

/// The names of these people. One statement per 512 ids.
pub fn names(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    let found: Vec<(Uuid, String)> = lists::by_ids(tx, &lists::distinct(ids), |n| {
        format!("SELECT id, name FROM accounts_person WHERE id IN ({})", list(1, n))
    })?;
    Ok(found.into_iter().collect())
}

/// Only rows whose column holds one of these ids.
pub fn any_of(select: Select, column: &str, ids: &[Uuid]) -> Select {
    let marks = vec!["{}"; ids.len()].join(", ");
    let condition = if ids.is_empty() { "1 = 0".to_owned() } else { format!("{column} IN ({marks})") };
    select.when_all(&condition, ids.iter().copied().map(Value::Id).collect())
}

/// Which people a list shows.
#[derive(Clone, Debug, Default)]
pub struct PeopleFilter {
    /// Only people whose unit lies here.
    pub scope: Scope,
    /// Words, each of which occurs in name, pinyin, initials, user name or staff number.
    pub query: String,
    /// Only people of this unit's subtree.
    pub unit_path: Option<String>,
    /// Only people of this position.
    pub position: Option<Uuid>,
    /// Only members of this cohort.
    pub cohort: Option<Uuid>,
    /// Also those who left and those whose account is frozen, closed or revoked.
    pub absent: bool,
    /// Only people whose account is shown as this at the moment.
    pub shown: Option<(Shown, Timestamp)>,
}

/// One page of people for lists that show other slices' facts beside them: two statements.
pub fn people_list(tx: &mut Tx<'_>, list: &List, filter: &PeopleFilter) -> Result<ListPage<Person>> {
    list.page(tx, select(filter))
}

/// The next `chunk` people of the same list, for exports; see [`List::chunk`].
pub fn people_chunk(
    tx: &mut Tx<'_>,
    list: &List,
    filter: &PeopleFilter,
    chunk: i64,
    take: &mut Vec<Person>,
) -> Result<Option<List>> {
    list.chunk(tx, select(filter), chunk, take)
}

/// What an account is shown as; kept in step with `list::shown` by a test.
const SHOWN: &str = "CASE
    WHEN p.state NOT IN ('active', 'suspended') THEN p.state
    WHEN p.state = 'suspended' AND (p.state_until IS NULL OR p.state_until > {}) THEN 'suspended'
    WHEN (SELECT c.locked_until FROM accounts_credential c WHERE c.person_id = p.id) > {} THEN 'locked'
    WHEN (SELECT c.must_change FROM accounts_credential c WHERE c.person_id = p.id) THEN 'must-change'
    ELSE 'active' END = {}";

/// What the accounts of these people are shown as. One statement per 512 people.
pub fn shown_of(tx: &mut Tx<'_>, people: &[Uuid], now: Timestamp) -> Result<HashMap<Uuid, Shown>> {
    type Row = (Uuid, String, Option<Timestamp>, Option<bool>, Option<Timestamp>);
    let found: Vec<Row> = lists::by_ids(tx, &lists::distinct(people), |n| {
        format!(
            "SELECT p.id, p.state, p.state_until, c.must_change, c.locked_until
             FROM accounts_person p LEFT JOIN accounts_credential c ON c.person_id = p.id WHERE p.id IN ({})",
            list(1, n)
        )
    })?;
    let shown = |(id, state, until, change, locked): Row| {
        (id, super::list::shown(&state, until, change.unwrap_or(false), locked, now))
    };
    Ok(found.into_iter().map(shown).collect())
}

fn select(filter: &PeopleFilter) -> Select {
    let mut select = Select::new(COLUMNS, FROM, "p.id").within("p.unit_path", &filter.scope);
    if !filter.absent {
        select = select.always(PRESENT);
    }
    if let Some((shown, now)) = filter.shown {
        let values = vec![Value::from(now), Value::from(now), Value::from(shown.code())];
        select = select.when_all(SHOWN, values);
    }
    if let Some(path) = &filter.unit_path {
        select = select.within("p.unit_path", &Scope::of(vec![path.clone()]));
    }
    if let Some(position) = filter.position {
        select = select.when("p.position_id = {}", position);
    }
    if let Some(cohort) = filter.cohort {
        let members = "EXISTS (SELECT 1 FROM accounts_cohort_member m
                               WHERE m.person_id = p.id AND m.cohort_id = {})";
        select = select.when(members, cohort);
    }
    select.search("p.search_keys", &filter.query)
}

/// How many people are present in a scope.
pub fn count_people(tx: &mut Tx<'_>, scope: &Scope) -> Result<i64> {
    Select::new("p.id", FROM, "p.id").within("p.unit_path", scope).always(PRESENT).count(tx)
}

row! {
    /// What the rules of states ask of an account.
    #[derive(Clone, Debug)]
    pub struct AccountRow {
        /// Code of a [`State`].
        pub state: String,
        /// When a suspension ends.
        pub state_until: Option<Timestamp>,
        /// When the person left.
        pub left_at: Option<Timestamp>,
    }
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Account {
            state: row.state.parse().unwrap_or(State::Frozen),
            until: row.state_until,
            left: row.left_at.is_some(),
        }
    }
}

/// Where a person's account stands.
pub fn account(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Account>> {
    let row: Option<AccountRow> =
        tx.opt("SELECT state, state_until, left_at FROM accounts_person WHERE id = $1", params![id])?;
    Ok(row.map(Account::from))
}

/// How many seats the subtree of a path takes.
pub fn seats_taken(tx: &mut Tx<'_>, path: &str) -> Result<i64> {
    let (low, high) = crate::organisation::store::range(path);
    Ok(tx
        .one::<(i64,)>(
            "SELECT count(*) FROM accounts_person p
             WHERE p.unit_path >= $1 AND p.unit_path < $2
               AND p.left_at IS NULL AND p.state IN ('active', 'suspended')",
            params![low, high],
        )?
        .0)
}

/// Seats taken in each unit of a subtree, units without any left out.
pub fn seats_by_unit(tx: &mut Tx<'_>, path: &str) -> Result<HashMap<Uuid, i64>> {
    let (low, high) = crate::organisation::store::range(path);
    let found: Vec<(Uuid, i64)> = tx.all(
        "SELECT p.unit_id, count(*) FROM accounts_person p
         WHERE p.unit_path >= $1 AND p.unit_path < $2
           AND p.left_at IS NULL AND p.state IN ('active', 'suspended')
         GROUP BY p.unit_id",
        params![low, high],
    )?;
    Ok(found.into_iter().collect())
}

/// The mailbox of a person.
pub fn mail(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<String>> {
    let found: Option<Option<String>> =
        tx.opt("SELECT mail FROM accounts_person WHERE id = $1", params![id])?;
    Ok(found.flatten())
}
