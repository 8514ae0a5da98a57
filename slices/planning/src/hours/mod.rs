//! 培训学时: the training hours of a month by department, online and offline; online ones count up to the share of the
//! regulation, and up to a wider one where it was approved (LRN-7).

pub(crate) mod gather;
pub mod json;
pub mod notices;
mod page;
pub mod rules;
pub mod share;

pub use gather::{Department, Hours, gather as of_month};

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// The kind of rule that limits the share.
pub const RULE: &str = "online-hours-share";
/// Reading the hours of a subtree.
pub const READ: Permission = Permission("training-hours.read");
/// Asking for a wider share for a department of a subtree.
pub const APPLY: Permission = Permission("hours-share.apply");
/// Deciding over it.
pub const DECIDE: Permission = Permission("hours-share.decide");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef {
        permission: READ,
        roles: &[Role::Contact, Role::Manager, Role::Centre, Role::Supervisor],
    },
    PermissionDef { permission: APPLY, roles: &[Role::Contact, Role::Manager] },
    PermissionDef { permission: DECIDE, roles: &[Role::Centre] },
];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/hours",
    icon: "clock",
    label: "planning-hours-title",
    group: PlaceGroup::Governance,
    roles: &[Role::Contact, Role::Manager, Role::Centre, Role::Supervisor],
    permission: Some(READ),
    order: 31,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/hours", get(page::list))
        .route("/hours/units/{id}", get(page::unit))
        .route("/hours/shares", get(share::page::list).post(share::action::ask))
        .route("/hours/shares/new", get(share::page::new))
        .route("/hours/shares/{id}", get(share::page::one))
        .route("/hours/shares/{id}/decision", post(share::action::decide))
        .route("/hours/shares/{id}/withdrawal", post(share::action::withdraw))
}

#[cfg(test)]
mod tests;
