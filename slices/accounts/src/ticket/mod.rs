//! 登录求助: a ticket from the door, by anyone; answered by the responsible administrator (ACC-5).

mod desk;
mod door;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Reading and answering the tickets of the own subtree; those of unknown users belong to the root.
pub const ANSWER: Permission = Permission("tickets.answer");
/// Giving a new first password with the answer.
pub const RESET: Permission = Permission("tickets.reset");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: ANSWER, roles: &[Role::Centre, Role::Manager, Role::Contact, Role::Service] },
    PermissionDef { permission: RESET, roles: &[Role::Centre, Role::Manager] },
];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/people/tickets",
    icon: "chat",
    label: "accounts-tickets-title",
    group: PlaceGroup::Work,
    roles: &[Role::Centre, Role::Manager, Role::Contact, Role::Service],
    permission: Some(ANSWER),
    order: 30,
}];

/// The addresses of tickets.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in/ticket", get(door::page).post(door::send))
        .route("/people/tickets", get(desk::list))
        .route("/people/tickets/{id}", get(desk::one))
        .route("/people/tickets/{id}/answer", post(desk::answer))
}
