//! What the slice brings besides studying: pages of work, permissions, menus, jobs.

use crate::{
    assignment, catalogue, certificate, correction, department, desk, enrolment, events, facts, handover,
    note,
    notification::{self, notices as own_notices},
    record, study, today, training,
};
use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{PermissionDef, Role};
use xingtan_catalog::api::LessonKinds;
use xingtan_events::Subscriptions;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, PlaceGroup};

/// Pages of work.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/assignments", get(assignment::page::list).post(assignment::action::create))
        .route("/assignments/new", get(assignment::page::new))
        .route("/assignments/{id}", get(assignment::page::one))
        .route("/assignments/{id}/people/{format}", get(assignment::people::export))
        .route("/assignments/{id}/deadline", post(assignment::action::extend))
        .route("/assignments/{id}/end", get(assignment::page::end).post(assignment::action::end))
        .route("/today", get(today::page::today))
        .route("/enrolments", get(enrolment::page::list))
        .route("/catalog", get(catalogue::page::list))
        .route("/department", get(department::page::department))
        .route("/subsidiary", get(department::page::subsidiary))
        .route("/department/export/{format}", get(department::page::export))
        .route("/department/people/{person}", get(department::person::person))
        .route("/department/people/{person}/courses/{course}", get(department::person::evidence))
        .route(
            "/department/people/{person}/courses/{course}/correction",
            get(correction::page::new).post(correction::action::create),
        )
        .route("/role-training", get(training::page::list))
        .route("/role-training/{role}", get(training::page::one).post(training::action::save))
        .route("/courses/{course}/renewal", post(training::action::renew))
        .route("/notes", get(note::page::list))
        .route("/notes/export/{format}", get(note::page::export))
        .route("/notes/{id}", get(note::page::edit).post(note::action::save))
        .route("/notes/{id}/deletion", get(note::page::deletion).post(note::action::remove))
        .route("/record", get(record::page::record))
        .route("/record/export/{format}", get(record::page::export))
        .route("/record/file", get(record::page::file))
        .route("/record/file/{format}", get(record::page::file_export))
        .route("/notifications", get(notification::page::list))
        .route("/notifications/read", post(notification::page::read_all))
        .route(
            "/notifications/preferences",
            get(notification::page::preferences).post(notification::page::prefer),
        )
        .route("/notifications/{id}", post(notification::page::open))
        .route("/menu", get(notification::page::menu))
        .route("/desk", get(desk::page::desk))
        .route("/supervision", get(desk::page::supervision))
        .route("/finance", get(desk::page::finance))
        .route("/service", get(desk::page::service))
        .route("/children", get(desk::page::children))
}

/// Role × action of this slice.
pub fn permissions() -> &'static [PermissionDef] {
    const {
        &[
            assignment::PERMISSIONS[0],
            assignment::PERMISSIONS[1],
            department::PERMISSIONS[0],
            desk::PERMISSIONS[0],
            desk::PERMISSIONS[1],
            certificate::PERMISSIONS[0],
            certificate::PERMISSIONS[1],
            correction::PERMISSIONS[0],
            training::PERMISSIONS[0],
            handover::PERMISSIONS[0],
        ]
    }
}

/// A start page of some roles.
const fn start(href: &'static str, icon: &'static str, label: &'static str, roles: &'static [Role]) -> Place {
    Place { href, icon, label, group: PlaceGroup::Work, roles, permission: None, order: 0 }
}

/// A page of everybody.
const fn own(
    href: &'static str,
    icon: &'static str,
    label: &'static str,
    group: PlaceGroup,
    order: u8,
) -> Place {
    Place { href, icon, label, group, roles: &[], permission: None, order }
}

