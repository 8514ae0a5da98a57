//! Items: files with what may be done with them.

pub mod action;
pub mod change;
pub mod json;
pub mod page;
pub mod preview;
pub mod rules;
pub mod serve;
pub mod store;
pub mod upload;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_web::App;

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/library", get(page::list).post(upload::files))
        .route("/library/new", get(upload::new))
        .route("/library/many", post(action::many))
        .route("/library/{id}", get(page::one))
        .route("/library/{id}/edit", get(page::edit).post(action::edit))
        .route("/library/{id}/declaration", post(action::declare))
        .route("/library/{id}/sharing", post(action::share))
        .route("/library/{id}/withdrawal", post(action::withdraw))
        .route("/library/{id}/deletion", post(action::delete))
        .route("/library/{id}/file", get(serve::file))
        .route("/library/{id}/download", get(serve::download))
        .route("/library/{id}/media/{file}", get(serve::media))
        .route("/library/{id}/openings", get(page::openings))
}
