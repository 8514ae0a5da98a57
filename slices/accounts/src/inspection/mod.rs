//! 账号定期检查: all accounts are gone through by a rhythm; the unused, dormant, probably shared and over-privileged are
//! listed for whoever answers for them (ACC-2).

mod action;
mod job;
pub mod json;
mod page;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub use job::{FIND, INSPECT_JOB, SCHEDULE, inspect, look};

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Seeing what was found in one's subtree.
pub const READ: Permission = Permission("accounts.inspect");
/// Answering it.
pub const ANSWER: Permission = Permission("accounts.inspect-answer");
/// Having all accounts gone through now.
pub const BEGIN: Permission = Permission("accounts.inspect-begin");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef {
        permission: READ,
        roles: &[Role::Audit, Role::Security, Role::Centre, Role::Manager, Role::Supervisor],
    },
    PermissionDef { permission: ANSWER, roles: &[Role::Centre, Role::Manager] },
    PermissionDef { permission: BEGIN, roles: &[Role::Audit, Role::Security, Role::Centre] },
];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: page::HERE,
    icon: "search",
    label: "accounts-inspection-title",
    group: PlaceGroup::Governance,
    roles: &[Role::Audit, Role::Security, Role::Centre, Role::Manager, Role::Supervisor],
    permission: Some(READ),
    order: 70,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/audit/accounts", get(page::list))
        .route("/audit/accounts/inspections", post(action::begin))
        .route("/audit/accounts/{id}", get(page::one))
        .route("/audit/accounts/{id}/answer", post(action::answer))
}
