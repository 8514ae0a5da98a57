//! Asking, deciding, withdrawing: rule → rows → trail → event.

use crate::{
    Act,
    events::{self, Told},
    read::RequestRow,
    rules::{self, Facts, Needs, Outcome, Refusal, Right, State, Verdict},
    store,
};
use serde::Serialize;
use xingtan_audit::{Entry, record};
use xingtan_auth::{Actor, Permission, Role};
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Error, Result, Tx};

/// A kind of request, declared as a constant by the slice that asks. The Fluent key of its name is
/// `accounts-approval-opening` for `accounts.opening`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApprovalKind {
    /// `slice.what`; kept in the database.
    pub name: &'static str,
    /// Whether whoever asked may decide; hardly ever.
    pub author_may_decide: bool,
    /// Whether nobody may approve two steps (CRS-6: author ≠ reviewer ≠ publisher).
    pub one_step_each: bool,
}

impl ApprovalKind {
    /// A kind whose author never decides, and whose steps need different heads.
    pub const fn new(name: &'static str) -> Self {
        ApprovalKind { name, author_may_decide: false, one_step_each: true }
    }
}

/// Who decides a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Whoever holds the permission on the request's node.
    Permission(Permission),
    /// Whoever holds the role on the request's node or above it.
    Role(Role),
    /// This person, or a deputy.
    Person(Uuid),
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Who decides.
    pub by: By,
    /// Time for the decision, from the opening of the step.
    pub within: Option<Span>,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    pub(crate) kind: ApprovalKind,
    pub(crate) subject: Uuid,
    pub(crate) subject_name: String,
    pub(crate) asked_by: Uuid,
    pub(crate) node_path: String,
    pub(crate) reason: String,
    pub(crate) payload: String,
    pub(crate) steps: Vec<Step>,
}

impl Request {
    /// A request about a subject, which belongs to an organisation node.
    pub fn new(
        kind: ApprovalKind,
        subject: Uuid,
        subject_name: impl Into<String>,
        asked_by: Uuid,
        node_path: impl Into<String>,
    ) -> Self {
        Request {
            kind,
            subject,
            subject_name: subject_name.into(),
            asked_by,
            node_path: node_path.into(),
            reason: String::new(),
            payload: "{}".into(),
            steps: Vec::new(),
        }
    }

    /// Adds a step. Permissions and roles are judged on the node at the moment of decision.
    #[must_use]
    pub fn step(mut self, by: By, within: impl Into<Option<Span>>) -> Self {
        self.steps.push(Step { by, within: within.into() });
        self
    }

    /// Why it is asked for.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    /// What exactly is asked for, for the slice that carries it out.
    ///
    /// # Errors
    /// [`Error::Decode`] where the value has no JSON form.
    pub fn with(mut self, payload: &impl Serialize) -> Result<Self> {
        self.payload = serde_json::to_string(payload).map_err(|e| Error::Decode(e.to_string()))?;
        Ok(self)
    }
}

/// Hands a request in; its id is `act.ids.row()`. The first step is open.
///
/// # Errors
/// [`Error::Check`] for a request without steps, and those of the database.
pub fn ask(tx: &mut Tx<'_>, request: &Request, act: &Act<'_>) -> Result<Uuid> {
    if request.steps.is_empty() {
        return Err(Error::Check("a request without steps".into()));
    }
    let id = act.ids.row;
    store::add(tx, id, request, act.now)?;
    store::open_step(tx, id, 0, act.now)?;
    let entry = Entry::new(act.ids.audit, act.now, "approvals.asked", act.who)
        .on("approval", id, request.subject_name.clone())
        .within(request.node_path.clone())
        .detail(&serde_json::json!({ "kind": request.kind.name, "subject": request.subject, "reason": request.reason }));
    record(tx, &entry)?;
    let told = Told {
        kind: request.kind.name.to_owned(),
        subject: request.subject,
        asked_by: request.asked_by,
        node_path: request.node_path.clone(),
        step: 0,
    };
    events::tell(tx, events::STEP_OPENED, id, &told, act)?;
    Ok(id)
}

