//! 学习月报: how a unit did in a month, told to its training contacts, the whole to the training centre (LRN-5).

pub mod gather;
pub mod json;
pub mod make;
pub mod notices;
pub mod page;
mod paper;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;

use axum::{Router, routing::get};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_jobs::Kinds;
use xingtan_web::{App, Place, PlaceGroup};

/// Reading the reports of one's subtrees.
pub const READ: Permission = Permission("insight.reports");
/// Seeing who has opened them.
pub const RECEIPTS: Permission = Permission("insight.receipts");

/// Role × action.
pub const PERMISSIONS: [PermissionDef; 2] = [
    PermissionDef {
        permission: READ,
        roles: &[Role::Contact, Role::Manager, Role::Supervisor, Role::Centre],
    },
    PermissionDef { permission: RECEIPTS, roles: &[Role::Manager, Role::Centre] },
];

/// Menus.
pub const PLACE: Place = Place {
    href: page::HERE,
    icon: "chart",
    label: "insight-reports",
    group: PlaceGroup::Work,
    roles: &[Role::Contact, Role::Manager, Role::Supervisor, Role::Centre],
    permission: Some(READ),
    order: 46,
};

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/monthly-reports", get(page::list))
        .route("/monthly-reports/{id}", get(page::one))
        .route("/monthly-reports/{id}/export/{format}", get(paper::export))
}

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    let settings = app.settings().clone();
    kinds.on(make::MAKE, move |run| make::run(run, settings.clone()));
}
