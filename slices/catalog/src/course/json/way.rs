//! The way of a course to its learners, and back: submitted, judged, published, withdrawn, changed anew.

use super::desk::DeskCourseJson;
use crate::{
    Act,
    course::{
        action::{MESSAGE, REASON},
        deed,
    },
    kinds::LessonKinds,
    permissions::{COURSES_PUBLISH, COURSES_TAKE_DOWN, COURSES_WRITE},
    version::change::Begun,
};
use axum::{Extension, extract::Path, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::{
    Fault, Text,
    json::{Answer, Caller, Nothing, Post, fields, sound},
};

/// A word to the reviewer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageJson {
    /// What the reviewer should know.
    #[serde(default)]
    #[schema(max_length = 500)]
    message: String,
}

/// Why something is taken from others.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonJson {
    /// Why; those whom it concerns read it.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
}

fn text(field: &'static str, given: String, rule: Text) -> Result<String, Fault> {
    let mut form = fields([(field, Some(given))]);
    let text = form.text(field, rule);
    sound(&form, str::to_owned)?;
    Ok(text)
}

/// Submit a course for review
///
/// The draft, once nothing is missing (`missing` of the desk); else 409. From here on nobody changes it.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/submission", tag = "authoring", operation_id = "submit_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = MessageJson,
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "It waits for a reviewer.", body = DeskCourseJson))
)]
pub async fn submit(
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<MessageJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let message = text("message", body.message, MESSAGE)?;
    crate::course::action::note_words(&caller, &kinds, id).await?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::submit(tx, &kinds, id, &message, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Take a submission back
///
/// Also a version that was approved: it is then approved no more.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/recall", tag = "authoring", operation_id = "recall_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = Nothing,
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "The version is a draft again.", body = DeskCourseJson))
)]
pub async fn recall(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::recall(tx, id, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Publish a course
///
/// Its approved version. Whoever wrote or reviewed it does not publish it: 409.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/publication", tag = "authoring", operation_id = "publish_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = Nothing,
    security(("token" = ["courses.publish"])),
    responses((status = 200, description = "Learners study it.", body = DeskCourseJson))
)]
pub async fn publish(
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_PUBLISH)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::publish(tx, &kinds, id, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Send an approved course back
///
/// To its author instead of publishing it.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/return", tag = "authoring", operation_id = "return_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = ReasonJson,
    security(("token" = ["courses.publish"])),
    responses((status = 200, description = "The version is a draft again.", body = DeskCourseJson))
)]
pub async fn send_back(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<ReasonJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_PUBLISH)?;
    let reason = text("reason", body.reason, REASON)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::send_back(tx, id, &reason, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Withdraw a published course
///
/// Nobody new gets in; what was studied stays.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/withdrawal", tag = "authoring", operation_id = "withdraw_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = ReasonJson,
    security(("token" = ["courses.publish"])),
    responses((status = 200, description = "It is withdrawn.", body = DeskCourseJson))
)]
pub async fn withdraw(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<ReasonJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_PUBLISH)?;
    let reason = text("reason", body.reason, REASON)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::withdraw(tx, id, &reason, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Take a course down at once
///
/// From everybody, those who study it included. It comes back by a reviewed version alone.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/take-down", tag = "authoring", operation_id = "take_down_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = ReasonJson,
    security(("token" = ["courses.take-down"])),
    responses((status = 200, description = "It is taken down.", body = DeskCourseJson))
)]
pub async fn take_down(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<ReasonJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_TAKE_DOWN)?;
    let reason = text("reason", body.reason, REASON)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::take_down(tx, id, &reason, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Offer a withdrawn course again
///
/// With the version that was in force: it was reviewed and did not change.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/reinstatement", tag = "authoring", operation_id = "reinstate_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = Nothing,
    security(("token" = ["courses.publish"])),
    responses((status = 200, description = "Learners study it again.", body = DeskCourseJson))
)]
pub async fn reinstate(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_PUBLISH)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::reinstate(tx, id, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Give up the version under way
///
/// Of a course that was published before, as long as it was not submitted.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/versions/deletion", tag = "authoring", operation_id = "discard_course_version",
    params(("id" = Uuid, Path, description = "The course.")), request_body = Nothing,
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "The version is gone.", body = DeskCourseJson))
)]
pub async fn discard(
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::discard(tx, &kinds, id, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Put a course into the bin
///
/// Only one that was never published. The bin is emptied after 30 days.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/deletion", tag = "authoring", operation_id = "delete_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = Nothing,
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "It lies in the bin.", body = DeskCourseJson))
)]
pub async fn delete(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::delete(tx, id, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Take a course out of the bin
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/restoration", tag = "authoring", operation_id = "restore_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = Nothing,
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "It is a draft again.", body = DeskCourseJson))
)]
pub async fn restore(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        deed::restore(tx, id, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Begin the next version of a course
///
/// As a copy of the latest; learners keep the published one. Where one is under way, that one goes on.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/versions", tag = "authoring", operation_id = "begin_course_version",
    params(("id" = Uuid, Path, description = "The course.")), request_body = Nothing,
    security(("token" = ["courses.write"])),
    responses((status = 201, description = "The version is there.", body = DeskCourseJson,
               headers(("location" = String, description = "Where the version is to be found."))))
)]
pub async fn begin_version(
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        let (Begun::New(version) | Begun::Open(version)) = deed::begin_version(tx, &kinds, id, &act)?;
        let there = format!("/api/v1/courses/{id}/versions/{version}");
        Ok(Answer::made(there, DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}
