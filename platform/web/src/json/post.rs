//! JSON bodies, and forms with files.

use super::Repeat;
use crate::{App, Fault, Upload};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::{HeaderMap, header};
use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error as _};
use serde_json::Value;
use std::borrow::Cow;
use utoipa::ToSchema;
use xingtan_i18n::{Msg, seen_body};

/// A JSON body; what does not fit its shape is answered with 400 and the reason.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        is_json(request.headers())?;
        parse(&bytes(request, state).await?).map(Body)
    }
}

/// A JSON body that makes or changes something, with the header that lets it be sent again.
#[derive(Clone, Debug)]
pub struct Post<T> {
    /// What is asked for.
    pub body: T,
    /// The request's `Idempotency-Key`.
    pub repeat: Repeat,
}

impl<T: DeserializeOwned> FromRequest<App> for Post<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        is_json(request.headers())?;
        let key = Repeat::key(request.headers())?;
        let target = format!("{} {}", request.method(), request.uri());
        let bytes = bytes(request, app).await?;
        Ok(Post { body: parse(&bytes)?, repeat: Repeat::new(key, &target, &bytes) })
    }
}

/// A form with files (multipart/form-data) that makes something, with the header that lets it be sent again.
#[derive(Clone, Debug)]
pub struct PostFiles {
    /// Fields and files.
    pub upload: Upload,
    /// The request's `Idempotency-Key`.
    pub repeat: Repeat,
}

impl FromRequest<App> for PostFiles {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let key = Repeat::key(request.headers())?;
        let target = format!("{} {}", request.method(), request.uri());
        let upload = Upload::from_request(request, app).await?;
        let content = content(&upload);
        Ok(PostFiles { repeat: Repeat::new(key, &target, &content), upload })
    }
}

/// What a form holds, without the boundaries, which differ whenever it is sent again.
fn content(upload: &Upload) -> Vec<u8> {
    let mut all = Vec::new();
    let mut put = |part: &[u8]| {
        all.extend((part.len() as u64).to_le_bytes());
        all.extend(part);
    };
    let mut names: Vec<&str> = upload.form.names().collect();
    names.sort_unstable();
    for name in names {
        for value in upload.form.values(name) {
            put(name.as_bytes());
            put(value.as_bytes());
        }
    }
    for file in &upload.files {
        put(file.field.as_bytes());
        put(file.name.as_bytes());
        put(xingtan_keys::hash_of(&file.bytes).as_bytes());
    }
    all
}

/// Nothing more is to be said: `{}`.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The count of changes that was read with a thing: whoever changes it says which one, so that nobody writes over what
/// they did not see. 1 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen(pub i64);

impl<'de> Deserialize<'de> for Seen {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let count = i64::deserialize(from)?;
        if count >= 1 { Ok(Seen(count)) } else { Err(D::Error::custom("1 or more is expected")) }
    }
}

/// For fields of a change, with `#[serde(default)]`: absent is none and stays, `null` is taken away, a value is set.
///
/// # Errors
/// Where the value does not fit.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

fn is_json(headers: &HeaderMap) -> Result<(), Fault> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let fits = kind.eq_ignore_ascii_case("application/json");
    if fits { Ok(()) } else { Err(Fault::MediaType(Msg::new("web-fault-json-type"))) }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Fault> {
    Bytes::from_request(request, state).await.map_err(|refusal| {
        let large = refusal.status() == http::StatusCode::PAYLOAD_TOO_LARGE;
        if large { Fault::TooLarge } else { Fault::Bad(Msg::new("web-fault-json")) }
    })
}

/// Strings come without the signs that nobody sees, as form fields do; passwords stay as they are.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let mut value = serde_json::from_slice::<Value>(bytes).unwrap_or_default();
    // Errors name the place in what was sent.
    let read = if clean(&mut value) { serde_json::from_value(value) } else { serde_json::from_slice(bytes) };
    read.map_err(|error| {
        let msg = if error.is_data() { "web-fault-json-shape" } else { "web-fault-json" };
        Fault::Bad(Msg::new(msg).with("reason", error.to_string()))
    })
}

/// Takes signs that nobody sees out of all strings but passwords; whether there was any.
fn clean(value: &mut Value) -> bool {
    match value {
        Value::String(text) => match seen_body(text) {
            Cow::Borrowed(_) => false,
            Cow::Owned(cleaned) => {
                *text = cleaned;
                true
            }
        },
        Value::Array(items) => items.iter_mut().fold(false, |any, item| clean(item) | any),
        Value::Object(fields) => {
            let open = fields.iter_mut().filter(|(name, _)| !name.contains("password"));
            open.fold(false, |any, (_, item)| clean(item) | any)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strings_come_without_signs_that_nobody_sees() {
        let sent = r#"{"name":"安\u202e全","list":["a\u200b"],"password":"a\u200bb","n":1}"#;
        let taken: Value = parse(sent.as_bytes()).unwrap();
        assert_eq!(taken, json!({ "name": "安全", "list": ["a"], "password": "a\u{200b}b", "n": 1 }));
        assert!(parse::<Value>(b"{").is_err());
    }
}
