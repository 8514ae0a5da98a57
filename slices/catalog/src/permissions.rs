//! What may be done in the catalogue, and by which roles.

use xingtan_auth::{Permission, PermissionDef, Role};

/// See all courses of a subtree, drafts included.
pub const COURSES_READ: Permission = Permission("courses.read");
/// Write courses of one's own.
pub const COURSES_WRITE: Permission = Permission("courses.write");
/// Publish approved courses, withdraw published ones, maintain both.
pub const COURSES_PUBLISH: Permission = Permission("courses.publish");
/// Take a published course from everybody at once.
pub const COURSES_TAKE_DOWN: Permission = Permission("courses.take-down");
/// See what was submitted and how it was judged.
pub const REVIEWS_READ: Permission = Permission("reviews.read");
/// Judge what was submitted.
pub const REVIEWS_DECIDE: Permission = Permission("reviews.decide");
/// Keep the categories, which the whole institution shares: it has to hold at the root.
pub const CATEGORIES_MANAGE: Permission = Permission("categories.manage");

/// Keep the words that mean the same to those who search: for the whole institution, at the root.
pub const SYNONYMS_MANAGE: Permission = Permission("synonyms.manage");

/// Role × action of this slice.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: COURSES_READ, roles: &[Role::Centre, Role::Supervisor, Role::Reviewer] },
    PermissionDef { permission: COURSES_WRITE, roles: &[Role::Teacher, Role::Centre] },
    PermissionDef { permission: COURSES_PUBLISH, roles: &[Role::Centre] },
    PermissionDef { permission: COURSES_TAKE_DOWN, roles: &[Role::Centre, Role::Security] },
    PermissionDef { permission: REVIEWS_READ, roles: &[Role::Reviewer, Role::Centre, Role::Supervisor] },
    PermissionDef { permission: REVIEWS_DECIDE, roles: &[Role::Reviewer] },
    PermissionDef { permission: CATEGORIES_MANAGE, roles: &[Role::Centre] },
    PermissionDef { permission: SYNONYMS_MANAGE, roles: &[Role::Centre] },
];
