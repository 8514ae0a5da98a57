//! The history of a lesson's text for programs of its authors.

use super::{
    action::written,
    store::{self, Revision},
};
use crate::{
    Act, access,
    lesson::{deed, json::DraftLessonJson, json::made},
    permissions::COURSES_WRITE,
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_web::{
    App, Fault,
    json::{Answer, Caller, Collection, Post, Seen},
};

/// A revision of a lesson's text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RevisionJson {
    /// Its id.
    pub id: Uuid,
    /// Counts within the lesson; the newest is the greatest.
    pub number: i64,
    /// Number of the version of the course in which it was written.
    pub version_number: i64,
    /// Title of the lesson.
    pub title: String,
    /// Whether it could not be saved, because somebody else had saved before. It was never in force.
    pub aside: bool,
    /// When its sitting began, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub began_at: Timestamp,
    /// When it was saved last, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub saved_at: Timestamp,
    /// Who wrote it.
    pub person: Uuid,
}

impl From<&Revision> for RevisionJson {
    fn from(it: &Revision) -> Self {
        RevisionJson {
            id: it.id,
            number: it.number,
            version_number: it.version_number,
            title: it.title.clone(),
            aside: it.aside,
            began_at: it.began_at,
            saved_at: it.saved_at,
            person: it.person_id,
        }
    }
}

/// A revision with its text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RevisionTextJson {
    /// What the list says of it.
    #[serde(flatten)]
    pub revision: RevisionJson,
    /// Its text, Markdown.
    pub text: String,
}

/// The history of a lesson's text
///
/// The newest revision first, at most as many as the setting `catalog.revisions` keeps.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/lessons/{lesson}/revisions", tag = "authoring", operation_id = "revisions",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "The revisions.", body = Collection<RevisionJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Path((id, key)): Path<(Uuid, Uuid)>,
) -> Result<Json<Collection<RevisionJson>>, Fault> {
    caller.must(COURSES_WRITE)?;
    let actor = caller.actor().clone();
    let all = app
        .db()
        .read(move |tx: &mut Tx<'_>| {
            access::writable(tx, &actor, id)?;
            Ok::<_, Fault>(store::of_lesson(tx, id, key)?)
        })
        .await?;
    Ok(Json(Collection::whole(all.iter().map(RevisionJson::from).collect())))
}

/// A revision of a lesson's text
///
/// With its text.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/lessons/{lesson}/revisions/{revision}", tag = "authoring",
    operation_id = "revision",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key."),
           ("revision" = Uuid, Path, description = "The revision.")),
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "The revision.", body = RevisionTextJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path((id, key, revision)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Json<RevisionTextJson>, Fault> {
    caller.must(COURSES_WRITE)?;
    let actor = caller.actor().clone();
    let it = app
        .db()
        .read(move |tx: &mut Tx<'_>| {
            access::writable(tx, &actor, id)?;
            store::get(tx, id, key, revision)?.ok_or(Fault::NotFound)
        })
        .await?;
    Ok(Json(RevisionTextJson { revision: RevisionJson::from(&it), text: it.body_md }))
}

/// What is restored over what.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreRevisionJson {
    /// The lesson's count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
}

/// Restore a revision
///
/// Title and text of the lesson are again what they were; what they are now stays in the history. With
/// `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/revisions/{revision}/restoration", tag = "authoring",
    operation_id = "restore_revision",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key."),
           ("revision" = Uuid, Path, description = "The revision.")),
    request_body = RestoreRevisionJson, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The lesson is changed.", body = DraftLessonJson))
)]
pub async fn restore(
    State(app): State<App>,
    caller: Caller,
    Path((id, key, revision)): Path<(Uuid, Uuid, Uuid)>,
    Post { body, repeat }: Post<RestoreRevisionJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let (act, seen) = (Act::of(&caller).apart(), body.version.0);
    let written = written(&app, &act, id, key, revision).await?;
    let unit = move |tx: &mut Tx<'_>| {
        deed::save(tx, id, key, seen, &written, &act)?;
        let version = crate::course::edit::desk(tx, &act.actor, id)?.version.id;
        Ok(Answer::done(DraftLessonJson::read(tx, version, key)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Duplicate a lesson
///
/// Behind itself, with all below it; the copy's title says that it is one. With `Idempotency-Key` the same post is
/// carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/copy", tag = "authoring", operation_id = "copy_lesson",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body = xingtan_web::json::Nothing, security(("token" = ["courses.write"])),
    responses((status = 201, description = "The copy is there.", body = DraftLessonJson,
               headers(("location" = String, description = "Where the copy is to be found."))))
)]
pub async fn copy(
    caller: Caller,
    axum::Extension(kinds): axum::Extension<crate::kinds::LessonKinds>,
    Path((id, key)): Path<(Uuid, Uuid)>,
    Post { repeat, .. }: Post<xingtan_web::json::Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let (act, l) = (Act::of(&caller), caller.l.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let title = |title: &str| crate::lesson::action::copy_title(&l, title);
        let (copy, _) = deed::copy(tx, &kinds, id, key, &title, &act)?;
        made(tx, id, copy, &act)
    };
    repeat.once(&caller, None, unit).await
}

/// Put a lesson back
///
/// That was taken out of the draft within the last 30 days, with all that went with it. With `Idempotency-Key` the same
/// post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/restoration", tag = "authoring",
    operation_id = "put_lesson_back",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body = xingtan_web::json::Nothing, security(("token" = ["courses.write"])),
    responses((status = 201, description = "The lesson is there again.", body = DraftLessonJson,
               headers(("location" = String, description = "Where the lesson is to be found."))))
)]
pub async fn put_back(
    caller: Caller,
    Path((id, key)): Path<(Uuid, Uuid)>,
    Post { repeat, .. }: Post<xingtan_web::json::Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::put_back(tx, id, key, &act)?;
        made(tx, id, key, &act)
    };
    repeat.once(&caller, None, unit).await
}
