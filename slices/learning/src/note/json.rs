//! One's own notes for programs.

use super::{
    BODY, LATEST_MS, MOST_PER_LESSON, change,
    store::{self, Note, SORTS},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault, Form,
    json::{
        Answer, Asked, By, Caller, Collection, Cursor, Limit, Nothing, Post, Seen, Words, collection, fields,
        sound,
    },
};

/// A note beside a lesson.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoteJson {
    /// Its id.
    pub id: Uuid,
    /// The course.
    pub course: Uuid,
    /// Key of the lesson.
    pub lesson: Uuid,
    /// The lesson's title when the note was written.
    pub lesson_title: String,
    /// The moment of the medium that it is about, in milliseconds.
    pub at_ms: Option<i64>,
    /// What it says.
    pub body: String,
    /// When it was written, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Its count of changes, to be named by a change.
    pub version: i64,
}

impl From<Note> for NoteJson {
    fn from(it: Note) -> Self {
        NoteJson {
            id: it.id,
            course: it.course_id,
            lesson: it.lesson_key,
            lesson_title: it.lesson_title,
            at_ms: it.at_ms,
            body: it.body,
            created_at: it.created_at,
            updated_at: it.updated_at,
            version: it.version,
        }
    }
}

/// Which notes.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NotesQuery {
    /// Words that stand in the note or in its lesson's title.
    #[param(value_type = Option<String>)]
    q: Option<Words>,
    /// Only those of this course.
    course: Option<Uuid>,
    /// Only those beside this lesson.
    lesson: Option<Uuid>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Notes
///
/// Of the owner of the token, whose scope has to be `all`, in the order of their last changes. All pages together are
/// the export.
#[utoipa::path(
    get, path = "/api/v1/me/notes", tag = "learning", operation_id = "notes",
    params(NotesQuery), security(("token" = ["all"])),
    responses((status = 200, description = "A page of notes.", body = Collection<NoteJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<NotesQuery>,
) -> Result<Json<Collection<NoteJson>>, Fault> {
    caller.must_be_for_all()?;
    let q = asked.q.map(|Words(words)| words);
    let filters = [
        ("q", q.clone()),
        ("course", asked.course.map(|id| id.to_string())),
        ("lesson", asked.lesson.map(|id| id.to_string())),
    ];
    let list = collection("/api/v1/me/notes", (SORTS, By::Moment), &filters, asked.limit, asked.at.as_ref())?;
    let mut select = store::select(caller.actor.person).search("n.search_keys", &q.unwrap_or_default());
    if let Some(course) = asked.course {
        select = select.when("n.course_id = {}", course);
    }
    if let Some(lesson) = asked.lesson {
        select = select.when("n.lesson_key = {}", lesson);
    }
    let read = app.db().read(move |tx| list.page::<Note>(tx, select));
    Ok(Json(Collection::of(read.await?, NoteJson::from)))
}

/// A note
///
/// Of the owner of the token, whose scope has to be `all`.
#[utoipa::path(
    get, path = "/api/v1/me/notes/{id}", tag = "learning", operation_id = "note",
    params(("id" = Uuid, Path, description = "The note.")), security(("token" = ["all"])),
    responses((status = 200, description = "The note.", body = NoteJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<NoteJson>, Fault> {
    caller.must_be_for_all()?;
    let person = caller.actor.person;
    let note = app.db().read(move |tx| store::get(tx, person, id)).await?.ok_or(Fault::NotFound)?;
    Ok(Json(note.into()))
}

/// A new note.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddNoteJson {
    /// The course, which the owner of the token studies.
    course: Uuid,
    /// Key of the lesson.
    lesson: Uuid,
    /// The moment of the medium that it is about, in milliseconds.
    #[schema(minimum = 0, maximum = 43_200_000)]
    at_ms: Option<i64>,
    /// What it says.
    #[schema(min_length = 1, max_length = 4000)]
    body: String,
}

/// Write a note
///
/// Beside a lesson of a course that the owner of the token studies; its scope has to be `all`. With `Idempotency-Key`
/// the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/me/notes", tag = "learning", operation_id = "add_note",
    request_body = AddNoteJson, security(("token" = ["all"])),
    responses((status = 201, description = "The note is kept.", body = NoteJson,
               headers(("location" = String, description = "Where the note is to be found."))))
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<AddNoteJson>,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let mut form: Form = fields([("body", Some(body.body)), ("at_ms", body.at_ms.map(|ms| ms.to_string()))]);
    let text = form.text("body", BODY);
    let at_ms = body.at_ms.map(|_| form.int("at_ms", 0..=LATEST_MS));
    sound(&form, str::to_owned)?;
    let (id, person, now) = (app.id(), caller.actor.person, caller.now);
    let place = (body.course, body.lesson);
    let unit = move |tx: &mut Tx<'_>| {
        let beside = change::beside(tx, person, place, now)?;
        let enough = || Fault::Conflict(Msg::new("learning-note-enough").with("most", MOST_PER_LESSON));
        let note = change::add(tx, &beside, id, (at_ms, &text), now)?.ok_or_else(enough)?;
        Ok(Answer::made(format!("/api/v1/me/notes/{id}"), NoteJson::from(note)))
    };
    repeat.once(&caller, None, unit).await
}

/// Other words of a note.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveNoteJson {
    /// The count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// What it says.
    #[schema(min_length = 1, max_length = 4000)]
    body: String,
}

/// Change a note
///
/// Of the owner of the token, whose scope has to be `all`. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/me/notes/{id}", tag = "learning", operation_id = "save_note",
    params(("id" = Uuid, Path, description = "The note.")), request_body = SaveNoteJson,
    security(("token" = ["all"])),
    responses((status = 200, description = "The note as it is now.", body = NoteJson))
)]
pub async fn save(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<SaveNoteJson>,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let mut form = fields([("body", Some(body.body))]);
    let text = form.text("body", BODY);
    sound(&form, str::to_owned)?;
    let (person, now, seen) = (caller.actor.person, caller.now, body.version.0);
    let unit = move |tx: &mut Tx<'_>| {
        let note = store::get(tx, person, id)?.ok_or(Fault::NotFound)?;
        if !store::save(tx, &note, seen, &text, now)? {
            return Err(Fault::Conflict(Msg::new("web-fault-stale")));
        }
        let note = store::get(tx, person, id)?.ok_or(Fault::NotFound)?;
        Ok(Answer::done(NoteJson::from(note)))
    };
    repeat.once(&caller, None, unit).await
}

/// Remove a note
///
/// Of the owner of the token, whose scope has to be `all`. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/me/notes/{id}/deletion", tag = "learning", operation_id = "remove_note",
    params(("id" = Uuid, Path, description = "The note.")), request_body = Nothing,
    security(("token" = ["all"])),
    responses((status = 200, description = "The note as it was.", body = NoteJson))
)]
pub async fn remove(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let (person, now) = (caller.actor.person, caller.now);
    let unit = move |tx: &mut Tx<'_>| {
        let note = change::remove(tx, person, id, now)?.ok_or(Fault::NotFound)?;
        Ok(Answer::done(NoteJson::from(note)))
    };
    repeat.once(&caller, None, unit).await
}
