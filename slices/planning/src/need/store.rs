//! Needs, collections and the plan as kept.

use super::rules::State;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A need.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Need {
        /// Its id.
        pub id: Uuid,
        /// Who states it; of a merged one the contact.
        pub person_id: Uuid,
        /// The name of that person.
        pub person_name: String,
        /// The unit for which it is stated.
        pub unit_path: String,
        /// What about.
        pub topic: String,
        /// Why.
        pub why: String,
        /// By when, as `2026-11-22`.
        pub by_day: Option<String>,
        /// A course, training offline, or something else.
        pub kind: String,
        /// Word of a [`State`].
        pub state: String,
        /// The need that it became part of.
        pub merged_into: Option<Uuid>,
        /// How many people stated it.
        pub people: i64,
        /// When.
        pub stated_at: Timestamp,
        /// Who decided last.
        pub decided_name: Option<String>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// What was said to it.
        pub answer: String,
    }
}

impl Need {
    /// Where it stands.
    pub fn state(&self) -> State {
        State::of(&self.state)
    }
}

impl Keyed for Need {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "people" => self.people.into(),
            _ => self.stated_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists may be sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "stated", column: "n.stated_at" }, Sort { name: "people", column: "n.people" }];

const COLUMNS: &str =
    "n.id, n.person_id, n.person_name, n.unit_path, n.topic, n.why, n.by_day, n.kind, n.state,
    n.merged_into, n.people, n.stated_at, n.decided_name, n.decided_at, n.answer";

/// The needs of subtrees; `state` is empty for all but those that became part of others.
pub fn select(scope: &Scope, query: &str, state: &str) -> Select {
    let select =
        narrowed(Select::new(COLUMNS, "planning_need n", "n.id").within("n.unit_path", scope), query, state);
    if state.is_empty() { select.always("n.state <> 'merged'") } else { select }
}

/// One's own.
pub fn select_own(person: Uuid, query: &str, state: &str) -> Select {
    narrowed(Select::new(COLUMNS, "planning_need n", "n.id").when("n.person_id = {}", person), query, state)
}

fn narrowed(select: Select, query: &str, state: &str) -> Select {
    let select = select.search("lower(n.topic || ' ' || n.person_name || ' ' || n.why)", query);
    if state.is_empty() { select } else { select.when("n.state = {}", state) }
}

/// How many needs of a scope stand so.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, state: State) -> Result<i64> {
    select(scope, "", state.code()).count(tx)
}

/// The need of this id.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Need>> {
    tx.opt(
        "SELECT id, person_id, person_name, unit_path, topic, why, by_day, kind, state, merged_into, people, stated_at,
                decided_name, decided_at, answer
         FROM planning_need WHERE id = $1",
        params![id],
    )
}

/// The needs that became part of one, oldest first.
pub fn behind(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Need>> {
    tx.all(
        "SELECT id, person_id, person_name, unit_path, topic, why, by_day, kind, state, merged_into, people, stated_at,
                decided_name, decided_at, answer
         FROM planning_need WHERE merged_into = $1 ORDER BY stated_at, id LIMIT 500",
        params![id],
    )
}

/// Keeps a new one.
pub fn add(tx: &mut Tx<'_>, it: &Need) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_need
             (id, person_id, person_name, unit_path, topic, why, by_day, kind, state, people, stated_at, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'stated', $9, $10, '')",
        params![
            it.id,
            it.person_id,
            it.person_name,
            it.unit_path,
            it.topic,
            it.why,
            it.by_day,
            it.kind,
            it.people,
            it.stated_at
        ],
    )?;
    Ok(())
}

/// Makes a need, and what was part of it before, part of another. False where it stands differently by now.
pub fn merge(tx: &mut Tx<'_>, id: Uuid, into: Uuid, by: &str, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_need SET state = 'merged', merged_into = $2, decided_name = $3, decided_at = $4
         WHERE id = $1 AND state = 'stated'",
        params![id, into, by, now],
    )?;
    tx.exec("UPDATE planning_need SET merged_into = $2 WHERE merged_into = $1", params![id, into])?;
    Ok(changed == 1)
}

/// Moves a need on. False where it stands differently by now.
pub fn step(
    tx: &mut Tx<'_>,
    id: Uuid,
    (from, to): (State, State),
    answer: &str,
    by: &str,
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_need SET state = $3, answer = $4, decided_name = $5, decided_at = $6
         WHERE id = $1 AND state = $2",
        params![id, from.code(), to.code(), answer, by, now],
    )?;
    Ok(changed == 1)
}

