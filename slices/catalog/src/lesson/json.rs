//! Lessons of a course for those who write, judge or publish it.

use super::{
    change::{NewLesson, Written},
    deed,
    rules::Placed,
    store::{self, Body, Lesson},
    upload::{self, Brought, LESSON_UPLOAD},
};
use crate::{
    Act, access,
    api::version_tree,
    course::{
        edit::{Desk, desk, desk_at},
        json::FileJson,
        page::must_see,
        rules::{LONGEST_TITLE, MOST_LESSONS},
    },
    json::choice,
    kinds::{Content, LessonKinds},
    permissions::COURSES_WRITE,
    picture::store as pictures,
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_uploads::Uploads;
use xingtan_web::{
    App, Fault, Form, Text, UploadedFile,
    json::{Answer, Caller, Nothing, Post, PostFiles, Seen, fields, sound},
};

/// A lesson of a version.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DraftLessonJson {
    /// The same in all versions of the course.
    pub key: Uuid,
    /// Key of the lesson above it.
    pub parent: Option<Uuid>,
    /// `2.1.3`: where it stands in the tree.
    pub number: String,
    /// 0 for the outermost level.
    #[schema(minimum = 0)]
    pub depth: i32,
    /// `section`, `page`, `pdf`, `video`, `audio`, `download`, `quiz` or a kind of a later version.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Stated minutes.
    pub minutes: i64,
    /// Whether the course is complete only with it.
    pub required: bool,
    /// Its file.
    pub file: Option<FileJson>,
    /// Counts its changes: whoever changes it says which count they saw.
    pub version: i64,
}

impl From<Placed<Lesson>> for DraftLessonJson {
    fn from(it: Placed<Lesson>) -> Self {
        DraftLessonJson {
            key: it.lesson.lesson_key,
            parent: it.lesson.parent_key,
            number: it.number,
            depth: i32::try_from(it.depth).unwrap_or(i32::MAX),
            kind: it.lesson.kind,
            title: it.lesson.title,
            minutes: it.lesson.minutes,
            required: it.lesson.required,
            file: it.lesson.file_name.zip(it.lesson.file_size).map(|(name, size)| FileJson { name, size }),
            version: it.lesson.version,
        }
    }
}

impl DraftLessonJson {
    /// As it stands in this unit.
    pub(crate) fn read(tx: &mut Tx<'_>, version: Uuid, key: Uuid) -> Result<Self, Fault> {
        let all = version_tree(tx, version)?;
        let own = all.into_iter().find(|it| it.lesson.lesson_key == key);
        own.map(DraftLessonJson::from).ok_or(Fault::NotFound)
    }
}

/// A lesson with its text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LessonTextJson {
    /// What the tree says of it.
    #[serde(flatten)]
    pub lesson: DraftLessonJson,
    /// Its text, Markdown.
    pub text: String,
    /// The chapters of its video or audio, ascending.
    pub chapters: Vec<ChapterJson>,
}

/// Where a part of a video or audio begins.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChapterJson {
    /// Milliseconds from its beginning.
    pub at_ms: i64,
    /// Its title.
    pub title: String,
}

