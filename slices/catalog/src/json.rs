//! What programs get of the catalogue, below `/api/v1` (OPS-7).

use crate::{
    category, course,
    kinds::LessonKinds,
    lesson, medium, review, revision,
    states::{CourseState, ReviewState, VersionState},
    version,
};
use axum::Extension;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, json::ApiRouter};

/// The addresses of this slice with their documentation.
pub fn routes(kinds: LessonKinds) -> ApiRouter {
    ApiRouter::new()
        .merge(courses())
        .merge(lessons())
        .merge(reviews())
        .merge(found())
        .routes(routes!(category::json::list, category::json::add))
        .routes(routes!(category::json::save))
        .layer(Extension(kinds))
}

fn courses() -> ApiRouter {
    use course::json::{desk, way};
    ApiRouter::new()
        .routes(routes!(course::json::list, desk::begin))
        .routes(routes!(course::json::one))
        .routes(routes!(desk::list))
        .routes(routes!(desk::one))
        .routes(routes!(desk::copy))
        .routes(routes!(desk::save_facts))
        .routes(routes!(way::submit))
        .routes(routes!(way::recall))
        .routes(routes!(way::publish))
        .routes(routes!(way::send_back))
        .routes(routes!(way::withdraw))
        .routes(routes!(way::take_down))
        .routes(routes!(way::reinstate))
        .routes(routes!(way::delete))
        .routes(routes!(way::restore))
        .routes(routes!(version::json::list, way::begin_version))
        .routes(routes!(way::discard))
        .routes(routes!(version::json::one))
}

fn lessons() -> ApiRouter {
    use lesson::json;
    ApiRouter::new()
        .routes(routes!(json::one))
        .routes(routes!(json::add))
        .routes(routes!(json::upload))
        .routes(routes!(json::save))
        .routes(routes!(json::replace))
        .routes(routes!(json::place))
        .routes(routes!(json::remove))
        .routes(routes!(revision::json::list))
        .routes(routes!(revision::json::one))
        .routes(routes!(revision::json::restore))
        .routes(routes!(revision::json::copy))
        .routes(routes!(revision::json::put_back))
        .routes(routes!(medium::json::tracks, medium::json::keep_track))
        .routes(routes!(medium::json::remove_track))
        .routes(routes!(medium::json::chapters, medium::json::keep_chapters))
}

fn found() -> ApiRouter {
    use crate::synonym::json;
    ApiRouter::new()
        .routes(routes!(crate::search::json::search))
        .routes(routes!(json::list, json::add))
        .routes(routes!(json::save))
        .routes(routes!(json::remove))
}

fn reviews() -> ApiRouter {
    use review::json;
    ApiRouter::new()
        .routes(routes!(json::list))
        .routes(routes!(json::one))
        .routes(routes!(json::remark))
        .routes(routes!(json::decide))
}

/// A field that names nothing one may choose.
pub(crate) fn choice(field: &str) -> Fault {
    Fault::Invalid(vec![(field.to_owned(), Msg::new("web-form-choice"))])
}

/// Where a course stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CourseStateJson {
    /// Never published; its author writes it.
    Draft,
    /// Never published; a reviewer judges it.
    InReview,
    /// Never published; it waits for the centre.
    Approved,
    /// Learners study it. A further version may be under way.
    Published,
    /// Taken back by the centre; nobody new gets in.
    Withdrawn,
}

impl From<CourseState> for CourseStateJson {
    fn from(state: CourseState) -> Self {
        match state {
            CourseState::Draft => CourseStateJson::Draft,
            CourseState::InReview => CourseStateJson::InReview,
            CourseState::Approved => CourseStateJson::Approved,
            CourseState::Published => CourseStateJson::Published,
            CourseState::Withdrawn => CourseStateJson::Withdrawn,
        }
    }
}

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VersionStateJson {
    /// Its author writes it.
    Draft,
    /// Submitted: nobody changes it.
    InReview,
    /// Reviewed: it waits for the centre, and nobody changes it.
    Approved,
    /// In force, frozen.
    Published,
    /// Replaced by a later one, frozen.
    Retired,
}

impl From<VersionState> for VersionStateJson {
    fn from(state: VersionState) -> Self {
        match state {
            VersionState::Draft => VersionStateJson::Draft,
            VersionState::InReview => VersionStateJson::InReview,
            VersionState::Approved => VersionStateJson::Approved,
            VersionState::Published => VersionStateJson::Published,
            VersionState::Retired => VersionStateJson::Retired,
        }
    }
}

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewStateJson {
    /// It waits for a decision.
    Open,
    /// Approved.
    Approved,
    /// Returned to the author with reasons.
    Returned,
    /// Taken back by the author.
    Recalled,
}

impl From<ReviewState> for ReviewStateJson {
    fn from(state: ReviewState) -> Self {
        match state {
            ReviewState::Open => ReviewStateJson::Open,
            ReviewState::Approved => ReviewStateJson::Approved,
            ReviewState::Returned => ReviewStateJson::Returned,
            ReviewState::Recalled => ReviewStateJson::Recalled,
        }
    }
}

impl From<ReviewStateJson> for ReviewState {
    fn from(state: ReviewStateJson) -> Self {
        match state {
            ReviewStateJson::Open => ReviewState::Open,
            ReviewStateJson::Approved => ReviewState::Approved,
            ReviewStateJson::Returned => ReviewState::Returned,
            ReviewStateJson::Recalled => ReviewState::Recalled,
        }
    }
}
