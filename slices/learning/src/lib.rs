//! Learning: enrolments, honest progress, completion, credits (LRN, CRS-3).
//!
//! What a course is belongs to catalog, what a quiz asks to assessment, who people are to accounts. Here is what
//! people do with a course: one calculation of completion (`study`), used by pages, API and reports alike.

pub mod api;
mod assignment;
mod catalogue;
mod certificate;
mod correction;
mod credit;
mod dates;
mod department;
mod desk;
mod enrolment;
mod events;
use xingtan_web::export;
mod facts;
mod handover;
mod json;
mod note;
mod notification;
mod past;
mod progress;
mod quiz;
mod record;
mod sets;
mod study;
mod today;
mod training;
mod work;

use axum::{
    Extension, Router,
    routing::{get, post},
};
use xingtan_catalog::api::LessonKinds;
use xingtan_web::App;

pub use work::{jobs, notices, permissions, places, schedules, subscriptions};

/// The addresses below `/api/v1` of this slice.
pub fn api_routes(kinds: LessonKinds) -> xingtan_web::json::ApiRouter {
    json::routes(kinds)
}

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!(
        "learning",
        "0001_learning",
        "0002_reminder",
        "0003_attention",
        "0004_watched",
        "0005_note",
        "0006_certificate",
        "0009_correction",
        "0010_training",
        "0011_taken",
        "0012_stretch",
        "0013_figures",
        "0014_certificate_holds",
        "0015_used_before",
        "0016_handover",
        "0017_contact_told",
        "0018_feed"
    )
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!(
        "learning",
        "learning-work",
        "learning-offline",
        "learning-statement",
        "learning-certificate",
        "learning-correction",
        "learning-training",
        "learning-health",
        "learning-window",
        "learning-handover",
        "learning-dates"
    )
}

/// The pages of this slice.
pub fn routes(kinds: LessonKinds) -> Router<App> {
    Router::new()
        .route("/courses/{course}", get(study::page::course))
        .route("/courses/{course}/progress", get(progress::page::page))
        .route("/courses/{course}/progress/{format}", get(progress::page::export))
        .route("/courses/{course}/enrolments", post(study::action::enrol))
        .route("/courses/{course}/lessons/{lesson}", get(study::page::lesson))
        .route("/courses/{course}/lessons/{lesson}/attention", post(study::action::attention))
        .route("/courses/{course}/lessons/{lesson}/media/{file}", get(study::media::media))
        .route("/courses/{course}/lessons/{lesson}/notes", post(note::action::add))
        .route("/courses/{course}/lessons/{lesson}/presence", post(study::action::presence))
        .route("/courses/{course}/lessons/{lesson}/read", post(study::action::read))
        .route("/courses/{course}/lessons/{lesson}/taken", get(study::taken::page))
        .route("/courses/{course}/lessons/{lesson}/taken/{file}", get(study::taken::part))
        .route("/offline", get(study::taken::shelf))
        .route("/courses/{course}/lessons/{lesson}/file", get(study::file::file))
        .route("/courses/{course}/pictures/{picture}", get(study::picture::picture))
        .route("/courses/{course}/lessons/{lesson}/attempts", post(study::action::begin_quiz))
        .route("/courses/{course}/lessons/{lesson}/answers", post(study::action::hand_in))
        .merge(certificate::routes())
        .merge(handover::routes())
        .merge(dates::routes())
        .merge(work::routes())
        .layer(Extension(study::media::Grants::default()))
        .layer(Extension(kinds))
}
