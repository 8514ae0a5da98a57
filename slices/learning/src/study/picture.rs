//! Pictures of a course's texts, for everybody who may see the text. One address serves authors, reviewers and
//! learners alike, so that a text says the same to all.

use crate::enrolment::access::studying;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use xingtan_auth::Actor;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_storage::file::{self, FileRow};
use xingtan_web::{
    App, Fault, Pageless,
    download::{self, Wanted},
};

/// Kept by the reader's own browser alone, without asking again, as long as a file may be (DESIGN, rulings, "Files");
/// afterwards asked for by its hash.
const CACHE: &str = "private, max-age=60, immutable";

/// Whether somebody may see a picture: who may see the course at work, who studies a version that shows it, and where
/// the catalogue shows it, everybody. It is the rule of lessons' files.
///
/// # Errors
/// As [`studying`]; what is not shown to one does not exist for one.
fn visible(
    tx: &mut Tx<'_>,
    actor: &Actor,
    course: Uuid,
    picture: Uuid,
    now: Timestamp,
) -> Result<FileRow, Fault> {
    let found = catalog::picture(tx, course, picture)?;
    let at_work = match catalog::readable(tx, actor, course) {
        Ok(_) => true,
        Err(Fault::NotFound) => false,
        Err(fault) => return Err(fault),
    };
    let offered = match &found {
        Some(found) => catalog::picture_in_catalogue(tx, found)?,
        None => false,
    };
    if !at_work && !offered {
        let enrolment = studying(tx, actor.person, course, now)?;
        if !catalog::picture_in(tx, picture, enrolment.version_id)? {
            return Err(Fault::NotFound);
        }
    }
    let found = found.ok_or(Fault::NotFound)?;
    file::find(tx, found.file_id)?.ok_or(Fault::NotFound)
}

/// `GET /courses/{course}/pictures/{picture}`.
pub async fn picture(
    State(app): State<App>,
    Pageless(who): Pageless,
    Path((course, id)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let (actor, now) = (who.actor.clone(), who.now);
    let row = app.db().read(move |tx| visible(tx, &actor, course, id, now)).await?;
    let tag = format!("\"{}\"", row.sha256);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|value| value.contains(&tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind =
            *catalog::PICTURE_MEDIA_TYPES.iter().find(|it| **it == row.media_type).ok_or(Fault::NotFound)?;
        let bytes = app.storage().open(&row).await.map_err(|error| {
            tracing::error!(%error, file = %row.id, "a picture could not be opened");
            Fault::Broken
        })?;
        let size = row.size.max(0) as u64;
        let mut whole = download::file(&row.name, kind, true, size, &Wanted::Whole, Body::from_stream(bytes));
        whole.headers_mut().remove(header::ACCEPT_RANGES);
        whole
    };
    let answer = response.headers_mut();
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    Ok(response)
}
