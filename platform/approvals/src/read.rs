//! What pages show of requests.

use crate::{State, events::Told, store};
use xingtan_auth::{Actor, Permission, Scope};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Param, Result, ToParam, Tx, params, row};

row! {
    /// A request.
    #[derive(Clone, Debug)]
    pub struct RequestRow {
        /// Its id.
        pub id: Uuid,
        /// Name of its kind.
        pub kind: String,
        /// What it is about.
        pub subject: Uuid,
        /// What exactly is asked for, as JSON.
        pub payload: String,
        /// Who asked.
        pub asked_by: Uuid,
        /// The organisation node.
        pub node_path: String,
        /// Why.
        pub reason: String,
        /// Code of its [`State`].
        pub state: String,
        /// The step that is open or was open last, from 0.
        pub step: i64,
        /// How many times it was handed in.
        pub round: i64,
        /// Whether whoever asked may decide.
        pub author_may_decide: bool,
        /// Whether nobody may approve two steps.
        pub one_step_each: bool,
        /// When it was first handed in.
        pub created_at: Timestamp,
        /// When it was approved, returned, refused or withdrawn.
        pub ended_at: Option<Timestamp>,
    }

    /// A step.
    #[derive(Clone, Debug)]
    pub struct StepRow {
        /// Its position, from 0.
        pub position: i64,
        /// For holders of this permission.
        pub permission: Option<String>,
        /// For holders of this role.
        pub role: Option<String>,
        /// For this person.
        pub person: Option<Uuid>,
        /// `waiting`, `open`, `done`.
        pub state: String,
        /// When it opened.
        pub opened_at: Option<Timestamp>,
        /// Until when it should be decided.
        pub due_at: Option<Timestamp>,
        /// When it was told that its time is over.
        pub escalated_at: Option<Timestamp>,
    }

    /// A decision.
    #[derive(Clone, Debug)]
    pub struct DecisionRow {
        /// Its id.
        pub id: Uuid,
        /// In which round.
        pub round: i64,
        /// On which step.
        pub position: i64,
        /// Who decided.
        pub decider: Uuid,
        /// In whose stead.
        pub deputy_of: Option<Uuid>,
        /// Code of the [`Verdict`](crate::Verdict).
        pub verdict: String,
        /// Why.
        pub reason: String,
        /// When.
        pub at: Timestamp,
    }

    /// A request that waits for the reader.
    #[derive(Clone, Debug)]
    pub struct OpenRow {
        /// Its id.
        pub id: Uuid,
        /// Name of its kind.
        pub kind: String,
        /// What it is about.
        pub subject: Uuid,
        /// Who asked.
        pub asked_by: Uuid,
        /// The organisation node.
        pub node_path: String,
        /// Why.
        pub reason: String,
        /// The open step, from 0.
        pub step: i64,
        /// When it was first handed in.
        pub created_at: Timestamp,
        /// When the step opened.
        pub opened_at: Option<Timestamp>,
        /// Until when it should be decided.
        pub due_at: Option<Timestamp>,
    }
}

pub(crate) const REQUEST: &str =
    "r.id, r.kind, r.subject, r.payload, r.asked_by, r.node_path, r.reason, r.state,
    r.step, r.round, r.author_may_decide, r.one_step_each, r.created_at, r.ended_at";
pub(crate) const STEP: &str =
    "s.position, s.permission, s.role, s.person, s.state, s.opened_at, s.due_at, s.escalated_at";

impl RequestRow {
    /// Where it stands. A word of a later version of the program counts as withdrawn: nobody acts on it.
    pub fn state(&self) -> State {
        State::of(&self.state).unwrap_or(State::Withdrawn)
    }

    pub(crate) fn told(&self, step: i64) -> Told {
        Told {
            kind: self.kind.clone(),
            subject: self.subject,
            asked_by: self.asked_by,
            node_path: self.node_path.clone(),
            step,
        }
    }
}

/// The row that ended a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// When it was handed in.
    pub created_at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

impl OpenRow {
    /// Where a next page begins.
    pub fn position(&self) -> Position {
        Position { created_at: self.created_at, id: self.id }
    }
}

/// A request with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The request.
    pub request: RequestRow,
    /// Its steps, in order.
    pub steps: Vec<StepRow>,
    /// All decisions of all rounds, in order.
    pub decisions: Vec<DecisionRow>,
}

/// A request with its steps and all decisions; none where there is no such request.
///
/// # Errors
/// Those of the database.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Whole>> {
    let Some(request) = store::request(tx, id)? else { return Ok(None) };
    let sql = format!("SELECT {STEP} FROM approvals_step s WHERE s.request = $1 ORDER BY s.position");
    let steps = tx.all(&sql, params![id])?;
    let decisions = tx.all(
        "SELECT id, round, position, decider, deputy_of, verdict, reason, at FROM approvals_decision
         WHERE request = $1
         ORDER BY round, position",
        params![id],
    )?;
    Ok(Some(Whole { request, steps, decisions }))
}

