//! Versions of a course for those who write, judge or publish it.

use super::store::{self, Version};
use crate::{
    access,
    course::{edit::desk_at, page::must_see},
    json::VersionStateJson,
    lesson::json::DraftLessonJson,
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Caller, Collection},
};

/// A version of a course.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionJson {
    /// Its id.
    pub id: Uuid,
    /// Its number; the first is 1.
    pub number: i64,
    /// Where it stands.
    pub state: VersionStateJson,
    /// Title of the course in this version.
    pub title: String,
    /// When it was begun, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub begun_at: Timestamp,
    /// When facts or tree were last changed, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// When it was published, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Timestamp>,
    /// Counts changes of facts and tree.
    pub version: i64,
}

impl From<&Version> for VersionJson {
    fn from(it: &Version) -> Self {
        VersionJson {
            id: it.id,
            number: it.number,
            state: it.state.into(),
            title: it.title.clone(),
            begun_at: it.created_at,
            updated_at: it.updated_at,
            published_at: it.published_at,
            version: it.version,
        }
    }
}

/// A version with its facts and its tree of lessons.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionDetailJson {
    /// What lists say of it.
    #[serde(flatten)]
    pub head: VersionJson,
    /// The course.
    pub course: Uuid,
    /// One or two sentences.
    pub summary: String,
    /// `basic`, `intermediate` or `advanced`.
    pub level: String,
    /// Its category.
    pub category: Option<Uuid>,
    /// Who teaches it.
    pub lecturer: String,
    /// Credits, in hundredths.
    pub credits: i64,
    /// Whether videos and audio are watched in order the first time.
    pub in_order: bool,
    /// Introduction, Markdown.
    pub introduction: String,
    /// Objectives, Markdown.
    pub objectives: String,
    /// Syllabus, Markdown.
    pub syllabus: String,
    /// How learners are examined, Markdown.
    pub criteria: String,
    /// Its lessons, each before what stands below it; each lesson's own address gives its text.
    pub tree: Vec<DraftLessonJson>,
}

/// Versions of a course
///
/// All of them, the newest first.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/versions", tag = "authoring", operation_id = "course_versions",
    params(("id" = Uuid, Path, description = "The course.")),
    security(("token" = ["courses.read"]), ("token" = ["courses.write"])),
    responses((status = 200, description = "The versions.", body = Collection<VersionJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<Collection<VersionJson>>, Fault> {
    must_see(&caller)?;
    let actor = caller.actor().clone();
    let read = app.db().read(move |tx| {
        access::readable(tx, &actor, id)?;
        Ok::<_, Fault>(store::of_course(tx, id)?)
    });
    Ok(Json(Collection::whole(read.await?.iter().map(VersionJson::from).collect())))
}

/// A version of a course
///
/// With its facts and the tree of its lessons.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/versions/{version}", tag = "authoring", operation_id = "course_version",
    params(("id" = Uuid, Path, description = "The course."), ("version" = Uuid, Path, description = "The version.")),
    security(("token" = ["courses.read"]), ("token" = ["courses.write"])),
    responses((status = 200, description = "The version.", body = VersionDetailJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path((id, version)): Path<(Uuid, Uuid)>,
) -> Result<Json<VersionDetailJson>, Fault> {
    must_see(&caller)?;
    let actor = caller.actor().clone();
    let desk = app.db().read(move |tx| desk_at(tx, &actor, id, version)).await?;
    Ok(Json(VersionDetailJson {
        head: VersionJson::from(&desk.version),
        course: desk.course.id,
        tree: desk.lessons.into_iter().map(DraftLessonJson::from).collect(),
        summary: desk.version.summary,
        level: desk.version.level,
        category: desk.version.category_id,
        lecturer: desk.version.lecturer_name,
        credits: desk.version.credits,
        in_order: desk.version.in_order,
        introduction: desk.version.introduction_md,
        objectives: desk.version.objectives_md,
        syllabus: desk.version.syllabus_md,
        criteria: desk.version.criteria_md,
    }))
}
