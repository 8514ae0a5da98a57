//! What programs get below `/api/v1` (OPS-7): the slices' addresses with the trail's, and their OpenAPI document made
//! of the same code.

mod document;
mod entries;
mod system;
#[cfg(test)]
mod tests;
mod uploads;

use axum::{Router, body::Bytes, routing::get};
use http::{HeaderValue, header};
use std::sync::{Arc, OnceLock};
use utoipa_axum::routes;
use xingtan_web::{App, json::ApiRouter};

/// Where the document is to be found; it can be read without a token.
const DOCUMENT: &str = "/api/v1/openapi.json";

/// All addresses below `/api/v1`, the document among them. It is written when somebody first asks for it: most
/// installations are never asked, and it takes megabytes.
pub fn routes() -> Router<App> {
    let (routes, _) = parts().split_for_parts();
    let written = Arc::new(OnceLock::<Bytes>::new());
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let document = move || {
        let text = written.get_or_init(|| document::text(parts().into_openapi()).into()).clone();
        async move { (kind, text) }
    };
    routes.route(DOCUMENT, get(document))
}

fn parts() -> ApiRouter {
    let kinds = crate::wiring::lesson_kinds();
    ApiRouter::new()
        .merge(xingtan_accounts::api_routes())
        .merge(xingtan_governance::api_routes(crate::wiring::FACTS))
        .merge(xingtan_catalog::api_routes(kinds.clone()))
        .merge(xingtan_assessment::api_routes())
        .merge(xingtan_learning::api_routes(kinds))
        .merge(xingtan_planning::api_routes())
        .merge(xingtan_conduct::api_routes())
        .merge(xingtan_evaluation::api_routes())
        .merge(xingtan_library::api_routes())
        .merge(xingtan_honours::api_routes())
        .merge(xingtan_insight::api_routes())
        .routes(routes!(entries::list))
        .merge(system::routes())
        .merge(uploads::routes())
}
