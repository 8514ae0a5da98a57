//! A lesson's medium for its authors and reviewers, by the rights of the preview.

use super::page::base;
use crate::course::edit::desk_or;
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use xingtan_clock::Uuid;
use xingtan_media::serve::{answer, medium};
use xingtan_web::{App, Fault, Form, SignedIn};

/// `GET /courses/{course}/preview/{lesson}/media/{file}`: what a player asks for, of the version on the desk or of
/// `version`.
pub async fn file(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, name)): Path<(Uuid, Uuid, String)>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let version: Option<Uuid> = form.value("version").parse().ok();
    let actor = who.actor.clone();
    let found = app
        .db()
        .read(move |tx| {
            let desk = desk_or(tx, &actor, course, version)?;
            let at = desk.at(key)?;
            let file_id = desk.lessons[at].lesson.file_id.ok_or(Fault::NotFound)?;
            medium(tx, file_id)?.ok_or(Fault::NotFound)
        })
        .await?;
    let tail = version.map(|id| format!("?version={id}")).unwrap_or_default();
    answer(&app, &found, &name, (&base(course, key), &tail), &headers).await
}
