//! How assignments are kept, and whom they reach.

use super::rules::{Reach, State};
use crate::{enrolment::store as enrolments, sets::any_of};
use std::collections::HashMap;
use xingtan_accounts::api::Targets;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// An assignment.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Assignment {
        /// Id.
        pub id: Uuid,
        /// The course.
        pub course_id: Uuid,
        /// The course's title when it was assigned.
        pub title: String,
        /// It reaches only people of this subtree.
        pub node_path: String,
        /// From when the course may be studied.
        pub opens_at: Timestamp,
        /// Until when it is to be finished.
        pub due_at: Timestamp,
        /// What the assigned are told.
        pub note: String,
        /// Who assigned it.
        pub created_by: Uuid,
        /// When.
        pub created_at: Timestamp,
        /// When it was ended.
        pub ended_at: Option<Timestamp>,
        /// Counts changes.
        pub version: i64,
    }
}

impl Assignment {
    /// Where it stands.
    pub fn state(&self, now: &Timestamp) -> State {
        State::of(self.opens_at, self.due_at, self.ended_at.is_some(), *now)
    }
}

/// How lists of assignments are sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "created", column: "a.created_at" }, Sort { name: "due", column: "a.due_at" }];

impl Keyed for Assignment {
    fn order(&self, sort: &str) -> Order {
        if sort == "due" { self.due_at.into() } else { self.created_at.into() }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All assignments, to be narrowed.
pub fn select() -> Select {
    Select::new(
        "a.id, a.course_id, a.title, a.node_path, a.opens_at, a.due_at, a.note, a.created_by, a.created_at,
         a.ended_at, a.version",
        "learning_assignment a",
        "a.id",
    )
}

/// One assignment.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Assignment>> {
    Ok(select().when("a.id = {}", id).rows(tx, "")?.pop())
}

/// Keeps a new assignment with its targets.
pub fn add(tx: &mut Tx<'_>, it: &Assignment, targets: &Targets) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_assignment (id, course_id, title, node_path, opens_at, due_at, note, created_by,
                created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        params![
            it.id, it.course_id, it.title, it.node_path, it.opens_at, it.due_at, it.note, it.created_by, it.created_at
        ],
    )?;
    let kinds = [
        ("position", &targets.positions),
        ("node", &targets.nodes),
        ("cohort", &targets.cohorts),
        ("person", &targets.persons),
    ];
    for (kind, ids) in kinds {
        for id in ids {
            tx.exec(
                "INSERT INTO learning_target (assignment_id, kind, target_id) VALUES ($1, $2, $3)
                 ON CONFLICT DO NOTHING",
                params![it.id, kind, id],
            )?;
        }
    }
    Ok(())
}

/// Whom an assignment is meant for.
pub fn targets(tx: &mut Tx<'_>, assignment: Uuid) -> Result<Targets> {
    let rows: Vec<(String, Uuid)> = tx.all(
        "SELECT kind, target_id FROM learning_target WHERE assignment_id = $1 ORDER BY kind, target_id",
        params![assignment],
    )?;
    let mut targets = Targets::default();
    for (kind, id) in rows {
        match kind.as_str() {
            "position" => targets.positions.push(id),
            "node" => targets.nodes.push(id),
            "cohort" => targets.cohorts.push(id),
            _ => targets.persons.push(id),
        }
    }
    Ok(targets)
}

/// The live assignments that mean one of these targets.
pub fn meaning(tx: &mut Tx<'_>, targets: &[Uuid]) -> Result<Vec<Assignment>> {
    let marks = vec!["{}"; targets.len()].join(", ");
    let meant = format!(
        "EXISTS (SELECT 1 FROM learning_target t WHERE t.assignment_id = a.id AND t.target_id IN ({marks}))"
    );
    let values = targets.iter().map(|id| (*id).into()).collect();
    select().always("a.ended_at IS NULL").when_all(&meant, values).rows(tx, "ORDER BY a.id")
}

/// Ends an assignment if nobody changed it since `seen`.
pub fn end(tx: &mut Tx<'_>, id: Uuid, seen: i64, by: Uuid, now: Timestamp) -> Result<bool> {
    let ended = tx.exec(
        "UPDATE learning_assignment SET ended_at = $3, ended_by = $4, version = version + 1
         WHERE id = $1 AND version = $2 AND ended_at IS NULL",
        params![id, seen, now, by],
    )?;
    Ok(ended == 1)
}

