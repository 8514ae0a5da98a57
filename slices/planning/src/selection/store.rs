//! Rounds, electives and choices as kept.

use super::rules::State;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A round.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Round {
        /// Its id.
        pub id: Uuid,
        /// What it is called.
        pub title: String,
        /// For the people of this unit and of those below it.
        pub unit_path: String,
        /// Its name.
        pub unit_name: String,
        /// How many electives one may choose.
        pub most: i64,
        /// Until when one may choose.
        pub ends_at: Timestamp,
        /// Until when what was approved is to be finished.
        pub due_at: Timestamp,
        /// Who opened it.
        pub opened_name: String,
        /// When.
        pub opened_at: Timestamp,
        /// When it was closed.
        pub closed_at: Option<Timestamp>,
    }
}

impl Round {
    /// Whether one may choose now.
    pub fn runs(&self, now: Timestamp) -> bool {
        self.closed_at.is_none() && now < self.ends_at
    }
}

impl Keyed for Round {
    fn order(&self, _: &str) -> Order {
        self.ends_at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How rounds are sorted.
pub const ROUND_SORTS: &[Sort] = &[Sort { name: "ends", column: "r.ends_at" }];

const ROUND: &str =
    "r.id, r.title, r.unit_path, r.unit_name, r.most, r.ends_at, r.due_at, r.opened_name, r.opened_at,
    r.closed_at";

/// The rounds that concern a scope: those of units within it, and those of units above it.
pub fn select_rounds(scope: &Scope, query: &str) -> Select {
    let mut inside: Vec<String> = Vec::new();
    let mut values: Vec<xingtan_web::Value> = Vec::new();
    for (low, high) in scope.ranges() {
        inside.push("(r.unit_path >= {} AND r.unit_path < {})".to_owned());
        inside.push("substr({}, 1, length(r.unit_path)) = r.unit_path".to_owned());
        values.extend([low.clone().into(), high.into(), low.into()]);
    }
    let select =
        Select::new(ROUND, "planning_round r", "r.id").search("lower(r.title || ' ' || r.unit_name)", query);
    if inside.is_empty() {
        select.always("1 = 0")
    } else {
        select.when_all(&format!("({})", inside.join(" OR ")), values)
    }
}

/// The round of this id.
pub fn round(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Round>> {
    tx.opt(
        "SELECT id, title, unit_path, unit_name, most, ends_at, due_at, opened_name, opened_at, closed_at
         FROM planning_round WHERE id = $1",
        params![id],
    )
}

/// The rounds in which somebody of a unit may choose, those that end first at first.
pub fn running(tx: &mut Tx<'_>, unit_path: &str, now: Timestamp) -> Result<Vec<Round>> {
    tx.all(
        "SELECT id, title, unit_path, unit_name, most, ends_at, due_at, opened_name, opened_at, closed_at
         FROM planning_round
         WHERE closed_at IS NULL AND ends_at > $2 AND substr($1, 1, length(unit_path)) = unit_path
         ORDER BY ends_at, id LIMIT 20",
        params![unit_path, now],
    )
}

/// The rounds of somebody's unit whose choosing ends within a time, from a moment up to another.
pub fn ending(tx: &mut Tx<'_>, unit_path: &str, (from, to): (Timestamp, Timestamp)) -> Result<Vec<Round>> {
    tx.all(
        "SELECT id, title, unit_path, unit_name, most, ends_at, due_at, opened_name, opened_at, closed_at
         FROM planning_round
         WHERE ends_at >= $2 AND ends_at < $3 AND substr($1, 1, length(unit_path)) = unit_path
         ORDER BY ends_at, id LIMIT 200",
        params![unit_path, from, to],
    )
}

/// Keeps a round.
pub fn add_round(tx: &mut Tx<'_>, it: &Round) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_round (id, title, unit_path, unit_name, most, ends_at, due_at, opened_name, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            it.id,
            it.title,
            it.unit_path,
            it.unit_name,
            it.most,
            it.ends_at,
            it.due_at,
            it.opened_name,
            it.opened_at
        ],
    )?;
    Ok(())
}

/// Notes that the people of a running round are told of it. False where they were told before.
pub fn announce(tx: &mut Tx<'_>, round: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_round SET announced_at = $2
         WHERE id = $1 AND announced_at IS NULL AND closed_at IS NULL AND ends_at > $2",
        params![round, now],
    )?;
    Ok(changed == 1)
}

/// Closes a round. False where it was closed before.
pub fn close_round(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_round SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL",
        params![id, now],
    )?;
    Ok(changed == 1)
}