/// Menus.
pub fn places() -> &'static [Place] {
    const {
        &[
            Place {
                group: PlaceGroup::Study,
                ..start("/today", "home", "learning-today", &[Role::Learner, Role::Assistant, Role::Homeroom])
            },
            start("/department", "users", "learning-department", &[Role::Contact]),
            start("/subsidiary", "home", "learning-subsidiary", &[Role::Manager]),
            start("/desk", "home", "learning-desk", &[Role::Centre]),
            start("/supervision", "eye", "learning-supervision", &[Role::Supervisor]),
            start("/finance", "money", "learning-finance", &[Role::Finance]),
            start("/service", "chat", "learning-service", &[Role::Service]),
            start("/children", "child", "learning-children", &[Role::Guardian]),
            own("/enrolments", "book", "learning-enrolments", PlaceGroup::Study, 1),
            own("/notifications", "bell", "learning-notifications", PlaceGroup::Own, 2),
            own("/menu", "menu", "web-menu-all", PlaceGroup::Own, 3),
            own("/offline", "device", "learning-offline", PlaceGroup::Study, 6),
            own("/catalog", "grid", "learning-catalog", PlaceGroup::Study, 5),
            own("/dates", "cal", "learning-dates", PlaceGroup::Study, 4),
            own("/notes", "edit", "learning-notes", PlaceGroup::Own, 5),
            own("/record", "list", "learning-record", PlaceGroup::Own, 6),
            own("/certificates", "cert", "learning-certificates", PlaceGroup::Own, 7),
            Place {
                permission: Some(assignment::READ),
                roles: &[Role::Centre, Role::Manager, Role::Supervisor],
                ..own("/assignments", "flag", "learning-assignments", PlaceGroup::Governance, 10)
            },
            Place {
                permission: Some(department::READ),
                roles: &[Role::Centre, Role::Supervisor],
                ..own("/department", "chart", "learning-progress", PlaceGroup::Governance, 11)
            },
            Place {
                permission: Some(training::MANAGE),
                roles: &[Role::Centre],
                ..own(training::page::HREF, "shield", "learning-training-title", PlaceGroup::Governance, 13)
            },
            Place {
                permission: Some(handover::READ),
                roles: &[Role::Centre, Role::Manager, Role::Contact],
                ..own(handover::page::HREF, "users", "learning-handovers", PlaceGroup::Governance, 14)
            },
            Place {
                permission: Some(certificate::READ),
                roles: &[Role::Centre, Role::Manager, Role::Contact, Role::Supervisor],
                ..own(
                    certificate::list::HREF,
                    "cert",
                    "learning-certificates-issued",
                    PlaceGroup::Governance,
                    12,
                )
            },
        ]
    }
}

/// Kinds of notices.
pub fn notices() -> &'static [NoticeKind] {
    own_notices::ALL
}

/// Ends learning sessions of which nothing was heard.
const SILENT: JobKind = JobKind::new("learning.silent-sessions");

async fn end_silent(run: JobRun) -> Result<Done, JobError> {
    run.step(|tx, hold| {
        let now = hold.now();
        Ok(study::store::end_silent(tx, now - study::rules::SILENCE, now)?)
    })
    .await?;
    Ok(Done::new())
}

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds, lessons: LessonKinds) {
    carry_out(kinds, lessons);
    let settings = app.settings().clone();
    kinds.on(assignment::remind::REMIND, move |run| assignment::remind::remind(run, settings.clone()));
    let settings = app.settings().clone();
    kinds.on(assignment::remind::CONTACTS, move |run| {
        assignment::remind::remind_contacts(run, settings.clone())
    });
}

/// Who carries out which job.
pub(crate) fn carry_out(kinds: &mut Kinds, lessons: LessonKinds) {
    let known = lessons.clone();
    kinds.on(assignment::job::EXPAND, move |run| assignment::job::expand(run, known.clone()));
    kinds.on(assignment::job::PEOPLE, move |run| assignment::job::people(run, lessons.clone()));
    kinds.on(certificate::job::ISSUE, certificate::job::run);
    kinds.on(facts::missed::MISSED, facts::missed::run);
    kinds.on(facts::before::BEFORE, facts::before::run);
    kinds.on(handover::job::HAND_OVER, handover::job::run);
    kinds.on(SILENT, end_silent);
    kinds.on(enrolment::taken_down::TELL, enrolment::taken_down::run);
}

/// What the clock orders.
pub fn schedules() -> &'static [Schedule] {
    &[
        assignment::remind::SCHEDULE,
        assignment::remind::DAILY,
        facts::missed::SCHEDULE,
        handover::job::SCHEDULE,
        Schedule { name: "learning.silent-sessions", cron: "*/5 * * * *", kind: SILENT },
    ]
}

/// Who listens to which event.
pub fn subscriptions(all: &mut Subscriptions, lessons: &LessonKinds) {
    assignment::follow::listen(all, lessons);
    training::change::listen(all, lessons);
    enrolment::taken_down::listen(all);
    all.on(events::COURSE_COMPLETED, "learning.tell-completion", own_notices::completed);
    all.on(events::COURSE_COMPLETED, "learning.certificate", certificate::change::completed);
}

#[cfg(test)]
pub(crate) mod tests;
