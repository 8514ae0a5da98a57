//! 奖品登记: what those who stand in a ranking got, handed over by whom, with their receipt (COM-6).

mod action;
pub mod change;
pub mod json;
pub mod notices;
pub mod page;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Keeping the register of prizes in a subtree.
pub const REGISTER: Permission = Permission("honours.prizes");

/// Role × action.
pub const PERMISSION: PermissionDef = PermissionDef { permission: REGISTER, roles: &[Role::Centre] };

/// Menus.
pub const PLACE: Place = Place {
    href: page::HERE,
    icon: "money",
    label: "honours-prizes",
    group: PlaceGroup::Governance,
    roles: &[Role::Centre],
    permission: Some(REGISTER),
    order: 32,
};

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/prizes", get(page::list).post(action::register))
        .route("/prizes/new", get(page::new))
        .route("/prizes/{id}", get(page::one))
        .route("/prizes/{id}/handover", post(action::hand))
        .route("/prizes/{id}/receipt", post(action::receive))
        .route("/prizes/{id}/cancellation", post(action::cancel))
}