row! {
    /// A course that a round offers.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Elective {
        /// Its id.
        pub id: Uuid,
        /// The round.
        pub round_id: Uuid,
        /// The course.
        pub course_id: Uuid,
        /// Its title then.
        pub title: String,
        /// Places.
        pub places: i64,
        /// Places taken.
        pub taken: i64,
        /// People on the waiting list.
        pub waiting: i64,
        /// People whose choice waits for their contact.
        pub chosen: i64,
    }
}

/// The electives of some rounds, with how many people chose them.
pub fn electives(tx: &mut Tx<'_>, rounds: &[Uuid]) -> Result<Vec<Elective>> {
    if rounds.is_empty() {
        return Ok(Vec::new());
    }
    let marks = vec!["{}"; rounds.len()].join(", ");
    let columns = "e.id, e.round_id, e.course_id, e.title, e.places,
        (SELECT count(*) FROM planning_choice c WHERE c.elective_id = e.id AND c.state = 'approved') AS taken,
        (SELECT count(*) FROM planning_choice c WHERE c.elective_id = e.id AND c.state = 'waiting') AS waiting,
        (SELECT count(*) FROM planning_choice c WHERE c.elective_id = e.id AND c.state = 'chosen') AS chosen";
    Select::new(columns, "planning_elective e", "e.id")
        .when_all(&format!("e.round_id IN ({marks})"), rounds.iter().copied().map(Into::into).collect())
        .rows(tx, "ORDER BY e.title, e.id")
}

/// The elective of this id.
pub fn elective(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Elective>> {
    tx.opt(
        "SELECT e.id, e.round_id, e.course_id, e.title, e.places,
                (SELECT count(*) FROM planning_choice c WHERE c.elective_id = e.id AND c.state = 'approved') AS taken,
                (SELECT count(*) FROM planning_choice c WHERE c.elective_id = e.id AND c.state = 'waiting') AS waiting,
                (SELECT count(*) FROM planning_choice c WHERE c.elective_id = e.id AND c.state = 'chosen') AS chosen
         FROM planning_elective e WHERE e.id = $1",
        params![id],
    )
}

/// Offers a course in a round, or changes its places.
pub fn offer(
    tx: &mut Tx<'_>,
    id: Uuid,
    round: Uuid,
    (course, title): (Uuid, &str),
    places: i64,
) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_elective (id, round_id, course_id, title, places) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (round_id, course_id) DO UPDATE SET places = excluded.places, title = excluded.title",
        params![id, round, course, title, places],
    )?;
    Ok(())
}

row! {
    /// What somebody chose.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Choice {
        /// Its id.
        pub id: Uuid,
        /// The round.
        pub round_id: Uuid,
        /// The elective.
        pub elective_id: Uuid,
        /// Its course.
        pub course_id: Uuid,
        /// The title of the course then.
        pub title: String,
        /// Who.
        pub person_id: Uuid,
        /// The name of that person.
        pub person_name: String,
        /// The unit of that person, kept in step.
        pub unit_path: String,
        /// In which order it is wished for, from 1.
        pub rank: i64,
        /// Word of a [`State`].
        pub state: String,
        /// When.
        pub chosen_at: Timestamp,
        /// Until when it is to be finished.
        pub due_at: Timestamp,
        /// Who decided.
        pub decided_by: Option<Uuid>,
        /// The name of that person.
        pub decided_name: Option<String>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// What was said to it.
        pub answer: String,
        /// When the course was completed.
        pub done_at: Option<Timestamp>,
    }
}

impl Choice {
    /// Where it stands.
    pub fn state(&self) -> State {
        State::of(&self.state)
    }

    /// Whether it stands on the watch list.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.state() == State::Approved && self.done_at.is_none() && self.due_at <= now
    }
}

