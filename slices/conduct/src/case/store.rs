//! Case files as kept.

use super::rules::{Kind, Outcome, Parties, State};
use xingtan_auth::Scope;
use xingtan_catalog::api::Responsible;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A case.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Case {
        /// Its id.
        pub id: Uuid,
        /// The year of its number.
        pub year: i64,
        /// Its number within the year.
        pub number: i64,
        /// Word of a [`Kind`].
        pub kind: String,
        /// Word of a [`State`].
        pub state: String,
        /// Whom it concerns.
        pub person_id: Option<Uuid>,
        /// The name of that person; empty while it is not known.
        pub person_name: String,
        /// The unit of that person; while it is not known that of the reporter.
        pub unit_path: String,
        /// The address in this program that it is about.
        pub about: String,
        /// What is said to have happened.
        pub words: String,
        /// Who reported it; none: the program.
        pub reporter_id: Option<Uuid>,
        /// The name of that person.
        pub reporter_name: String,
        /// When.
        pub reported_at: Timestamp,
        /// Until when it is taken up.
        pub due_at: Timestamp,
        /// The suspicion it began with.
        pub suspicion_id: Option<Uuid>,
        /// Who investigates.
        pub investigator_id: Option<Uuid>,
        /// The name of that person.
        pub investigator_name: Option<String>,
        /// When it was taken up.
        pub taken_at: Option<Timestamp>,
        /// Until when the person may state their view.
        pub heard_until: Option<Timestamp>,
        /// Their view.
        pub statement: Option<String>,
        /// When it was stated.
        pub stated_at: Option<Timestamp>,
        /// Word of an [`Outcome`].
        pub outcome: Option<String>,
        /// The term in days.
        pub days: Option<i64>,
        /// Who carries it out by hand, and how.
        pub by_hand: Option<String>,
        /// The regulation cited.
        pub regulation: Option<String>,
        /// Its version.
        pub regulation_version: Option<i64>,
        /// The article's number.
        pub article: Option<String>,
        /// Why it was decided so.
        pub reason: Option<String>,
        /// Who decided.
        pub decider_id: Option<Uuid>,
        /// The name of that person.
        pub decider_name: Option<String>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// When what was decided ends by itself.
        pub ends_at: Option<Timestamp>,
        /// What hindered its being carried out, as a Fluent key.
        pub hindered: Option<String>,
        /// When an appeal overturned it.
        pub overturned_at: Option<Timestamp>,
        /// When it was closed.
        pub closed_at: Option<Timestamp>,
        /// The code of its person's page.
        pub code: String,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Case {
    /// What it is about; a word of a later version counts as something else.
    pub fn kind(&self) -> Kind {
        self.kind.parse().unwrap_or(Kind::Other)
    }
    /// Where it stands; a word of a later version counts as closed.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Closed)
    }
    /// What was decided.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.as_deref().and_then(|word| word.parse().ok())
    }
    /// Its number as it is written.
    pub fn numbered(&self) -> String {
        format!("{}-{:04}", self.year, self.number)
    }
    /// Where it is shown to those who work on it.
    pub fn href(&self) -> String {
        format!("/cases/{}", self.id)
    }
    /// Where it is shown to its person.
    pub fn own_href(&self) -> String {
        format!("/hearings/{}", self.code)
    }
}

impl Keyed for Case {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "due" => self.due_at.into(),
            _ => self.reported_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How the list may be sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "reported", column: "c.reported_at" }, Sort { name: "due", column: "c.due_at" }];
/// How the queue is sorted.
pub const QUEUE_SORTS: &[Sort] =
    &[Sort { name: "due", column: "c.due_at" }, Sort { name: "reported", column: "c.reported_at" }];

const COLUMNS: &str = "c.id, c.year, c.number, c.kind, c.state, c.person_id, c.person_name, c.unit_path, c.about, c.words,
    c.reporter_id, c.reporter_name, c.reported_at, c.due_at, c.suspicion_id, c.investigator_id, c.investigator_name,
    c.taken_at, c.heard_until, c.statement, c.stated_at, c.outcome, c.days, c.by_hand, c.regulation,
    c.regulation_version, c.article, c.reason, c.decider_id, c.decider_name, c.decided_at, c.ends_at, c.hindered,
    c.overturned_at, c.closed_at, c.code, c.version";