/// All requests about a subject, the newest first.
///
/// # Errors
/// Those of the database.
pub fn by_subject(tx: &mut Tx<'_>, subject: Uuid) -> Result<Vec<RequestRow>> {
    let sql = format!(
        "SELECT {REQUEST} FROM approvals_request r WHERE r.subject = $1 ORDER BY r.created_at DESC, r.id DESC"
    );
    tx.all(&sql, params![subject])
}

/// Up to `limit` requests whose open step waits for the actor, the oldest first, after the one that ended the page
/// before.
///
/// # Errors
/// Those of the database.
pub fn open_for(
    tx: &mut Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<OpenRow>> {
    let rights = Rights::of(tx, actor, now)?;
    let mut given = Vec::new();
    let mut sql = format!(
        "SELECT r.id, r.kind, r.subject, r.asked_by, r.node_path, r.reason, r.step, r.created_at, s.opened_at, s.due_at
         FROM approvals_step s
         JOIN approvals_request r ON r.id = s.request
         WHERE {}",
        rights.condition(&mut given)
    );
    if let Some(position) = &after {
        given.extend([position.created_at.to_param(), position.id.to_param()]);
        sql.push_str(&format!(" AND (r.created_at, r.id) > (${}, ${})", given.len() - 1, given.len()));
    }
    given.push(limit.to_param());
    sql.push_str(&format!(" ORDER BY r.created_at, r.id LIMIT ${}", given.len()));
    tx.all(&sql, &given)
}

/// How many requests wait for the actor; for the badge in the menu.
///
/// # Errors
/// Those of the database.
pub fn count_open_for(tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<i64> {
    let rights = Rights::of(tx, actor, now)?;
    let mut given = Vec::new();
    let sql = format!(
        "SELECT count(*) FROM approvals_step s JOIN approvals_request r ON r.id = s.request WHERE {}",
        rights.condition(&mut given)
    );
    tx.one(&sql, &given)
}

/// What an actor may decide, as values for SQL.
struct Rights {
    person: Uuid,
    /// The actor, and for whom the actor may act.
    people: Vec<Uuid>,
    /// Permission, and the ranges of paths on which the actor holds it.
    permissions: Vec<(&'static str, Vec<(String, String)>)>,
    /// The same for roles.
    roles: Vec<(&'static str, Vec<(String, String)>)>,
}

impl Rights {
    fn of(tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<Self> {
        let mut people = store::principals(tx, actor.person, now)?;
        people.push(actor.person);
        let asked: Vec<String> = tx.all(
            "SELECT DISTINCT permission FROM approvals_step WHERE state = 'open' AND permission IS NOT NULL",
            params![],
        )?;
        let permissions = actor
            .permissions
            .all()
            .filter(|(name, _)| asked.iter().any(|asked| asked == name))
            .map(|(name, _)| (name, actor.scope(Permission(name)).ranges()))
            .collect();
        let roles = actor
            .roles()
            .into_iter()
            .map(|role| {
                let granted = actor.grants.iter().filter(|grant| grant.role == role);
                (role.code(), Scope::of(granted.map(|grant| grant.path.clone()).collect()).ranges())
            })
            .collect();
        Ok(Rights { person: actor.person, people, permissions, roles })
    }

    /// The open steps for the actor, without those that a rule forbids: own requests, and requests of which the actor
    /// has approved a step.
    fn condition<'a>(&'a self, given: &mut Vec<Param<'a>>) -> String {
        given.push(self.person.to_param());
        let mut any: Vec<String> = Vec::new();
        for person in &self.people {
            given.push(person.to_param());
            any.push(format!("s.person = ${}", given.len()));
        }
        for (column, held) in [("s.permission", &self.permissions), ("s.role", &self.roles)] {
            for (name, ranges) in held {
                for (low, high) in ranges {
                    given.extend([name.to_param(), low.to_param(), high.to_param()]);
                    let n = given.len();
                    any.push(format!(
                        "{column} = ${} AND r.node_path >= ${} AND r.node_path < ${n}",
                        n - 2,
                        n - 1
                    ));
                }
            }
        }
        format!(
            "s.state = 'open' AND r.state = 'open' AND ({})
             AND (r.author_may_decide OR r.asked_by <> $1)
             AND NOT (r.one_step_each AND EXISTS (
                 SELECT 1 FROM approvals_decision d
                 WHERE d.request = r.id AND d.round = r.round AND d.verdict = 'approve'
                   AND (d.decider = $1 OR d.deputy_of = $1)))",
            any.join(" OR ")
        )
    }
}
