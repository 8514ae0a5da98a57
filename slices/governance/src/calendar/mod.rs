//! 日历: the institution's year with big and small weeks, holidays, swapped days, working hours and shifts (LRN-3).
//! What it means and how it is kept is `platform/calendar`'s; here are its pages and who may change it.

mod day;
mod file;
pub mod json;
mod page;
mod rule;
mod shift;

use crate::saving::Stop;
use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Place, PlaceGroup};

/// Changing the calendar: on the whole institution.
pub const MANAGE: Permission = Permission("calendar.manage");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[PermissionDef { permission: MANAGE, roles: &[Role::Centre] }];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/calendar",
    icon: "cal",
    label: "governance-calendar-title",
    group: PlaceGroup::Governance,
    roles: &[Role::Centre, Role::Contact],
    permission: None,
    order: 60,
}];

/// Pages. Everybody who is signed in reads the calendar; only [`MANAGE`] changes it.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/calendar", get(page::year))
        .route("/calendar/days/{date}", get(day::edit).post(day::save))
        .route("/calendar/hours", get(rule::edit).post(rule::save))
        .route("/calendar/import", get(file::page).post(file::upload))
        .route("/calendar/shifts", get(shift::list).post(shift::add))
        .route("/calendar/shifts/{id}", get(shift::one).post(shift::save))
        .route("/calendar/shifts/{id}/deletion", post(shift::remove))
}

/// The calendar has changed since the form was shown.
fn stale() -> Stop {
    Stop::Field("", Msg::new("governance-calendar-stale"))
}

/// What an entry of the trail is about.
fn about(label: &str) -> (&'static str, Uuid, &str) {
    ("calendar", Uuid::nil(), label)
}
