//! What goes wrong, told to people as a page and to programs as problem+json (RFC 9457).

use crate::{App, Page, Visit};
use askama::Template;
use axum::{
    Json,
    extract::{FromRequestParts as _, Request, State},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use xingtan_i18n::Msg;

/// Seconds after which it is worth asking a busy program again.
const AFTER_BUSY: i64 = 5;

/// Why a request is not answered with what it asked for. It becomes a page in the visitor's language
/// ([`problems`]), or problem+json below `/api` and where JSON is asked for.
#[derive(Clone, Debug)]
pub enum Fault {
    /// There is no such thing, or it is not the visitor's to know.
    NotFound,
    /// The visitor may not do this; the text says why.
    Forbidden(Msg),
    /// The visitor may not do this yet: the text says why, and `href` leads to where it is mended.
    Lacking {
        /// Why not.
        msg: Msg,
        /// Where it is mended.
        href: &'static str,
        /// What the link says.
        label: Msg,
    },
    /// Signing in comes first; back to `path` afterwards.
    SignIn {
        /// Where the visitor wanted to go.
        path: String,
    },
    /// Something stands before the pages (password change, second factor).
    Door(&'static str),
    /// The request makes no sense.
    Bad(Msg),
    /// Fields of a JSON request are wrong: name of the field and what is wrong with it.
    Invalid(Vec<(String, Msg)>),
    /// Someone else changed it meanwhile, or it is in another state.
    Conflict(Msg),
    /// It was there and is gone.
    Gone(Msg),
    /// The body is larger than this address takes.
    TooLarge,
    /// The body is of a media type that this address does not read.
    MediaType(Msg),
    /// Too many requests; try again after so many seconds.
    TooMany {
        /// Seconds to wait.
        after: i64,
    },
    /// The program is overloaded or its database locked; nothing was changed.
    Busy,
    /// No room left on disk; nothing was changed.
    Full,
    /// A fault of the program; details are in the log.
    Broken,
}

impl Fault {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Fault::NotFound => StatusCode::NOT_FOUND,
            Fault::Forbidden(_) | Fault::Lacking { .. } => StatusCode::FORBIDDEN,
            Fault::SignIn { .. } => StatusCode::UNAUTHORIZED,
            Fault::Door(_) => StatusCode::FORBIDDEN,
            Fault::Bad(_) => StatusCode::BAD_REQUEST,
            Fault::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Fault::Conflict(_) => StatusCode::CONFLICT,
            Fault::Gone(_) => StatusCode::GONE,
            Fault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Fault::MediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Fault::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Fault::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Fault::Full => StatusCode::INSUFFICIENT_STORAGE,
            Fault::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Forbidden without a special reason.
    pub fn forbidden() -> Self {
        Fault::Forbidden(Msg::new("web-fault-forbidden"))
    }

    fn message(&self) -> Msg {
        match self {
            Fault::Forbidden(msg)
            | Fault::Bad(msg)
            | Fault::Conflict(msg)
            | Fault::Gone(msg)
            | Fault::MediaType(msg)
            | Fault::Lacking { msg, .. } => msg.clone(),
            Fault::NotFound => Msg::new("web-fault-not-found"),
            Fault::SignIn { .. } => Msg::new("web-fault-sign-in"),
            Fault::Door(_) => Msg::new("web-fault-door"),
            Fault::Invalid(_) => Msg::new("web-fault-invalid"),
            Fault::TooLarge => Msg::new("web-fault-too-large"),
            Fault::TooMany { after } => Msg::new("web-fault-too-many").with("seconds", *after),
            Fault::Busy => Msg::new("web-fault-busy"),
            Fault::Full => Msg::new("web-fault-full"),
            Fault::Broken => Msg::new("web-fault-broken"),
        }
    }
}

impl From<xingtan_db::Error> for Fault {
    fn from(error: xingtan_db::Error) -> Self {
        use xingtan_db::Error as E;
        match error {
            E::NotFound => Fault::NotFound,
            E::Busy | E::TimedOut | E::Closed => Fault::Busy,
            // The server of the database cannot be reached.
            E::Sql { ref code, .. } if code == "connect" => Fault::Busy,
            E::Full => Fault::Full,
            E::Conflict | E::Unique(_) | E::ForeignKey(_) => Fault::Conflict(Msg::new("web-fault-conflict")),
            other => {
                tracing::error!(error = %other, "a unit of work failed");
                Fault::Broken
            }
        }
    }
}

impl IntoResponse for Fault {
    /// The bare status; [`problems`] dresses it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Page,
    status: u16,
    heading: String,
    body: String,
    action_href: String,
    action_label: String,
}

/// Middleware: dresses faults and the framework's own refusals (unknown route, method, type, size) as pages or
/// problem+json.
pub async fn problems(State(app): State<App>, request: Request, next: Next) -> Response {
    let wants_json = wants_json(&request);
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let fault = match response.extensions().get::<Fault>() {
        Some(fault) => fault.clone(),
        None if needs_dressing(&response) => match response.status() {
            StatusCode::NOT_FOUND => Fault::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
            StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
                Fault::Busy
            }
            status if status.is_server_error() => Fault::Broken,
            status => return dress(&app, asked, status, None, Some(response), wants_json).await,
        },
        None => return response,
    };
    if let (Fault::SignIn { path }, false) = (&fault, wants_json) {
        let to = if asked.method == http::Method::GET && path != "/" {
            format!(
                "/sign-in?next={}",
                url::form_urlencoded::byte_serialize(path.as_bytes()).collect::<String>()
            )
        } else {
            "/sign-in".to_owned()
        };
        return Redirect::to(&to).into_response();
    }
    if let (Fault::Door(door), false) = (&fault, wants_json) {
        return Redirect::to(door).into_response();
    }
    let status = fault.status();
    dress(&app, asked, status, Some(fault), None, wants_json).await
}

async fn dress(
    app: &App,
    mut asked: http::request::Parts,
    status: StatusCode,
    fault: Option<Fault>,
    original: Option<Response>,
    wants_json: bool,
) -> Response {
    let visit = match Visit::from_request_parts(&mut asked, app).await {
        Ok(visit) => visit,
        Err(never) => match never {},
    };
    let message = match &fault {
        Some(fault) => visit.l.msg(&fault.message()),
        None => visit.l.t("web-fault-request"),
    };
    let mut dressed = if wants_json {
        let mut problem = json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or("Error"),
            "status": status.as_u16(),
            "detail": message,
        });
        if let Some(Fault::Invalid(fields)) = &fault {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, msg)| json!({ "field": name, "detail": visit.l.msg(msg) }))
                .collect();
            problem["errors"] = json!(fields);
        }
        if let Some(Fault::Lacking { href, .. }) = &fault {
            problem["remedy"] = json!(href);
        }
        let mut json = (status, Json(problem)).into_response();
        json.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json; charset=utf-8"),
        );
        json
    } else {
        let signed_in = visit.actor().is_some();
        let (action_href, action_label) = match &fault {
            Some(Fault::Lacking { href, label, .. }) => ((*href).to_owned(), visit.l.msg(label)),
            _ if signed_in => ("/".to_owned(), visit.l.t("web-fault-home")),
            _ => ("/".to_owned(), visit.l.t("web-fault-to-sign-in")),
        };
        let page = ProblemPage {
            status: status.as_u16(),
            heading: visit.l.t(&format!("web-fault-heading-{}", heading(status))),
            body: message,
            action_href,
            action_label,
            page: Page::new(&visit, visit.l.t(&format!("web-fault-heading-{}", heading(status)))),
        };
        match page.render() {
            Ok(text) => (status, Html(text)).into_response(),
            Err(_) => status.into_response(),
        }
    };
    if let Some(original) = original
        && let Some(allow) = original.headers().get(header::ALLOW)
    {
        dressed.headers_mut().insert(header::ALLOW, allow.clone());
    }
    let after = match fault {
        Some(Fault::TooMany { after }) => Some(after),
        Some(Fault::Busy) => Some(AFTER_BUSY),
        _ => None,
    };
    if let Some(after) = after {
        dressed.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(after));
    }
    if status == StatusCode::UNAUTHORIZED {
        dressed.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    dressed
}

fn heading(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 | 410 => "missing",
        401 | 403 => "closed",
        409 => "changed",
        413 => "large",
        429 | 503 => "busy",
        507 => "full",
        500..=599 => "broken",
        _ => "request",
    }
}

fn needs_dressing(response: &Response) -> bool {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return false;
    }
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    kind.is_empty() || kind.starts_with("text/plain")
}

fn wants_json(request: &Request) -> bool {
    let path = request.uri().path();
    let api = ["/api/", "/xapi/", "/scim/", "/uploads"].iter().any(|prefix| path.starts_with(prefix));
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    api || (accept.contains("json") && !accept.contains("text/html"))
}
