//! Passkeys: keys on a device that sign a challenge, in place of password and second step or as the second step
//! (ACC-7; docs/adr/0022-passkeys.md).

pub mod action;
pub mod ceremony;
pub mod page;
pub mod rules;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_web::App;

/// The addresses of one's own passkeys.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/passkeys", get(page::list).post(action::add))
        .route("/account/passkeys/new", get(page::new))
        .route("/account/passkeys/{id}", get(page::one).post(action::rename))
        .route("/account/passkeys/{id}/remove", get(page::ask_remove).post(action::remove))
        .route("/account/passkeys/{id}/alone", post(action::alone))
}
