//! Cohorts (群组): fixed members, or by a rule of unit and position (ACC-10).

mod action;
pub mod json;
pub mod members;
mod page;
pub mod rules;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Seeing cohorts and their members.
pub const READ: Permission = Permission("cohorts.read");
/// Making cohorts and choosing their members.
pub const MANAGE: Permission = Permission("cohorts.manage");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef {
        permission: READ,
        roles: &[Role::Admin, Role::Audit, Role::Centre, Role::Manager, Role::Contact, Role::Supervisor],
    },
    PermissionDef { permission: MANAGE, roles: &[Role::Centre, Role::Manager] },
];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/cohorts",
    icon: "users",
    label: "accounts-cohorts-title",
    group: PlaceGroup::System,
    roles: &[Role::Centre, Role::Manager],
    permission: Some(READ),
    order: 43,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/cohorts", get(page::list).post(action::add))
        .route("/cohorts/new", get(page::new))
        .route("/cohorts/{id}", get(page::one).post(action::edit))
        .route("/cohorts/{id}/members", post(action::add_members))
        .route("/cohorts/{id}/members/remove", post(action::remove_members))
        .route("/cohorts/{id}/delete", get(page::delete).post(action::delete))
        .route("/cohorts/{id}/restore", post(action::restore))
}
