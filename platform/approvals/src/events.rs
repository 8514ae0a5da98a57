//! What this crate tells others. The subject of each event is the request's id; the payload is [`Told`].

use crate::Act;
use serde::{Deserialize, Serialize};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_events::{Event, publish};

/// Somebody has to decide: a step has opened.
pub const STEP_OPENED: &str = "approvals.step-opened";
/// All have agreed.
pub const APPROVED: &str = "approvals.approved";
/// It went back to whoever asked.
pub const RETURNED: &str = "approvals.returned";
/// It was refused.
pub const REFUSED: &str = "approvals.refused";
/// Whoever asked took it back.
pub const WITHDRAWN: &str = "approvals.withdrawn";
/// The open step has run over its time; told once for a step.
pub const OVERDUE: &str = "approvals.overdue";

/// The payload of all events, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Name of the request's kind: listeners look at it first.
    pub kind: String,
    /// What it is about.
    pub subject: Uuid,
    /// Who asked.
    pub asked_by: Uuid,
    /// The organisation node.
    pub node_path: String,
    /// The step, from 0.
    pub step: i64,
}

pub(crate) fn tell(
    tx: &mut Tx<'_>,
    kind: &'static str,
    request: Uuid,
    told: &Told,
    act: &Act<'_>,
) -> Result<()> {
    let event = Event::new(act.ids.event, kind, 1, request, act.now).by(act.who.person).with(told)?;
    publish(tx, &event)
}
