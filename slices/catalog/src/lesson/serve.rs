//! A lesson's file for its authors and reviewers.

use crate::{course::edit::desk_or, lesson::store::Lesson};
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use xingtan_clock::Uuid;
use xingtan_library::api as library;
use xingtan_storage::file;
use xingtan_web::{App, Fault, Form, SignedIn};

/// `GET /courses/{course}/edit/lessons/{lesson}/file`: of the version on the desk, or with `version` of that one. A
/// PDF is shown, anything else is offered as a download: what came from outside never runs here. What came from the
/// library bears the mark that it demands, for whoever reads it (CRS-8).
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
            let desk = desk_or(tx, &actor, course, version)?;
            let at = desk.at(key)?;
            let Lesson { file_id: Some(file_id), .. } = desk.lessons[at].lesson else {
                return Err(Fault::NotFound);
            };
            let row = file::find(tx, file_id)?.ok_or(Fault::NotFound)?;
            let words = library::demanded(tx, row.id, &actor)?;
            Ok::<_, Fault>(library::Marked { file: row, words })
        })
        .await?;
    library::give(&app, &row, &["application/pdf"], &headers).await
}
