//! Quizzes and, later, exams, question banks, homework and grade books (EXM).
//!
//! Assessment keeps what a quiz lesson of the catalogue asks and what people answer; what a pass means for a course
//! is learning's. A quiz of a published version is frozen; a new version of the course gets a copy.

pub mod api;
mod attempt;
mod jobs;
mod quiz;

use axum::{
    Extension, Router,
    routing::{get, post},
};
use xingtan_catalog::api::LessonKinds;
use xingtan_web::App;

/// The addresses of this slice: where a quiz is written and previewed. Taking one belongs to learning.
pub fn routes(kinds: LessonKinds) -> Router<App> {
    use quiz::{action, edit, preview, question};
    const QUIZ: &str = "/courses/{course}/edit/lessons/{lesson}/quiz";
    let at = |rest: &str| format!("{QUIZ}{rest}");
    Router::new()
        .route(QUIZ, get(edit::edit).post(action::save))
        .route(&at("/questions"), post(action::add))
        .route(&at("/questions/new"), get(question::new))
        .route(&at("/questions/{question}"), get(question::question).post(action::save_question))
        .route(&at("/questions/{question}/move"), post(action::step))
        .route(&at("/questions/{question}/deletion"), get(question::ask_deletion).post(action::remove))
        .route("/courses/{course}/preview/{lesson}/quiz", get(preview::preview))
        .layer(Extension(kinds))
}

/// The addresses below `/api/v1` of this slice: quizzes for those who write them.
pub fn api_routes() -> xingtan_web::json::ApiRouter {
    quiz::json::routes()
}

/// Adds this slice's kinds of jobs.
pub fn jobs(app: &App, kinds: &mut xingtan_jobs::Kinds) {
    jobs::jobs(app, kinds);
}

/// What this slice orders by the clock.
pub fn schedules() -> &'static [xingtan_jobs::Schedule] {
    jobs::SCHEDULES
}

/// Role × action of this slice: a quiz is written by whoever may write its course.
pub fn permissions() -> &'static [xingtan_auth::PermissionDef] {
    &[]
}

/// The menu entries of this slice: a quiz is reached through its course.
pub fn places() -> &'static [xingtan_web::Place] {
    &[]
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("assessment")
}

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("assessment", "0001_assessment")
}
