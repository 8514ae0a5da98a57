//! Requests to the whole program, without a listener.

use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderMap, Request, StatusCode, header};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::atomic::{AtomicU32, Ordering},
};
use tower::ServiceExt as _;

/// Each visitor comes from an address of their own: what is counted by address must not hide another answer.
static VISITORS: AtomicU32 = AtomicU32::new(0x0a00_0001);

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header as text.
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    /// Status, and where a redirect leads, without what differs from run to run.
    pub fn outcome(&self) -> String {
        if !self.status.is_redirection() {
            return self.status.as_u16().to_string();
        }
        let to = self.header(header::LOCATION).split(['?', '#']).next().unwrap_or_default();
        let steps: Vec<&str> = to.split('/').map(|step| if is_name(step) { step } else { "*" }).collect();
        format!("{} {}", self.status.as_u16(), steps.join("/"))
    }
}

fn is_name(step: &str) -> bool {
    step.len() < 30 && step.chars().all(|c| c.is_ascii_lowercase() || "-._".contains(c))
}

/// Whose request it is.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    Nobody,
    Cookie(&'a str),
    Token(&'a str),
}

/// Asks with a body of a media type.
pub async fn send(router: &Router, method: &str, uri: &str, by: By<'_>, kind: &str, body: Vec<u8>) -> Answer {
    let mut request = Request::builder().method(method).uri(uri).header(header::HOST, "xingtan.test");
    request = match by {
        By::Nobody => {
            let address = Ipv4Addr::from_bits(VISITORS.fetch_add(1, Ordering::Relaxed));
            request.extension(ConnectInfo(SocketAddr::from((address, 1))))
        }
        By::Cookie(value) => request.header(header::COOKIE, format!("xt_session={value}")),
        By::Token(secret) => request.header(header::AUTHORIZATION, format!("Bearer {secret}")),
    };
    if !kind.is_empty() {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    let response = router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 64 << 20).await.unwrap_or_default();
    Answer { status: parts.status, headers: parts.headers, body: body.to_vec() }
}

/// Asks for a page.
pub async fn get(router: &Router, uri: &str, by: By<'_>) -> Answer {
    send(router, "GET", uri, by, "", Vec::new()).await
}

/// Sends a form.
pub async fn post(router: &Router, uri: &str, by: By<'_>, fields: &[(String, String)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    send(router, "POST", uri, by, "application/x-www-form-urlencoded", body.into_bytes()).await
}

/// Sends a form with a file.
pub async fn upload(
    router: &Router,
    uri: &str,
    by: By<'_>,
    fields: &[(String, String)],
    file: (&str, &[u8]),
) -> Answer {
    upload_as(router, uri, by, fields, ("file", file.0, file.1)).await
}

/// The same with the name of the file's field.
pub async fn upload_as(
    router: &Router,
    uri: &str,
    by: By<'_>,
    fields: &[(String, String)],
    (field, name, bytes): (&str, &str, &[u8]),
) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--gate\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    let head = format!("--gate\r\nContent-Disposition: form-data; name=\"{field}\"; filename=");
    body.extend(format!("{head}\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
    body.extend(bytes);
    body.extend(b"\r\n--gate--\r\n");
    send(router, "POST", uri, by, "multipart/form-data; boundary=gate", body).await
}
