//! Subtitles and chapters of a lesson's film or sound, for programs of those who write the course.

use super::{
    page::Medium,
    track::{LANGUAGES, note, of_draft},
};
use crate::{
    Act,
    course::edit::{Desk, desk},
    json::choice,
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
use xingtan_i18n::Msg;
use xingtan_media::{
    chapter::{self, Kept, MOST_TEXT},
    track::{self, MOST_BYTES, Track},
};
use xingtan_web::{
    App, Fault, Text,
    json::{Answer, Caller, Collection, Nothing, Post, Seen, fields, sound},
};

/// Subtitles in one language.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackJson {
    /// Their id.
    pub id: Uuid,
    /// The language, as BCP 47 names it.
    pub lang: String,
    /// The language's own name, which players show.
    pub label: String,
    /// When they last changed, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Their count of changes, to be named by a change.
    pub version: i64,
    /// Their text, WebVTT.
    pub vtt: String,
}

impl From<Track> for TrackJson {
    fn from(it: Track) -> Self {
        let Track { id, lang, label, vtt, updated_at, version, .. } = it;
        TrackJson { id, lang, label, updated_at, version, vtt }
    }
}

/// What is played of a lesson on the desk of whoever writes the course.
async fn medium(app: &App, caller: &Caller, id: Uuid, key: Uuid) -> Result<Medium, Fault> {
    caller.must(COURSES_WRITE)?;
    let actor = caller.actor().clone();
    let read = app.db().read(move |tx| {
        let desk: Desk = desk(tx, &actor, id)?;
        let at = desk.at(key)?;
        if !desk.access.write {
            return Err(Fault::forbidden());
        }
        Medium::of(tx, &desk, at)?.ok_or(Fault::NotFound)
    });
    read.await
}

/// Subtitles of a lesson
///
/// Of the film or sound of a lesson that the caller may write, in the order in which they came.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/lessons/{lesson}/tracks", tag = "authoring", operation_id = "lesson_tracks",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "Its subtitles.", body = Collection<TrackJson>))
)]
pub async fn tracks(
    State(app): State<App>,
    caller: Caller,
    Path((id, key)): Path<(Uuid, Uuid)>,
) -> Result<Json<Collection<TrackJson>>, Fault> {
    let found = medium(&app, &caller, id, key).await?.tracks;
    Ok(Json(Collection::whole(found.into_iter().map(TrackJson::from).collect())))
}

/// Subtitles to be kept.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepTrackJson {
    /// The language: `zh-Hans`, `zh-Hant`, `en`, `ja`, `ko`, `ru`, `fr` or `es`.
    lang: String,
    /// Their text, WebVTT or SRT.
    #[schema(min_length = 1)]
    text: String,
    /// The count of changes that was read of those in this language; where it has gone on, the answer is 409. To be left
    /// out where there are none.
    #[schema(value_type = Option<i64>, minimum = 1)]
    version: Option<Seen>,
}

/// Keep subtitles of a lesson
///
/// Of the draft, in place of those in the same language. WebVTT and SRT are taken and kept as clean WebVTT. With
/// `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/tracks", tag = "authoring", operation_id = "keep_lesson_track",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body = KeepTrackJson, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The subtitles are kept.", body = TrackJson))
)]
pub async fn keep_track(
    State(app): State<App>,
    caller: Caller,
    Path((id, key)): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<KeepTrackJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let (lang, label) =
        LANGUAGES.into_iter().find(|(lang, _)| *lang == body.lang).ok_or_else(|| choice("lang"))?;
    let mut form = fields([("text", Some(body.text))]);
    let text = form.text("text", Text::required(MOST_BYTES).lines());
    let cues = match track::read(&text) {
        Ok(cues) => cues,
        Err(wrong) => {
            form.refuse("text", wrong.msg());
            Vec::new()
        }
    };
    sound(&form, str::to_owned)?;
    let (fresh, act, vtt, label) = (app.id(), Act::of(&caller), track::write(&cues), caller.l.t(label));
    let seen = body.version.map(|seen| seen.0);
    let unit = move |tx: &mut Tx<'_>| {
        let (it, lesson) = of_draft(tx, &act, (id, key))?;
        let file = lesson.file_id.ok_or(Fault::NotFound)?;
        let before = track::of_file(tx, file)?.into_iter().find(|own| own.lang == lang);
        if before.as_ref().map(|own| own.version) != seen {
            return Err(Fault::Conflict(Msg::new("web-fault-stale")));
        }
        if before.is_none_or(|own| own.vtt != vtt) {
            track::keep(tx, fresh, file, (lang, &label), &vtt, act.at)?;
            note(tx, &it, &lesson, &act, "catalog.track-kept", &label)?;
        }
        let kept = track::of_file(tx, file)?.into_iter().find(|own| own.lang == lang);
        Ok(Answer::done(TrackJson::from(kept.ok_or(Fault::NotFound)?)))
    };
    repeat.once(&caller, None, unit).await
}

