//! The resource library (教育资源云): files that the institution shares, with who answers for the right to (CRS-8, GOV-11).
//!
//! It knows no courses: what uses an item says so through `api`, and the program registers what such subjects are
//! called ([`api::Users`]).

pub mod api;
mod folder;
mod index;
mod item;
mod job;
mod link;
mod mark;
mod permissions;
mod removal;
mod users;
mod words;

pub use job::REINDEX;

use axum::Router;
use utoipa_axum::routes;
use xingtan_auth::{PermissionDef, Role};
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, PlaceGroup, json::ApiRouter};

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("library", "0001_library")
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("library", "library-removal")
}

/// The pages of this slice. They need [`api::Users`] as an extension.
pub fn routes() -> Router<App> {
    Router::new().merge(item::routes()).merge(folder::routes()).merge(removal::routes()).merge(link::routes())
}

/// The addresses of this slice for programs.
pub fn api_routes() -> ApiRouter {
    use item::json;
    ApiRouter::new()
        .routes(routes!(json::list, json::create))
        .routes(routes!(json::one, json::edit))
        .routes(routes!(json::declare))
        .routes(routes!(json::share))
        .routes(routes!(json::take_down))
        .routes(routes!(json::link))
}

/// Role × action.
pub fn permissions() -> &'static [PermissionDef] {
    permissions::PERMISSIONS
}

/// Menus.
pub const PLACES: &[Place] = &[
    Place {
        href: "/library",
        icon: "folder",
        label: "library-title",
        group: PlaceGroup::Teaching,
        roles: &[Role::Teacher, Role::Centre, Role::Manager, Role::Reviewer, Role::Supervisor],
        permission: None,
        order: 15,
    },
    Place {
        href: "/library",
        icon: "folder",
        label: "library-title",
        group: PlaceGroup::Study,
        roles: &[Role::Learner],
        permission: None,
        order: 25,
    },
];

/// Kinds of notices.
pub const NOTICES: &[NoticeKind] = removal::notices::ALL;

/// Jobs; `users` says who is told when the right to what they use ends.
pub fn jobs(app: &App, kinds: &mut Kinds, users: api::Users) {
    job::jobs(app, kinds, users);
}

/// What the clock orders.
pub const SCHEDULES: &[Schedule] = job::SCHEDULES;
