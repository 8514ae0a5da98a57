//! Accounts that look shared: found every night from when which sessions were used, shown with the evidence to whoever
//! answers for security, and without consequences until a person opens a case (ACC-8).

mod action;
pub mod change;
pub mod job;
pub mod json;
pub mod notices;
mod page;
pub mod rules;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Seeing suspicions of a subtree, and saying what becomes of them.
pub const SUSPICIONS: Permission = Permission("conduct.suspicions");

/// Who may.
pub const PERMISSIONS: &[PermissionDef] =
    &[PermissionDef { permission: SUSPICIONS, roles: &[Role::Security, Role::Centre] }];

/// The address.
pub const HREF: &str = "/security/sharing";

/// Where a suspicion may stand.
pub(crate) const STATES: [&str; 4] = ["open", "asked", "case", "harmless"];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: HREF,
    icon: "users",
    label: "conduct-suspicions",
    group: PlaceGroup::System,
    roles: &[Role::Security, Role::Centre],
    permission: Some(SUSPICIONS),
    order: 12,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/security/sharing", get(page::list))
        .route("/security/sharing/search", post(action::search))
        .route("/security/sharing/{id}", get(page::one).post(action::answer))
        .route("/account/sharing/{id}", get(page::asked).post(action::reply))
}
