//! The register as kept.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort, Value};

row! {
    /// One training that was held.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Training {
        /// Its id.
        pub id: Uuid,
        /// What it was about.
        pub topic: String,
        /// Code of a [`super::rules::Kind`].
        pub kind: String,
        /// The day, as `2026-11-22`.
        pub day: String,
        /// Where.
        pub place: String,
        /// How long, in seconds.
        pub seconds: i64,
        /// Who taught.
        pub trainer: String,
        /// Remarks; may be empty.
        pub remarks: String,
        /// The node above all who took part.
        pub unit_path: String,
        /// How many took part.
        pub people: i64,
        /// Who entered it.
        pub kept_by: Uuid,
        /// The name of that person.
        pub kept_name: String,
        /// When.
        pub kept_at: Timestamp,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Keyed for Training {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "hours" => self.seconds.into(),
            "people" => self.people.into(),
            _ => self.day.as_str().into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists may be sorted.
pub const SORTS: &[Sort] = &[
    Sort { name: "day", column: "o.day" },
    Sort { name: "hours", column: "o.seconds" },
    Sort { name: "people", column: "o.people" },
];

const COLUMNS: &str =
    "o.id, o.topic, o.kind, o.day, o.place, o.seconds, o.trainer, o.remarks, o.unit_path, o.people,
    o.kept_by, o.kept_name, o.kept_at, o.withdrawn_at, o.version";

/// The entries of subtrees: searched by topic, place and trainer, of one month where one is given; withdrawn ones only
/// where they are asked for.
pub fn select(scope: &Scope, query: &str, month: &str, withdrawn: bool) -> Select {
    let select = Select::new(COLUMNS, "planning_offline o", "o.id").within("o.unit_path", scope);
    narrowed(select, query, month, withdrawn)
}

/// The entries in which somebody took part.
pub fn select_own(person: Uuid, query: &str, month: &str) -> Select {
    let from = "planning_offline o JOIN planning_offline_person p ON p.offline_id = o.id";
    narrowed(Select::new(COLUMNS, from, "o.id").when("p.person_id = {}", person), query, month, false)
}

fn narrowed(select: Select, query: &str, month: &str, withdrawn: bool) -> Select {
    let select = select.search("lower(o.topic || ' ' || o.place || ' ' || o.trainer)", query);
    let select = if month.is_empty() {
        select
    } else {
        select.when("o.day >= {}", format!("{month}-01")).when("o.day <= {}", format!("{month}-31"))
    };
    select.always(if withdrawn { "o.withdrawn_at IS NOT NULL" } else { "o.withdrawn_at IS NULL" })
}

/// The entry of this id.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Training>> {
    tx.opt(
        "SELECT id, topic, kind, day, place, seconds, trainer, remarks, unit_path, people, kept_by, kept_name, kept_at,
                withdrawn_at, version
         FROM planning_offline WHERE id = $1",
        params![id],
    )
}

/// The latest entry of a topic that somebody entered, where it stands.
pub fn latest_of(tx: &mut Tx<'_>, kept_by: Uuid, topic: &str) -> Result<Option<Uuid>> {
    tx.opt(
        "SELECT id FROM planning_offline
         WHERE kept_by = $1 AND topic = $2 AND withdrawn_at IS NULL ORDER BY kept_at DESC, id DESC LIMIT 1",
        params![kept_by, topic],
    )
}

row! {
    /// Somebody who took part.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Attendee {
        /// Who.
        pub person_id: Uuid,
        /// The name then.
        pub person_name: String,
        /// The user name then.
        pub user_name: String,
        /// The unit then.
        pub unit_path: String,
    }
}

/// Who took part, by user name.
pub fn attendees(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Attendee>> {
    tx.all(
        "SELECT person_id, person_name, user_name, unit_path FROM planning_offline_person
         WHERE offline_id = $1 ORDER BY user_name, person_id",
        params![id],
    )
}

/// Keeps a new entry with who took part.
pub fn add(tx: &mut Tx<'_>, it: &Training, people: &[Attendee]) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_offline
             (id, topic, kind, day, place, seconds, trainer, remarks, unit_path, people, kept_by, kept_name, kept_at,
              version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
        params![
            it.id,
            it.topic,
            it.kind,
            it.day,
            it.place,
            it.seconds,
            it.trainer,
            it.remarks,
            it.unit_path,
            it.people,
            it.kept_by,
            it.kept_name,
            it.kept_at
        ],
    )?;
    take_part(tx, it, people)
}

fn take_part(tx: &mut Tx<'_>, it: &Training, people: &[Attendee]) -> Result<()> {
    for person in people {
        tx.exec(
            "INSERT INTO planning_offline_person
                 (offline_id, person_id, person_name, user_name, unit_path, day, seconds, held)
             VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE)",
            params![
                it.id,
                person.person_id,
                person.person_name,
                person.user_name,
                person.unit_path,
                it.day,
                it.seconds
            ],
        )?;
    }
    Ok(())
}

