//! 学习许可: who wants to learn in working hours outside the windows asks; the contact of the unit decides, or grants on
//! their own accord (LRN-3).

mod action;
mod change;
pub mod json;
pub mod notices;
mod page;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Deciding over study permissions of a subtree.
pub const DECIDE: Permission = Permission("study-permission.decide");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] =
    &[PermissionDef { permission: DECIDE, roles: &[Role::Contact, Role::Manager, Role::Centre] }];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/study-permissions/requests",
    icon: "key",
    label: "governance-permissions",
    group: PlaceGroup::Work,
    roles: &[Role::Contact, Role::Manager, Role::Centre],
    permission: Some(DECIDE),
    order: 40,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/study-permissions", get(page::own).post(action::ask))
        .route("/study-permissions/requests", get(page::requests))
        .route("/study-permissions/grant", get(page::grant).post(action::grant))
        .route("/study-permissions/{id}", get(page::one))
        .route("/study-permissions/{id}/decision", post(action::decide))
        .route("/study-permissions/{id}/withdrawal", post(action::withdraw))
}
