//! First credentials: one-time slips and mails (ACC-1).

mod initial;
mod page;
pub mod store;

pub use initial::{Credential, Delivery, Initial, is_initial, unseal};

use axum::{Router, routing::get};
use xingtan_web::App;

/// Pages.
pub fn routes() -> Router<App> {
    Router::new().route("/people/slips/{batch}", get(page::ask).post(page::print))
}
