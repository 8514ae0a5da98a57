//! Files of lessons, for those who study them. Every request asks for session and enrolment.

use super::change;
use crate::enrolment::access::studying;
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use xingtan_catalog::{
    Act,
    api::{self as catalog, LessonKinds},
};
use xingtan_clock::Uuid;
use xingtan_storage::file;
use xingtan_web::{
    App, Fault, SignedIn,
    download::{self, Wanted},
};

/// `GET /courses/{course}/lessons/{lesson}/file`: a PDF to be shown, any other file to be taken. Taking a download
/// counts as done. Ranges are answered.
pub async fn file(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let act = Act::of(&who);
    let row = app
        .db()
        .write(move |tx| {
            let enrolment = studying(tx, act.person, course, act.at)?;
            let (lesson, _) = catalog::lesson(tx, enrolment.version_id, key)?.ok_or(Fault::NotFound)?;
            // A film is played, not taken: its original stays where it is.
            if super::media::is_played(&kinds, &lesson.kind) {
                return Err(Fault::NotFound);
            }
            let row = file::find(tx, lesson.file_id.ok_or(Fault::NotFound)?)?.ok_or(Fault::NotFound)?;
            change::taken(tx, &kinds, enrolment, &lesson, &act)?;
            Ok::<_, Fault>(row)
        })
        .await?;
    app.ring();
    let size = row.size.max(0) as u64;
    let wanted = download::wanted(&headers, size);
    let stream = match &wanted {
        Wanted::Whole => app.storage().open(&row).await,
        Wanted::Part(part) => app.storage().open_range(&row, part.clone()).await,
        Wanted::Outside => return Ok(download::file(&row.name, "", false, size, &wanted, Body::empty())),
    };
    let stream = stream.map_err(|error| {
        tracing::error!(%error, file = %row.id, "a file could not be opened");
        Fault::Broken
    })?;
    let is_pdf = row.media_type == "application/pdf";
    let kind = if is_pdf { "application/pdf" } else { "application/octet-stream" };
    Ok(download::file(&row.name, kind, is_pdf, size, &wanted, Body::from_stream(stream)))
}
