//! What the people half of the slice brings to the program: pages, permissions, menus, notices, parameters, jobs.

pub mod notices;
pub mod saving;

use crate::{
    body, cohort, grant, imports, officer, opening, organisation, person, position, real_name, slip,
};
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
        .merge(person::routes())
        .merge(grant::routes())
        .merge(slip::routes())
        .merge(officer::routes())
        .merge(opening::routes())
        .merge(imports::routes())
        .merge(real_name::routes())
}

/// Role × action.
pub fn permissions() -> Vec<PermissionDef> {
    [
        organisation::PERMISSIONS,
        position::PERMISSIONS,
        cohort::PERMISSIONS,
        body::PERMISSIONS,
        person::PERMISSIONS,
        grant::PERMISSIONS,
        officer::PERMISSIONS,
        opening::PERMISSIONS,
        imports::PERMISSIONS,
        real_name::PERMISSIONS,
    ]
    .concat()
}

/// Menus.
pub fn places() -> Vec<Place> {
    [
        organisation::PLACES,
        position::PLACES,
        cohort::PLACES,
        body::PLACES,
        person::PLACES,
        officer::PLACES,
        opening::PLACES,
        imports::PLACES,
        real_name::PLACES,
    ]
    .concat()
}

/// Notices.
pub const NOTICES: &[NoticeKind] = notices::ALL;

/// Parameters.
pub fn settings() -> Vec<&'static Setting> {
    Vec::new()
}

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    xingtan_imports::on(kinds, person::PeopleImport::new(app), app.keys().clone());
    kinds.on(organisation::change::FOLLOW, organisation::change::follow_job);
    kinds.on(organisation::bin::EMPTY, organisation::bin::empty_job);
    kinds.on(imports::PURGE, imports::purge_job);
    real_name::verify::by(app, kinds, std::sync::Arc::new(real_name::verify::ByHand));
    kinds.on(cohort::members::REFRESH, cohort::members::refresh_job);
}

/// What the clock orders.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { name: "accounts.refresh-cohorts", cron: "*/15 * * * *", kind: cohort::members::REFRESH },
    Schedule { name: "accounts.empty-bin", cron: "20 3 * * *", kind: organisation::bin::EMPTY },
    Schedule { name: "accounts.purge-imports", cron: "40 3 * * *", kind: imports::PURGE },
];
