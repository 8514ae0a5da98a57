//! 案卷: from a report to a decision that stands, each step by another person (GOV-3, GOV-7).

pub mod act;
mod action;
pub mod change;
pub mod concerned;
pub mod evidence;
pub mod facts;
mod file;
pub mod followed;
pub mod json;
pub mod notices;
mod own;
mod page;
mod report;
pub mod rules;
pub mod seal;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Reading case files of a subtree.
pub const READ: Permission = Permission("conduct.read");
/// Taking reports up and investigating.
pub const INVESTIGATE: Permission = Permission("conduct.investigate");
/// Deciding cases and appeals.
pub const DECIDE: Permission = Permission("conduct.decide");

/// Who may.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef {
        permission: READ,
        roles: &[Role::Centre, Role::Manager, Role::Reviewer, Role::Supervisor, Role::Audit],
    },
    PermissionDef { permission: INVESTIGATE, roles: &[Role::Centre, Role::Manager, Role::Reviewer] },
    PermissionDef { permission: DECIDE, roles: &[Role::Centre, Role::Manager] },
];

/// The address of the list.
pub const HREF: &str = "/cases";
/// The address of the queue.
pub const QUEUE: &str = "/reports-of-content";

/// Menus.
pub const PLACES: &[Place] = &[
    Place {
        href: QUEUE,
        icon: "flag",
        label: "conduct-queue",
        group: PlaceGroup::Work,
        roles: &[Role::Reviewer, Role::Centre, Role::Manager],
        permission: Some(INVESTIGATE),
        order: 41,
    },
    Place {
        href: HREF,
        icon: "folder",
        label: "conduct-cases",
        group: PlaceGroup::Governance,
        roles: &[Role::Centre, Role::Manager, Role::Supervisor, Role::Audit],
        permission: Some(READ),
        order: 22,
    },
    Place {
        href: "/cases/own",
        icon: "folder",
        label: "conduct-own",
        group: PlaceGroup::Own,
        roles: &[],
        permission: None,
        order: 9,
    },
    Place {
        href: "/cases/notices",
        icon: "flag",
        label: "conduct-notices",
        group: PlaceGroup::Governance,
        roles: &[],
        permission: None,
        order: 23,
    },
    Place {
        href: "/reports-of-content/new",
        icon: "alert",
        label: "conduct-report",
        group: PlaceGroup::Own,
        roles: &[],
        permission: None,
        order: 12,
    },
];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/reports-of-content", get(page::queue).post(report::create))
        .route("/reports-of-content/new", get(report::new))
        .route("/cases", get(page::list))
        .route("/cases/own", get(own::list))
        .route("/cases/notices", get(own::noticed))
        .route("/cases/{id}", get(page::one))
        .route("/cases/{id}/investigation", post(action::take))
        .route("/cases/{id}/notes", post(action::note))
        .route("/cases/{id}/evidence", post(file::add))
        .route("/cases/{id}/records", post(action::record))
        .route("/cases/{id}/evidence/{evidence}", get(file::evidence))
        .route("/cases/{id}/hearing", post(action::hear))
        .route("/cases/{id}/decision", post(action::decide))
        .route("/cases/{id}/appeal", post(action::appeal))
        .route("/cases/{id}/recusal", post(action::recuse))
        .route("/cases/{id}/closure", post(action::close))
        .route("/cases/{id}/referral", post(action::refer))
        .route("/cases/{id}/packages", post(file::seal))
        .route("/cases/{id}/packages/{package}", get(file::package))
        .route("/hearings/{code}", get(own::one))
        .route("/hearings/{code}/statement", post(own::state_view))
        .route("/hearings/{code}/objection", post(own::object))
        .route("/hearings/{code}/appeal", post(own::appeal))
}
