//! 培训需求: what people say they need, merged and forwarded by their contact, taken into the plan or declined by the
//! training centre (LRN-8).

mod action;
pub mod change;
pub mod job;
pub mod json;
pub mod notices;
mod page;
mod plan;
pub mod rules;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Reading the needs and the plan of a subtree.
pub const READ: Permission = Permission("needs.read");
/// Merging needs of a subtree, forwarding and declining them.
pub const MERGE: Permission = Permission("needs.merge");
/// Taking needs into the plan, and keeping it.
pub const DECIDE: Permission = Permission("needs.decide");
/// Asking a unit for its needs.
pub const COLLECT: Permission = Permission("needs.collect");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef {
        permission: READ,
        roles: &[Role::Contact, Role::Manager, Role::Centre, Role::Supervisor],
    },
    PermissionDef { permission: MERGE, roles: &[Role::Contact, Role::Manager] },
    PermissionDef { permission: DECIDE, roles: &[Role::Centre] },
    PermissionDef { permission: COLLECT, roles: &[Role::Contact, Role::Manager, Role::Centre] },
];

/// Menus.
pub const PLACES: &[Place] = &[
    Place {
        href: "/needs",
        icon: "flag",
        label: "planning-needs",
        group: PlaceGroup::Work,
        roles: &[Role::Contact, Role::Manager, Role::Centre, Role::Supervisor],
        permission: Some(READ),
        order: 41,
    },
    Place {
        href: "/needs/own",
        icon: "flag",
        label: "planning-needs-own",
        group: PlaceGroup::Study,
        roles: &[],
        permission: None,
        order: 7,
    },
    Place {
        href: "/plan",
        icon: "list",
        label: "planning-plan",
        group: PlaceGroup::Governance,
        roles: &[Role::Contact, Role::Manager, Role::Centre, Role::Supervisor],
        permission: Some(READ),
        order: 32,
    },
];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/needs", get(page::list))
        .route("/needs/own", get(page::own).post(action::state))
        .route("/needs/merge", get(page::merge).post(action::merge))
        .route("/needs/collections", get(page::collections).post(action::collect))
        .route("/needs/{id}", get(page::one))
        .route("/needs/{id}/forwarding", post(action::forward))
        .route("/needs/{id}/decision", post(action::decide))
        .route("/needs/{id}/withdrawal", post(action::withdraw))
        .route("/plan", get(plan::list))
        .route("/plan/{id}", get(plan::one).post(plan::save_one))
}

#[cfg(test)]
mod tests;
