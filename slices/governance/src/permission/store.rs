//! Study permissions as kept.

use super::rules::State;
use xingtan_auth::Scope;
use xingtan_calendar::Stretch;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A study permission, asked for or given.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Asked {
        /// Its id.
        pub id: Uuid,
        /// Who wants to learn.
        pub person_id: Uuid,
        /// The name of that person.
        pub person_name: String,
        /// The unit of that person when it was asked.
        pub unit_path: String,
        /// From when.
        pub from_at: Timestamp,
        /// Until when.
        pub to_at: Timestamp,
        /// What for.
        pub reason: String,
        /// Word of a [`State`].
        pub state: String,
        /// When it was asked, or given.
        pub asked_at: Timestamp,
        /// Who asked; the contact, where it was given without being asked for.
        pub asked_by: Uuid,
        /// When it was decided.
        pub decided_at: Option<Timestamp>,
        /// By whom.
        pub decided_by: Option<Uuid>,
        /// The name of that person.
        pub decided_name: Option<String>,
        /// What was said to it.
        pub answer: String,
    }
}

impl Asked {
    /// Where it stands.
    pub fn state(&self) -> State {
        State::of(&self.state)
    }
}

impl Keyed for Asked {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "from" => self.from_at.into(),
            _ => self.asked_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists may be sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "asked", column: "g.asked_at" }, Sort { name: "from", column: "g.from_at" }];

const COLUMNS: &str = "g.id, g.person_id, g.person_name, g.unit_path, g.from_at, g.to_at, g.reason, g.state,
    g.asked_at, g.asked_by, g.decided_at, g.decided_by, g.decided_name, g.answer";

/// The requests of subtrees, found by words; `state` is empty for all.
pub fn select(scope: &Scope, query: &str, state: &str) -> Select {
    narrowed(
        Select::new(COLUMNS, "governance_permission g", "g.id").within("g.unit_path", scope),
        query,
        state,
    )
}

/// One's own.
pub fn select_own(person: Uuid, query: &str, state: &str) -> Select {
    let own = Select::new(COLUMNS, "governance_permission g", "g.id").when("g.person_id = {}", person);
    narrowed(own, query, state)
}

fn narrowed(select: Select, query: &str, state: &str) -> Select {
    let select = select.search("lower(g.person_name || ' ' || g.reason)", query);
    if state.is_empty() { select } else { select.when("g.state = {}", state) }
}

/// The one of this id.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Asked>> {
    tx.opt(
        "SELECT id, person_id, person_name, unit_path, from_at, to_at, reason, state, asked_at, asked_by, decided_at,
                decided_by, decided_name, answer
         FROM governance_permission WHERE id = $1",
        params![id],
    )
}

/// Keeps one.
pub fn add(tx: &mut Tx<'_>, it: &Asked) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_permission
             (id, person_id, person_name, unit_path, from_at, to_at, reason, state, asked_at, asked_by, decided_at,
              decided_by, decided_name, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![
            it.id,
            it.person_id,
            it.person_name,
            it.unit_path,
            it.from_at,
            it.to_at,
            it.reason,
            it.state,
            it.asked_at,
            it.asked_by,
            it.decided_at,
            it.decided_by,
            it.decided_name,
            it.answer
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
        "UPDATE governance_permission
         SET state = $2, answer = $3, decided_by = $4, decided_name = $5, decided_at = $6
         WHERE id = $1 AND state = 'asked'",
        params![id, state.code(), answer, by, name, now],
    )?;
    Ok(changed == 1)
}

/// Takes one back that waits or was granted and has not begun. False otherwise.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE governance_permission SET state = 'withdrawn'
         WHERE id = $1 AND (state = 'asked' OR (state = 'granted' AND from_at > $2))",
        params![id, now],
    )?;
    Ok(changed == 1)
}

/// When a person was permitted to learn, as far as it touches a stretch of time.
pub fn granted(tx: &mut Tx<'_>, person: Uuid, within: Stretch) -> Result<Vec<Stretch>> {
    let found: Vec<(Timestamp, Timestamp)> = tx.all(
        "SELECT from_at, to_at FROM governance_permission
         WHERE person_id = $1 AND to_at > $2 AND from_at < $3 AND state = 'granted' ORDER BY from_at, id",
        params![person, within.from, within.to],
    )?;
    Ok(found.into_iter().filter_map(|(from, to)| Stretch::between(from, to)).collect())
}
