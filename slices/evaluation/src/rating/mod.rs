//! 课程评价: marks and comments of those who took a course, anonymous to its teachers (CRS-9).

mod action;
pub mod beside;
pub mod change;
pub mod json;
pub mod notices;
pub mod page;
pub mod retell;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

use axum::{
    Router,
    routing::{get, post},
};
use rules::Terms;
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_notify::NoticeKind;
use xingtan_settings::{Default, Setting, Settings, Shape};
use xingtan_web::App;

/// Hiding comments and seeing who wrote them, in a subtree.
pub const GUARD: Permission = Permission("evaluation.guard");

/// Role × action.
pub const PERMISSION: PermissionDef = PermissionDef { permission: GUARD, roles: &[Role::Centre] };

/// The least share of a course in percent that one has to have taken to rate it.
pub const SHARE: Setting = Setting {
    key: "evaluation.rating.share",
    shape: Shape::Int { min: 1, max: 100, unit: "settings-unit-percent" },
    default: Default::Same("50"),
};
/// For so many days a rating may be changed; 0: never.
pub const DAYS: Setting = Setting {
    key: "evaluation.rating.days",
    shape: Shape::Int { min: 0, max: 365, unit: "settings-unit-days" },
    default: Default::Same("30"),
};
/// From so many ratings on they are shown: fewer would tell the teacher who wrote them.
pub const LEAST: Setting = Setting {
    key: "evaluation.rating.least",
    shape: Shape::Int { min: 1, max: 50, unit: "settings-unit-ratings" },
    default: Default::Same("3"),
};

impl Terms {
    /// As they are set now.
    pub fn of(settings: &Settings) -> Terms {
        Terms { share: settings.int(&SHARE), days: settings.int(&DAYS), least: settings.int(&LEAST) }
    }
}

/// Kinds of notices.
pub const NOTICES: [NoticeKind; 3] = [notices::HIDDEN, notices::SHOWN, notices::ANSWERED];

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/courses/{course}/ratings", get(page::list).post(action::rate))
        .route("/courses/{course}/ratings/withdrawal", get(page::ask_withdrawal).post(action::withdraw))
        .route("/courses/{course}/ratings/{rating}", get(page::one))
        .route("/courses/{course}/ratings/{rating}/answer", post(action::answer))
        .route("/courses/{course}/ratings/{rating}/hiding", post(action::hide))
}
