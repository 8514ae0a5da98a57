//! The door: signing in and out, second factor, forgotten passwords, and whose a request is (ACC-5, ACC-7, ACC-9).

pub mod arrival;
mod by_passkey;
pub mod contest;
pub mod device;
pub mod enter;
mod forgotten;
mod identify;
pub mod jobs;
pub mod log;
pub mod own_device;
mod passkey;
pub mod place;
mod proof;
mod reset;
pub mod rules;
mod second_factor;
mod sign_in;
mod sign_out;
pub mod store;
pub mod suspended;
pub mod used;

pub use identify::Sessions;
pub use proof::{ask_proof, at_door, count_failure, not_locked, recent_proof};
pub use sign_in::throttle;

use axum::{
    Extension, Router,
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use http::header;
use std::sync::Arc;
use xingtan_web::{App, Fault};

/// Middleware of one's own pages: a token acts through the API and never changes its owner's account.
pub async fn refuse_tokens(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        return Fault::forbidden().into_response();
    }
    next.run(request).await
}

/// The addresses of the door.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/sign-in/demo", post(sign_in::demo))
        .route("/sign-in/passkey", post(passkey::sign_in))
        .route("/sign-in/second-factor/passkey", post(passkey::second_step))
        .route("/sign-in/second-factor", get(second_factor::page).post(second_factor::give))
        .route("/sign-in/forgotten", get(forgotten::page).post(forgotten::send_link))
        .route("/sign-in/reset/{token}", get(reset::page).post(reset::set))
        .route("/sign-out", post(sign_out::sign_out))
        .route("/account/proof", get(proof::page).post(proof::prove))
        .layer(Extension(Arc::new(sign_in::DemoNames::default())))
}
