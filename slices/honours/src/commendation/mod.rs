//! 表彰 of persons, groups and units: one person nominates, another approves, then it is published (GOV-4).

mod action;
pub mod change;
pub mod json;
pub mod notices;
pub mod page;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, PlaceGroup};

/// Nominating within a subtree.
pub const NOMINATE: Permission = Permission("honours.nominate");
/// Publishing and withdrawing within a subtree.
pub const APPROVE: Permission = Permission("honours.approve");

/// Role × action.
pub const PERMISSIONS: [PermissionDef; 2] = [
    PermissionDef { permission: NOMINATE, roles: &[Role::Contact, Role::Manager, Role::Centre] },
    PermissionDef { permission: APPROVE, roles: &[Role::Manager, Role::Centre] },
];

/// Menus.
pub const PLACES: [Place; 2] = [
    Place {
        href: page::HERE,
        icon: "star",
        label: "honours-commendations",
        group: PlaceGroup::Study,
        roles: &[],
        permission: None,
        order: 31,
    },
    Place {
        href: page::NOMINATIONS,
        icon: "star",
        label: "honours-nominations",
        group: PlaceGroup::Work,
        roles: &[Role::Contact, Role::Manager, Role::Centre],
        permission: Some(NOMINATE),
        order: 45,
    },
];

/// Kinds of notices.
pub const NOTICES: [NoticeKind; 4] =
    [notices::NOMINATED, notices::COMMENDED, notices::DECIDED, notices::WITHDRAWN];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/commendations", get(page::list).post(action::nominate))
        .route("/commendations/nominations", get(page::nominations))
        .route("/commendations/new", get(page::new))
        .route("/commendations/own", get(page::own))
        .route("/commendations/{id}", get(page::one))
        .route("/commendations/{id}/decision", post(action::decide))
        .route("/commendations/{id}/withdrawal", post(action::withdraw))
}
