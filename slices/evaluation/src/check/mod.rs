//! 复核: until when a course has to be looked at anew, and remarks that it is out of date (CRS-9).

mod action;
pub mod beside;
pub mod change;
pub mod dates;
pub mod job;
pub mod json;
pub mod notices;
pub mod page;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;

use axum::{
    Extension, Router,
    routing::{get, post},
};
use xingtan_auth::{Actor, Permission, PermissionDef, Role};
use xingtan_catalog::api::{COURSES_WRITE, LessonKinds};
use xingtan_db::{Result, Tx};
use xingtan_learning::api::Waits;
use xingtan_notify::NoticeKind;
use xingtan_settings::{Default, Setting, Shape};
use xingtan_web::{App, Fault, Place, PlaceGroup, SignedIn};

/// Confirming any course of a subtree and setting its date.
pub const CHECK: Permission = Permission("evaluation.check");
/// Seeing how the courses of a subtree stand.
pub const READ: Permission = Permission("evaluation.read");

/// Role × action.
pub const PERMISSIONS: [PermissionDef; 2] = [
    PermissionDef { permission: CHECK, roles: &[Role::Centre] },
    PermissionDef { permission: READ, roles: &[Role::Centre, Role::Supervisor, Role::Manager] },
];

/// So many months after its publication or its last check a course is looked at anew.
pub const MONTHS: Setting = Setting {
    key: "evaluation.check.months",
    shape: Shape::Int { min: 1, max: 60, unit: "settings-unit-months" },
    default: Default::Same("12"),
};
/// So many days before that date its author is reminded; 0: only when it is over.
pub const REMIND: Setting = Setting {
    key: "evaluation.check.remind",
    shape: Shape::Int { min: 0, max: 180, unit: "settings-unit-days" },
    default: Default::Same("30"),
};

/// Menus.
pub const PLACES: [Place; 1] = [Place {
    href: page::HERE,
    icon: "clock",
    label: "evaluation-checks",
    group: PlaceGroup::Teaching,
    roles: &[Role::Teacher, Role::Centre, Role::Supervisor, Role::Manager],
    permission: None,
    order: 40,
}];

/// Kinds of notices.
pub const NOTICES: [NoticeKind; 4] = [notices::NEAR, notices::PAST, notices::FLAGGED, notices::CLOSED];

/// Pages.
pub fn routes(lessons: LessonKinds) -> Router<App> {
    Router::new()
        .route("/course-checks", get(page::list))
        .route("/course-checks/{id}", get(page::one))
        .route("/course-checks/{id}/confirmation", post(action::confirm))
        .route("/course-checks/{id}/date", post(action::date))
        .route("/course-checks/{id}/change", post(action::begin))
        .route("/courses/{course}/flags", get(page::flags).post(action::flag))
        .layer(Extension(lessons))
}

/// Whether somebody has courses to look at: those of a subtree, or their own.
pub(crate) fn must(who: &SignedIn) -> std::result::Result<store::Reach, Fault> {
    reach(&who.actor).ok_or_else(Fault::forbidden)
}

/// Whose courses an actor sees.
pub(crate) fn reach(actor: &Actor) -> Option<store::Reach> {
    if actor.may(READ) {
        Some(store::Reach::Within(actor.scope(READ)))
    } else if actor.may(COURSES_WRITE) {
        Some(store::Reach::Of(actor.person))
    } else {
        None
    }
}

/// The courses that somebody says are out of date, where the actor does something about it.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Waits>> {
    if !actor.may(CHECK) && !actor.may(COURSES_WRITE) {
        return Ok(Vec::new());
    }
    let Some(reach) = reach(actor) else { return Ok(Vec::new()) };
    let select = store::select(&reach, "", rules::Standing::Flagged.code(), 0, actor.proved_at);
    let count = select.count(tx)?;
    let href = "/course-checks?standing=flagged";
    Ok(vec![Waits { name: "evaluation-waiting-flagged", href, count }])
}