/// Decides the step `seen` (as the page showed it, from 0). A refusal changes nothing and leaves no row here; the
/// caller may leave a trace.
///
/// # Errors
/// [`Error::NotFound`] for an unknown request, and those of the database.
pub fn decide(
    tx: &mut Tx<'_>,
    request: Uuid,
    seen: i64,
    verdict: Verdict,
    reason: &str,
    actor: &Actor,
    act: &Act<'_>,
) -> Result<Outcome> {
    let row = store::request(tx, request)?.ok_or(Error::NotFound)?;
    let right = right_of(tx, &row, actor, act)?;
    let facts = Facts {
        state: row.state(),
        step: row.step,
        seen,
        steps: store::count_steps(tx, request)?,
        asked_by: row.asked_by,
        approved: store::approved(tx, request, row.round)?,
        author_may_decide: row.author_may_decide,
        one_step_each: row.one_step_each,
        decider: actor.person,
        right,
    };
    let outcome = rules::decide(&facts, verdict, reason);
    let (state, event) = match outcome {
        Outcome::Not(_) => return Ok(outcome),
        Outcome::Next { .. } => (State::Open, events::STEP_OPENED),
        Outcome::Approved => (State::Approved, events::APPROVED),
        Outcome::Returned => (State::Returned, events::RETURNED),
        Outcome::Refused => (State::Refused, events::REFUSED),
    };
    let deputy_of = match right {
        Right::DeputyOf(person) => Some(person),
        Right::Own | Right::None => None,
    };
    store::add_decision(tx, &row, actor.person, deputy_of, verdict, reason, act)?;
    store::close_step(tx, request, row.step)?;
    let step = match outcome {
        Outcome::Next { step } => {
            store::open_step(tx, request, step, act.now)?;
            step
        }
        _ => row.step,
    };
    store::set_state(tx, request, state, step, act.now)?;
    let entry = Entry::new(act.ids.audit, act.now, "approvals.decided", act.who)
        .on("approval", request, "")
        .within(row.node_path.clone())
        .change(&row.state().code(), &state.code())
        .detail(&serde_json::json!({
            "kind": row.kind,
            "subject": row.subject,
            "step": row.step,
            "verdict": verdict.code(),
            "reason": reason,
            "deputy_of": deputy_of,
        }));
    record(tx, &entry)?;
    events::tell(tx, event, request, &row.told(step), act)?;
    Ok(outcome)
}

/// Takes a request back; only whoever asked may, while it is open or returned. False where it is neither.
///
/// # Errors
/// [`Error::NotFound`] for an unknown request or another person's, and those of the database.
pub fn withdraw(tx: &mut Tx<'_>, request: Uuid, person: Uuid, act: &Act<'_>) -> Result<bool> {
    let row = store::request(tx, request)?.filter(|row| row.asked_by == person).ok_or(Error::NotFound)?;
    if !matches!(row.state(), State::Open | State::Returned) {
        return Ok(false);
    }
    store::close_step(tx, request, row.step)?;
    store::set_state(tx, request, State::Withdrawn, row.step, act.now)?;
    trace(tx, &row, "approvals.withdrawn", State::Withdrawn, act)?;
    events::tell(tx, events::WITHDRAWN, request, &row.told(row.step), act)?;
    Ok(true)
}

/// Hands a returned request in again, from its first step, with a new payload. Only whoever asked may; a refusal
/// where it was not returned.
///
/// # Errors
/// [`Error::NotFound`] for an unknown request or another person's, and those of the database.
pub fn hand_in_again(
    tx: &mut Tx<'_>,
    request: Uuid,
    person: Uuid,
    payload: &impl Serialize,
    reason: &str,
    act: &Act<'_>,
) -> Result<std::result::Result<(), Refusal>> {
    let row = store::request(tx, request)?.filter(|row| row.asked_by == person).ok_or(Error::NotFound)?;
    if row.state() != State::Returned {
        return Ok(Err(Refusal::NotOpen(row.state())));
    }
    let payload = serde_json::to_string(payload).map_err(|e| Error::Decode(e.to_string()))?;
    store::begin_again(tx, request, &payload, reason)?;
    store::open_step(tx, request, 0, act.now)?;
    trace(tx, &row, "approvals.handed-in-again", State::Open, act)?;
    events::tell(tx, events::STEP_OPENED, request, &row.told(0), act)?;
    Ok(Ok(()))
}

fn trace(tx: &mut Tx<'_>, row: &RequestRow, action: &'static str, now: State, act: &Act<'_>) -> Result<()> {
    let entry = Entry::new(act.ids.audit, act.now, action, act.who)
        .on("approval", row.id, "")
        .within(row.node_path.clone())
        .change(&row.state().code(), &now.code())
        .detail(&serde_json::json!({ "kind": row.kind, "subject": row.subject }));
    record(tx, &entry)
}

fn right_of(tx: &mut Tx<'_>, row: &RequestRow, actor: &Actor, act: &Act<'_>) -> Result<Right> {
    let step = store::step(tx, row.id, row.step)?.ok_or(Error::NotFound)?;
    let needs = match (step.permission.as_deref(), step.role.as_deref(), step.person) {
        (Some(name), _, _) => Needs::Holder { held: store::holds(actor, name, &row.node_path) },
        (None, Some(role), _) => Needs::Holder { held: store::has_role(actor, role, &row.node_path) },
        (None, None, Some(person)) => Needs::Person(person),
        (None, None, None) => Needs::Holder { held: false },
    };
    let principals = store::principals(tx, actor.person, act.now)?;
    Ok(rules::right(needs, actor.person, &principals))
}
