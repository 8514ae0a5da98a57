//! What the people half of the slice brings to the program: pages, permissions, menus, notices, parameters, jobs.

use axum::Router;
use xingtan_auth::PermissionDef;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_settings::Setting;
use xingtan_web::{App, Place};

/// Pages of people, organisation, positions, cohorts, grants, openings and bodies.
pub fn routes() -> Router<App> {
    Router::new()
}

/// Their addresses below `/api/v1`.
pub fn api_routes() -> Router<App> {
    Router::new()
}

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[];

/// Menus.
pub const PLACES: &[Place] = &[];

/// Notices.
pub const NOTICES: &[NoticeKind] = &[];

/// Parameters.
pub fn settings() -> Vec<&'static Setting> {
    Vec::new()
}

/// Jobs.
pub fn jobs(_app: &App, _kinds: &mut Kinds) {}

/// What the clock orders.
pub const SCHEDULES: &[Schedule] = &[];
