//! What the slice brings besides studying: pages of work, permissions, menus, jobs.

use axum::Router;
use xingtan_auth::PermissionDef;
use xingtan_catalog::api::LessonKinds;
use xingtan_events::Subscriptions;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place};

/// Pages of work.
pub fn routes() -> Router<App> {
    Router::new()
}

/// Role × action of this slice.
pub fn permissions() -> &'static [PermissionDef] {
    &[]
}

/// Menus.
pub fn places() -> &'static [Place] {
    &[]
}

/// Kinds of notices.
pub fn notices() -> &'static [NoticeKind] {
    &[]
}

/// Jobs.
pub fn jobs(_app: &App, _kinds: &mut Kinds, _lessons: LessonKinds) {}

/// What the clock orders.
pub fn schedules() -> &'static [Schedule] {
    &[]
}

/// Who listens to which event.
pub fn subscriptions(_app: &App, _all: &mut Subscriptions) {}
