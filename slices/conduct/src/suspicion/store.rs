//! Suspicions as kept.

use super::rules::Suspected;
use serde::{Deserialize, Serialize};
use xingtan_accounts::api::Person;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A suspicion.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Suspicion {
        /// Its id.
        pub id: Uuid,
        /// Whose account.
        pub person_id: Uuid,
        /// The name.
        pub person_name: String,
        /// The unit.
        pub unit_path: String,
        /// `overlap`, `travel`.
        pub kind: String,
        /// Of which cause.
        pub cause: String,
        /// For how long.
        pub seconds: i64,
        /// When the first of the sessions began.
        pub first_at: Timestamp,
        /// When the last was seen.
        pub last_at: Timestamp,
        /// The sessions as JSON: [`Session`].
        pub evidence: String,
        /// When it was found.
        pub found_at: Timestamp,
        /// `open`, `asked`, `case`, `harmless`.
        pub state: String,
        /// Who said what becomes of it.
        pub answered_name: Option<String>,
        /// When.
        pub answered_at: Option<Timestamp>,
        /// In which words.
        pub answer: String,
        /// What the person said to it.
        pub reply: Option<String>,
        /// When.
        pub replied_at: Option<Timestamp>,
        /// The case.
        pub case_id: Option<Uuid>,
    }
}

/// A session of the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id.
    pub id: Uuid,
    /// On which device.
    pub device: Uuid,
    /// What that calls itself.
    pub agent: String,
    /// From where: the place and the address.
    pub ip: String,
    /// From when.
    pub from: Timestamp,
    /// Until when it was seen.
    pub to: Timestamp,
}

impl Suspicion {
    /// The sessions.
    pub fn sessions(&self) -> Vec<Session> {
        serde_json::from_str(&self.evidence).unwrap_or_default()
    }
    /// The tone of its badge.
    pub fn tone(&self) -> &'static str {
        match self.state.as_str() {
            "open" => "cinnabar",
            "asked" => "ochre",
            "case" => "slate",
            _ => "",
        }
    }
}

impl Keyed for Suspicion {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "found" => self.found_at.into(),
            _ => self.last_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How the list may be sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "last", column: "s.last_at" }, Sort { name: "found", column: "s.found_at" }];

const COLUMNS: &str = "s.id, s.person_id, s.person_name, s.unit_path, s.kind, s.cause, s.seconds, s.first_at, s.last_at,
    s.evidence, s.found_at, s.state, s.answered_name, s.answered_at, s.answer, s.reply, s.replied_at, s.case_id";

/// The suspicions of subtrees, but for those about the reader; `state` is empty for all.
pub fn select(scope: &Scope, reader: Uuid, query: &str, state: &str) -> Select {
    let select = Select::new(COLUMNS, "conduct_suspicion s", "s.id")
        .within("s.unit_path", scope)
        .when("s.person_id <> {}", reader)
        .search("lower(s.person_name)", query);
    if state.is_empty() { select } else { select.when("s.state = {}", state) }
}

/// One suspicion.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Suspicion>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM conduct_suspicion s WHERE s.id = $1"), params![id])
}

/// What is known of some people.
pub fn of(tx: &mut Tx<'_>, people: &[Uuid]) -> Result<Vec<Suspicion>> {
    let mut found = Vec::new();
    for some in people.chunks(512) {
        let sql = format!(
            "SELECT {COLUMNS} FROM conduct_suspicion s WHERE s.person_id IN ({})",
            list(1, some.len())
        );
        let given: Vec<_> = some.iter().map(|id| id.to_param()).collect();
        found.extend(tx.all::<Suspicion>(&sql, &given)?);
    }
    Ok(found)
}

/// Keeps what was found. True where it was not known.
pub fn add(
    tx: &mut Tx<'_>,
    id: Uuid,
    person: &Person,
    it: &Suspected,
    evidence: &[Session],
    now: Timestamp,
) -> Result<bool> {
    let evidence = serde_json::to_string(evidence).unwrap_or_else(|_| "[]".to_owned());
    let added = tx.exec(
        "INSERT INTO conduct_suspicion (id, person_id, person_name, unit_path, kind, cause, seconds, first_at, last_at,
                evidence, found_at, state, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', '') ON CONFLICT DO NOTHING",
        params![
            id,
            person.id,
            person.name,
            person.unit_path,
            it.kind.code(),
            it.cause,
            it.seconds,
            it.first,
            it.last,
            evidence,
            now
        ],
    )?;
    Ok(added == 1)
}

/// More was found of the same cause. `again`: it was settled by a case, and comes back.
pub fn more(
    tx: &mut Tx<'_>,
    id: Uuid,
    it: &Suspected,
    evidence: &[Session],
    again: bool,
    now: Timestamp,
) -> Result<()> {
    let evidence = serde_json::to_string(evidence).unwrap_or_else(|_| "[]".to_owned());
    tx.exec(
        "UPDATE conduct_suspicion
         SET seconds = $2, first_at = $3, last_at = $4, evidence = $5,
             state = CASE WHEN $6 THEN 'open' ELSE state END,
             found_at = CASE WHEN $6 THEN $7 ELSE found_at END
         WHERE id = $1",
        params![id, it.seconds, it.first, it.last, evidence, again, now],
    )?;
    Ok(())
}

/// Keeps what becomes of a suspicion. False where it was settled before.
pub fn answer(
    tx: &mut Tx<'_>,
    id: Uuid,
    (state, words): (&str, &str),
    case: Option<Uuid>,
    (by, name): (Uuid, &str),
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE conduct_suspicion
         SET state = $2, answer = $3, case_id = $4, answered_by = $5, answered_name = $6, answered_at = $7
         WHERE id = $1 AND state IN ('open', 'asked') AND state <> $2",
        params![id, state, words, case, by, name, now],
    )?;
    Ok(changed == 1)
}

/// Keeps what the person says to it. False where nobody asks, or it was said before.
pub fn reply(tx: &mut Tx<'_>, id: Uuid, words: &str, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE conduct_suspicion SET reply = $2, replied_at = $3
         WHERE id = $1 AND state = 'asked' AND reply IS NULL",
        params![id, words, now],
    )?;
    Ok(changed == 1)
}
