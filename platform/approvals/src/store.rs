//! SQL of requests, steps and decisions.

use crate::{
    Act, By, Request, State, Verdict,
    read::{REQUEST, RequestRow, STEP, StepRow},
};
use xingtan_auth::{Actor, Permission, Role};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params};

pub fn add(tx: &mut Tx<'_>, id: Uuid, request: &Request, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO approvals_request (id, kind, subject, payload, asked_by, node_path, reason, state, step, round,
                                        author_may_decide, one_step_each, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', 0, 1, $8, $9, $10)",
        params![
            id,
            request.kind.name,
            request.subject,
            request.payload,
            request.asked_by,
            request.node_path,
            request.reason,
            request.kind.author_may_decide,
            request.kind.one_step_each,
            now
        ],
    )?;
    for (position, step) in (0_i64..).zip(&request.steps) {
        let (permission, role, person) = match step.by {
            By::Permission(permission) => (Some(permission.0), None, None),
            By::Role(role) => (None, Some(role.code()), None),
            By::Person(person) => (None, None, Some(person)),
        };
        tx.exec(
            "INSERT INTO approvals_step (request, position, permission, role, person, time_allowed, state)
             VALUES ($1, $2, $3, $4, $5, $6, 'waiting')",
            params![id, position, permission, role, person, step.within.map(|span| span.seconds())],
        )?;
    }
    Ok(())
}

pub fn request(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<RequestRow>> {
    let sql = format!("SELECT {REQUEST} FROM approvals_request r WHERE r.id = $1");
    tx.opt(&sql, params![id])
}

pub fn step(tx: &mut Tx<'_>, request: Uuid, position: i64) -> Result<Option<StepRow>> {
    let sql = format!("SELECT {STEP} FROM approvals_step s WHERE s.request = $1 AND s.position = $2");
    tx.opt(&sql, params![request, position])
}

pub fn count_steps(tx: &mut Tx<'_>, request: Uuid) -> Result<i64> {
    tx.one("SELECT count(*) FROM approvals_step WHERE request = $1", params![request])
}

/// Who approved steps of this round, and for whom deputies did.
pub fn approved(tx: &mut Tx<'_>, request: Uuid, round: i64) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid, Option<Uuid>)> = tx.all(
        "SELECT decider, deputy_of FROM approvals_decision
         WHERE request = $1 AND round = $2 AND verdict = 'approve'",
        params![request, round],
    )?;
    Ok(rows.into_iter().flat_map(|(decider, deputy_of)| [Some(decider), deputy_of]).flatten().collect())
}

pub fn open_step(tx: &mut Tx<'_>, request: Uuid, position: i64, now: Timestamp) -> Result<()> {
    let allowed: Option<i64> = tx.one(
        "SELECT time_allowed FROM approvals_step WHERE request = $1 AND position = $2",
        params![request, position],
    )?;
    let due = allowed.map(|seconds| now + xingtan_clock::Span::of_seconds(seconds));
    tx.exec(
        "UPDATE approvals_step SET state = 'open', opened_at = $3, due_at = $4, escalated_at = NULL
         WHERE request = $1 AND position = $2",
        params![request, position, now, due],
    )?;
    Ok(())
}

pub fn close_step(tx: &mut Tx<'_>, request: Uuid, position: i64) -> Result<()> {
    tx.exec(
        "UPDATE approvals_step SET state = 'done' WHERE request = $1 AND position = $2",
        params![request, position],
    )?;
    Ok(())
}

pub fn set_state(tx: &mut Tx<'_>, request: Uuid, state: State, step: i64, now: Timestamp) -> Result<()> {
    let ended = (state != State::Open).then_some(now);
    tx.exec(
        "UPDATE approvals_request SET state = $2, step = $3, ended_at = $4 WHERE id = $1",
        params![request, state.code(), step, ended],
    )?;
    Ok(())
}

pub fn begin_again(tx: &mut Tx<'_>, request: Uuid, payload: &str, reason: &str) -> Result<()> {
    tx.exec(
        "UPDATE approvals_request
         SET state = 'open', step = 0, round = round + 1, payload = $2, reason = $3, ended_at = NULL
         WHERE id = $1",
        params![request, payload, reason],
    )?;
    tx.exec(
        "UPDATE approvals_step SET state = 'waiting', opened_at = NULL, due_at = NULL, escalated_at = NULL
         WHERE request = $1",
        params![request],
    )?;
    Ok(())
}

pub fn add_decision(
    tx: &mut Tx<'_>,
    request: &RequestRow,
    decider: Uuid,
    deputy_of: Option<Uuid>,
    verdict: Verdict,
    reason: &str,
    act: &Act<'_>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO approvals_decision (id, request, round, position, decider, deputy_of, verdict, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            act.ids.row,
            request.id,
            request.round,
            request.step,
            decider,
            deputy_of,
            verdict.code(),
            reason.trim(),
            act.now
        ],
    )?;
    Ok(())
}

/// For whom this person may act now.
pub fn principals(tx: &mut Tx<'_>, deputy: Uuid, now: Timestamp) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT person FROM approvals_deputy WHERE deputy = $1 AND from_at <= $2 AND until_at > $2",
        params![deputy, now],
    )
}

/// Whether the actor holds the permission of this name on the node.
pub fn holds(actor: &Actor, name: &str, node_path: &str) -> bool {
    let known = actor.permissions.all().find(|(known, _)| *known == name);
    known.is_some_and(|(known, _)| actor.may_at(Permission(known), node_path))
}

/// Whether the actor holds the role on the node or above it.
pub fn has_role(actor: &Actor, role: &str, node_path: &str) -> bool {
    role.parse::<Role>().is_ok_and(|role| {
        actor.grants.iter().any(|grant| grant.role == role && node_path.starts_with(&grant.path))
    })
}
