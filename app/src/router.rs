//! All addresses of the program, and the layers every request passes through.

mod bandwidth;
mod limits;

use crate::{health, pages::Site, running::Running, wiring};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{self, Next},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use http::{StatusCode, header};
use std::time::Duration;
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};
use xingtan_web::{App, SignedIn, guard, problems};

/// Forms and JSON may be so large; uploads have their own limit.
const BODY: usize = 2 << 20;
/// A request may take so long; what takes longer is a job.
const PATIENCE: Duration = Duration::from_secs(60);
/// A file over a weak line takes longer; a line on which nothing moves is closed long before.
const UPLOAD: Duration = Duration::from_secs(15 * 60);

/// How hard pages are packed: a course page of 48 KB becomes 6.7 KB in half the time that the usual level 6 takes for
/// 6.5 KB. Brotli takes longer than the page itself; it is kept for assets, which the build packs once.
const GZIP: i32 = 3;

/// The program's router.
pub fn router(running: &Running) -> Router {
    let app = running.app().clone();
    pages()
        .merge(health::guarded_metrics(running.config().metrics_token.clone()))
        // The outermost first. One layer of many, not many: a router keeps each of its own in a box for every route, and
        // whoever passes a request on copies all boxes below.
        .layer((
            CompressionLayer::new().quality(CompressionLevel::Precise(GZIP)),
            middleware::from_fn_with_state(app.clone(), guard),
            middleware::from_fn(health::watch),
            CatchPanicLayer::new(),
            middleware::from_fn(in_time),
            DefaultBodyLimit::max(BODY),
            middleware::from_fn_with_state(app.clone(), problems),
            middleware::from_fn_with_state((app.clone(), limits::Limits::default()), limits::slow_down),
            middleware::from_fn_with_state((app.clone(), bandwidth::Shares::default()), bandwidth::share),
            middleware::from_fn_with_state(app.clone(), crate::first_run::lead_to_setup),
            Extension(running.uploads().clone()),
            Extension(Site::new(running.config().clone())),
        ))
        .with_state(app)
}

/// Breaks requests off that take too long. Bytes of an upload take as long as their line needs; that nothing comes any
/// more is noticed where they are received.
async fn in_time(request: Request, next: Next) -> Response {
    if xingtan_uploads::carries_bytes(&request) {
        return next.run(request).await;
    }
    let kind = request.headers().get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    let patience = if kind.starts_with(b"multipart/form-data") { UPLOAD } else { PATIENCE };
    let answer = tokio::time::timeout(patience, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::GATEWAY_TIMEOUT.into_response())
}

/// Addresses without layers: what the route tests walk over.
pub fn pages() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/assets/{*name}", get(xingtan_web::assets))
        .route("/worker.js", get(xingtan_web::worker))
        .route("/brand/{name}", get(xingtan_web::brand::piece))
        .route("/manifest.webmanifest", get(xingtan_web::brand::manifest))
        .merge(health::routes())
        .merge(wiring::routes())
        .fallback(async || StatusCode::NOT_FOUND)
}

/// `GET /`: the start page of the role in which one acts.
async fn home(who: SignedIn) -> Redirect {
    Redirect::to(who.app.places().start(&who.actor))
}
