//! `/people/openings`: units report whom they want trained, the centre approves, and the account is there (ACC-1).

mod action;
pub mod json;
mod page;
pub mod rules;
mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_approvals::ApprovalKind;
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_clock::Span;
use xingtan_web::{App, Place, PlaceGroup};

/// Asking for accounts for the own unit.
pub const ASK: Permission = Permission("openings.ask");
/// Deciding on such requests.
pub const DECIDE: Permission = Permission("openings.decide");

/// The request as approvals know it.
pub const KIND: ApprovalKind = ApprovalKind::new("accounts.opening");

/// Within which the centre should decide.
const WITHIN: Span = Span::of_days(3);

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: ASK, roles: &[Role::Manager, Role::Contact, Role::Homeroom] },
    PermissionDef { permission: DECIDE, roles: &[Role::Centre] },
];

/// Menus.
pub const PLACES: &[Place] = &[
    Place {
        href: "/people/openings",
        icon: "check",
        label: "accounts-openings-title",
        group: PlaceGroup::Work,
        roles: &[Role::Centre],
        permission: Some(DECIDE),
        order: 12,
    },
    Place {
        href: "/people/openings",
        icon: "check",
        label: "accounts-openings-title",
        group: PlaceGroup::Work,
        roles: &[Role::Manager, Role::Contact, Role::Homeroom],
        permission: Some(ASK),
        order: 12,
    },
];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/openings", get(page::list).post(action::ask))
        .route("/people/openings/new", get(page::new))
        .route("/people/openings/{id}", get(page::one))
        .route("/people/openings/{id}/decision", post(action::decide))
        .route("/people/openings/{id}/withdraw", post(action::withdraw))
}
