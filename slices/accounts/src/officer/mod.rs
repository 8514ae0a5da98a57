//! `/officers`: what is to be done to one of the three administrators, and who becomes one, needs the consent of another
//! of them (三员分立, ACC-10; docs/adr/0012-three-administrators.md).

mod action;
mod asked;
mod carry;
pub mod json;
mod page;
pub mod rules;
pub mod store;

pub use action::{ask, asks_for};
pub use asked::Asked;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_approvals::ApprovalKind;
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_clock::Span;
use xingtan_web::{App, Place, PlaceGroup};

/// Asking for an act on one of the three, and seeing such requests.
pub const ASK: Permission = Permission("officers.ask");
/// Agreeing to it; who may in each case follows from [`rules::deciders`].
pub const DECIDE: Permission = Permission("officers.decide");

/// The request as approvals know it.
pub const KIND: ApprovalKind = ApprovalKind::new("accounts.officer");

/// Within which it should be decided.
const WITHIN: Span = Span::of_days(3);

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: ASK, roles: &[Role::Admin, Role::Security, Role::Audit] },
    PermissionDef { permission: DECIDE, roles: &[Role::Admin, Role::Security, Role::Audit] },
];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/officers",
    icon: "shield",
    label: "accounts-officers-title",
    group: PlaceGroup::Work,
    roles: &[Role::Admin, Role::Security, Role::Audit],
    permission: Some(ASK),
    order: 16,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/officers", get(page::list))
        .route("/officers/{id}", get(page::one))
        .route("/officers/{id}/decision", post(action::decide))
        .route("/officers/{id}/withdraw", post(action::withdraw))
        .route("/officers/{id}/half", post(action::half))
}
