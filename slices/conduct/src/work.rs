//! What the slice brings to the program: pages, permissions, menus, notices, jobs.

use crate::{case, referral, suspicion};
use axum::Router;
use utoipa_axum::routes;
use xingtan_auth::PermissionDef;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, json::ApiRouter};

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new().merge(case::routes()).merge(referral::routes()).merge(suspicion::routes())
}

/// The addresses of this slice for programs, with their documentation.
pub fn api_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(case::json::list))
        .routes(routes!(case::json::one))
        .routes(routes!(case::json::report))
}

/// Role × action.
pub fn permissions() -> Vec<PermissionDef> {
    [case::PERMISSIONS, referral::PERMISSIONS, suspicion::PERMISSIONS].concat()
}

/// Menus.
pub fn places() -> Vec<Place> {
    [case::PLACES, referral::PLACES, suspicion::PLACES].concat()
}

/// Kinds of notices.
pub fn notices() -> Vec<NoticeKind> {
    [case::notices::ALL, referral::notices::ALL, suspicion::notices::ALL].concat()
}

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    let (own, other) = (app.clone(), app.clone());
    kinds.on(case::seal::SEAL, move |run| case::seal::run(own.clone(), run));
    kinds.on(suspicion::job::SHARING, move |run| suspicion::job::run(other.clone(), run));
}

/// What the clock orders.
pub fn schedules() -> &'static [Schedule] {
    &[suspicion::job::NIGHTLY]
}
