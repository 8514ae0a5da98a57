//! People and their accounts (ACC-1, ACC-2, ACC-5, ACC-6).

mod bulk;
pub mod change;
pub mod check;
pub mod citing;
mod deed;
mod edit;
pub mod events;
mod file;
pub mod history;
mod import;
mod import_known;
mod import_page;
mod import_plan;
pub mod json;
pub mod keys;
mod list;
pub mod lists;
pub mod many;
pub mod new;
pub mod open;
pub mod pauses;
pub mod reach;
mod reset;
mod reveal;
pub mod rules;
pub mod seats;
mod second_factor;
mod state;
pub mod store;
pub mod targets;
mod transfer;

pub use deed::{Deed, Prepared};
pub use import::{KIND as IMPORT_KIND, PART as IMPORT_PART, PeopleImport};

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Seeing people of the own subtree.
pub const READ: Permission = Permission("people.read");
/// Opening accounts.
pub const OPEN: Permission = Permission("people.open");
/// Opening accounts from a file.
pub const IMPORT: Permission = Permission("people.import");
/// Changing names, positions, numbers, mailboxes.
pub const EDIT: Permission = Permission("people.edit");
/// Suspending, freezing, restoring accounts, and letting people leave.
pub const STATE: Permission = Permission("people.state");
/// Closing and revoking accounts, and reopening revoked ones.
pub const END: Permission = Permission("people.end");
/// Giving a new first password.
pub const RESET: Permission = Permission("people.reset");
/// Ending a second factor that its owner lost.
pub const SECOND_FACTOR: Permission = Permission("people.second-factor");
/// Moving people between units.
pub const MOVE: Permission = Permission("people.move");
/// Seeing a masked field in clear, with a reason that is kept.
pub const REVEAL: Permission = Permission("people.reveal");
/// Taking the list of people along.
pub const EXPORT: Permission = Permission("people.export");

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
            Role::Homeroom,
            Role::Service,
        ],
    },
    PermissionDef { permission: OPEN, roles: &[Role::Admin, Role::Centre, Role::Manager] },
    PermissionDef { permission: IMPORT, roles: &[Role::Admin, Role::Centre, Role::Manager] },
    PermissionDef { permission: EDIT, roles: &[Role::Admin, Role::Centre, Role::Manager] },
    PermissionDef { permission: STATE, roles: &[Role::Security, Role::Centre, Role::Manager] },
    PermissionDef { permission: END, roles: &[Role::Centre] },
    PermissionDef { permission: RESET, roles: &[Role::Admin, Role::Centre, Role::Manager] },
    PermissionDef { permission: SECOND_FACTOR, roles: &[Role::Security] },
    PermissionDef { permission: MOVE, roles: &[Role::Admin, Role::Centre, Role::Manager] },
    PermissionDef { permission: REVEAL, roles: &[Role::Security, Role::Centre, Role::Manager] },
    PermissionDef { permission: EXPORT, roles: &[Role::Admin, Role::Centre, Role::Manager, Role::Contact] },
];

/// Acts on chosen people, with what each needs.
pub const BULK: &[(&str, Permission)] =
    &[("reset", RESET), ("move", MOVE), ("cohort", crate::cohort::MANAGE), ("freeze", STATE)];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/people",
    icon: "users",
    label: "accounts-people-title",
    group: PlaceGroup::Work,
    roles: &[
        Role::Admin,
        Role::Security,
        Role::Audit,
        Role::Centre,
        Role::Manager,
        Role::Contact,
        Role::Homeroom,
        Role::Service,
    ],
    permission: Some(READ),
    order: 10,
}];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/people", get(list::list).post(new::open))
        .route("/people/new", get(new::page))
        .route("/people/bulk", post(bulk::ask))
        .route("/people/bulk/reset", post(bulk::reset))
        .route("/people/bulk/move", post(bulk::transfer))
        .route("/people/bulk/cohort", post(bulk::cohort))
        .route("/people/bulk/freeze", post(bulk::freeze))
        .route("/people/import", get(import_page::page).post(import_page::upload))
        .route("/people/import/template", get(import_page::template))
        .route("/people/{id}", get(file::file).post(edit::save))
        .route("/people/{id}/edit", get(edit::page))
        .route("/people/{id}/state", get(state::page).post(state::change))
        .route("/people/{id}/reset", get(reset::page).post(reset::reset))
        .route("/people/{id}/second-factor", get(second_factor::page).post(second_factor::end))
        .route("/people/{id}/transfer", get(transfer::page).post(transfer::transfer))
        .route("/people/{id}/reveal", get(reveal::page).post(reveal::reveal))
}

#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
