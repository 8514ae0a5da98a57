//! 更正: what was wrongly counted of a course is taken back, with a reason, by somebody who answers for it (LRN-6).
//!
//! Lessons are to be studied anew; where the course is no longer complete, its credits and hours are reversed in the
//! ledger and its certificate is withdrawn. Nothing is removed: the correction keeps what the lessons held.

pub mod action;
pub mod change;
pub mod page;
pub mod rules;
pub mod store;

use xingtan_auth::{Permission, PermissionDef, Role};

/// Taking back what was wrongly counted, in one's subtree.
pub const CORRECT: Permission = Permission("progress.correct");

/// Who may.
pub const PERMISSIONS: [PermissionDef; 1] = [PermissionDef { permission: CORRECT, roles: &[Role::Centre] }];

#[cfg(test)]
mod tests;
