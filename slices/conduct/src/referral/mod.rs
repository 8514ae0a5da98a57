//! 移送审计监察: cases that go to whoever audits, who accepts them or sends them back with a word (GOV-3).

mod action;
pub mod change;
pub mod notices;
mod page;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Answering referrals.
pub const ANSWER: Permission = Permission("conduct.refer");

/// Who may.
pub const PERMISSIONS: &[PermissionDef] = &[PermissionDef { permission: ANSWER, roles: &[Role::Audit] }];

/// The address.
pub const HREF: &str = "/referrals";

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: HREF,
    icon: "folder",
    label: "conduct-referrals",
    group: PlaceGroup::Work,
    roles: &[Role::Audit],
    permission: Some(ANSWER),
    order: 30,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new().route("/referrals", get(page::list)).route("/referrals/{id}", post(action::answer))
}
