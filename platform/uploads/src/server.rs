//! The addresses of tus 1.0.0, and the list by which a browser finds its unfinished uploads again.

use crate::{
    open::{href, speaks_for},
    protocol::{self, About},
    receive::{End, receive as take_in},
    refusal::Refusal,
    rules::{self, Asked},
    store::{self, UploadRow},
    uploads::Uploads,
};
use axum::{
    Extension, Json,
    extract::{Path, Request, State},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::json;
use std::{fs::File, time::Duration};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{App, Fault, Form, SignedIn};

/// How often, and how far apart, a file is asked for that somebody else holds.
const TRIES: u32 = 10;
const BETWEEN: Duration = Duration::from_millis(50);

type Answer = Result<Response, Refusal>;

/// `OPTIONS /uploads`: what is spoken here. Anybody may ask.
pub async fn describe(State(app): State<App>, Extension(uploads): Extension<Uploads>) -> Response {
    let most = uploads.purposes().iter().map(|it| it.most(app.settings())).max().unwrap_or_default();
    let headers = [
        ("tus-version", protocol::VERSION.to_owned()),
        ("tus-extension", protocol::EXTENSIONS.to_owned()),
        ("tus-max-size", most.to_string()),
    ];
    (StatusCode::NO_CONTENT, headers.map(|(name, value)| (HeaderName::from_static(name), value)))
        .into_response()
}

/// `POST /uploads`: opens an upload.
pub async fn create(
    State(app): State<App>,
    Extension(uploads): Extension<Uploads>,
    who: SignedIn,
    headers: HeaderMap,
) -> Response {
    opened(&app, &uploads, &who, &headers).await.unwrap_or_else(|refusal| refusal.answer(&who.l))
}

async fn opened(app: &App, uploads: &Uploads, who: &SignedIn, headers: &HeaderMap) -> Answer {
    protocol::version(headers)?;
    let About { name, purpose, mark } = protocol::about(headers)?;
    let purpose = uploads.purpose(&purpose).ok_or(Refusal::Purpose)?;
    if !who.actor.may(purpose.permission) {
        return Err(Refusal::Forbidden);
    }
    let size = protocol::length(headers)?;
    let (person, now) = (who.actor.person, who.now);
    let since = rules::alive_since(now);
    let (open, all) = app
        .db()
        .read(move |tx| {
            Ok::<_, xingtan_db::Error>((store::count(tx, person, since)?, store::all(tx, since)?))
        })
        .await?;
    let (awaited, space) = uploads
        .blocking(move |uploads| {
            let left = |(id, size): &(Uuid, i64)| (*size as u64).saturating_sub(uploads.folder().size(*id));
            Ok((all.iter().map(left).sum(), uploads.room()?))
        })
        .await?;
    let most = purpose.most(app.settings());
    let asked = Asked { size, most, open: open as u64, awaited, space };
    rules::open(&asked)?;
    let row = UploadRow {
        id: app.id(),
        person_id: person,
        purpose: purpose.key.to_owned(),
        name,
        // Read as what a column holds.
        size: size as i64,
        mark,
        created_at: now,
        moved_at: now,
    };
    let id = row.id;
    app.db()
        .write(move |tx| {
            // Counted again where nobody can come between.
            let open = store::count(tx, person, since)? as u64;
            rules::open(&Asked { open, ..asked })?;
            Ok::<_, Refusal>(store::add(tx, &row)?)
        })
        .await?;
    let mut response = (StatusCode::CREATED, [(header::LOCATION, href(id))]).into_response();
    response.headers_mut().insert("upload-expires", expires(now));
    Ok(response)
}

/// `HEAD /uploads/{upload}`: how much has come.
pub async fn state(
    State(app): State<App>,
    Extension(uploads): Extension<Uploads>,
    who: SignedIn,
    Path(upload): Path<String>,
    headers: HeaderMap,
) -> Response {
    let answer = stated(&app, &uploads, &who, &upload, &headers).await;
    answer.unwrap_or_else(|refusal| refusal.answer(&who.l))
}

async fn stated(app: &App, uploads: &Uploads, who: &SignedIn, upload: &str, headers: &HeaderMap) -> Answer {
    protocol::version(headers)?;
    let row = own(app, uploads, who, upload).await?;
    uploads.active().relieve(row.id, uploads.quiet()).await;
    let received = uploads.blocking(move |uploads| uploads.folder().received(row.id)).await?;
    let mut response = progress(StatusCode::OK, received, row.moved_at);
    let answer = response.headers_mut();
    answer.insert(protocol::LENGTH, HeaderValue::from(row.size));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let pairs = [("filename", &row.name), ("purpose", &row.purpose), ("mark", &row.mark)];
    let told = pairs.map(|(key, value)| format!("{key} {}", BASE64_STANDARD.encode(value)).trim().to_owned());
    if let Ok(value) = HeaderValue::from_str(&told.join(",")) {
        answer.insert("upload-metadata", value);
    }
    Ok(response)
}

/// `PATCH /uploads/{upload}`: takes bytes in.
pub async fn receive(
    State(app): State<App>,
    Extension(uploads): Extension<Uploads>,
    who: SignedIn,
    Path(upload): Path<String>,
    request: Request,
) -> Response {
    received(&app, &uploads, &who, &upload, request).await.unwrap_or_else(|refusal| refusal.answer(&who.l))
}

async fn received(app: &App, uploads: &Uploads, who: &SignedIn, upload: &str, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    protocol::version(headers)?;
    if !protocol::is_bytes(headers) {
        return Err(Refusal::MediaType);
    }
    let offset = protocol::offset(headers)?;
    let row = own(app, uploads, who, upload).await?;
    uploads.active().relieve(row.id, uploads.quiet()).await;
    let id = row.id;
    let (file, size) = held(uploads, id).await?;
    if size != offset {
        return Err(Refusal::Elsewhere { received: size });
    }
    let left = (row.size as u64).saturating_sub(size);
    if protocol::announced(headers).is_some_and(|announced| announced > left) {
        return Err(Refusal::TooMuch);
    }
    let (own, sending) = (uploads.clone(), uploads.active().enter(id));
    let (db, clock) = (app.db().clone(), app.clock().clone());
    // On a task of its own: when the connection ends, what came is still written and synced.
    let work = tokio::spawn(async move {
        let (now_size, end) = take_in(file, (size, left), body, sending.line(), own.patience()).await;
        drop(sending);
        let now = clock.now();
        if now_size > size {
            db.write(move |tx| store::moved(tx, id, now)).await?;
        }
        Ok::<_, xingtan_db::Error>((now_size, end, now))
    });
    let (size, end, now) = work.await.map_err(|error| {
        tracing::error!(%error, "an upload's bytes were not taken in");
        Refusal::Fault(Fault::Broken)
    })??;
    match end {
        End::Whole => Ok(progress(StatusCode::NO_CONTENT, size, now)),
        End::Silent => Err(Refusal::Silent),
        End::BrokenOff => Err(Refusal::BrokenOff),
        End::TooMuch => Err(Refusal::TooMuch),
        End::Failed(error) => Err(error.into()),
    }
}

/// The file of an upload for writing, and how much has come. Whoever broke off a moment ago may still be syncing.
async fn held(uploads: &Uploads, id: Uuid) -> Result<(File, u64), Refusal> {
    for _ in 0..TRIES {
        let held = uploads.blocking(move |uploads| match uploads.folder().hold(id)? {
            Some(file) => file.metadata().map(|it| Some((file, it.len()))),
            None => Ok(None),
        });
        if let Some(held) = held.await? {
            return Ok(held);
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Err(Refusal::Busy)
}

/// `DELETE /uploads/{upload}`: gives it up.
pub async fn remove(
    State(app): State<App>,
    Extension(uploads): Extension<Uploads>,
    who: SignedIn,
    Path(upload): Path<String>,
    headers: HeaderMap,
) -> Response {
    let answer = removed(&app, &uploads, &who, &upload, &headers).await;
    answer.unwrap_or_else(|refusal| refusal.answer(&who.l))
}

async fn removed(app: &App, uploads: &Uploads, who: &SignedIn, upload: &str, headers: &HeaderMap) -> Answer {
    protocol::version(headers)?;
    let id = own(app, uploads, who, upload).await?.id;
    let (person, since) = (who.actor.person, rules::alive_since(who.now));
    if !app.db().write(move |tx| store::remove(tx, id, person, since)).await? {
        return Err(Refusal::Unknown);
    }
    // Whoever is still sending writes into a file without a name.
    uploads.blocking(move |uploads| uploads.folder().remove(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /uploads/{upload}`: another method by `X-HTTP-Method-Override`, where something on the way lets no PATCH
/// through. Only from POST, which the origin check looks at.
pub async fn overridden(
    State(app): State<App>,
    Extension(uploads): Extension<Uploads>,
    who: SignedIn,
    Path(upload): Path<String>,
    request: Request,
) -> Response {
    let method = request.headers().get("x-http-method-override").and_then(|it| it.to_str().ok());
    let answer = match method.unwrap_or_default() {
        "PATCH" => received(&app, &uploads, &who, &upload, request).await,
        "DELETE" => removed(&app, &uploads, &who, &upload, request.headers()).await,
        "HEAD" => stated(&app, &uploads, &who, &upload, request.headers()).await,
        _ => Err(Refusal::Method),
    };
    answer.unwrap_or_else(|refusal| refusal.answer(&who.l))
}

/// `GET /uploads`: one's own uploads that are unfinished or not used yet, newest first; `mark` asks for one file's. So
/// another browser, or the same one days later, goes on where it broke off.
pub async fn list(
    State(app): State<App>,
    Extension(uploads): Extension<Uploads>,
    who: SignedIn,
    form: Form,
) -> Result<Response, Fault> {
    let open = uploads.open_of(&app, &who, form.value("mark")).await?;
    let told: Vec<_> = open
        .into_iter()
        .map(|it| {
            json!({
                "id": it.id,
                "href": it.href(),
                "name": it.name,
                "size": it.size,
                "received": it.received,
                "finished": it.is_whole(),
            })
        })
        .collect();
    Ok(Json(json!({ "uploads": told })).into_response())
}

/// Marks every answer as one of this version of tus.
pub async fn marked(mut response: Response) -> Response {
    response.headers_mut().insert(protocol::RESUMABLE, HeaderValue::from_static(protocol::VERSION));
    response
}

/// The visitor's own upload.
async fn own(app: &App, uploads: &Uploads, who: &SignedIn, upload: &str) -> Result<UploadRow, Refusal> {
    let id = Uuid::try_parse(upload).map_err(|_| Refusal::Unknown)?;
    let (person, since) = (who.actor.person, rules::alive_since(who.now));
    let found = app.db().read(move |tx| store::find(tx, id, person, since)).await?;
    found.filter(|row| speaks_for(uploads, who, &row.purpose)).ok_or(Refusal::Unknown)
}

fn progress(status: StatusCode, received: u64, moved: Timestamp) -> Response {
    let mut response = status.into_response();
    response.headers_mut().insert(protocol::OFFSET, HeaderValue::from(received));
    response.headers_mut().insert("upload-expires", expires(moved));
    response
}

/// When an upload goes, in the form of RFC 9110.
fn expires(moved: Timestamp) -> HeaderValue {
    let at = rules::expires(moved).to_jiff().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::from_str(&at).unwrap_or(HeaderValue::from_static(""))
}
