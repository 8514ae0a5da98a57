//! How decisions are kept.

use super::rules::{Cause, Kept, State};
use crate::kind::measure::{Measure, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A decision.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Decision {
        /// Its id.
        pub id: Uuid,
        /// The control, from version to version.
        pub control_key: Uuid,
        /// The control of the version that governed.
        pub control_id: Uuid,
        /// About whom.
        pub person_id: Uuid,
        /// The person's unit when it was made.
        pub unit_path: String,
        /// The cause: a month or a case.
        pub period: String,
        /// Code of a [`Measure`].
        pub measure: String,
        /// The unit of its term.
        pub term_unit: String,
        /// How many of them.
        pub term_count: i64,
        /// Code of a [`State`].
        pub state: String,
        /// When it was due.
        pub due_at: Timestamp,
        /// When it was made.
        pub made_at: Timestamp,
        /// Until when somebody confirms it.
        pub confirm_by: Option<Timestamp>,
        /// When it began.
        pub starts_at: Option<Timestamp>,
        /// When it ends by itself.
        pub ends_at: Option<Timestamp>,
        /// What hindered its being carried out.
        pub hindered: Option<String>,
        /// Opens it to its person without signing in.
        pub appeal_code: String,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Decision {
    /// Where it stands; a word of a later version of the program counts as withdrawn.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Withdrawn)
    }

    /// What it is; a word of a later version of the program counts as a warning.
    pub fn measure(&self) -> Measure {
        self.measure.parse().unwrap_or(Measure::Warning)
    }

    /// How long it lasts.
    pub fn term(&self) -> Term {
        Term::kept(&self.term_unit, self.term_count)
    }

    /// Whether it takes access away at `now`.
    pub fn holds_access(&self, now: Timestamp) -> bool {
        self.state() == State::Standing
            && self.measure().takes_access()
            && self.ends_at.is_none_or(|ends| ends > now)
    }
}

/// The columns of [`Decision`], of a table named `d`.
pub const COLUMNS: &str = "d.id, d.control_key, d.control_id, d.person_id, d.unit_path, d.period, d.measure,
         d.term_unit, d.term_count, d.state, d.due_at, d.made_at, d.confirm_by, d.starts_at, d.ends_at, d.hindered,
         d.appeal_code, d.version";

/// How lists of decisions are sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "made", column: "d.made_at" }, Sort { name: "due", column: "d.due_at" }];

impl Keyed for Decision {
    fn order(&self, sort: &str) -> Order {
        if sort == "due" { self.due_at.into() } else { self.made_at.into() }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All decisions, to be narrowed.
pub fn select() -> Select {
    Select::new(COLUMNS, "governance_decision d", "d.id")
}

/// One decision.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Decision>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM governance_decision d WHERE d.id = $1"), params![id])
}

/// The decisions about a person, the newest first.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Decision>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM governance_decision d WHERE d.person_id = $1 ORDER BY d.made_at DESC, d.id DESC"
    );
    tx.all(&sql, params![person])
}

/// For which causes measures of one kind of rule stand against some people: for the monthly minimum the months, as
/// `2026-03`. What is proposed, declined, withdrawn or overturned does not stand. One statement for each 512 people.
///
/// # Errors
/// Those of the database.
pub fn standing_causes(tx: &mut Tx<'_>, kind: &str, persons: &[Uuid]) -> Result<BTreeSet<(Uuid, String)>> {
    let mut found = BTreeSet::new();
    for some in persons.chunks(512) {
        let mut given = vec![kind.to_param()];
        given.extend(some.iter().map(|id| id.to_param()));
        let sql = format!(
            "SELECT d.person_id, d.period FROM governance_decision d JOIN governance_control c ON c.id = d.control_id
             WHERE c.kind = $1 AND d.state = 'standing' AND d.person_id IN ({})",
            list(2, some.len())
        );
        found.extend(tx.all::<(Uuid, String)>(&sql, &given)?);
    }
    Ok(found)
}

