//! Complaints, take-downs, and people who may not share any more.

pub mod action;
pub mod change;
pub mod notices;
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
        .route("/library/{id}/removal", post(action::take_down))
        .route("/library/{id}/restoration", post(action::restore))
        .route("/library/{id}/complaint", get(page::new).post(action::complain))
        .route("/library/complaints", get(page::list))
        .route("/library/complaints/{complaint}", get(page::one).post(action::decide))
        .route("/library/blocks/{block}/lifting", post(action::lift))
}
