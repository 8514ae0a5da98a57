//! Files of lessons, for those who study them. Every request asks for session and enrolment.

use super::change;
use crate::enrolment::access::studying;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use xingtan_catalog::{
    Act,
    api::{self as catalog, LessonKinds},
};
use xingtan_clock::Uuid;
use xingtan_library::api as library;
use xingtan_storage::file;
use xingtan_web::{App, Fault, SignedIn};

/// `GET /courses/{course}/lessons/{lesson}/file`: a PDF to be shown, any other file to be taken. Taking a download
/// counts as done. Ranges are answered. What came from the library bears the mark that it demands.
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
            let words = library::demanded(tx, row.id, &act.actor)?;
            Ok::<_, Fault>(library::Marked { file: row, words })
        })
        .await?;
    app.ring();
    library::give(&app, &row, &["application/pdf"], &headers).await
}