/// The measures against some people that were made within a span of time and stand: person, code of a [`Measure`], how
/// many. One statement for each 512 people.
///
/// # Errors
/// Those of the database.
pub fn standing_measures(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<(Uuid, String, i64)>> {
    let mut found = Vec::new();
    for some in persons.chunks(512) {
        let mut given = vec![from.to_param(), to.to_param()];
        given.extend(some.iter().map(|id| id.to_param()));
        let sql = format!(
            "SELECT d.person_id, d.measure, count(*) FROM governance_decision d
             WHERE d.state = 'standing' AND d.made_at >= $1 AND d.made_at < $2 AND d.person_id IN ({})
             GROUP BY d.person_id, d.measure",
            list(3, some.len())
        );
        found.extend(tx.all::<(Uuid, String, i64)>(&sql, &given)?);
    }
    Ok(found)
}

row! {
    /// A measure that followed of what happened.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Followed {
        /// The measure.
        pub id: Uuid,
        /// About whom.
        pub person_id: Uuid,
        /// The cause: the fact.
        pub period: String,
        /// Code of a [`Measure`].
        pub measure: String,
        /// Code of a [`State`].
        pub state: String,
        /// When it ends by itself.
        pub ends_at: Option<Timestamp>,
        /// Opens it to its person without signing in.
        pub appeal_code: String,
    }
}

impl Followed {
    /// Whether a person said that it shall not stand: an appeal was granted, or it was not confirmed.
    pub fn was_refused(&self) -> bool {
        self.state.parse::<State>().is_ok_and(State::is_settled)
    }
}

