//! Links for partners: an item without an account, for a while, some times, until it is revoked.

pub mod action;
pub mod change;
pub mod page;
pub mod rules;
pub mod shared;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_web::App;

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/library/{id}/links", get(page::list).post(action::add))
        .route("/library/{id}/links/{link}/revocation", post(action::revoke))
        .route("/shared/{token}", get(shared::door).post(shared::open))
        .route("/shared/{token}/{opening}", get(shared::look))
        .route("/shared/{token}/{opening}/file", get(shared::file))
        .route("/shared/{token}/{opening}/download", get(shared::download))
        .route("/shared/{token}/{opening}/media/{file}", get(shared::media))
}
