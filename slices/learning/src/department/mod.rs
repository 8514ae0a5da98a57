//! 本部门: how far the people of a subtree are with their required courses, laggards first, down to the person and
//! the evidence (INS-1).

pub mod figures;
pub mod page;
pub mod person;

use xingtan_auth::{Permission, PermissionDef, Role};

/// See how far the people of a subtree are, and the evidence.
pub const READ: Permission = Permission("progress.read");

/// Who may.
pub const PERMISSIONS: &[PermissionDef] = &[PermissionDef {
    permission: READ,
    roles: &[Role::Centre, Role::Manager, Role::Contact, Role::Supervisor],
}];