/// A lesson with its text
///
/// Of a version of the course; a quiz's questions have an address of their own.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/versions/{version}/lessons/{lesson}", tag = "authoring",
    operation_id = "lesson",
    params(("id" = Uuid, Path, description = "The course."), ("version" = Uuid, Path, description = "The version."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    security(("token" = ["courses.read"]), ("token" = ["courses.write"])),
    responses((status = 200, description = "The lesson.", body = LessonTextJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path((id, version, key)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Json<LessonTextJson>, Fault> {
    must_see(&caller)?;
    let actor = caller.actor().clone();
    let (mut desk, at, body, chapters) = app
        .db()
        .read(move |tx| {
            let desk = desk_at(tx, &actor, id, version)?;
            let at = desk.at(key)?;
            let body = store::body(tx, desk.version.id, key)?;
            let chapters = match desk.lessons[at].lesson.file_id {
                Some(file_id) => xingtan_media::chapter::of_file(tx, file_id)?.chapters,
                None => Vec::new(),
            };
            Ok::<_, Fault>((desk, at, body, chapters))
        })
        .await?;
    Ok(Json(LessonTextJson {
        lesson: desk.lessons.swap_remove(at).into(),
        text: body.body_md,
        chapters: chapters.into_iter().map(|it| ChapterJson { at_ms: it.at_ms, title: it.title }).collect(),
    }))
}

/// A lesson to be added at the end of its level.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLessonJson {
    /// `section`, `page`, `pdf`, `video`, `audio`, `download`, `quiz`.
    kind: String,
    /// Its title.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// Key of the lesson above it; none for the outermost level.
    parent: Option<Uuid>,
    /// Stated minutes; those of its kind unless given.
    #[schema(minimum = 0, maximum = 6000)]
    minutes: Option<i64>,
    /// Whether the course is complete only with it; so unless given, except for a section.
    required: Option<bool>,
    /// Its text, Markdown.
    #[serde(default)]
    #[schema(max_length = 200_000)]
    text: String,
}

/// Add a lesson
///
/// To the draft of a course. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons", tag = "authoring", operation_id = "add_lesson",
    params(("id" = Uuid, Path, description = "The course.")), request_body = AddLessonJson,
    security(("token" = ["courses.write"])),
    responses((status = 201, description = "The lesson is there.", body = DraftLessonJson,
               headers(("location" = String, description = "Where the lesson is to be found."))))
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<AddLessonJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let kind = kinds.get(&body.kind).ok_or_else(|| choice("kind"))?;
    let usual = NewLesson::of(kind, String::new());
    let mut form = fields([
        ("title", Some(body.title)),
        ("minutes", Some(body.minutes.unwrap_or(usual.minutes).to_string())),
        ("required", Some(body.required.unwrap_or(usual.required).to_string())),
        ("text", Some(body.text)),
    ]);
    let typed = deed::read(&mut form, Some(kind));
    sound(&form, str::to_owned)?;
    let sizes = app.db().read(move |tx| pictures::sizes(tx, id)).await?;
    let new = NewLesson {
        title: typed.title,
        minutes: typed.minutes,
        required: typed.required,
        parent: body.parent,
        body: Body::with_pictures(typed.text, &sizes),
        ..usual
    };
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        parent_there(tx, id, new.parent, &act)?;
        let key = deed::add(tx, &kinds, id, &new, &act)?;
        made(tx, id, key, &act)
    };
    repeat.once(&caller, None, unit).await
}

/// A lesson above another has to be in the draft; that the course is one's own to write is asked first.
fn parent_there(tx: &mut Tx<'_>, course: Uuid, parent: Option<Uuid>, act: &Act) -> Result<(), Fault> {
    let course = access::writable(tx, &act.actor, course)?;
    let (Some(parent), Some(version)) = (parent, course.draft_version_id) else { return Ok(()) };
    store::get(tx, version, parent)?.map(drop).ok_or_else(|| choice("parent"))
}

/// A lesson that is there now.
pub(crate) fn made(
    tx: &mut Tx<'_>,
    id: Uuid,
    key: Uuid,
    act: &Act,
) -> Result<Answer<DraftLessonJson>, Fault> {
    let version = desk(tx, &act.actor, id)?.version.id;
    let there = format!("/api/v1/courses/{id}/versions/{version}/lessons/{key}");
    Ok(Answer::made(there, DraftLessonJson::read(tx, version, key)?))
}

/// A file that becomes a lesson: a PDF is shown, Markdown becomes a page, anything else a download; an office document
/// is shown as PDF once it has become one.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "it describes a form that is read field by field")]
pub struct UploadLessonJson {
    /// The file; its name says what it is called. In its place `upload` names one that was uploaded before.
    #[schema(value_type = Option<String>, format = Binary)]
    pub file: Option<Vec<u8>>,
    /// The id of a whole upload for lessons, of the owner of the token; the way for what is too large for one post.
    pub upload: Option<Uuid>,
    /// Its title; made of the file unless given.
    #[schema(max_length = 120)]
    pub title: Option<String>,
    /// Key of the lesson above it; none for the outermost level.
    pub parent: Option<Uuid>,
}

/// Add a lesson from a file
///
/// To the draft of a course, sent with the post or uploaded before: a PDF is shown on the page, Markdown becomes a page, anything else a download. An office
/// document (docx, pptx, xlsx, doc, ppt, xls, odt, odp, ods) begins as a download and becomes a lesson of kind `pdf` once
/// the server has turned it. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/files", tag = "authoring", operation_id = "upload_lesson",
    params(("id" = Uuid, Path, description = "The course.")),
    request_body(content = UploadLessonJson, content_type = "multipart/form-data"),
    security(("token" = ["courses.write"])),
    responses((status = 201, description = "The lesson is there.", body = DraftLessonJson,
               headers(("location" = String, description = "Where the lesson is to be found."))))
)]
pub async fn upload(
    State(app): State<App>,
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Extension(uploads): Extension<Uploads>,
    Path(id): Path<Uuid>,
    PostFiles { upload: sent, repeat }: PostFiles,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let actor = caller.actor().clone();
    // Nobody's bytes are stored before it is known that they may write here.
    app.db().read(move |tx| access::writable(tx, &actor, id).map(drop)).await?;
    let mut form = sent.form;
    let named = form.optional_id("upload").filter(|_| sent.files.is_empty());
    let file = match named {
        Some(_) => None,
        None => Some(only_file(&sent.files, &mut form, &["title", "parent", "upload"])?),
    };
    only_fields(&mut form, &["title", "parent", "upload"])?;
    let title = form.text("title", Text::optional(LONGEST_TITLE));
    let parent = form.optional_id("parent");
    sound(&form, str::to_owned)?;
    let taken = match (named, file) {
        (Some(id), _) => uploaded(&app, &caller, &uploads, id).await,
        (None, Some(file)) => {
            upload::take(app.storage(), Brought::Sent(file)).await.map_err(|it| wrong("file", it.reason))
        }
        (None, None) => Err(wrong("file", Msg::new("catalog-fault-one-file"))),
    };
    let used: Vec<Uuid> = taken.iter().filter_map(|it| it.upload).collect();
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        // Said here: a post that was carried out before is answered alike, though its upload is used since.
        let taken = taken.as_ref().map_err(Clone::clone)?;
        parent_there(tx, id, parent, &act)?;
        let mut new = NewLesson { parent, ..taken.lesson(tx, &kinds, &act)? };
        if !title.is_empty() {
            new.title.clone_from(&title);
        }
        let key = deed::add(tx, &kinds, id, &new, &act)?;
        upload::mark_used(tx, taken.upload, &act)?;
        made(tx, id, key, &act)
    };
    let answer = repeat.once(&caller, None, unit).await?;
    uploads.forget(used).await;
    Ok(answer)
}