/// Remove subtitles of a lesson
///
/// Of the draft. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/tracks/{track}/deletion", tag = "authoring",
    operation_id = "remove_lesson_track",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key."),
           ("track" = Uuid, Path, description = "The subtitles.")),
    request_body = Nothing, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The subtitles as they were.", body = TrackJson))
)]
pub async fn remove_track(
    caller: Caller,
    Path((id, key, own)): Path<(Uuid, Uuid, Uuid)>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        let (it, lesson) = of_draft(tx, &act, (id, key))?;
        let own = track::get(tx, own)?.filter(|own| Some(own.file_id) == lesson.file_id);
        let own = own.ok_or(Fault::NotFound)?;
        track::remove(tx, own.id)?;
        note(tx, &it, &lesson, &act, "catalog.track-removed", &own.label)?;
        Ok(Answer::done(TrackJson::from(own)))
    };
    repeat.once(&caller, None, unit).await
}

/// Where a part of a film or sound begins.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChapterJson {
    /// Milliseconds from the beginning.
    pub at_ms: i64,
    /// What it is called.
    pub title: String,
}

/// The chapters of a lesson's film or sound.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChaptersJson {
    /// Their count of changes, to be named by a change; 0 before the first.
    pub version: i64,
    /// The same as lines, as they are written: `1:30 Checking the seals`.
    pub text: String,
    /// In order.
    pub chapters: Vec<ChapterJson>,
}

impl From<Kept> for ChaptersJson {
    fn from(it: Kept) -> Self {
        let text = chapter::write(&it.chapters);
        let own = |it: chapter::Chapter| ChapterJson { at_ms: it.at_ms, title: it.title };
        ChaptersJson { version: it.version, text, chapters: it.chapters.into_iter().map(own).collect() }
    }
}

/// Chapters of a lesson
///
/// Of the film or sound of a lesson that the caller may write.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/lessons/{lesson}/chapters", tag = "authoring", operation_id = "lesson_chapters",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "Its chapters.", body = ChaptersJson))
)]
pub async fn chapters(
    State(app): State<App>,
    caller: Caller,
    Path((id, key)): Path<(Uuid, Uuid)>,
) -> Result<Json<ChaptersJson>, Fault> {
    Ok(Json(medium(&app, &caller, id, key).await?.chapters.into()))
}

/// Chapters to be kept.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepChaptersJson {
    /// The count of changes that was read, 0 before the first; where it has gone on, the answer is 409.
    #[schema(minimum = 0)]
    version: i64,
    /// One a line, each with its moment and title: `1:30 Checking the seals`. Nothing: there are none.
    text: String,
}

/// Keep chapters of a lesson
///
/// Of the draft, in place of those that it has; once its medium is processed, and none beyond its end. With
/// `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/lessons/{lesson}/chapters", tag = "authoring",
    operation_id = "keep_lesson_chapters",
    params(("id" = Uuid, Path, description = "The course."),
           ("lesson" = Uuid, Path, description = "The lesson's key.")),
    request_body = KeepChaptersJson, security(("token" = ["courses.write"])),
    responses((status = 200, description = "The chapters are kept.", body = ChaptersJson))
)]
pub async fn keep_chapters(
    State(app): State<App>,
    caller: Caller,
    Path((id, key)): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<KeepChaptersJson>,
) -> Result<Response, Fault> {
    let found = medium(&app, &caller, id, key).await?;
    let length = found.item.and_then(|item| item.duration_ms);
    let length = length.ok_or_else(|| Fault::Conflict(Msg::new("catalog-chapters-unprocessed")))?;
    let mut form = fields([("text", Some(body.text)), ("version", Some(body.version.to_string()))]);
    let text = form.text("text", Text::optional(MOST_TEXT).lines());
    let seen = form.int("version", 0..=i64::MAX);
    let read = chapter::read(&text, length);
    if let Err(wrong) = &read {
        form.refuse("text", wrong.msg());
    }
    sound(&form, str::to_owned)?;
    let (chapters, act) = (read.unwrap_or_default(), Act::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        let (it, lesson) = of_draft(tx, &act, (id, key))?;
        let file = lesson.file_id.ok_or(Fault::NotFound)?;
        if chapter::of_file(tx, file)?.chapters != chapters {
            if !chapter::keep(tx, file, seen, &chapters, act.at)? {
                return Err(Fault::Conflict(Msg::new("web-fault-stale")));
            }
            note(tx, &it, &lesson, &act, "catalog.chapters-kept", "")?;
        }
        Ok(Answer::done(ChaptersJson::from(chapter::of_file(tx, file)?)))
    };
    repeat.once(&caller, None, unit).await
}
