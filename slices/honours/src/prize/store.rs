//! How prizes are kept.

use std::collections::HashMap;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A prize.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Prize {
        /// Its id.
        pub id: Uuid,
        /// For which place.
        pub place_id: Uuid,
        /// Whose.
        pub person_id: Uuid,
        /// The name of that person.
        pub person_name: String,
        /// The unit of that person when the ranking was frozen.
        pub unit_path: String,
        /// The ranking.
        pub ranking_id: Uuid,
        /// Its period.
        pub period: String,
        /// The rank.
        pub rank: i64,
        /// What it is.
        pub what: String,
        /// What it is worth, in fen.
        pub value_cents: Option<i64>,
        /// `promised`, `handed`, `received` or `cancelled`.
        pub state: String,
        /// When it was registered.
        pub registered_at: Timestamp,
        /// By whom.
        pub registered_name: String,
        /// When it was handed over.
        pub handed_at: Option<Timestamp>,
        /// By whom.
        pub handed_name: Option<String>,
        /// When the winner confirmed it.
        pub received_at: Option<Timestamp>,
        /// Why it was cancelled.
        pub reason: String,
        /// Counts its changes.
        pub version: i64,
    }
}

const COLUMNS: &str = "z.id, z.place_id, z.person_id, z.person_name, z.unit_path, p.ranking_id, r.period, p.rank, z.what,
         z.value_cents, z.state, z.registered_at, z.registered_name, z.handed_at, z.handed_name, z.received_at,
         z.reason, z.version";
const FROM: &str = "honours_prize z JOIN honours_place p ON p.id = z.place_id
         JOIN honours_ranking r ON r.id = p.ranking_id";

/// States of a prize.
pub const STATES: [&str; 4] = ["promised", "handed", "received", "cancelled"];

/// How lists of prizes are sorted.
pub const SORTS: &[Sort] = &[Sort { name: "registered", column: "z.registered_at" }];

impl Keyed for Prize {
    fn order(&self, _: &str) -> Order {
        self.registered_at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// The prizes of some subtrees, found by words; `state` is empty for all.
pub fn select(scope: &Scope, query: &str, state: &str) -> Select {
    let select = Select::new(COLUMNS, FROM, "z.id")
        .within("z.unit_path", scope)
        .search("lower(z.person_name || ' ' || z.what || ' ' || r.period)", query);
    if state.is_empty() { select } else { select.when("z.state = {}", state) }
}

/// The prizes of somebody, the newest first.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Prize>> {
    Select::new(COLUMNS, FROM, "z.id")
        .when("z.person_id = {}", person)
        .rows(tx, "ORDER BY z.registered_at DESC, z.id DESC LIMIT 200")
}

/// A prize.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Prize>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM {FROM} WHERE z.id = $1"), params![id])
}

/// What was registered for the places of a ranking, by place.
pub fn of_ranking(tx: &mut Tx<'_>, ranking: Uuid) -> Result<HashMap<Uuid, Vec<String>>> {
    let rows: Vec<(Uuid, String)> = tx.all(
        "SELECT z.place_id, z.what FROM honours_prize z JOIN honours_place p ON p.id = z.place_id
         WHERE p.ranking_id = $1 AND z.state <> 'cancelled' ORDER BY z.registered_at, z.id",
        params![ranking],
    )?;
    let mut found: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (place, what) in rows {
        found.entry(place).or_default().push(what);
    }
    Ok(found)
}

/// Registers a prize.
pub fn add(tx: &mut Tx<'_>, it: &Prize, by: Uuid) -> Result<()> {
    tx.exec(
        "INSERT INTO honours_prize (id, place_id, person_id, person_name, unit_path, what, value_cents, state,
                registered_at, registered_by, registered_name, reason, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'promised', $8, $9, $10, '', 1)",
        params![
            it.id,
            it.place_id,
            it.person_id,
            it.person_name,
            it.unit_path,
            it.what,
            it.value_cents,
            it.registered_at,
            by,
            it.registered_name
        ],
    )?;
    Ok(())
}

/// It was handed over. False where it changed meanwhile.
pub fn hand(tx: &mut Tx<'_>, (id, version): (Uuid, i64), by: &str, at: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE honours_prize SET state = 'handed', handed_at = $3, handed_name = $4, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'promised'",
        params![id, version, at, by],
    )?;
    Ok(changed == 1)
}

/// The winner has it. False where it was not handed over.
pub fn receive(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE honours_prize SET state = 'received', received_at = $2, version = version + 1
         WHERE id = $1 AND state = 'handed'",
        params![id, at],
    )?;
    Ok(changed == 1)
}

/// It will not be given. False where it changed meanwhile or was handed over.
pub fn cancel(tx: &mut Tx<'_>, (id, version): (Uuid, i64), reason: &str) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE honours_prize SET state = 'cancelled', reason = $3, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'promised'",
        params![id, version, reason],
    )?;
    Ok(changed == 1)
}
