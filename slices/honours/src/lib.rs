//! Honours: rankings by credits, prizes, commendations, and the figures of a year for appraisal (COM-6, GOV-4).
//!
//! What the regulation asks for belongs to governance, the ledger of credits to learning. Here is who stands where by
//! them, frozen with its evidence, and who is commended.

pub mod api;
mod appraisal;
mod commendation;
mod file;
pub mod period;
mod prize;
pub mod ranking;

use axum::Router;
use utoipa_axum::routes;
use xingtan_auth::PermissionDef;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, json::ApiRouter};

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("honours", "0001_honours")
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("honours", "honours-commendation", "honours-appraisal")
}

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(ranking::routes())
        .merge(prize::routes())
        .merge(commendation::routes())
        .merge(appraisal::routes())
}

/// The addresses of this slice for programs, with their documentation.
pub fn api_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(ranking::json::list))
        .routes(routes!(ranking::json::one))
        .routes(routes!(prize::json::list, prize::json::register))
        .routes(routes!(prize::json::one))
        .routes(routes!(prize::json::hand))
        .routes(routes!(prize::json::receive))
        .routes(routes!(prize::json::cancel))
        .routes(routes!(appraisal::json::list))
        .routes(routes!(commendation::json::list, commendation::json::nominate))
        .routes(routes!(commendation::json::one))
        .routes(routes!(commendation::json::decide))
}

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] =
    &[prize::PERMISSION, appraisal::PERMISSION, commendation::PERMISSIONS[0], commendation::PERMISSIONS[1]];

/// Menus.
pub const PLACES: &[Place] =
    &[ranking::PLACE, prize::PLACE, appraisal::PLACE, commendation::PLACES[0], commendation::PLACES[1]];

/// Kinds of notices.
pub fn notices() -> Vec<NoticeKind> {
    [ranking::NOTICES, &commendation::NOTICES, &[prize::notices::HANDED]].concat()
}

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    ranking::jobs(app, kinds);
}

/// What the clock orders.
pub const SCHEDULES: &[Schedule] = &ranking::SCHEDULES;