impl Keyed for Choice {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "due" => self.due_at.into(),
            "rank" => self.rank.into(),
            _ => self.chosen_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How choices may be sorted.
pub const SORTS: &[Sort] =
    &[Sort { name: "chosen", column: "c.chosen_at" }, Sort { name: "rank", column: "c.rank" }];
/// How the watch list is sorted.
pub const WATCH_SORTS: &[Sort] = &[Sort { name: "due", column: "c.due_at" }];

const CHOICE: &str =
    "c.id, c.round_id, c.elective_id, c.course_id, c.title, c.person_id, c.person_name, c.unit_path,
    c.rank, c.state, c.chosen_at, c.due_at, c.decided_by, c.decided_name, c.decided_at, c.answer, c.done_at";

/// The choices of subtrees; `state` is empty for all.
pub fn select(scope: &Scope, query: &str, state: &str) -> Select {
    let select = searched(scope, query);
    if state.is_empty() { select } else { select.when("c.state = {}", state) }
}

/// What was approved, is due and is not done: the watch list of subtrees.
pub fn select_late(scope: &Scope, query: &str, now: Timestamp) -> Select {
    searched(scope, query).always("c.state = 'approved' AND c.done_at IS NULL").when("c.due_at <= {}", now)
}

fn searched(scope: &Scope, query: &str) -> Select {
    Select::new(CHOICE, "planning_choice c", "c.id")
        .within("c.unit_path", scope)
        .search("lower(c.title || ' ' || c.person_name)", query)
}

/// What a person chose, the newest first; at most 200.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Choice>> {
    Select::new(CHOICE, "planning_choice c", "c.id")
        .when("c.person_id = {}", person)
        .rows(tx, "ORDER BY c.chosen_at DESC, c.rank, c.id LIMIT 200")
}

/// The choice of this id.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Choice>> {
    Ok(Select::new(CHOICE, "planning_choice c", "c.id").when("c.id = {}", id).rows(tx, "LIMIT 1")?.pop())
}

/// The next choices of a round after an id, in the order of ids.
pub fn of_round(tx: &mut Tx<'_>, round: Uuid, after: Option<Uuid>, limit: i64) -> Result<Vec<Choice>> {
    Select::new(CHOICE, "planning_choice c", "c.id")
        .when("c.round_id = {}", round)
        .when("c.id > {}", after.unwrap_or(Uuid::nil()))
        .rows(tx, &format!("ORDER BY c.id LIMIT {}", limit.clamp(1, 1000)))
}

/// The first of the waiting list of an elective.
pub fn first_waiting(tx: &mut Tx<'_>, elective: Uuid) -> Result<Option<Choice>> {
    Ok(Select::new(CHOICE, "planning_choice c", "c.id")
        .when("c.elective_id = {}", elective)
        .always("c.state = 'waiting'")
        .rows(tx, "ORDER BY c.decided_at, c.id LIMIT 1")?
        .pop())
}

/// Forgets what a person chose in a round and nobody decided over, or what they gave up.
pub fn clear(tx: &mut Tx<'_>, round: Uuid, person: Uuid) -> Result<()> {
    tx.exec(
        "DELETE FROM planning_choice WHERE round_id = $1 AND person_id = $2 AND state IN ('chosen', 'left')",
        params![round, person],
    )?;
    Ok(())
}

/// Keeps a choice that waits for the contact.
pub fn add(tx: &mut Tx<'_>, it: &Choice) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_choice
             (id, round_id, elective_id, course_id, title, person_id, person_name, unit_path, rank, state, chosen_at,
              due_at, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'chosen', $10, $11, '')",
        params![
            it.id,
            it.round_id,
            it.elective_id,
            it.course_id,
            it.title,
            it.person_id,
            it.person_name,
            it.unit_path,
            it.rank,
            it.chosen_at,
            it.due_at
        ],
    )?;
    Ok(())
}

/// Decides over a choice. False where it stands differently by now.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Uuid,
    (from, to): (State, State),
    answer: &str,
    (by, name): (Uuid, &str),
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_choice SET state = $3, answer = $4, decided_by = $5, decided_name = $6, decided_at = $7
         WHERE id = $1 AND state = $2",
        params![id, from.code(), to.code(), answer, by, name, now],
    )?;
    Ok(changed == 1)
}

/// Moves a choice on without anybody deciding. False where it stands differently by now.
pub fn step(tx: &mut Tx<'_>, id: Uuid, (from, to): (State, State)) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_choice SET state = $3 WHERE id = $1 AND state = $2",
        params![id, from.code(), to.code()],
    )?;
    Ok(changed == 1)
}

/// Notes when somebody completed a course, or that they have not.
pub fn done(tx: &mut Tx<'_>, person: Uuid, course: Uuid, at: Option<Timestamp>) -> Result<()> {
    tx.exec(
        "UPDATE planning_choice SET done_at = $3 WHERE person_id = $1 AND course_id = $2",
        params![person, course, at],
    )?;
    Ok(())
}

/// Keeps the unit of a person's choices in step.
pub fn follow(tx: &mut Tx<'_>, person: Uuid, unit_path: &str) -> Result<()> {
    tx.exec(
        "UPDATE planning_choice SET unit_path = $2 WHERE person_id = $1 AND unit_path <> $2",
        params![person, unit_path],
    )?;
    Ok(())
}