fn wrong(field: &str, msg: Msg) -> Fault {
    Fault::Invalid(vec![(field.to_owned(), msg)])
}

/// A whole upload for lessons of the owner of the token, put into storage.
async fn uploaded(app: &App, caller: &Caller, uploads: &Uploads, id: Uuid) -> Result<upload::Taken, Fault> {
    let ready = uploads.ready(app, caller, id, LESSON_UPLOAD.key).await;
    let ready = ready.map_err(|reason| wrong("upload", reason))?;
    let brought = Brought::Uploaded(&ready, LESSON_UPLOAD.most(app.settings()));
    upload::take(app.storage(), brought).await.map_err(|it| wrong("upload", it.reason))
}

/// Refuses fields but these.
fn only_fields(form: &mut Form, known: &[&str]) -> Result<(), Fault> {
    let unknown: Vec<String> = form.names().filter(|it| !known.contains(it)).map(str::to_owned).collect();
    for name in unknown {
        form.refuse(&name, Msg::new("web-form-unknown"));
    }
    sound(form, str::to_owned)
}

/// The one file of a form, which has no fields but these.
fn only_file<'a>(
    files: &'a [UploadedFile],
    form: &mut Form,
    known: &[&str],
) -> Result<&'a UploadedFile, Fault> {
    only_fields(form, known)?;
    match files {
        [file] if file.field == "file" => Ok(file),
        _ => Err(wrong("file", Msg::new("catalog-fault-one-file"))),
    }
}

/// What is changed of a lesson. What is not given stays as it is.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveLessonJson {
    /// The lesson's count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Its title.
    #[schema(min_length = 1, max_length = 120)]
    title: Option<String>,
    /// Stated minutes.
    #[schema(minimum = 0, maximum = 6000)]
    minutes: Option<i64>,
    /// Whether the course is complete only with it.
    required: Option<bool>,
    /// Its text, Markdown.
    #[schema(max_length = 200_000)]
    text: Option<String>,
}

/// The lesson of a draft that the actor may write, with its text. Whether it may be changed now is asked in the unit.
async fn found(app: &App, caller: &Caller, id: Uuid, key: Uuid) -> Result<(Desk, Lesson, Body), Fault> {
    let actor = caller.actor().clone();
    let (desk, lesson, body) = app
        .db()
        .read(move |tx| {
            let desk = desk(tx, &actor, id)?;
            let at = desk.at(key)?;
            let body = store::body(tx, desk.version.id, key)?;
            let lesson = desk.lessons[at].lesson.clone();
            Ok::<_, Fault>((desk, lesson, body))
        })
        .await?;
    if desk.access.write { Ok((desk, lesson, body)) } else { Err(Fault::forbidden()) }
}

