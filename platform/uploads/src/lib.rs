//! Uploads that go on where they broke off: tus 1.0.0 with creation, termination and expiration (CRS-1, CRS-4).
//!
//! A browser opens an upload for a purpose, sends its bytes in as many requests as its line needs, and names it in a
//! hidden field of a form; the form's handler takes it ([`Uploads::take`]) into storage and, in its unit of work, marks
//! it as used ([`used`]).
//!
//! **Invariants.** What is acknowledged lies on disk: bytes are synced before their offset is answered. The length of
//! the file is the truth about how much has come. Nobody but its owner learns that an upload exists.

mod active;
mod folder;
mod open;
mod protocol;
mod purpose;
mod receive;
mod refusal;
mod rules;
mod server;
mod store;
mod sweep;
mod take;
mod uploads;

pub use folder::Space;
pub use open::Open;
pub use purpose::{LARGEST, Purpose};
pub use store::used;
pub use sweep::{SCHEDULES, SWEEP, jobs};
pub use take::{Given, Ready};
pub use uploads::Uploads;

use axum::{
    Router,
    routing::{get, patch},
};
use xingtan_web::App;

/// The addresses. They need an `Extension` with [`Uploads`] around them, as do the forms that take uploads.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/uploads", get(server::list).post(server::create).options(server::describe))
        .route(
            "/uploads/{upload}",
            patch(server::receive).head(server::state).delete(server::remove).post(server::overridden),
        )
        .layer(axum::middleware::map_response(server::marked))
}

/// Whether a request carries bytes of an upload: it takes as long as its line needs, and looks after silence itself.
pub fn carries_bytes(request: &axum::extract::Request) -> bool {
    request.uri().path().starts_with("/uploads/") && protocol::is_bytes(request.headers())
}

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("uploads", "0001_uploads")
}

/// The texts of this crate.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("uploads")
}