row! {
    /// A round in which a unit is asked what it needs.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Collection {
        /// Its id.
        pub id: Uuid,
        /// The unit.
        pub unit_path: String,
        /// Its name.
        pub unit_name: String,
        /// What is asked.
        pub title: String,
        /// Until when.
        pub ends_at: Timestamp,
        /// Who asks.
        pub opened_name: String,
        /// Since when.
        pub opened_at: Timestamp,
    }
}

impl Keyed for Collection {
    fn order(&self, _: &str) -> Order {
        self.ends_at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How rounds are sorted.
pub const COLLECTION_SORTS: &[Sort] = &[Sort { name: "ends", column: "c.ends_at" }];

/// The rounds of subtrees.
pub fn select_collections(scope: &Scope, query: &str) -> Select {
    let columns = "c.id, c.unit_path, c.unit_name, c.title, c.ends_at, c.opened_name, c.opened_at";
    Select::new(columns, "planning_collection c", "c.id")
        .within("c.unit_path", scope)
        .search("lower(c.title || ' ' || c.unit_name)", query)
}

/// A round.
pub fn collection(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Collection>> {
    tx.opt(
        "SELECT id, unit_path, unit_name, title, ends_at, opened_name, opened_at FROM planning_collection WHERE id = $1",
        params![id],
    )
}

/// The rounds that run for somebody of a unit, those that end first at first.
pub fn running(tx: &mut Tx<'_>, unit_path: &str, now: Timestamp) -> Result<Vec<Collection>> {
    tx.all(
        "SELECT id, unit_path, unit_name, title, ends_at, opened_name, opened_at FROM planning_collection
         WHERE ends_at > $2 AND substr($1, 1, length(unit_path)) = unit_path ORDER BY ends_at, id LIMIT 20",
        params![unit_path, now],
    )
}

/// Keeps a round.
pub fn add_collection(tx: &mut Tx<'_>, it: &Collection) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_collection (id, unit_path, unit_name, title, ends_at, opened_name, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![it.id, it.unit_path, it.unit_name, it.title, it.ends_at, it.opened_name, it.opened_at],
    )?;
    Ok(())
}

row! {
    /// A row of the training plan.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Planned {
        /// Its id.
        pub id: Uuid,
        /// The need it comes from.
        pub need_id: Option<Uuid>,
        /// For which unit.
        pub unit_path: String,
        /// What about.
        pub topic: String,
        /// A course, training offline, or something else.
        pub kind: String,
        /// When, as `2026-Q4`.
        pub quarter: String,
        /// Who answers for it.
        pub responsible: String,
        /// The course it became.
        pub course_id: Option<Uuid>,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Keyed for Planned {
    fn order(&self, _: &str) -> Order {
        self.quarter.as_str().into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How the plan is sorted.
pub const PLAN_SORTS: &[Sort] = &[Sort { name: "quarter", column: "p.quarter" }];

/// The plan of subtrees; `year` is empty for all years.
pub fn select_plan(scope: &Scope, query: &str, year: &str) -> Select {
    let columns =
        "p.id, p.need_id, p.unit_path, p.topic, p.kind, p.quarter, p.responsible, p.course_id, p.version";
    let select = Select::new(columns, "planning_plan p", "p.id")
        .within("p.unit_path", scope)
        .search("lower(p.topic || ' ' || p.responsible)", query);
    if year.is_empty() { select } else { select.when("substr(p.quarter, 1, 4) = {}", year) }
}

/// A row of the plan.
pub fn planned(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Planned>> {
    tx.opt(
        "SELECT id, need_id, unit_path, topic, kind, quarter, responsible, course_id, version
         FROM planning_plan WHERE id = $1",
        params![id],
    )
}

/// The row of the plan that a need became.
pub fn planned_of(tx: &mut Tx<'_>, need: Uuid) -> Result<Option<Planned>> {
    tx.opt(
        "SELECT id, need_id, unit_path, topic, kind, quarter, responsible, course_id, version
         FROM planning_plan WHERE need_id = $1",
        params![need],
    )
}

/// Keeps a new row.
pub fn add_planned(tx: &mut Tx<'_>, it: &Planned) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_plan (id, need_id, unit_path, topic, kind, quarter, responsible, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
        params![it.id, it.need_id, it.unit_path, it.topic, it.kind, it.quarter, it.responsible],
    )?;
    Ok(())
}

/// Keeps what a row says now, where it is still of the version that was seen. False where it is not.
pub fn save_planned(tx: &mut Tx<'_>, it: &Planned, seen: i64) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_plan SET topic = $3, quarter = $4, responsible = $5, course_id = $6, version = version + 1
         WHERE id = $1 AND version = $2",
        params![it.id, seen, it.topic, it.quarter, it.responsible, it.course_id],
    )?;
    Ok(changed == 1)
}
