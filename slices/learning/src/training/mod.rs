//! 平台培训: each role may have a course about the work with this program. Where the institution says so, the rights of
//! a role open only once its course was passed, and it is taken anew after some months (ACC-14).
//!
//! Which role has which course is a parameter of the institution, so that nobody who has none costs a query.

pub mod action;
pub mod change;
pub mod gate;
pub mod page;
pub mod remind;
pub mod rules;
pub mod store;
pub mod waits;

use serde::{Deserialize, Serialize};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_clock::Uuid;
use xingtan_settings::{Default as Of, Setting, Settings, Shape};

/// Saying which role has which course.
pub const MANAGE: Permission = Permission("training.manage");

/// Who may, for the whole institution.
pub const PERMISSIONS: [PermissionDef; 1] = [PermissionDef { permission: MANAGE, roles: &[Role::Centre] }];

/// The courses of the roles: a JSON list of role, course, gate and months.
pub const TRAINING: Setting =
    Setting { key: "learning.role-training", shape: Shape::Json(8_000), default: Of::Same("[]") };

/// The longest time after which a course is taken anew, in months.
pub const MOST_MONTHS: i64 = 60;

/// The course of a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// Code of the role.
    pub role: String,
    /// The course.
    pub course: Uuid,
    /// Whether the rights of the role wait for it.
    pub gates: bool,
    /// After how many months it is taken anew; 0: never.
    pub months: i64,
}

/// Roles whose rights may wait for a course. The three officers and the training centre are not among them: a course
/// that is withdrawn must not lock out those who could mend it. Learners and guardians have no rights that could wait.
pub const GATED: [Role; 9] = [
    Role::Manager,
    Role::Contact,
    Role::Supervisor,
    Role::Reviewer,
    Role::Teacher,
    Role::Assistant,
    Role::Homeroom,
    Role::Service,
    Role::Finance,
];

/// What is in force.
pub fn all(settings: &Settings) -> Vec<Training> {
    settings.json(&TRAINING).unwrap_or_default()
}

#[cfg(test)]
mod tests;
