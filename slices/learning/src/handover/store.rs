//! How reports are kept.

use super::{
    content::{Content, Held},
    rules::{Kind, Step},
};
use crate::enrolment::store::Enrolment;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A report.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Handover {
        /// Its id.
        pub id: Uuid,
        /// Of whom.
        pub person_id: Uuid,
        /// The name then.
        pub person_name: String,
        /// 工号 then, else the user name.
        pub person_number: String,
        /// Word of a [`Kind`].
        pub kind: String,
        /// Path of the unit before.
        pub from_path: String,
        /// Its name.
        pub from_name: String,
        /// Path of the unit after.
        pub to_path: String,
        /// Its name.
        pub to_name: String,
        /// Path of the unit whose contact takes it over.
        pub unit_path: String,
        /// When it happened.
        pub happened_at: Timestamp,
        /// When it was handed over.
        pub told_at: Option<Timestamp>,
        /// [`Content`] as JSON.
        pub content: String,
    }
}

impl Handover {
    /// What happened.
    pub fn kind(&self) -> Kind {
        Kind::of(&self.kind)
    }

    /// What it holds.
    pub fn content(&self) -> Content {
        serde_json::from_str(&self.content).unwrap_or_default()
    }

    /// The step that it reports.
    pub fn step(&self) -> Step {
        Step { kind: self.kind(), from: self.from_path.clone(), to: self.to_path.clone() }
    }

    /// Its page.
    pub fn href(&self) -> String {
        format!("/handovers/{}", self.id)
    }
}

impl Keyed for Handover {
    fn order(&self, _: &str) -> Order {
        self.happened_at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How reports are sorted.
pub const SORTS: &[Sort] = &[Sort { name: "happened", column: "h.happened_at" }];

const COLUMNS: &str =
    "h.id, h.person_id, h.person_name, h.person_number, h.kind, h.from_path, h.from_name, h.to_path,
    h.to_name, h.unit_path, h.happened_at, h.told_at, h.content";

/// The reports that were handed over in subtrees; `kind` is empty for all.
pub fn select(scope: &Scope, query: &str, kind: &str) -> Select {
    let select = Select::new(COLUMNS, "learning_handover h", "h.id")
        .always("h.state = 'told'")
        .within("h.unit_path", scope)
        .search("h.search_keys", query);
    if kind.is_empty() { select } else { select.when("h.kind = {}", kind) }
}

/// One that was handed over.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Handover>> {
    let select = Select::new(COLUMNS, "learning_handover h", "h.id").when("h.id = {}", id);
    Ok(select.always("h.state = 'told'").rows(tx, "LIMIT 1")?.pop())
}

/// Keeps one that waits to be handed over.
pub fn add(tx: &mut Tx<'_>, it: &Handover, search_keys: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_handover
             (id, person_id, person_name, person_number, search_keys, kind, steps, from_path, from_name, to_path,
              to_name, unit_path, happened_at, state, content)
         SELECT $1, $2, $3, $4, $5, $6, count(*) + 1, $7, $8, $9, $10, $11, $12, 'waiting', $13
         FROM learning_handover h WHERE h.person_id = $2",
        params![
            it.id,
            it.person_id,
            it.person_name,
            it.person_number,
            search_keys,
            it.kind,
            it.from_path,
            it.from_name,
            it.to_path,
            it.to_name,
            it.unit_path,
            it.happened_at,
            it.content
        ],
    )?;
    Ok(())
}

/// People of whom something waits, and nothing happened to them since a moment.
pub fn waiting_people(tx: &mut Tx<'_>, since: Timestamp, limit: i64) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT person_id FROM learning_handover WHERE state = 'waiting'
         GROUP BY person_id HAVING max(happened_at) <= $1 ORDER BY person_id LIMIT $2",
        params![since, limit],
    )
}

/// What waits of a person, in the order in which it happened.
pub fn waiting(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Handover>> {
    Select::new(COLUMNS, "learning_handover h", "h.id")
        .always("h.state = 'waiting'")
        .when("h.person_id = {}", person)
        .rows(tx, "ORDER BY h.steps")
}

/// Notes that steps are joined with another (`joined`) or were taken back (`void`).
pub fn settle(tx: &mut Tx<'_>, id: Uuid, state: &str) -> Result<()> {
    tx.exec(
        "UPDATE learning_handover SET state = $2 WHERE id = $1 AND state = 'waiting'",
        params![id, state],
    )?;
    Ok(())
}

/// Notes that a report was handed over, as the way from another unit where steps were joined.
pub fn tell(tx: &mut Tx<'_>, id: Uuid, first: &Handover, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_handover SET state = 'told', told_at = $2, from_path = $3, from_name = $4, content = $5
         WHERE id = $1 AND state = 'waiting'",
        params![id, now, first.from_path, first.from_name, first.content],
    )?;
    Ok(())
}

row! {
    /// To whom a report went.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Receipt {
        /// Who.
        pub person_id: Uuid,
        /// The name then.
        pub person_name: String,
        /// When it went.
        pub told_at: Timestamp,
        /// When it was first opened.
        pub opened_at: Option<Timestamp>,
    }
}

/// Notes to whom a report goes.
pub fn send(tx: &mut Tx<'_>, handover: Uuid, (person, name): (Uuid, &str), now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_handover_receipt (handover_id, person_id, person_name, told_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT (handover_id, person_id) DO NOTHING",
        params![handover, person, name, now],
    )?;
    Ok(())
}

/// To whom a report went, by name.
pub fn receipts(tx: &mut Tx<'_>, handover: Uuid) -> Result<Vec<Receipt>> {
    tx.all(
        "SELECT person_id, person_name, told_at, opened_at FROM learning_handover_receipt
         WHERE handover_id = $1 ORDER BY person_name, person_id",
        params![handover],
    )
}

/// Notes that somebody to whom a report went opened it. False where they did before, or it did not go to them.
pub fn opened(tx: &mut Tx<'_>, handover: Uuid, person: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE learning_handover_receipt SET opened_at = $3
         WHERE handover_id = $1 AND person_id = $2 AND opened_at IS NULL",
        params![handover, person, now],
    )?;
    Ok(changed == 1)
}

/// The courses of a person: unfinished ones by deadline, then completed ones, the newest first.
pub fn courses(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Enrolment>> {
    crate::enrolment::store::of_person(tx, person, 500)
}

/// The certificates of a person that hold.
pub fn certificates(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<Vec<Held>> {
    let found: Vec<(Uuid, String, String, Option<Timestamp>)> = tx.all(
        "SELECT id, number, course_title, expires_at FROM learning_certificate
         WHERE person_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
         ORDER BY issued_at DESC, id LIMIT 200",
        params![person, now],
    )?;
    let held = |(id, number, title, expires_at)| Held { id, number, title, expires_at };
    Ok(found.into_iter().map(held).collect())
}
