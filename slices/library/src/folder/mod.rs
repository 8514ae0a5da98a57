//! Folders, each of a unit.

pub mod action;
pub mod change;
pub mod page;
pub mod rules;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_web::App;

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/library/folders", get(page::list).post(action::add))
        .route("/library/folders/{folder}", get(page::one).post(action::save))
        .route("/library/folders/{folder}/deletion", post(action::remove))
}
