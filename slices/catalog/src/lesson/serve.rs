//! A lesson's file for its authors and reviewers.

use crate::{
    course::edit::{desk, desk_at},
    lesson::store::Lesson,
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use xingtan_clock::Uuid;
use xingtan_storage::file::{self, FileRow};
use xingtan_web::{
    App, Fault, Form, SignedIn,
    download::{self, Wanted},
};

/// `GET /courses/{course}/edit/lessons/{lesson}/file`: of the version on the desk, or with `version` of that one. A
/// PDF is shown, anything else is offered as a download: what came from outside never runs here.
pub async fn file(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let version: Option<Uuid> = form.value("version").parse().ok();
    let actor = who.actor.clone();
    let row = app
        .db()
        .read(move |tx| {
            let desk = match version {
                Some(version) => desk_at(tx, &actor, course, version)?,
                None => desk(tx, &actor, course)?,
            };
            let at = desk.at(key)?;
            let Lesson { file_id: Some(file_id), .. } = desk.lessons[at].lesson else {
                return Err(Fault::NotFound);
            };
            file::find(tx, file_id)?.ok_or(Fault::NotFound)
        })
        .await?;
    stream(&app, &row, &headers).await
}

/// Streams a file, or the range of it that is asked for.
pub(crate) async fn stream(app: &App, row: &FileRow, headers: &HeaderMap) -> Result<Response, Fault> {
    let size = row.size.max(0) as u64;
    let wanted = download::wanted(headers, size);
    let bytes = match &wanted {
        Wanted::Whole => app.storage().open(row).await,
        Wanted::Part(part) => app.storage().open_range(row, part.clone()).await,
        Wanted::Outside => return Ok(download::file(&row.name, "", false, size, &wanted, Body::empty())),
    };
    let bytes = bytes.map_err(|error| {
        tracing::error!(%error, file = %row.id, "a file could not be opened");
        Fault::Broken
    })?;
    let is_pdf = row.media_type == "application/pdf";
    let kind = if is_pdf { "application/pdf" } else { "application/octet-stream" };
    Ok(download::file(&row.name, kind, is_pdf, size, &wanted, Body::from_stream(bytes)))
}
