//! Roles granted on nodes of the organisation (ACC-10).

mod action;
pub mod change;
pub mod json;
mod page;
pub mod rules;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::App;

/// Seeing who holds which role.
pub const READ: Permission = Permission("roles.read");
/// Giving roles; which ones and where follows from the giver's own.
pub const GIVE: Permission = Permission("roles.give");
/// Ending roles.
pub const END: Permission = Permission("roles.end");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef {
        permission: READ,
        roles: &[Role::Admin, Role::Security, Role::Audit, Role::Centre, Role::Manager],
    },
    PermissionDef { permission: GIVE, roles: &[Role::Admin, Role::Centre, Role::Manager] },
    PermissionDef { permission: END, roles: &[Role::Admin, Role::Security, Role::Centre, Role::Manager] },
];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/{id}/roles", get(page::page).post(action::give))
        .route("/people/{id}/roles/{grant}/end", post(action::end))
}
