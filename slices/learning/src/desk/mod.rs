//! Start pages: what waits for the centre, what the supervisor watches, and, for roles whose work comes with later
//! slices, their courses and account. Only what is true is shown.

pub mod first;
pub mod page;
pub mod waiting;

use xingtan_auth::{Permission, PermissionDef, Role};

/// See the centre's desk.
pub const DESK: Permission = Permission("desk.read");
/// See how far all units of a subtree are.
pub const SUPERVISION: Permission = Permission("supervision.read");

/// Who may.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: DESK, roles: &[Role::Centre] },
    PermissionDef { permission: SUPERVISION, roles: &[Role::Supervisor, Role::Centre] },
];
