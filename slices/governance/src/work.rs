//! What the slice brings to the program: pages, permissions, menus, notices, jobs.

use crate::{
    calendar,
    compliance::{self, ToldFacts},
    decision,
    evaluation::job,
    fact::FactKind,
    permission, regulation, replay, words,
};
use axum::{Extension, Router};
use utoipa_axum::routes;
use xingtan_accounts::api::ShownImport as _;
use xingtan_auth::PermissionDef;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, json::ApiRouter};

/// The pages of this slice. `told`: the kinds of facts that the slices above tell.
pub fn routes(told: &'static [FactKind]) -> Router<App> {
    Router::new()
        .merge(regulation::routes())
        .merge(decision::routes())
        .merge(compliance::routes(told))
        .merge(replay::routes())
        .merge(calendar::routes())
        .merge(permission::routes())
        .merge(words::routes())
}

/// The addresses of this slice for programs, with their documentation. `told`: as for [`routes()`].
pub fn api_routes(told: &'static [FactKind]) -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(compliance::json::list))
        .routes(routes!(decision::json::list))
        .routes(routes!(decision::json::one))
        .routes(routes!(decision::json::confirm))
        .routes(routes!(decision::json::annul))
        .routes(routes!(decision::json::decide_appeal))
        .routes(routes!(decision::json::decide_reopening))
        .routes(routes!(decision::json::appeal))
        .routes(routes!(decision::json::apply_for_reopening))
        .routes(routes!(calendar::json::year))
        .routes(routes!(permission::json::list))
        .routes(routes!(regulation::json::list, regulation::json::begin))
        .routes(routes!(regulation::json::versions))
        .routes(routes!(regulation::json::version, regulation::json::discard))
        .routes(routes!(regulation::json::draft))
        .routes(routes!(regulation::json::acknowledge))
        .routes(routes!(regulation::json::save_article))
        .routes(routes!(regulation::json::save_control))
        .routes(routes!(regulation::json::submit))
        .routes(routes!(regulation::json::decide))
        .routes(routes!(words::json::list, words::json::add))
        .routes(routes!(words::json::remove))
        .routes(routes!(words::json::categories))
        .routes(routes!(words::json::try_text))
        .routes(routes!(words::json::hits))
        .routes(routes!(words::json::one))
        .routes(routes!(words::json::appeal))
        .routes(routes!(words::json::decide))
        .layer(Extension(ToldFacts(told)))
}

/// Role × action.
pub fn permissions() -> Vec<PermissionDef> {
    [
        regulation::PERMISSIONS.as_slice(),
        decision::PERMISSIONS.as_slice(),
        calendar::PERMISSIONS,
        permission::PERMISSIONS,
        words::PERMISSIONS,
    ]
    .concat()
}

/// Menus.
pub fn places() -> Vec<Place> {
    [
        regulation::PLACES,
        decision::PLACES,
        compliance::PLACES,
        calendar::PLACES,
        permission::PLACES,
        words::PLACES,
    ]
    .concat()
}

/// Kinds of notices.
pub fn notices() -> Vec<NoticeKind> {
    [decision::notices::ALL, permission::notices::ALL, &regulation::notices::ALL, words::notices::ALL]
        .concat()
}

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    xingtan_imports::on(kinds, words::import::WordsImport::of(app), app.keys().clone());
    let settings = app.settings().clone();
    kinds.on(job::CHANGED, move |run| job::changed(run, job::House::of(&settings)));
    let settings = app.settings().clone();
    kinds.on(job::EVERYBODY, move |run| job::everybody(run, job::House::of(&settings)));
    let settings = app.settings().clone();
    kinds.on(replay::job::REPLAY, move |run| replay::job::run(run, job::House::of(&settings)));
}

/// What the clock orders.
pub fn schedules() -> &'static [Schedule] {
    &[job::NIGHTLY, job::SWEEP]
}
