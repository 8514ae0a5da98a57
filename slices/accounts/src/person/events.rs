//! What the people part of accounts tells the program. Payloads hold ids and codes, no personal data.

use serde::{Deserialize, Serialize};
use xingtan_clock::{Timestamp, Uuid};

/// An account was opened; [`Opened`], subject: the person.
pub const PERSON_OPENED: &str = "accounts.person-opened";
/// A person went to another unit; [`Moved`], subject: the person.
pub const PERSON_MOVED: &str = "accounts.person-moved";
/// A person's position changed; [`PositionChanged`], subject: the person.
pub const PERSON_POSITION_CHANGED: &str = "accounts.person-position-changed";
/// A person left; [`StateChanged`], subject: the person. A [`PERSON_STATE_CHANGED`] comes with it.
pub const PERSON_LEFT: &str = "accounts.person-left";
/// An account's state changed; [`StateChanged`], subject: the person.
pub const PERSON_STATE_CHANGED: &str = "accounts.person-state-changed";
/// A role was granted or ended; [`RoleChanged`], subject: the person.
pub const ROLE_CHANGED: &str = "accounts.role-changed";
/// People came into or went out of a cohort; [`CohortChanged`], subject: the cohort.
pub const COHORT_CHANGED: &str = "accounts.cohort-changed";
/// A node went to another place; [`NodeMoved`], subject: the node.
pub const NODE_MOVED: &str = "accounts.node-moved";

/// Payload of [`PERSON_OPENED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The unit.
    pub unit: Uuid,
    /// The position.
    pub position: Option<Uuid>,
}

/// Payload of [`PERSON_MOVED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The unit before.
    pub from: Uuid,
    /// Path of the unit before, as it was then.
    pub from_path: String,
    /// The unit now.
    pub to: Uuid,
    /// Path of the unit now.
    pub to_path: String,
}

/// Payload of [`PERSON_POSITION_CHANGED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionChanged {
    /// The position before.
    pub from: Option<Uuid>,
    /// The position now.
    pub to: Option<Uuid>,
}

/// Payload of [`PERSON_STATE_CHANGED`] and [`PERSON_LEFT`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateChanged {
    /// Code of the state before.
    pub from: String,
    /// Code of the state now.
    pub to: String,
    /// When a suspension ends.
    pub until: Option<Timestamp>,
}

/// Payload of [`ROLE_CHANGED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChanged {
    /// Code of the role.
    pub role: String,
    /// The node.
    pub node: Uuid,
    /// Whether it holds now.
    pub held: bool,
}

/// Payload of [`COHORT_CHANGED`]: at most 500 people each; larger changes come as several events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortChanged {
    /// Who came in.
    pub added: Vec<Uuid>,
    /// Who went out.
    pub removed: Vec<Uuid>,
}

/// Payload of [`NODE_MOVED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeMoved {
    /// The path before.
    pub from_path: String,
    /// The path now.
    pub to_path: String,
}
