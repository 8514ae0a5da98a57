//! What may be done in the library, and by which roles.

use xingtan_auth::{Permission, PermissionDef, Role};

/// Upload, share one's own within one's unit, use what others share in courses.
pub const USE: Permission = Permission("library.use");
/// Keep a subtree's library: folders, anybody's items, take-down, links to partners.
pub const MANAGE: Permission = Permission("library.manage");
/// See all that was ever shared in a subtree.
pub const READ: Permission = Permission("library.read");
/// Decide complaints, and whether somebody may share again. It has to hold at the root.
pub const JUDGE: Permission = Permission("library.judge");

/// Role × action of this slice.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: USE, roles: &[Role::Teacher, Role::Manager, Role::Centre] },
    PermissionDef { permission: MANAGE, roles: &[Role::Manager, Role::Centre] },
    PermissionDef {
        permission: READ,
        roles: &[Role::Supervisor, Role::Reviewer, Role::Manager, Role::Centre],
    },
    PermissionDef { permission: JUDGE, roles: &[Role::Centre] },
];
