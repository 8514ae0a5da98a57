//! 选课: the centre offers electives with places, people choose and rank them, their contact approves; whoever has no
//! place waits until somebody leaves. What was approved and is not done in time stands on the watch list (LRN-8, LRN-9).

mod action;
pub mod change;
pub mod job;
pub mod json;
pub mod notices;
mod page;
pub mod rules;
pub mod store;
mod watch;

use axum::{
    Extension, Router,
    routing::{get, post},
};
use xingtan_accounts::api as accounts;
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_catalog::api::LessonKinds;
use xingtan_events::Subscriptions;
use xingtan_learning::api::{COURSE_COMPLETED, COURSE_REOPENED, CourseCompleted, CourseReopened};
use xingtan_web::{App, Place, PlaceGroup};

/// Opening and closing rounds for a subtree.
pub const OPEN: Permission = Permission("selections.open");
/// Deciding over what people of a subtree chose.
pub const APPROVE: Permission = Permission("selections.approve");
/// Reading rounds, choices and the watch list of a subtree.
pub const READ: Permission = Permission("selections.read");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: OPEN, roles: &[Role::Centre] },
    PermissionDef { permission: APPROVE, roles: &[Role::Contact, Role::Manager] },
    PermissionDef {
        permission: READ,
        roles: &[Role::Contact, Role::Manager, Role::Centre, Role::Supervisor],
    },
];

const READERS: &[Role] = &[Role::Contact, Role::Manager, Role::Centre, Role::Supervisor];

/// Menus.
pub const PLACES: &[Place] = &[
    Place {
        href: "/selections",
        icon: "grid",
        label: "planning-selections",
        group: PlaceGroup::Work,
        roles: READERS,
        permission: Some(READ),
        order: 42,
    },
    Place {
        href: "/selections/own",
        icon: "grid",
        label: "planning-selections-own",
        group: PlaceGroup::Study,
        roles: &[],
        permission: None,
        order: 8,
    },
    Place {
        href: "/watch-list",
        icon: "eye",
        label: "planning-watch",
        group: PlaceGroup::Governance,
        roles: READERS,
        permission: Some(READ),
        order: 33,
    },
];

/// Pages.
pub fn routes(kinds: LessonKinds) -> Router<App> {
    Router::new()
        .route("/selections", get(page::list).post(action::open))
        .route("/selections/new", get(page::new))
        .route("/selections/own", get(page::own))
        .route("/selections/choices", get(page::choices))
        .route("/selections/choices/{id}", get(page::choice))
        .route("/selections/choices/{id}/decision", post(action::decide))
        .route("/selections/choices/{id}/leaving", post(action::leave))
        .route("/selections/{id}", get(page::one))
        .route("/selections/{id}/electives", post(action::offer))
        .route("/selections/{id}/choices", post(action::choose))
        .route("/selections/{id}/closing", post(action::close))
        .route("/watch-list", get(watch::list))
        .layer(Extension(kinds))
}

/// Choices follow their courses and their people.
pub fn subscriptions(all: &mut Subscriptions) {
    all.on(COURSE_COMPLETED, "planning.elective-done", |tx, event, moment| {
        let done: CourseCompleted = event.read()?;
        Ok(store::done(tx, event.subject, done.course, Some(moment.at))?)
    });
    all.on(COURSE_REOPENED, "planning.elective-open", |tx, event, _| {
        let open: CourseReopened = event.read()?;
        Ok(store::done(tx, event.subject, open.course, None)?)
    });
    all.on(accounts::PERSON_MOVED, "planning.choices-follow", |tx, event, _| {
        match accounts::person(tx, event.subject)? {
            Some(person) => Ok(store::follow(tx, person.id, &person.unit_path)?),
            None => Ok(()),
        }
    });
}

#[cfg(test)]
mod tests;