/// The filter of cases whose appeal waits for a decision; they are decided or closed otherwise.
pub const APPEALED: &str = "appealed";

/// Which cases.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    /// Found by words.
    pub query: String,
    /// A state, or [`APPEALED`]; empty for all.
    pub state: String,
    /// A kind; empty for all.
    pub kind: String,
}

/// The cases of subtrees, but for those that concern the reader.
pub fn select(scope: &Scope, reader: Uuid, narrow: &Narrow) -> Select {
    let mut select = Select::new(COLUMNS, "conduct_case c", "c.id")
        .within("c.unit_path", scope)
        .when("(c.person_id IS NULL OR c.person_id <> {})", reader)
        .search("lower(c.person_name || ' ' || c.words || ' ' || c.about)", &narrow.query);
    select = match narrow.state.as_str() {
        "" => select,
        APPEALED => select
            .always("EXISTS (SELECT 1 FROM conduct_appeal a WHERE a.case_id = c.id AND a.state = 'open')"),
        state => select.when("c.state = {}", state),
    };
    if narrow.kind.is_empty() { select } else { select.when("c.kind = {}", narrow.kind.as_str()) }
}

/// One case.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Case>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM conduct_case c WHERE c.id = $1"), params![id])
}

/// The case of a code.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Case>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM conduct_case c WHERE c.code = $1"), params![code])
}

/// The cases about somebody of which they were told, the newest first.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Case>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM conduct_case c
         WHERE c.person_id = $1 AND (c.heard_until IS NOT NULL OR c.outcome <> 'dismissed')
         ORDER BY c.reported_at DESC, c.id LIMIT 200"
    );
    tx.all(&sql, params![person])
}

/// What somebody reported, the newest first: number, kind, state, when.
pub fn reported_by(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Case>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM conduct_case c WHERE c.reporter_id = $1 ORDER BY c.reported_at DESC, c.id LIMIT 200"
    );
    tx.all(&sql, params![person])
}

/// What is noticed in public now, the newest first.
pub fn noticed(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Case>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM conduct_case c
         WHERE c.outcome = 'public-notice' AND c.overturned_at IS NULL AND c.ends_at > $1
         ORDER BY c.decided_at DESC, c.id LIMIT 200"
    );
    tx.all(&sql, params![now])
}

/// The next number of a year.
pub fn next_number(tx: &mut Tx<'_>, year: i64) -> Result<i64> {
    tx.one("SELECT COALESCE(max(number), 0) + 1 FROM conduct_case WHERE year = $1", params![year])
}

/// Keeps a new case.
pub fn add(tx: &mut Tx<'_>, it: &Case) -> Result<()> {
    tx.exec(
        "INSERT INTO conduct_case (id, year, number, kind, state, person_id, person_name, unit_path, about, words,
                reporter_id, reporter_name, reported_at, due_at, suspicion_id, code, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)",
        params![
            it.id,
            it.year,
            it.number,
            it.kind,
            it.state,
            it.person_id,
            it.person_name,
            it.unit_path,
            it.about,
            it.words,
            it.reporter_id,
            it.reporter_name,
            it.reported_at,
            it.due_at,
            it.suspicion_id,
            it.code
        ],
    )?;
    Ok(())
}

/// Keeps who answered for the course that a case is about when it was reported.
pub fn answered_for(tx: &mut Tx<'_>, case: Uuid, people: &Responsible) -> Result<()> {
    let people = serde_json::to_string(people).unwrap_or_default();
    tx.exec("INSERT INTO conduct_responsible (case_id, people) VALUES ($1, $2)", params![case, people])?;
    Ok(())
}

/// Who answered for the course that a case is about; none where it is about no course, or was reported before that was
/// kept.
pub fn responsible(tx: &mut Tx<'_>, case: Uuid) -> Result<Option<Responsible>> {
    let kept: Option<String> =
        tx.opt("SELECT people FROM conduct_responsible WHERE case_id = $1", params![case])?;
    Ok(kept.and_then(|people| serde_json::from_str(&people).ok()))
}

