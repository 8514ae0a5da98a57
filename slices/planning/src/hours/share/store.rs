//! Applications for a wider share as kept.

use super::rules::State;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// An application for a wider share of online hours.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Share {
        /// Its id.
        pub id: Uuid,
        /// The department.
        pub unit_path: String,
        /// Its name then.
        pub unit_name: String,
        /// The share asked for, in percent.
        pub percent: i64,
        /// The first month, as `2026-11`.
        pub from_month: String,
        /// The last month.
        pub to_month: String,
        /// Why.
        pub reason: String,
        /// Word of a [`State`].
        pub state: String,
        /// Who asks.
        pub asked_by: Uuid,
        /// The name of that person.
        pub asked_name: String,
        /// When.
        pub asked_at: Timestamp,
        /// Who decided.
        pub decided_by: Option<Uuid>,
        /// The name of that person.
        pub decided_name: Option<String>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// What was said to it.
        pub answer: String,
    }
}

impl Share {
    /// Where it stands.
    pub fn state(&self) -> State {
        State::of(&self.state)
    }
}

impl Keyed for Share {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "from" => self.from_month.as_str().into(),
            "percent" => self.percent.into(),
            _ => self.asked_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists may be sorted.
pub const SORTS: &[Sort] = &[
    Sort { name: "asked", column: "s.asked_at" },
    Sort { name: "from", column: "s.from_month" },
    Sort { name: "percent", column: "s.percent" },
];

/// The applications of subtrees, found by words; `state` is empty for all.
pub fn select(scope: &Scope, query: &str, state: &str) -> Select {
    let columns =
        "s.id, s.unit_path, s.unit_name, s.percent, s.from_month, s.to_month, s.reason, s.state, s.asked_by,
        s.asked_name, s.asked_at, s.decided_by, s.decided_name, s.decided_at, s.answer";
    let select = Select::new(columns, "planning_share s", "s.id")
        .within("s.unit_path", scope)
        .search("lower(s.unit_name || ' ' || s.asked_name || ' ' || s.reason)", query);
    if state.is_empty() { select } else { select.when("s.state = {}", state) }
}

/// The application of this id.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Share>> {
    tx.opt(
        "SELECT id, unit_path, unit_name, percent, from_month, to_month, reason, state, asked_by, asked_name, asked_at,
                decided_by, decided_name, decided_at, answer
         FROM planning_share WHERE id = $1",
        params![id],
    )
}

/// Keeps one that waits.
pub fn add(tx: &mut Tx<'_>, it: &Share) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_share
             (id, unit_path, unit_name, percent, from_month, to_month, reason, state, asked_by, asked_name, asked_at,
              answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, $10, '')",
        params![
            it.id,
            it.unit_path,
            it.unit_name,
            it.percent,
            it.from_month,
            it.to_month,
            it.reason,
            it.asked_by,
            it.asked_name,
            it.asked_at
        ],
    )?;
    Ok(())
}

/// Decides over one that waits. False where it does not wait any more.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Uuid,
    state: State,
    answer: &str,
    (by, name): (Uuid, &str),
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_share SET state = $2, answer = $3, decided_by = $4, decided_name = $5, decided_at = $6
         WHERE id = $1 AND state = 'asked'",
        params![id, state.code(), answer, by, name, now],
    )?;
    Ok(changed == 1)
}

/// Takes one back that waits. False where it does not.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_share SET state = 'withdrawn' WHERE id = $1 AND state = 'asked'",
        params![id],
    )?;
    Ok(changed == 1)
}

/// The wider shares that hold in a month: path and percent.
pub fn standing(tx: &mut Tx<'_>, month: &str) -> Result<Vec<(String, i64)>> {
    tx.all(
        "SELECT unit_path, percent FROM planning_share
         WHERE state = 'approved' AND from_month <= $1 AND to_month >= $1 ORDER BY unit_path, id",
        params![month],
    )
}
