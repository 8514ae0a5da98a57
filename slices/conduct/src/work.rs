//! What the slice brings to the program: pages, permissions, menus, notices, jobs.

use crate::{
    case::{self, rules::State, store::Narrow},
    referral, suspicion,
};
use axum::Router;
use utoipa_axum::routes;
use xingtan_auth::{Actor, PermissionDef};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Kinds, Schedule};
use xingtan_learning::api::Waits;
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
        .routes(routes!(suspicion::json::list))
        .routes(routes!(suspicion::json::one))
        .routes(routes!(suspicion::json::decide))
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

/// What waits for an actor, each number leading to the list it counts.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Waits>> {
    let lists = [
        (case::INVESTIGATE, "conduct-waiting-reports", "/reports-of-content", State::Reported.code()),
        (case::DECIDE, "conduct-waiting-hearings", "/cases?state=hearing", State::Hearing.code()),
        (case::DECIDE, "conduct-waiting-appeals", "/cases?state=appealed", case::store::APPEALED),
    ];
    let mut all = Vec::new();
    for (permission, name, href, state) in lists {
        if actor.may(permission) {
            let narrow = Narrow { state: state.to_owned(), ..Narrow::default() };
            let count = case::store::select(&actor.scope(permission), actor.person, &narrow).count(tx)?;
            all.push(Waits { name, href, count });
        }
    }
    Ok(all)
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
