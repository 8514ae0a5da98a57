//! Positions (岗位): whoever holds one gets what is assigned to it (ACC-10).

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

/// Adding, renaming and deleting positions: on the whole institution, whose list this is.
pub const MANAGE: Permission = Permission("positions.manage");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] =
    &[PermissionDef { permission: MANAGE, roles: &[Role::Admin, Role::Centre] }];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/positions",
    icon: "list",
    label: "accounts-positions-title",
    group: PlaceGroup::System,
    roles: &[Role::Admin, Role::Centre],
    permission: Some(MANAGE),
    order: 42,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/positions", get(page::list).post(action::add))
        .route("/positions/{id}", get(page::one).post(action::rename))
        .route("/positions/{id}/delete", post(action::delete))
        .route("/positions/{id}/restore", post(action::restore))
}
