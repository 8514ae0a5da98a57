//! The pages that belong to no slice: running the system (OPS-1 to OPS-3) and reading the trail (GOV-9).

pub(crate) mod audit;
pub(crate) mod backups;
mod branding;
mod entries;
mod housekeeping;
mod install;
pub(crate) mod job;
mod mails;
pub mod parameters;
mod screens;
mod settings;
mod site;
pub(crate) mod system;
pub(crate) mod verification;

pub use backups::drilled;
pub use site::{Site, is_whole};

use crate::config::Config;
use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_i18n::Resource;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, PlaceGroup};

/// See how the system is.
pub const SYSTEM_READ: Permission = Permission("system.read");
/// Act on jobs, mails and settings of the system.
pub const SYSTEM_MANAGE: Permission = Permission("system.manage");
/// Make and check backups.
pub const SYSTEM_BACKUP: Permission = Permission("system.backup");
/// Read the trail.
pub const AUDIT_READ: Permission = Permission("audit.read");
/// Have the trail verified.
pub const AUDIT_VERIFY: Permission = Permission("audit.verify");
/// Take entries of the trail along.
pub const AUDIT_EXPORT: Permission = Permission("audit.export");

/// Role × action of these pages.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: SYSTEM_READ, roles: &[Role::Admin] },
    PermissionDef { permission: SYSTEM_MANAGE, roles: &[Role::Admin] },
    PermissionDef { permission: SYSTEM_BACKUP, roles: &[Role::Admin] },
    PermissionDef { permission: AUDIT_READ, roles: &[Role::Audit] },
    PermissionDef { permission: AUDIT_VERIFY, roles: &[Role::Audit] },
    PermissionDef { permission: AUDIT_EXPORT, roles: &[Role::Audit] },
];

const fn system(href: &'static str, icon: &'static str, label: &'static str, order: u8) -> Place {
    let permission = Some(SYSTEM_READ);
    Place { href, icon, label, group: PlaceGroup::System, roles: &[Role::Admin], permission, order }
}

const fn trail(href: &'static str, icon: &'static str, label: &'static str, order: u8) -> Place {
    let permission = Some(AUDIT_READ);
    Place { href, icon, label, group: PlaceGroup::System, roles: &[Role::Audit], permission, order }
}

/// Their places in the menus.
pub const PLACES: &[Place] = &[
    system("/system", "gear", "app-place-system", 0),
    system("/system/jobs", "list", "app-place-jobs", 10),
    system("/system/mails", "mail", "app-place-mails", 11),
    system("/system/backups", "database", "app-place-backups", 12),
    system("/system/settings", "edit", "app-place-settings", 13),
    system("/system/branding", "leaf", "app-place-branding", 14),
    Place {
        href: "/install",
        icon: "device",
        label: "app-place-install",
        group: PlaceGroup::Own,
        roles: &[],
        permission: None,
        order: 9,
    },
    trail("/audit", "shield", "app-place-audit", 0),
    trail("/audit/entries", "list", "app-place-entries", 10),
];

/// What the clock orders.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { name: "app.backup", cron: "30 2 * * *", kind: backups::SCHEDULED },
    Schedule { name: "app.housekeeping", cron: "10 3 * * *", kind: housekeeping::HOUSEKEEPING },
    Schedule { name: "app.verification", cron: "10 4 * * *", kind: verification::VERIFICATION },
];

/// What the program tells people.
pub const NOTICES: &[NoticeKind] = &[verification::FAULTY, verification::MISSED, backups::FAILED];

/// Who carries the jobs out.
pub fn jobs(app: &App, config: &Config, kinds: &mut Kinds) {
    let site = Site::new(config.clone());
    backups::jobs(app, &site, kinds);
    housekeeping::jobs(app, kinds);
    verification::jobs(app, &site, kinds);
}

/// The addresses.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/system", get(system::page))
        .route("/system/jobs", get(job::list))
        .route("/system/jobs/{id}", get(job::page))
        .route("/system/jobs/{id}/state", get(job::state))
        .route("/system/jobs/{id}/retry", post(job::retry))
        .route("/system/jobs/{id}/cancel", post(job::cancel))
        .route("/system/mails", get(mails::list))
        .route("/system/mails/{id}", get(mails::page))
        .route("/system/mails/{id}/requeue", post(mails::requeue))
        .route("/system/backups", get(backups::page).post(backups::make))
        .route("/system/backups/settings", post(backups::save))
        .route("/system/backups/{name}/check", post(backups::check))
        .route("/system/backups/{name}/drill", post(backups::try_restoring))
        .route("/system/settings", get(settings::page).post(settings::save))
        .route("/system/branding", get(branding::page).post(branding::save))
        .route("/system/branding/logo", post(branding::save_logo))
        .route("/install", get(install::page))
        .route("/help/screens/{file}", get(screens::screen))
        .route("/audit", get(audit::page))
        .route("/audit/verify", post(audit::verify))
        .route("/audit/entries", get(entries::list))
        .route("/audit/entries/export", get(entries::export))
        .route("/audit/entries/{id}", get(entries::page))
}

/// The texts of program, commands and pages.
pub fn texts() -> Vec<Resource> {
    [xingtan_i18n::texts!("app", "app-brand"), xingtan_i18n::texts!("app-run")].concat()
}
