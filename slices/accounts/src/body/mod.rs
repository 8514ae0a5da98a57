//! Bodies: 管理小组, 监督小组, 教学质量监控小组, with members, term and powers (ACC-10).

mod action;
pub mod json;
mod page;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Seeing bodies.
pub const READ: Permission = Permission("bodies.read");
/// Making bodies and naming their members.
pub const MANAGE: Permission = Permission("bodies.manage");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef {
        permission: READ,
        roles: &[Role::Admin, Role::Security, Role::Audit, Role::Centre, Role::Manager, Role::Supervisor],
    },
    PermissionDef { permission: MANAGE, roles: &[Role::Centre] },
];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/bodies",
    icon: "shield",
    label: "accounts-bodies-title",
    group: PlaceGroup::Governance,
    roles: &[Role::Centre, Role::Supervisor],
    permission: Some(READ),
    order: 60,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/bodies", get(page::list).post(action::add))
        .route("/bodies/new", get(page::new))
        .route("/bodies/{id}", get(page::one).post(action::edit))
        .route("/bodies/{id}/members", post(action::add_member))
        .route("/bodies/{id}/members/{person}/remove", post(action::remove_member))
        .route("/bodies/{id}/delete", post(action::delete))
        .route("/bodies/{id}/restore", post(action::restore))
}
