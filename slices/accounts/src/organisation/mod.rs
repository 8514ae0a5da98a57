//! The organisation: a tree of any depth (ACC-10), and who may do what in it.

pub mod access;
mod action;
pub mod bin;
pub mod change;
pub mod find;
pub mod json;
mod kind;
mod outline;
pub mod page;
pub mod rules;
mod several;
pub mod store;
mod tree;

pub use kind::NodeKind;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Seeing the tree of the own subtree.
pub const READ: Permission = Permission("organisation.read");
/// Adding, renaming, moving and deleting nodes.
pub const MANAGE: Permission = Permission("organisation.manage");
/// Saying how many people a subtree may hold.
pub const QUOTA: Permission = Permission("organisation.quota");
/// Asking who may do what on a node, and why.
pub const ACCESS: Permission = Permission("organisation.access");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef {
        permission: READ,
        roles: &[
            Role::Admin,
            Role::Security,
            Role::Audit,
            Role::Centre,
            Role::Manager,
            Role::Contact,
            Role::Supervisor,
        ],
    },
    PermissionDef { permission: MANAGE, roles: &[Role::Admin, Role::Centre, Role::Manager] },
    PermissionDef { permission: QUOTA, roles: &[Role::Admin, Role::Centre] },
    PermissionDef {
        permission: ACCESS,
        roles: &[Role::Admin, Role::Security, Role::Audit, Role::Centre, Role::Manager],
    },
];

/// Menus.
pub const PLACES: &[Place] = &[
    Place {
        href: "/organisation",
        icon: "tree",
        label: "accounts-organisation-title",
        group: PlaceGroup::System,
        roles: &[Role::Admin, Role::Security, Role::Audit, Role::Centre, Role::Manager, Role::Supervisor],
        permission: Some(READ),
        order: 40,
    },
    Place {
        href: "/organisation/access",
        icon: "key",
        label: "accounts-access-title",
        group: PlaceGroup::System,
        roles: &[Role::Admin, Role::Security, Role::Audit],
        permission: Some(ACCESS),
        order: 41,
    },
];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/organisation", get(page::tree))
        .route("/organisation/access", get(access::access))
        .route("/organisation/bin", get(bin::bin))
        .route("/organisation/{id}", get(page::node).post(action::edit))
        .route("/organisation/{id}/children", post(action::add))
        .route("/organisation/{id}/several", get(several::page).post(several::add))
        .route("/organisation/{id}/place", post(action::place))
        .route("/organisation/{id}/arrangement", post(action::arrange))
        .route("/organisation/{id}/delete", get(page::delete).post(action::delete))
        .route("/organisation/{id}/restore", post(action::restore))
}
