//! Parameters of running the system, set on `/system/backups` and `/system/settings`.

use std::path::{Path, PathBuf};
use xingtan_settings::{Default, Setting, Settings, Shape};

/// The folder of backups; empty stands for `backups` in the data folder.
pub const BACKUP_FOLDER: Setting =
    Setting { key: "app.backup.folder", shape: Shape::Text(300), default: Default::Same("") };
/// How often a backup is made by itself.
pub const BACKUP_RHYTHM: Setting = Setting {
    key: "app.backup.rhythm",
    shape: Shape::Choice(&["daily", "weekly", "off"]),
    default: Default::Same("daily"),
};
/// How many backups stay in the folder.
pub const BACKUP_KEEP: Setting = Setting {
    key: "app.backup.keep",
    shape: Shape::Int { min: 1, max: 365, unit: "app-unit-backups" },
    default: Default::Same("14"),
};
/// How long entries of the trail are kept; never below 180 days (GOV-9).
pub const AUDIT_KEEP: Setting = Setting {
    key: "app.audit.keep-days",
    shape: Shape::Int { min: 180, max: 36_500, unit: "settings-unit-days" },
    default: Default::Same("1095"),
};
/// How long ended jobs and delivered events are kept.
pub const WORK_KEEP: Setting = Setting {
    key: "app.work.keep-days",
    shape: Shape::Int { min: 7, max: 3650, unit: "settings-unit-days" },
    default: Default::Same("90"),
};
/// How long sent mails and read notices are kept.
pub const MAIL_KEEP: Setting = Setting {
    key: "app.mail.keep-days",
    shape: Shape::Int { min: 7, max: 3650, unit: "settings-unit-days" },
    default: Default::Same("180"),
};

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $default:literal;)*) => {
        $($(#[$doc])* pub const $name: Setting = Setting {
            key: concat!("app.limit.", $key),
            shape: Shape::Int { min: 1, max: 1_000_000, unit: "app-unit-per-minute" },
            default: Default::Same($default),
        };)*
    };
}
limits! {
    /// Calls of the API per minute, by person or, without a valid token, by address.
    LIMIT_API = "api", "6000";
    /// Lists taken along as files per minute and person.
    LIMIT_EXPORT = "export", "120";
    /// Uploads per minute and person.
    LIMIT_UPLOAD = "upload", "240";
    /// Forms at the door (forgotten password, help, first run) per minute and address.
    LIMIT_DOOR = "door", "120";
}

/// How often one may ask (OPS-4), as `/system/settings` lists it.
pub const LIMITS: [&Setting; 4] = [&LIMIT_API, &LIMIT_EXPORT, &LIMIT_UPLOAD, &LIMIT_DOOR];

/// How much of the line one person's files may take, in megabits a second; 0: no limit (OPS-4).
pub const SHARE: Setting = Setting {
    key: "app.share.person",
    shape: Shape::Int { min: 0, max: 10_000, unit: "app-unit-megabits" },
    default: Default::Same("0"),
};

/// How studying is counted and when people are reminded of it (LRN-5), as `/system/settings` lists it.
pub const STUDY: [&Setting; 4] = [
    &xingtan_learning::api::PRESENCE,
    &xingtan_learning::api::REST,
    &xingtan_learning::api::BEFORE,
    &xingtan_learning::api::EVERY,
];

/// What holds for minors (LRN-12) besides for whom, as `/system/settings` lists it.
pub const MINORS: [&Setting; 4] = [
    &xingtan_learning::api::STRETCH,
    &xingtan_learning::api::PAUSE,
    &xingtan_learning::api::CLOSES,
    &xingtan_learning::api::OPENS,
];

/// Within what time courses are reviewed and published (CRS-6), as `/system/settings` lists it.
pub const REVIEW: [&Setting; 3] = [
    &xingtan_catalog::api::DEPARTMENT_HOURS,
    &xingtan_catalog::api::REVIEW_HOURS,
    &xingtan_catalog::api::PUBLICATION_HOURS,
];

/// How courses are rated and checked anew (CRS-9), as `/system/settings` lists it.
pub const EVALUATION: [&Setting; 5] = [
    &xingtan_evaluation::api::SHARE,
    &xingtan_evaluation::api::DAYS,
    &xingtan_evaluation::api::LEAST,
    &xingtan_evaluation::api::MONTHS,
    &xingtan_evaluation::api::REMIND,
];

/// What holds for the library (GOV-11), as `/system/settings` lists it.
pub const LIBRARY: [&Setting; 4] = [
    &xingtan_library::api::COMPLAINT_HOURS,
    &xingtan_library::api::INFRINGEMENTS,
    &xingtan_library::api::INFRINGEMENT_DAYS,
    &xingtan_library::api::BEFORE,
];

/// How large things may be, as `/system/settings` lists it.
pub const SIZES: [&Setting; 1] = [&xingtan_uploads::LARGEST];

/// How long things are kept, as `/system/settings` lists it.
pub const KEPT: [&Setting; 3] = [&AUDIT_KEEP, &WORK_KEEP, &MAIL_KEEP];

/// How the history of lessons is kept (CRS-1), as `/system/settings` lists it.
pub const HISTORY: [&Setting; 2] = [&xingtan_catalog::api::REVISIONS, &xingtan_catalog::api::SITTING];

/// All of them, with those of learning that the system's pages show.
#[cfg(test)]
pub fn all() -> impl Iterator<Item = &'static Setting> {
    let shown = STUDY
        .into_iter()
        .chain(MINORS)
        .chain(REVIEW)
        .chain(EVALUATION)
        .chain(LIBRARY)
        .chain(SIZES)
        .chain(KEPT)
        .chain(HISTORY)
        .chain(LIMITS);
    let chosen = [&xingtan_learning::api::MINORS, &xingtan_learning::api::CONTACT];
    let review = [&xingtan_catalog::api::DEPARTMENT, &xingtan_catalog::api::LISTS_NEEDED];
    shown.chain(chosen).chain(review).chain([&SHARE, &BACKUP_FOLDER, &BACKUP_RHYTHM, &BACKUP_KEEP])
}

/// The folder of backups.
pub fn backup_folder(settings: &Settings, data: &Path) -> PathBuf {
    match settings.text(&BACKUP_FOLDER) {
        folder if folder.is_empty() => data.join("backups"),
        folder => data.join(folder),
    }
}