/// Keeps what became of a case. False where somebody else was quicker.
pub fn set(tx: &mut Tx<'_>, it: &Case) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE conduct_case
         SET state = $3, person_id = $4, person_name = $5, unit_path = $6, investigator_id = $7,
             investigator_name = $8, taken_at = $9, heard_until = $10, statement = $11, stated_at = $12, outcome = $13,
             days = $14, by_hand = $15, regulation = $16, regulation_version = $17, article = $18, reason = $19,
             decider_id = $20, decider_name = $21, decided_at = $22, ends_at = $23, hindered = $24,
             overturned_at = $25, closed_at = $26, version = version + 1
         WHERE id = $1 AND version = $2",
        params![
            it.id,
            it.version,
            it.state,
            it.person_id,
            it.person_name,
            it.unit_path,
            it.investigator_id,
            it.investigator_name,
            it.taken_at,
            it.heard_until,
            it.statement,
            it.stated_at,
            it.outcome,
            it.days,
            it.by_hand,
            it.regulation,
            it.regulation_version,
            it.article,
            it.reason,
            it.decider_id,
            it.decider_name,
            it.decided_at,
            it.ends_at,
            it.hindered,
            it.overturned_at,
            it.closed_at
        ],
    )?;
    Ok(changed == 1)
}

/// The cases that were decided against some people and that no appeal overturned: person, case, outcome.
pub fn decided_against(tx: &mut Tx<'_>, people: &[Uuid]) -> Result<Vec<(Uuid, Uuid, String)>> {
    let mut found = Vec::new();
    for some in people.chunks(512) {
        let sql = format!(
            "SELECT person_id, id, outcome FROM conduct_case
             WHERE person_id IN ({}) AND outcome <> 'dismissed' AND overturned_at IS NULL ORDER BY person_id, id",
            list(1, some.len())
        );
        let given: Vec<_> = some.iter().map(|id| id.to_param()).collect();
        found.extend(tx.all::<(Uuid, Uuid, String)>(&sql, &given)?);
    }
    Ok(found)
}

row! {
    /// A line of the history.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Step {
        /// Its id.
        pub id: Uuid,
        /// When.
        pub at: Timestamp,
        /// What was done; the end of its Fluent key.
        pub act: String,
        /// By whom.
        pub by_person: Option<Uuid>,
        /// The name of that person.
        pub by_name: String,
        /// In whose words.
        pub words: String,
    }

    /// Somebody who may not act.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Recusal {
        /// Who.
        pub person_id: Uuid,
        /// The name of that person.
        pub person_name: String,
        /// By objection of the person concerned, not by their own word.
        pub objected: bool,
        /// Why.
        pub reason: String,
        /// When.
        pub at: Timestamp,
    }

    /// A piece of evidence.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Evidence {
        /// Its id.
        pub id: Uuid,
        /// `file`, `record`, `sessions`.
        pub kind: String,
        /// What it is called.
        pub name: String,
        /// What is said to it.
        pub note: String,
        /// The file.
        pub file_id: Option<Uuid>,
        /// SHA-256 of what it holds, in hexadecimal.
        pub sha256: String,
        /// How many bytes that are.
        pub size: i64,
        /// Where a record stands.
        pub href: String,
        /// What it held then.
        pub held: String,
        /// Who added it.
        pub added_name: String,
        /// When.
        pub added_at: Timestamp,
    }

    /// A sealed package.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Package {
        /// Its id.
        pub id: Uuid,
        /// The file.
        pub file_id: Uuid,
        /// SHA-256 of the whole.
        pub sha256: String,
        /// How many bytes.
        pub size: i64,
        /// How many pieces of evidence.
        pub items: i64,
        /// Who sealed it.
        pub made_name: String,
        /// When.
        pub made_at: Timestamp,
    }

    /// An appeal.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Appeal {
        /// Its id.
        pub id: Uuid,
        /// What is said.
        pub body: String,
        /// When.
        pub at: Timestamp,
        /// `open`, `upheld`, `changed`, `overturned`.
        pub state: String,
        /// Who decided it.
        pub decided_by: Option<Uuid>,
        /// The name of that person.
        pub decided_name: Option<String>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// Why.
        pub reason: Option<String>,
    }
}

