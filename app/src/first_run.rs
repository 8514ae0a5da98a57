//! Before the institution is set up, every page leads to the wizard (OPS-1).

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use std::sync::atomic::{AtomicBool, Ordering};
use xingtan_web::{App, Fault};

/// Set once and for all: an institution is never un-made under a running program.
static SET_UP: AtomicBool = AtomicBool::new(false);

/// Middleware: redirects to `/setup` until there is an institution.
pub async fn lead_to_setup(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let free = ["/setup", "/assets/", "/healthz", "/readyz", "/metrics", "/preferences", "/worker.js"];
    if SET_UP.load(Ordering::Relaxed) || free.iter().any(|prefix| path.starts_with(prefix)) {
        return next.run(request).await;
    }
    let identify = app.identify();
    match app.db().read(move |tx| identify.is_set_up(tx)).await {
        Ok(true) => {
            SET_UP.store(true, Ordering::Relaxed);
            next.run(request).await
        }
        Ok(false) => Redirect::to("/setup").into_response(),
        Err(error) => Fault::from(error).into_response(),
    }
}