/// Keeps what an entry says now, where it is still of the version that was seen; rows of a file join it no more. False
/// where it is of another version.
pub fn correct(tx: &mut Tx<'_>, it: &Training, seen: i64, people: &[Attendee]) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_offline
         SET topic = $3, kind = $4, day = $5, place = $6, seconds = $7, trainer = $8, remarks = $9, unit_path = $10,
             people = $11, import_key = NULL, version = version + 1
         WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL",
        params![
            it.id,
            seen,
            it.topic,
            it.kind,
            it.day,
            it.place,
            it.seconds,
            it.trainer,
            it.remarks,
            it.unit_path,
            it.people
        ],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    tx.exec("DELETE FROM planning_offline_person WHERE offline_id = $1", params![it.id])?;
    take_part(tx, it, people)?;
    Ok(true)
}

/// Withdraws an entry: it counts for nobody any more. False where it was withdrawn before.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_offline SET withdrawn_at = $2, version = version + 1
         WHERE id = $1 AND withdrawn_at IS NULL",
        params![id, now],
    )?;
    tx.exec("UPDATE planning_offline_person SET held = FALSE WHERE offline_id = $1", params![id])?;
    Ok(changed == 1)
}

/// What an entry said before a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What it was about.
    pub topic: String,
    /// Code of its kind; empty in what was said before kinds were kept.
    #[serde(default)]
    pub kind: String,
    /// The day.
    pub day: String,
    /// Where.
    pub place: String,
    /// How long, in seconds.
    pub seconds: i64,
    /// Who taught.
    pub trainer: String,
    /// Remarks.
    #[serde(default)]
    pub remarks: String,
    /// Who took part, by name.
    pub people: Vec<String>,
}

row! {
    /// A correction or withdrawal.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Change {
        /// Its id.
        pub id: Uuid,
        /// [`Said`] as JSON.
        pub said: String,
        /// Why.
        pub reason: String,
        /// By whom.
        pub by_person: Uuid,
        /// The name of that person.
        pub by_name: String,
        /// When.
        pub at: Timestamp,
    }
}

impl Change {
    /// What the entry said before.
    pub fn before(&self) -> Said {
        serde_json::from_str(&self.said).unwrap_or_default()
    }
}

/// Keeps what an entry said.
pub fn add_change(tx: &mut Tx<'_>, offline: Uuid, it: &Change) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_offline_change (id, offline_id, said, reason, by_person, by_name, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![it.id, offline, it.said, it.reason, it.by_person, it.by_name, it.at],
    )?;
    Ok(())
}

/// The changes of an entry, the newest first.
pub fn changes(tx: &mut Tx<'_>, offline: Uuid) -> Result<Vec<Change>> {
    tx.all(
        "SELECT id, said, reason, by_person, by_name, at FROM planning_offline_change
         WHERE offline_id = $1 ORDER BY at DESC, id DESC LIMIT 100",
        params![offline],
    )
}

row! {
    /// An entry in which somebody took part.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Part {
        /// The entry.
        pub id: Uuid,
        /// What it was about.
        pub topic: String,
        /// The day.
        pub day: String,
        /// How long, in seconds.
        pub seconds: i64,
        /// The name of who entered it.
        pub kept_name: String,
    }
}

/// In what a person took part within some days, both counted; the newest first.
pub fn parts(tx: &mut Tx<'_>, person: Uuid, from: &str, to: &str) -> Result<Vec<Part>> {
    tx.all(
        "SELECT o.id, o.topic, p.day, p.seconds, o.kept_name
         FROM planning_offline_person p JOIN planning_offline o ON o.id = p.offline_id
         WHERE p.person_id = $1 AND p.held AND p.day >= $2 AND p.day <= $3
         ORDER BY p.day DESC, o.id DESC LIMIT 1000",
        params![person, from, to],
    )
}

/// The hours held within some days, both counted, by the units of a scope, in seconds. One statement.
pub fn by_unit(tx: &mut Tx<'_>, scope: &Scope, from: &str, to: &str) -> Result<Vec<(String, i64)>> {
    Select::new("p.unit_path, CAST(sum(p.seconds) AS bigint)", "planning_offline_person p", "p.person_id")
        .always("p.held")
        .when("p.day >= {}", from)
        .when("p.day <= {}", to)
        .within("p.unit_path", scope)
        .rows(tx, "GROUP BY p.unit_path ORDER BY p.unit_path")
}

/// The same of some people while they were in a scope. One statement; for a page of people.
pub fn by_person(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    scope: &Scope,
    (from, to): (&str, &str),
) -> Result<HashMap<Uuid, i64>> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    let marks = vec!["{}"; persons.len()].join(", ");
    let found: Vec<(Uuid, i64)> = Select::new(
        "p.person_id, CAST(sum(p.seconds) AS bigint)",
        "planning_offline_person p",
        "p.person_id",
    )
    .always("p.held")
    .when("p.day >= {}", from)
    .when("p.day <= {}", to)
    .within("p.unit_path", scope)
    .when_all(&format!("p.person_id IN ({marks})"), persons.iter().copied().map(Value::Id).collect())
    .rows(tx, "GROUP BY p.person_id")?;
    Ok(found.into_iter().collect())
}
