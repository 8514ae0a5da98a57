//! 回放 on the pages: ordered as a job, shown when it is done (GOV-1).

pub mod job;
pub mod page;

use axum::{Router, routing::get};
use xingtan_web::App;

/// The pages of replays.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/regulations/{id}/versions/{version}/replay", get(page::new).post(page::order))
        .route("/replays/{id}", get(page::one))
        .route("/replays/{id}/state", get(page::state))
}
