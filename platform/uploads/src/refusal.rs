//! Why an upload, or a part of one, is not taken: a status that tus clients know, and a sentence.

use crate::{protocol, rules::MOST_OPEN};
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use xingtan_i18n::{Locale, Msg};
use xingtan_web::Fault;

/// Why a request is refused. Nothing but what [`Refusal::Silent`] and [`Refusal::BrokenOff`] say was kept.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The client speaks no or another version of tus.
    Version,
    /// The length is missing, unreadable, zero, or not said yet.
    Length,
    /// The offset is missing or unreadable.
    Offset,
    /// The metadata cannot be read.
    Metadata,
    /// The metadata tell no name.
    Name,
    /// The metadata tell no purpose that is known here.
    Purpose,
    /// The person may not upload for this purpose.
    Forbidden,
    /// More bytes than allowed.
    TooLarge {
        /// Allowed bytes.
        most: u64,
    },
    /// The person has too many open uploads.
    TooMany,
    /// No room on the disk.
    NoSpace,
    /// There is no such upload, or it is somebody else's, or it is over.
    Unknown,
    /// The body is of another media type.
    MediaType,
    /// Other bytes are awaited.
    Elsewhere {
        /// From here.
        received: u64,
    },
    /// The body holds more bytes than are awaited; none was kept.
    TooMuch,
    /// Another request is sending.
    Busy,
    /// No byte came for too long; what came is kept.
    Silent,
    /// The sender broke off; what came is kept.
    BrokenOff,
    /// A method that there is not.
    Method,
    /// The rest, told as everywhere.
    Fault(Fault),
}

impl Refusal {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Refusal::Version => StatusCode::PRECONDITION_FAILED,
            Refusal::Length
            | Refusal::Offset
            | Refusal::Metadata
            | Refusal::Name
            | Refusal::Purpose
            | Refusal::BrokenOff => StatusCode::BAD_REQUEST,
            Refusal::Forbidden => StatusCode::FORBIDDEN,
            Refusal::TooLarge { .. } | Refusal::TooMuch => StatusCode::PAYLOAD_TOO_LARGE,
            // Clients try again by themselves after a 409 or 423, and not after this.
            Refusal::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Refusal::NoSpace => StatusCode::INSUFFICIENT_STORAGE,
            Refusal::Unknown => StatusCode::NOT_FOUND,
            Refusal::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refusal::Elsewhere { .. } => StatusCode::CONFLICT,
            Refusal::Busy => StatusCode::LOCKED,
            Refusal::Silent => StatusCode::REQUEST_TIMEOUT,
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
            Refusal::Fault(fault) => fault.status(),
        }
    }

    fn msg(&self) -> Msg {
        match self {
            Refusal::Version => Msg::new("uploads-refused-version").with("version", protocol::VERSION),
            Refusal::Length => Msg::new("uploads-refused-length"),
            Refusal::Offset => Msg::new("uploads-refused-offset"),
            Refusal::Metadata => Msg::new("uploads-refused-metadata"),
            Refusal::Name => Msg::new("uploads-refused-name"),
            Refusal::Purpose => Msg::new("uploads-refused-purpose"),
            Refusal::Forbidden => Msg::new("uploads-refused-forbidden"),
            Refusal::TooLarge { most } => Msg::new("uploads-refused-too-large").with("most", most >> 20),
            Refusal::TooMany => Msg::new("uploads-refused-too-many").with("most", MOST_OPEN),
            Refusal::NoSpace => Msg::new("uploads-refused-no-space"),
            Refusal::Unknown => Msg::new("uploads-refused-unknown"),
            Refusal::MediaType => Msg::new("uploads-refused-media-type"),
            Refusal::Elsewhere { received } => {
                Msg::new("uploads-refused-elsewhere").with("received", *received)
            }
            Refusal::TooMuch => Msg::new("uploads-refused-too-much"),
            Refusal::Busy => Msg::new("uploads-refused-busy"),
            Refusal::Silent => Msg::new("uploads-refused-silent"),
            Refusal::BrokenOff => Msg::new("uploads-refused-broken-off"),
            Refusal::Method => Msg::new("uploads-refused-method"),
            Refusal::Fault(_) => Msg::new("web-fault-broken"),
        }
    }

    /// The answer: problem+json (RFC 9457), with the headers that tus asks for.
    pub fn answer(self, l: &Locale) -> Response {
        let status = self.status();
        let problem = match &self {
            Refusal::Fault(fault) => return fault.clone().into_response(),
            it => json!({
                "type": "about:blank",
                "title": status.canonical_reason().unwrap_or("Error"),
                "status": status.as_u16(),
                "detail": l.msg(&it.msg()),
            }),
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("application/problem+json; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, kind);
        match self {
            Refusal::Version => {
                headers.insert("tus-version", HeaderValue::from_static(protocol::VERSION));
            }
            Refusal::TooLarge { most } => {
                headers.insert("tus-max-size", HeaderValue::from(most));
            }
            Refusal::Elsewhere { received } => {
                headers.insert(protocol::OFFSET, HeaderValue::from(received));
            }
            Refusal::Method => {
                let methods = HeaderValue::from_static("HEAD, PATCH, DELETE, POST");
                headers.insert(header::ALLOW, methods);
            }
            _ => {}
        }
        response
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Refusal::Fault(fault)
    }
}

impl From<xingtan_db::Error> for Refusal {
    fn from(error: xingtan_db::Error) -> Self {
        Refusal::Fault(error.into())
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        if matches!(error.kind(), StorageFull | QuotaExceeded) {
            return Refusal::NoSpace;
        }
        tracing::error!(%error, "an upload's file could not be used");
        Refusal::Fault(Fault::Broken)
    }
}

#[cfg(test)]
impl PartialEq for Refusal {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}