/// Adds a line to the history.
pub fn note(tx: &mut Tx<'_>, case: Uuid, it: &Step) -> Result<()> {
    tx.exec(
        "INSERT INTO conduct_step (id, case_id, at, act, by_person, by_name, words)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![it.id, case, it.at, it.act, it.by_person, it.by_name, it.words],
    )?;
    Ok(())
}

/// The history, the oldest first.
pub fn steps(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Step>> {
    tx.all(
        "SELECT id, at, act, by_person, by_name, words FROM conduct_step WHERE case_id = $1 ORDER BY at, id",
        params![case],
    )
}

/// Keeps who may not act. False where it was kept before.
pub fn recuse(tx: &mut Tx<'_>, case: Uuid, it: &Recusal) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO conduct_recusal (case_id, person_id, person_name, objected, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        params![case, it.person_id, it.person_name, it.objected, it.reason, it.at],
    )?;
    Ok(added == 1)
}

/// Who may not act.
pub fn recusals(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Recusal>> {
    tx.all(
        "SELECT person_id, person_name, objected, reason, at FROM conduct_recusal WHERE case_id = $1
         ORDER BY at, person_id",
        params![case],
    )
}

/// Keeps a piece of evidence.
pub fn add_evidence(tx: &mut Tx<'_>, case: Uuid, by: Option<Uuid>, it: &Evidence) -> Result<()> {
    tx.exec(
        "INSERT INTO conduct_evidence
             (id, case_id, kind, name, note, file_id, sha256, size, href, held, added_by, added_name, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            it.id,
            case,
            it.kind,
            it.name,
            it.note,
            it.file_id,
            it.sha256,
            it.size,
            it.href,
            it.held,
            by,
            it.added_name,
            it.added_at
        ],
    )?;
    Ok(())
}

/// The evidence, the oldest first.
pub fn evidence(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Evidence>> {
    tx.all(
        "SELECT id, kind, name, note, file_id, sha256, size, href, held, added_name, added_at
         FROM conduct_evidence WHERE case_id = $1 ORDER BY added_at, id",
        params![case],
    )
}

/// Keeps a package.
pub fn add_package(tx: &mut Tx<'_>, case: Uuid, by: Option<Uuid>, it: &Package) -> Result<()> {
    tx.exec(
        "INSERT INTO conduct_package (id, case_id, file_id, sha256, size, items, made_by, made_name, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![it.id, case, it.file_id, it.sha256, it.size, it.items, by, it.made_name, it.made_at],
    )?;
    Ok(())
}

/// The packages, the oldest first.
pub fn packages(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Package>> {
    tx.all(
        "SELECT id, file_id, sha256, size, items, made_name, made_at
         FROM conduct_package WHERE case_id = $1 ORDER BY made_at, id",
        params![case],
    )
}

/// Keeps an appeal.
pub fn add_appeal(tx: &mut Tx<'_>, id: Uuid, case: Uuid, body: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO conduct_appeal (id, case_id, body, at, state) VALUES ($1, $2, $3, $4, 'open')",
        params![id, case, body, now],
    )?;
    Ok(())
}

/// The appeals, the oldest first.
pub fn appeals(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Appeal>> {
    tx.all(
        "SELECT id, body, at, state, decided_by, decided_name, decided_at, reason
         FROM conduct_appeal WHERE case_id = $1 ORDER BY at, id",
        params![case],
    )
}

/// Keeps what became of an open appeal.
pub fn decide_appeal(
    tx: &mut Tx<'_>,
    id: Uuid,
    (state, reason): (&str, &str),
    (by, name): (Uuid, &str),
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE conduct_appeal SET state = $2, reason = $3, decided_by = $4, decided_name = $5, decided_at = $6
         WHERE id = $1 AND state = 'open'",
        params![id, state, reason, by, name, now],
    )?;
    Ok(changed == 1)
}

/// Who has to do with a case.
pub fn parties(tx: &mut Tx<'_>, it: &Case) -> Result<Parties> {
    let appeals = appeals(tx, it.id)?;
    Ok(Parties {
        concerned: it.person_id,
        reporter: it.reporter_id,
        investigator: it.investigator_id,
        deciders: it.decider_id.into_iter().chain(appeals.iter().filter_map(|own| own.decided_by)).collect(),
        recused: recusals(tx, it.id)?.into_iter().map(|own| own.person_id).collect(),
    })
}
