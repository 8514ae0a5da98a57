//! Insight: the monthly reports that go to those who answer for learners, and what these pass on (LRN-5).
//!
//! Who learns what belongs to learning, what the regulation asks for to governance, training without the platform to
//! planning. Here is what they add up to for a unit and a month, and who has seen it.

pub mod api;
pub mod relay;
pub mod report;
#[cfg(test)]
mod tests;

use axum::Router;
use utoipa_axum::routes;
use xingtan_auth::PermissionDef;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, List, Place, json::ApiRouter};

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("insight", "0001_insight", "0002_relay")
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("insight", "insight-relay")
}

/// The pages of this slice.
pub fn routes() -> Router<App> {
    report::routes().merge(relay::routes())
}

/// The addresses of this slice for programs, with their documentation.
pub fn api_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(report::json::list))
        .routes(routes!(relay::json::list, relay::json::send))
        .routes(routes!(relay::json::receipts))
}

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] =
    &[report::PERMISSIONS[0], report::PERMISSIONS[1], relay::PERMISSION];

/// Menus.
pub const PLACES: &[Place] = &[report::PLACE, relay::PLACES[0], relay::PLACES[1]];

/// Kinds of notices.
pub const NOTICES: &[NoticeKind] =
    &[report::notices::MADE, relay::NOTICES[0], relay::NOTICES[1], relay::NOTICES[2]];

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    report::jobs(app, kinds);
    relay::jobs(kinds);
}

/// What the clock orders.
pub const SCHEDULES: &[Schedule] = &[report::make::HOURLY];

/// The addresses of a list as Excel and as CSV, narrowed as it is.
fn exports(list: &List) -> (String, String) {
    let of = |format: &str| {
        let href = list.href("at", "");
        let sign = if href.contains('?') { '&' } else { '?' };
        format!("{href}{sign}as={format}")
    };
    (of("xlsx"), of("csv"))
}
