//! Evaluation of courses: what those who took one make of it, and whether it is still up to date (CRS-9).
//!
//! What a course is belongs to catalog, who has taken it to learning. Both lie below and know nothing of this slice: the
//! catalogue is told how a course is rated, the page of a course asks through a registry.

pub mod api;
pub mod check;
mod file;
pub mod rating;
#[cfg(test)]
mod tests;

use axum::Router;
use utoipa_axum::routes;
use xingtan_auth::{Actor, PermissionDef};
use xingtan_catalog::api::LessonKinds;
use xingtan_db::{Result, Tx};
use xingtan_events::Subscriptions;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_learning::api::Waits;
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, json::ApiRouter};

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("evaluation", "0001_rating", "0002_check")
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("evaluation", "evaluation-check")
}

/// The pages of this slice.
pub fn routes(lessons: LessonKinds) -> Router<App> {
    Router::new().merge(rating::routes()).merge(check::routes(lessons))
}

/// The addresses of this slice for programs, with their documentation.
pub fn api_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(rating::json::list, rating::json::rate))
        .routes(routes!(rating::json::withdraw))
        .routes(routes!(rating::json::answer))
        .routes(routes!(rating::json::hide))
        .routes(routes!(check::json::list))
        .routes(routes!(check::json::one))
        .routes(routes!(check::json::confirm))
        .routes(routes!(check::json::date))
        .routes(routes!(check::json::flag))
}

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[rating::PERMISSION, check::PERMISSIONS[0], check::PERMISSIONS[1]];

/// Menus.
pub const PLACES: &[Place] = &check::PLACES;

/// Kinds of notices.
pub fn notices() -> Vec<NoticeKind> {
    [&rating::NOTICES[..], &check::NOTICES].concat()
}

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    let settings = app.settings().clone();
    kinds.on(rating::retell::RETELL, move |run| rating::retell::run(run, settings.clone()));
    let settings = app.settings().clone();
    kinds.on(check::job::LOOK, move |run| check::job::run(run, settings.clone()));
}

/// What the clock orders.
pub const SCHEDULES: &[Schedule] = &[rating::retell::SCHEDULE, check::job::SCHEDULE];

/// What waits for an actor, each number leading to the list it counts.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Waits>> {
    check::waiting(tx, actor)
}

/// Who listens to which event.
pub fn subscriptions(all: &mut Subscriptions) {
    check::job::subscriptions(all);
}
