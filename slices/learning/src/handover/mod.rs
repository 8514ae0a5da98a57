//! 交接报告: when somebody moves to another unit or leaves, what they have open and have done is frozen and handed to those
//! who answer for them from then on (ACC-6).
//!
//! What is frozen is taken in the unit that hears of the move, before assignments follow it; a job settles in chunks
//! what is handed over and tells it. Moves on which another follows within [`rules::SETTLES`] make one report.

pub mod content;
pub mod job;
pub mod json;
pub mod note;
pub mod page;
pub mod rules;
pub mod store;

use axum::{Router, routing::get};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::App;

/// Reading handover reports of a subtree.
pub const READ: Permission = Permission("handovers.read");

/// Who may: those to whom reports go.
pub const PERMISSIONS: [PermissionDef; 1] =
    [PermissionDef { permission: READ, roles: &[Role::Contact, Role::Manager, Role::Centre] }];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/handovers", get(page::list))
        .route("/handovers/{id}", get(page::one))
        .route("/handovers/{id}/export/{format}", get(page::export))
}

#[cfg(test)]
mod tests;
