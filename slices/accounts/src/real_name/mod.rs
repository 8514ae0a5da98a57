//! 实名 (ACC-4): a person states legal name and identity document; a reviewer or a verifier of the program's choice
//! says whether they are theirs. `/account/real-name` is the person's, `/real-names` the reviewers'.

mod action;
pub mod change;
pub mod json;
mod list;
mod own;
mod page;
mod reveal;
pub mod rules;
pub mod store;
pub mod verify;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Seeing who of the own subtree stated what, with stars.
pub const READ: Permission = Permission("real-names.read");
/// Verifying and rejecting, and looking at what the stars hide.
pub const DECIDE: Permission = Permission("real-names.decide");

/// The reviewers' list.
pub const HERE: &str = "/real-names";
/// One's own page.
pub const OWN: &str = "/account/real-name";

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: READ, roles: &[Role::Centre, Role::Manager, Role::Contact, Role::Homeroom] },
    PermissionDef { permission: DECIDE, roles: &[Role::Centre, Role::Manager] },
];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: HERE,
    icon: "cert",
    label: "accounts-real-names-title",
    group: PlaceGroup::Work,
    roles: &[Role::Centre, Role::Manager, Role::Contact, Role::Homeroom],
    permission: Some(READ),
    order: 13,
}];

/// The reviewers' pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/real-names", get(list::list))
        .route("/real-names/verification", post(action::verify_many))
        .route("/real-names/{id}", get(page::one))
        .route("/real-names/{id}/decision", post(action::decide))
        .route("/real-names/{id}/reveal", get(reveal::page).post(reveal::reveal))
}

/// The person's page.
pub fn own_routes() -> Router<App> {
    Router::new()
        .route("/account/real-name", get(own::page).post(own::state))
        .route("/account/real-name/withdraw", post(own::withdraw))
}
