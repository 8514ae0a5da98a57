//! Measures: what followed from facts, by which control of which version, and what became of it (GOV-2, GOV-3).

mod acting;
pub mod action;
pub mod annulment;
pub mod appeal;
pub mod change;
pub mod cited;
pub mod json;
pub mod list;
pub mod notices;
pub mod overdue;
pub mod page;
pub mod reopening;
pub mod rules;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Seeing measures in one's subtree.
pub const READ: Permission = Permission("measures.read");
/// Confirming or declining what the program proposes, taking back what is in force, and deciding appeals.
pub const DECIDE: Permission = Permission("measures.decide");

/// The longest appeal or application, in characters.
pub(crate) const WORDS: usize = 4_000;

/// Who may.
pub const PERMISSIONS: [PermissionDef; 2] = [
    PermissionDef {
        permission: READ,
        roles: &[Role::Centre, Role::Manager, Role::Contact, Role::Supervisor, Role::Audit],
    },
    PermissionDef { permission: DECIDE, roles: &[Role::Centre] },
];

/// The pages of measures.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/measures", get(list::list))
        .route("/measures/export/{format}", get(list::export))
        .route("/measures/own", get(page::own))
        .route("/measures/{id}", get(page::one))
        .route("/measures/{id}/confirmation", post(action::confirmation))
        .route("/measures/{id}/annulment", post(action::annul))
        .route("/measures/{id}/appeal", post(action::decide))
        .route("/measures/{id}/reopening", post(action::reopen))
        .route("/appeals/{code}/reopening", post(action::apply))
        .route("/appeals/{code}", get(page::by_code).post(action::appeal))
}

/// Menus.
pub const PLACES: &[Place] = &[
    Place {
        href: list::HREF,
        icon: "flag",
        label: "governance-measures",
        group: PlaceGroup::Governance,
        roles: &[Role::Centre, Role::Manager, Role::Contact, Role::Supervisor, Role::Audit],
        permission: Some(READ),
        order: 21,
    },
    Place {
        href: "/measures/own",
        icon: "flag",
        label: "governance-own-measures",
        group: PlaceGroup::Own,
        roles: &[],
        permission: None,
        order: 8,
    },
];
