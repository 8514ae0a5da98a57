//! 转达: information about courses, selections and tests, passed on to people of a subtree, with a receipt of each
//! (LRN-5).

pub mod action;
pub mod change;
pub mod job;
pub mod json;
pub mod notices;
pub mod own;
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
use xingtan_jobs::Kinds;
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, PlaceGroup};

/// Passing on to people of one's subtrees, and seeing what was passed on there.
pub const RELAY: Permission = Permission("insight.relay");

/// Role × action.
pub const PERMISSION: PermissionDef =
    PermissionDef { permission: RELAY, roles: &[Role::Contact, Role::Manager, Role::Centre] };

/// Menus.
pub const PLACES: [Place; 2] = [
    Place {
        href: page::HERE,
        icon: "chat",
        label: "insight-relays",
        group: PlaceGroup::Work,
        roles: &[Role::Contact, Role::Manager, Role::Centre],
        permission: Some(RELAY),
        order: 47,
    },
    Place {
        href: own::HERE,
        icon: "chat",
        label: "insight-relays-own",
        group: PlaceGroup::Own,
        roles: &[],
        permission: None,
        order: 9,
    },
];

/// Kinds of notices.
pub const NOTICES: [NoticeKind; 3] = [notices::RELAYED, notices::REMINDED, notices::WITHDRAWN];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/relays", get(page::list).post(action::send))
        .route("/relays/new", get(page::new))
        .route("/relays/own", get(own::list))
        .route("/relays/{id}", get(page::one))
        .route("/relays/{id}/confirmation", post(action::confirm))
        .route("/relays/{id}/reminder", post(action::remind))
        .route("/relays/{id}/withdrawal", post(action::withdraw))
}

/// Jobs.
pub fn jobs(kinds: &mut Kinds) {
    kinds.on(job::SEND, job::send);
    kinds.on(job::TELL, job::tell);
}