/// What followed by rules that act on each fact by itself, of what was told of some people and subjects: by subject, the
/// oldest first; fallen ones too. Two statements for each 512 pairs.
///
/// # Errors
/// Those of the database.
pub fn followed(tx: &mut Tx<'_>, told: &[(Uuid, Uuid)]) -> Result<HashMap<Uuid, Vec<Followed>>> {
    let mut found: HashMap<Uuid, Vec<Followed>> = HashMap::new();
    for some in told.chunks(512) {
        let given: Vec<_> = some.iter().map(|(person, _)| person.to_param()).collect();
        let sql = format!(
            "SELECT id, subject_id FROM governance_fact WHERE person_id IN ({})",
            list(1, some.len())
        );
        let mut facts: HashMap<String, Uuid> = HashMap::new();
        for (fact, subject) in tx.all::<(Uuid, Uuid)>(&sql, &given)? {
            if some.iter().any(|(_, own)| *own == subject) {
                facts.insert(fact.to_string(), subject);
            }
        }
        let sql = format!(
            "SELECT d.id, d.person_id, d.period, d.measure, d.state, d.ends_at, d.appeal_code
             FROM governance_decision d WHERE d.person_id IN ({}) ORDER BY d.made_at, d.id",
            list(1, some.len())
        );
        tx.each::<Followed>(&sql, &given, |it| {
            if let Some(subject) = facts.get(&it.period) {
                found.entry(*subject).or_default().push(it);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// What is kept of some people, by person and cause.
pub fn kept(tx: &mut Tx<'_>, persons: &[Uuid]) -> Result<HashMap<Uuid, BTreeMap<Cause, Kept>>> {
    let mut found: HashMap<Uuid, BTreeMap<Cause, Kept>> = HashMap::new();
    for some in persons.chunks(512) {
        let given: Vec<_> = some.iter().map(|id| id.to_param()).collect();
        let sql = format!(
            "SELECT d.id, g.fact_id FROM governance_decision d JOIN governance_ground g ON g.decision_id = d.id
             WHERE d.person_id IN ({}) ORDER BY d.id, g.fact_id",
            list(1, some.len())
        );
        let mut grounds: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for (decision, fact) in tx.all::<(Uuid, Uuid)>(&sql, &given)? {
            grounds.entry(decision).or_default().push(fact);
        }
        let sql = format!(
            "SELECT d.id, d.person_id, d.control_key, d.period, d.state FROM governance_decision d
             WHERE d.person_id IN ({})",
            list(1, some.len())
        );
        for (id, person, control, period, state) in
            tx.all::<(Uuid, Uuid, Uuid, String, String)>(&sql, &given)?
        {
            let own = Kept {
                id,
                state: state.parse().unwrap_or(State::Withdrawn),
                grounds: grounds.remove(&id).unwrap_or_default(),
            };
            found.entry(person).or_default().insert(Cause { control, period }, own);
        }
    }
    Ok(found)
}

/// What was made of some people for causes that were due from `from` to `to`, withdrawn or not.
pub fn causes(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    from: Timestamp,
    to: Timestamp,
) -> Result<HashMap<Uuid, BTreeSet<Cause>>> {
    let mut found: HashMap<Uuid, BTreeSet<Cause>> = HashMap::new();
    for some in persons.chunks(512) {
        let sql = format!(
            "SELECT d.person_id, d.control_key, d.period FROM governance_decision d
             WHERE d.due_at >= $1 AND d.due_at <= $2 AND d.person_id IN ({})",
            list(3, some.len())
        );
        let mut given = vec![from.to_param(), to.to_param()];
        given.extend(some.iter().map(|id| id.to_param()));
        for (person, control, period) in tx.all::<(Uuid, Uuid, String)>(&sql, &given)? {
            found.entry(person).or_default().insert(Cause { control, period });
        }
    }
    Ok(found)
}

/// Keeps a new decision.
pub fn add(tx: &mut Tx<'_>, it: &Decision) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_decision (id, control_key, control_id, person_id, unit_path, period, measure, term_unit,
                term_count, state, due_at, made_at, confirm_by, starts_at, ends_at, hindered,
                appeal_code, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)",
        params![
            it.id,
            it.control_key,
            it.control_id,
            it.person_id,
            it.unit_path,
            it.period,
            it.measure,
            it.term_unit,
            it.term_count,
            it.state,
            it.due_at,
            it.made_at,
            it.confirm_by,
            it.starts_at,
            it.ends_at,
            it.hindered,
            it.appeal_code
        ],
    )?;
    Ok(())
}

/// The decision that a code opens.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Decision>> {
    let sql = format!("SELECT {COLUMNS} FROM governance_decision d WHERE d.appeal_code = $1");
    tx.opt(&sql, params![code])
}

/// Writes where a decision stands now.
pub fn set(tx: &mut Tx<'_>, it: &Decision) -> Result<()> {
    tx.exec(
        "UPDATE governance_decision
         SET state = $2, confirm_by = $3, starts_at = $4, ends_at = $5, hindered = $6, version = version + 1
         WHERE id = $1",
        params![it.id, it.state, it.confirm_by, it.starts_at, it.ends_at, it.hindered],
    )?;
    Ok(())
}

/// On what a decision rests.
pub fn grounds(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Uuid>> {
    tx.all("SELECT fact_id FROM governance_ground WHERE decision_id = $1 ORDER BY fact_id", params![id])
}

/// It rests on these now.
pub fn set_grounds(tx: &mut Tx<'_>, id: Uuid, grounds: &[Uuid]) -> Result<()> {
    tx.exec("DELETE FROM governance_ground WHERE decision_id = $1", params![id])?;
    for fact in grounds {
        tx.exec("INSERT INTO governance_ground (decision_id, fact_id) VALUES ($1, $2)", params![id, fact])?;
    }
    Ok(())
}

row! {
    /// A line of a decision's history.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Line {
        /// Its id.
        pub id: Uuid,
        /// When.
        pub at: Timestamp,
        /// What was done: the end of a Fluent key.
        pub act: String,
        /// By whom; none: by the program.
        pub by_person: Option<Uuid>,
        /// Why.
        pub reason: String,
        /// The facts on which it rested from then on, as a JSON list of ids.
        pub grounds: String,
    }
}

/// Adds a line to the history.
pub fn note(tx: &mut Tx<'_>, decision: Uuid, line: &Line) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_step (id, decision_id, at, act, by_person, reason, grounds)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![line.id, decision, line.at, line.act, line.by_person, line.reason, line.grounds],
    )?;
    Ok(())
}

/// The history of a decision, the oldest first.
pub fn history(tx: &mut Tx<'_>, decision: Uuid) -> Result<Vec<Line>> {
    tx.all(
        "SELECT id, at, act, by_person, reason, grounds FROM governance_step WHERE decision_id = $1 ORDER BY at, id
         LIMIT 500",
        params![decision],
    )
}
