//! 线下培训登记: what was held without the platform, when, by whom and for whom; its hours count beside those booked
//! online (LRN-7).

mod action;
pub mod change;
pub mod import;
pub mod json;
mod page;
pub mod proof;
pub mod rules;
pub mod store;

pub(crate) use page::day;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Keeping the register for people of a subtree.
pub const KEEP: Permission = Permission("offline-trainings.keep");
/// Reading it.
pub const READ: Permission = Permission("offline-trainings.read");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: KEEP, roles: &[Role::Contact, Role::Manager, Role::Centre] },
    PermissionDef {
        permission: READ,
        roles: &[Role::Contact, Role::Manager, Role::Centre, Role::Supervisor],
    },
];

/// Menus.
pub const PLACES: &[Place] = &[
    Place {
        href: "/offline-trainings",
        icon: "list",
        label: "planning-offline-title",
        group: PlaceGroup::Governance,
        roles: &[Role::Contact, Role::Manager, Role::Centre, Role::Supervisor],
        permission: Some(READ),
        order: 30,
    },
    Place {
        href: "/offline-trainings/own",
        icon: "list",
        label: "planning-offline-own",
        group: PlaceGroup::Own,
        roles: &[],
        permission: None,
        order: 8,
    },
];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/offline-trainings", get(page::list).post(action::create))
        .route("/offline-trainings/new", get(page::new))
        .route("/offline-trainings/own", get(page::own))
        .route("/offline-trainings/import", get(import::page::page).post(import::page::upload))
        .route("/offline-trainings/import/template", get(import::page::template))
        .route("/offline-trainings/{id}", get(page::one).post(action::correct))
        .route("/offline-trainings/{id}/withdrawal", post(action::withdraw))
        .route("/offline-trainings/{id}/proofs", post(proof::action::add))
        .route("/offline-trainings/{id}/proofs/{proof}", get(proof::action::take))
}

#[cfg(test)]
mod tests;
