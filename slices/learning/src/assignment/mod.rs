//! 必修指派: a course for positions, units, cohorts and persons, of whom the union counts, with a deadline (CRS-3).

pub mod action;
pub mod change;
pub mod export;
pub mod follow;
pub mod job;
pub mod json;
pub mod page;
pub mod people;
pub mod remind;
pub mod rules;
pub mod store;

use xingtan_auth::{Permission, PermissionDef, Role};

/// See assignments of a subtree and how far they are.
pub const READ: Permission = Permission("assignments.read");
/// Assign courses to people of a subtree, extend and end assignments.
pub const WRITE: Permission = Permission("assignments.write");

/// Who may.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: READ, roles: &[Role::Centre, Role::Manager, Role::Supervisor] },
    PermissionDef { permission: WRITE, roles: &[Role::Centre, Role::Manager] },
];
