//! Whether the program lives, is ready, and what it measures (OPS-3).

use crate::running::Running;
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::{
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use xingtan_web::App;

static READY: AtomicBool = AtomicBool::new(false);
static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Says whether requests may come; a node that stops says no first.
pub fn ready(yes: bool) {
    READY.store(yes, Ordering::SeqCst);
}

/// Starts measuring; once per process.
pub fn measure() {
    METRICS.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another recorder of metrics is in place");
        }
        handle
    });
}

/// `/healthz` and `/readyz`.
pub fn routes() -> Router<App> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(readyz))
}

/// 200 when the database answers within a second and the program is not stopping.
async fn readyz(State(app): State<App>) -> Response {
    let asked = app.db().read(|tx| tx.one::<(i64,)>("SELECT CAST(1 AS bigint) AS one", &[]));
    let answers = matches!(tokio::time::timeout(Duration::from_secs(1), asked).await, Ok(Ok(_)));
    match (READY.load(Ordering::SeqCst), answers) {
        (true, true) => "ready\n".into_response(),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "starting or stopping\n").into_response(),
        (true, false) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}

/// `/metrics` on its own listener, without a token.
pub fn metrics_router(running: &Running) -> Router {
    let app = running.app().clone();
    Router::new().route("/metrics", get(async move || exposition(&app))).merge(Router::new())
}

/// `/metrics` on the main listener for the bearer of the configured token; not there without one.
pub fn guarded_metrics(token: Option<String>) -> Router<App> {
    let Some(token) = token else { return Router::new() };
    Router::new().route(
        "/metrics",
        get(async move |State(app): State<App>, headers: HeaderMap| {
            let given =
                headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or("");
            let given = given.strip_prefix("Bearer ").unwrap_or("");
            if xingtan_keys::same(given.as_bytes(), token.as_bytes()) {
                exposition(&app).into_response()
            } else {
                (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], "token missing\n")
                    .into_response()
            }
        }),
    )
}

fn exposition(app: &App) -> impl IntoResponse + use<> {
    metrics::gauge!("xingtan_database_statements").set(app.db().statements() as f64);
    if let Some(bytes) = resident_bytes() {
        metrics::gauge!("process_resident_memory_bytes").set(bytes as f64);
    }
    let text = METRICS.get().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}

/// Memory of this process as Linux tells it.
pub fn resident_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    text.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * 4096)
}

/// Middleware: counts requests and their time by route, and traces each.
pub async fn watch(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let start = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), start.elapsed());
    tracing::debug!(%method, route, status, took_us = took.as_micros() as u64, "request");
    let labels = [("route", route), ("method", method.to_string()), ("status", status.to_string())];
    metrics::counter!("xingtan_requests_total", &labels).increment(1);
    metrics::histogram!("xingtan_request_seconds", &labels[..1]).record(took.as_secs_f64());
    response
}
