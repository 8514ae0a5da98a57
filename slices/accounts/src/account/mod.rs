//! One's own account: profile, role, language and theme, password, second factor, sessions, sign-ins.

pub mod json;
mod overview;
mod password;
mod preferences;
mod role;
mod second_factor;
mod sessions;
mod sign_ins;

pub use second_factor::show_codes;
pub use sign_ins::Line;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_web::{App, Place, PlaceGroup};

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/account",
    icon: "user",
    label: "accounts-account-title",
    group: PlaceGroup::Own,
    roles: &[],
    permission: None,
    order: 90,
}];

/// The addresses of one's own account.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/account", get(overview::page))
        .route("/account/role", post(role::switch))
        .route("/account/password", get(password::page).post(password::change))
        .route("/account/second-factor", get(second_factor::page).post(second_factor::switch_on))
        .route("/account/second-factor/off", post(second_factor::switch_off))
        .route("/account/second-factor/recovery", post(second_factor::new_codes))
        .route("/account/sessions", get(sessions::page))
        .route("/account/sessions/others/end", post(sessions::end_others))
        .route("/account/sessions/not-me", post(sessions::not_me))
        .route("/account/sessions/{id}/end", post(sessions::end_one))
        .route("/account/sign-ins", get(sign_ins::page))
        .route("/preferences", post(preferences::keep))
}
