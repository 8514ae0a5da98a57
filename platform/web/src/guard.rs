//! What surrounds every answer: origin check, security headers, spent messages.

use crate::{
    App, Fault, flash,
    visit::{bearer, cookie_value, own_cookie, takes_tokens},
};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use xingtan_i18n::Msg;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; font-src 'self'; worker-src 'self'; media-src 'self' blob:; manifest-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Middleware: refuses state-changing requests of foreign origin and dresses answers with security headers.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let unsafe_method = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Whoever brings a token is known by it alone, whatever cookie comes along.
    let by_token = takes_tokens(request.uri().path()) && bearer(headers).is_some();
    if unsafe_method && !by_token && is_foreign(headers, app.config().public_url.as_deref()) {
        return Fault::Forbidden(Msg::new("web-fault-origin")).into_response();
    }
    let dynamic = !request.uri().path().starts_with("/assets/");
    let had_flash = shows_page(headers) && cookie_value(headers, flash::COOKIE).is_some();
    let mut response = next.run(request).await;
    let spent = had_flash && is_page(&response);
    let answer = response.headers_mut();
    let set = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(), payment=(), usb=()"),
    ];
    for (name, value) in set {
        answer.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if dynamic {
        answer.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    if app.config().https() {
        answer
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=31536000"));
    }
    if spent {
        let mut cookie = own_cookie(flash::COOKIE, String::new());
        cookie.set_max_age(cookie::time::Duration::ZERO);
        if let Ok(value) = HeaderValue::from_str(&app.config().dress_cookie(cookie).to_string()) {
            answer.append(header::SET_COOKIE, value);
        }
    }
    response
}

/// Whether the answer is for a person's window, not for a script that fetches a part. A page that a service worker
/// fetches for a window names no destination, but still navigates.
fn shows_page(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-dest").is_none_or(|value| value == "document")
        || headers.get("sec-fetch-mode").is_some_and(|value| value == "navigate")
}

fn is_page(response: &Response) -> bool {
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    kind.starts_with("text/html") && !response.status().is_redirection()
}

/// Browsers name the origin of every state-changing request. Requests with neither header come from programs,
/// which hold no cookie of a victim; cookies are SameSite besides.
fn is_foreign(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    match public_url {
        Some(url) => origin != url,
        None => origin.split_once("://").map(|(_, host)| host) != text(header::HOST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn what_a_window_shows_is_told_from_what_a_script_fetches() {
        for (pairs, shown) in [
            (&[][..], true),
            (&[("sec-fetch-dest", "document")], true),
            (&[("sec-fetch-dest", "empty")], false),
            (&[("sec-fetch-dest", "empty"), ("sec-fetch-mode", "navigate")], true),
            (&[("sec-fetch-dest", "empty"), ("sec-fetch-mode", "cors")], false),
        ] {
            assert_eq!(shows_page(&headers(pairs)), shown, "{pairs:?}");
        }
    }

    #[test]
    fn a_foreign_origin_is_known_by_either_header() {
        let cases = [
            (&[("host", "x:8080")][..], false),
            (&[("host", "x:8080"), ("origin", "http://x:8080")], false),
            (&[("host", "x:8080"), ("origin", "http://evil")], true),
            (&[("host", "x:8080"), ("origin", "null")], true),
            (&[("sec-fetch-site", "same-origin")], false),
            (&[("sec-fetch-site", "cross-site"), ("host", "x"), ("origin", "http://x")], true),
            (&[("sec-fetch-site", "same-site")], true),
        ];
        for (pairs, foreign) in cases {
            assert_eq!(is_foreign(&headers(pairs), None), foreign, "{pairs:?}");
        }
        assert!(is_foreign(
            &headers(&[("host", "x"), ("origin", "http://x")]),
            Some("https://school.example")
        ));
    }
}
