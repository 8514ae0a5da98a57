//! How commendations are kept.

use super::rules::State;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A commendation.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Commendation {
        /// Its id.
        pub id: Uuid,
        /// Code of a [`Whom`](super::rules::Whom).
        pub kind: String,
        /// What the commended are called.
        pub label: String,
        /// The unit in which all of them are.
        pub unit_path: String,
        /// As what they are commended.
        pub title: String,
        /// What for.
        pub reason: String,
        /// The article it goes by; may be empty.
        pub article: String,
        /// Code of a [`State`].
        pub state: String,
        /// When it was nominated.
        pub nominated_at: Timestamp,
        /// By whom.
        pub nominated_by: Uuid,
        /// The name of that person.
        pub nominated_name: String,
        /// When it was decided or withdrawn.
        pub decided_at: Option<Timestamp>,
        /// By whom.
        pub decided_by: Option<Uuid>,
        /// The name of that person.
        pub decided_name: Option<String>,
        /// What was said to it.
        pub answer: String,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Commendation {
    /// Where it stands; a word of a later version of the program counts as withdrawn.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Withdrawn)
    }
}

const COLUMNS: &str =
    "c.id, c.kind, c.label, c.unit_path, c.title, c.reason, c.article, c.state, c.nominated_at,
         c.nominated_by, c.nominated_name, c.decided_at, c.decided_by, c.decided_name, c.answer, c.version";
const FOUND_BY: &str = "lower(c.label || ' ' || c.title || ' ' || c.reason)";

/// How lists of commendations are sorted.
pub const SORTS: &[Sort] = &[
    Sort { name: "nominated", column: "c.nominated_at" },
    Sort { name: "decided", column: "COALESCE(c.decided_at, c.nominated_at)" },
];

/// How lists of what is published are sorted: by the day of it.
pub const PUBLISHED_SORTS: &[Sort] =
    &[Sort { name: "decided", column: "COALESCE(c.decided_at, c.nominated_at)" }];

impl Keyed for Commendation {
    fn order(&self, sort: &str) -> Order {
        if sort == "decided" {
            self.decided_at.unwrap_or(self.nominated_at).into()
        } else {
            self.nominated_at.into()
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// What is published, found by words; `kind` is empty for all.
pub fn published(query: &str, kind: &str) -> Select {
    let select = Select::new(COLUMNS, "honours_commendation c", "c.id")
        .always("c.state = 'published'")
        .search(FOUND_BY, query);
    if kind.is_empty() { select } else { select.when("c.kind = {}", kind) }
}

/// All of some subtrees, found by words; `state` is empty for all.
pub fn select(scope: &Scope, query: &str, state: &str) -> Select {
    let select = Select::new(COLUMNS, "honours_commendation c", "c.id")
        .within("c.unit_path", scope)
        .search(FOUND_BY, query);
    if state.is_empty() { select } else { select.when("c.state = {}", state) }
}

/// The published commendations of somebody, the newest first.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Commendation>> {
    let from = "honours_commended d JOIN honours_commendation c ON c.id = d.commendation_id";
    Select::new(COLUMNS, from, "c.id")
        .when("d.person_id = {}", person)
        .always("c.state = 'published'")
        .rows(tx, "ORDER BY c.decided_at DESC, c.id DESC LIMIT 200")
}

/// A commendation.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Commendation>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM honours_commendation c WHERE c.id = $1"), params![id])
}

/// Who is commended, with their names then, in the order in which they were named.
pub fn commended(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<(Uuid, String)>> {
    tx.all(
        "SELECT person_id, name FROM honours_commended WHERE commendation_id = $1 ORDER BY place, person_id",
        params![id],
    )
}

/// Keeps a nomination.
pub fn add(tx: &mut Tx<'_>, it: &Commendation, people: &[(Uuid, String)]) -> Result<()> {
    tx.exec(
        "INSERT INTO honours_commendation (id, kind, label, unit_path, title, reason, article, state, nominated_at,
                nominated_by, nominated_name, answer, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'nominated', $8, $9, $10, '', 1)",
        params![
            it.id,
            it.kind,
            it.label,
            it.unit_path,
            it.title,
            it.reason,
            it.article,
            it.nominated_at,
            it.nominated_by,
            it.nominated_name
        ],
    )?;
    for (place, (person, name)) in (0_i64..).zip(people) {
        tx.exec(
            "INSERT INTO honours_commended (commendation_id, person_id, name, place) VALUES ($1, $2, $3, $4)",
            params![it.id, *person, name, place],
        )?;
    }
    Ok(())
}

/// Moves one on that is in some state and has not changed. False otherwise.
pub fn decide(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    (from, to): (State, State),
    answer: &str,
    (by, name): (Uuid, &str),
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE honours_commendation
         SET state = $4, answer = $5, decided_by = $6, decided_name = $7, decided_at = $8, version = version + 1
         WHERE id = $1 AND version = $2 AND state = $3",
        params![id, version, from.code(), to.code(), answer, by, name, now],
    )?;
    Ok(changed == 1)
}

/// How many published commendations some people have of a span of time.
pub fn counts(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<(Uuid, i64)>> {
    let mut found = Vec::new();
    for some in persons.chunks(512) {
        let sql = format!(
            "SELECT d.person_id, count(*) FROM honours_commended d
             JOIN honours_commendation c ON c.id = d.commendation_id
             WHERE c.state = 'published' AND c.decided_at >= $1 AND c.decided_at < $2 AND d.person_id IN ({})
             GROUP BY d.person_id",
            list(3, some.len())
        );
        let mut given = vec![from.to_param(), to.to_param()];
        given.extend(some.iter().map(|id| id.to_param()));
        found.extend(tx.all::<(Uuid, i64)>(&sql, &given)?);
    }
    Ok(found)
}
