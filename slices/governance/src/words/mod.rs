//! 敏感词: the lists of sensitive words, what was found in whose texts, and what authors say to it (CRS-7). Lists and
//! hits are `platform/words`'s; here are their pages, and who may do what.

mod action;
mod category;
pub mod change;
mod exception;
mod hit;
pub mod import;
pub mod json;
pub mod notices;
mod page;
pub mod rules;
mod trial;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Actor, Permission, PermissionDef, Role};
use xingtan_db::{Result, Tx};
use xingtan_web::{App, Place, PlaceGroup};

/// Changing the lists and deciding over appeals; on the whole institution, which shares one list.
pub const MANAGE: Permission = Permission("words.manage");
/// Reading the lists and the hits of a subtree.
pub const READ: Permission = Permission("words.read");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: MANAGE, roles: &[Role::Centre] },
    PermissionDef { permission: READ, roles: &[Role::Centre, Role::Supervisor] },
];

/// Menus.
pub const PLACES: &[Place] = &[
    Place {
        href: "/words",
        icon: "filter",
        label: "governance-words",
        group: PlaceGroup::Governance,
        roles: &[Role::Centre, Role::Supervisor],
        permission: Some(READ),
        order: 60,
    },
    Place {
        href: "/words/own",
        icon: "filter",
        label: "governance-words-own",
        group: PlaceGroup::Own,
        roles: &[],
        permission: None,
        order: 40,
    },
];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/words", get(page::list))
        .route("/words/new", get(page::new).post(action::add))
        .route("/words/import", get(import::page).post(import::upload))
        .route("/words/import/template", get(import::template))
        .route("/words/categories", get(category::list).post(category::add))
        .route("/words/categories/{id}", get(category::one).post(category::save))
        .route("/words/categories/{id}/removal", post(category::remove))
        .route("/words/exceptions", get(exception::list).post(exception::add))
        .route("/words/exceptions/{id}/removal", post(exception::remove))
        .route("/words/trial", get(trial::page).post(trial::run))
        .route("/words/hits", get(hit::list))
        .route("/words/hits/{id}", get(hit::one))
        .route("/words/hits/{id}/appeal", post(hit::appeal))
        .route("/words/hits/{id}/decision", post(hit::decide))
        .route("/words/own", get(hit::own))
        .route("/words/{id}", get(page::one).post(action::save))
        .route("/words/{id}/removal", post(action::remove))
}

/// Appeals that wait for an actor; none for whoever does not decide over them.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<i64>> {
    if !actor.may_whole(MANAGE) {
        return Ok(None);
    }
    xingtan_words::store::count_asked(tx, &actor.scope(MANAGE)).map(Some)
}