/// Change a lesson
///
/// Of the draft: title, minutes, text. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}", tag = "authoring", operation_id = "save_lesson",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body = SaveLessonJson, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The lesson is changed.", body = DraftLessonJson))
)]
pub async fn save(
    State(app): State<App>,
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path((id, key)): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<SaveLessonJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let (desk, lesson, now) = found(&app, &caller, id, key).await?;
    let required = body.required.unwrap_or(lesson.required);
    let mut form = fields([
        ("title", Some(body.title.unwrap_or(lesson.title))),
        ("minutes", Some(body.minutes.unwrap_or(lesson.minutes).to_string())),
        ("required", Some(required.to_string())),
        ("text", Some(body.text.unwrap_or(now.body_md))),
    ]);
    let typed = deed::read(&mut form, kinds.get(&lesson.kind));
    sound(&form, str::to_owned)?;
    let sizes = app.db().read(move |tx| pictures::sizes(tx, id)).await?;
    let written = Written {
        title: typed.title,
        minutes: typed.minutes,
        required: typed.required,
        body: Body::with_pictures(typed.text, &sizes),
        file: None,
    };
    let (act, version, seen) = (Act::of(&caller), desk.version.id, body.version.0);
    let unit = move |tx: &mut Tx<'_>| {
        deed::save(tx, id, key, seen, &written, &act)?;
        Ok(Answer::done(DraftLessonJson::read(tx, version, key)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Another file for a lesson.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "it describes a form that is read field by field")]
pub struct ReplaceFileJson {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
    /// The lesson's count of changes that was read; where it has gone on, the answer is 409.
    #[schema(minimum = 1)]
    pub version: i64,
}

/// Give a lesson another file
///
/// A lesson of kind `pdf` or `download`; the former takes nothing but a PDF and office documents, which make it a
/// download until they have become one. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/file", tag = "authoring",
    operation_id = "replace_lesson_file",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body(content = ReplaceFileJson, content_type = "multipart/form-data"),
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "The lesson has the file.", body = DraftLessonJson))
)]
pub async fn replace(
    State(app): State<App>,
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path((id, key)): Path<(Uuid, Uuid)>,
    PostFiles { upload: sent, repeat }: PostFiles,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let (desk, lesson, body) = found(&app, &caller, id, key).await?;
    let mut form = sent.form;
    let seen = form.int("version", 1..=i64::MAX);
    let file = only_file(&sent.files, &mut form, &["version"])?;
    let kind = kinds.get(&lesson.kind).filter(|kind| kind.content == Content::File);
    let kind = kind.ok_or_else(|| wrong("file", Msg::new("catalog-fault-takes-no-file")))?;
    let stored = upload::put(app.storage(), Brought::Sent(file), &kind).await;
    let stored = stored.map_err(|it| wrong("file", it.reason))?;
    let (act, version, name) = (Act::of(&caller), desk.version.id, file.name.clone());
    let unit = move |tx: &mut Tx<'_>| {
        access::writable(tx, &act.actor, id)?;
        let written = Written {
            title: lesson.title.clone(),
            minutes: lesson.minutes,
            required: lesson.required,
            body: body.clone(),
            file: Some(upload::keep(tx, &stored, &name, &act)?),
        };
        deed::save(tx, id, key, seen, &written, &act)?;
        Ok(Answer::done(DraftLessonJson::read(tx, version, key)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Where a lesson is to stand.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceLessonJson {
    /// The draft's count of changes that was read (`version` of the version); where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Key of the lesson above it; none for the outermost level.
    parent: Option<Uuid>,
    /// Its place there, from 0; what lies beyond the end is the end.
    #[schema(minimum = 0, maximum = 2000)]
    position: i64,
}

/// Move a lesson
///
/// With all below it, in the tree of the draft. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/place", tag = "authoring", operation_id = "move_lesson",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body = PlaceLessonJson, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The lesson stands there.", body = DraftLessonJson))
)]
pub async fn place(
    caller: Caller,
    Path((id, key)): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<PlaceLessonJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let mut form = fields([("position", Some(body.position.to_string()))]);
    let position = form.int("position", 0..=MOST_LESSONS as i64) as usize;
    sound(&form, str::to_owned)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        parent_there(tx, id, body.parent, &act)?;
        deed::move_to(tx, id, key, (body.parent, position), Some(body.version.0), &act)?;
        let version = desk(tx, &act.actor, id)?.version.id;
        Ok(Answer::done(DraftLessonJson::read(tx, version, key)?))
    };
    repeat.once(&caller, None, unit).await
}

/// What was taken out.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct RemovedLessonsJson {
    /// How many lessons went: the lesson and those below it.
    pub removed: i64,
}

/// Take a lesson out
///
/// Of the draft, with all below it; published versions keep theirs. It can be put back for 30 days. With `Idempotency-Key` the same post is carried
/// out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/deletion", tag = "authoring",
    operation_id = "remove_lesson",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body = Nothing, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The lesson is gone.", body = RemovedLessonsJson))
)]
pub async fn remove(
    caller: Caller,
    Path((id, key)): Path<(Uuid, Uuid)>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        let removed = deed::remove(tx, id, key, &act)?;
        Ok(Answer::done(RemovedLessonsJson { removed: i64::try_from(removed).unwrap_or(i64::MAX) }))
    };
    repeat.once(&caller, None, unit).await
}