/// Sets another deadline if nobody changed the assignment since `seen`.
pub fn extend(tx: &mut Tx<'_>, id: Uuid, seen: i64, due_at: Timestamp) -> Result<bool> {
    let extended = tx.exec(
        "UPDATE learning_assignment SET due_at = $3, version = version + 1
         WHERE id = $1 AND version = $2 AND ended_at IS NULL",
        params![id, seen, due_at],
    )?;
    Ok(extended == 1)
}

/// Notes that an assignment reaches somebody.
pub fn reach(tx: &mut Tx<'_>, assignment: Uuid, person: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_reach (assignment_id, person_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        params![assignment, person, now],
    )?;
    Ok(())
}

/// Notes that an assignment reaches somebody no more.
pub fn leave(tx: &mut Tx<'_>, assignment: Uuid, person: Uuid) -> Result<()> {
    tx.exec(
        "DELETE FROM learning_reach WHERE assignment_id = $1 AND person_id = $2",
        params![assignment, person],
    )?;
    Ok(())
}

/// The next people whom an assignment has reached, in the order of their ids.
pub fn reached(tx: &mut Tx<'_>, assignment: Uuid, after: Uuid, limit: i64) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT person_id FROM learning_reach WHERE assignment_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3",
        params![assignment, after, limit],
    )
}

/// The live assignments that have reached a person: assignment and course.
pub fn reaching(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    tx.all(
        "SELECT a.id, a.course_id FROM learning_reach r
         JOIN learning_assignment a ON a.id = r.assignment_id AND a.ended_at IS NULL
         WHERE r.person_id = $1
         ORDER BY a.id",
        params![person],
    )
}

/// The live assignments of a course that reach these people.
pub fn reaches(tx: &mut Tx<'_>, course: Uuid, persons: &[Uuid]) -> Result<HashMap<Uuid, Vec<Reach>>> {
    let select = Select::new(
        "r.person_id, a.id, a.opens_at, a.due_at",
        "learning_reach r JOIN learning_assignment a ON a.id = r.assignment_id",
        "a.id",
    );
    let select = select.when("a.course_id = {}", course).always("a.ended_at IS NULL");
    let rows: Vec<(Uuid, Uuid, Timestamp, Timestamp)> =
        any_of(select, "r.person_id", persons).rows(tx, "")?;
    let mut found: HashMap<Uuid, Vec<Reach>> = HashMap::new();
    for (person, assignment, opens_at, due_at) in rows {
        found.entry(person).or_default().push(Reach { assignment, opens_at, due_at });
    }
    Ok(found)
}

/// The enrolments of these people in a course; withdrawn ones too.
pub fn held(tx: &mut Tx<'_>, course: Uuid, persons: &[Uuid]) -> Result<HashMap<Uuid, enrolments::Enrolment>> {
    let select =
        Select::new(enrolments::COLUMNS, "learning_enrolment e", "e.id").when("e.course_id = {}", course);
    let rows: Vec<enrolments::Enrolment> = any_of(select, "e.person_id", persons).rows(tx, "")?;
    Ok(rows.into_iter().map(|it| (it.person_id, it)).collect())
}

row! {
    /// How far an assignment is.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Counts {
        /// The assignment.
        pub id: Uuid,
        /// Whom it reached.
        pub reached: i64,
        /// Who completed the course.
        pub done: i64,
        /// Whose deadline is over.
        pub overdue: i64,
    }
}

impl Counts {
    /// Completed of all in percent, rounded down.
    pub fn percent(&self) -> i64 {
        if self.reached == 0 { 0 } else { self.done * 100 / self.reached }
    }
}

/// How far several assignments are, by one statement.
pub fn counts(tx: &mut Tx<'_>, ids: &[Uuid], now: Timestamp) -> Result<HashMap<Uuid, Counts>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT a.id, count(*) AS reached, count(e.completed_at) AS done,
                CAST(sum(CASE WHEN e.completed_at IS NULL AND e.due_at <= $1 THEN 1 ELSE 0 END) AS bigint) AS overdue
         FROM learning_assignment a
         JOIN learning_reach r ON r.assignment_id = a.id
         JOIN learning_enrolment e ON e.person_id = r.person_id AND e.course_id = a.course_id
         WHERE a.id IN ({})
         GROUP BY a.id",
        xingtan_db::list(2, ids.len())
    );
    let mut values = vec![xingtan_db::Param::Time(now)];
    values.extend(ids.iter().map(|id| xingtan_db::Param::Uuid(*id)));
    let rows: Vec<Counts> = tx.all(&sql, &values)?;
    Ok(rows.into_iter().map(|it| (it.id, it)).collect())
}
