//! What the people half of the slice brings to the program: pages, permissions, menus, notices, parameters, jobs.

pub mod export;
pub mod saving;

use crate::{body, cohort, organisation, position};
use axum::Router;
use xingtan_auth::PermissionDef;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_settings::Setting;
use xingtan_web::{App, Place};

/// Pages of people, organisation, positions, cohorts, grants, openings and bodies.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(organisation::routes())
        .merge(position::routes())
        .merge(cohort::routes())
        .merge(body::routes())
}

/// Role × action.
pub fn permissions() -> Vec<PermissionDef> {
    [organisation::PERMISSIONS, position::PERMISSIONS, cohort::PERMISSIONS, body::PERMISSIONS].concat()
}

/// Menus.
pub fn places() -> Vec<Place> {
    [organisation::PLACES, position::PLACES, cohort::PLACES, body::PLACES].concat()
}

/// Notices.
pub const NOTICES: &[NoticeKind] = &[];

/// Parameters.
pub fn settings() -> Vec<&'static Setting> {
    Vec::new()
}

/// Jobs.
pub fn jobs(_app: &App, kinds: &mut Kinds) {
    kinds.on(organisation::change::FOLLOW, organisation::change::follow_job);
    kinds.on(cohort::members::REFRESH, cohort::members::refresh_job);
}

/// What the clock orders.
pub const SCHEDULES: &[Schedule] =
    &[Schedule { name: "accounts.refresh-cohorts", cron: "*/15 * * * *", kind: cohort::members::REFRESH }];
