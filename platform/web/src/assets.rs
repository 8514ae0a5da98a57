//! Styles, scripts and pictures, embedded in the program and served under names that carry their hash.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::{collections::BTreeMap, sync::LazyLock};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
#[allow_missing = true]
struct Dist;

/// Logical name → hashed file name, as the build wrote it.
static MANIFEST: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let file = Dist::get("manifest.json");
    file.and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
});

/// The address of an asset by its logical name.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{}", MANIFEST.get(name).map_or(name, String::as_str))
}

/// Serves `/assets/{*name}`: unchanging for a year, compressed by the build where the browser takes it.
pub async fn assets(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepted.split(',').any(|part| part.trim().split(';').next() == Some(encoding))
            && let Some(file) = Dist::get(&format!("{name}{ending}"))
        {
            let mut response = answer(&name, file);
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            return response;
        }
    }
    match Dist::get(&name) {
        Some(file) => answer(&name, file),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /worker.js`: the service worker (OPS-8), at the root so that the whole site is its scope. Browsers ask for it
/// anew and compare it byte by byte.
pub async fn worker() -> Response {
    let Some(file) = Dist::get("worker.js") else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, file.data.into_owned()).into_response()
}

fn answer(name: &str, file: EmbeddedFile) -> Response {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let kind = match ending {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "json" | "webmanifest" | "map" => "application/json",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    let hashed = MANIFEST.values().any(|known| known == name) || name.contains('-');
    let cache = if hashed { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    (headers, file.data.into_owned()).into_response()
}
