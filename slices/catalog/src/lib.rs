//! Courses: categories, versions with their tree of lessons, review, publication (CRS-1, CRS-2, CRS-3, CRS-6).
//!
//! Authors draft; reviewers judge; the centre publishes. What was submitted is changed by nobody, what was published
//! is frozen for ever; the next version begins as a copy. What learners do with a course belongs to learning.

mod access;
mod act;
pub mod api;
mod binned;
mod category;
mod changed;
mod confirm;
mod course;
mod file;
mod index;
mod jobs;
mod json;
mod kinds;
mod lesson;
mod medium;
mod notices;
mod office;
mod permissions;
mod picture;
mod review;
mod revision;
mod search;
mod sitting;
mod states;
mod synonym;
mod undo;
mod version;
mod view;
mod waiting;

pub use act::Act;
pub use changed::Changed;
pub use index::{REINDEX, reading};
pub use jobs::purge;
pub use permissions::{
    CATEGORIES_MANAGE, COURSES_PUBLISH, COURSES_READ, COURSES_WRITE, REVIEWS_DECIDE, REVIEWS_READ,
    SYNONYMS_MANAGE,
};

use axum::{
    Extension, Router,
    routing::{get, post},
};
use kinds::LessonKinds;
use xingtan_auth::Role;
use xingtan_web::{App, Place, PlaceGroup};

/// The addresses of this slice.
pub fn routes(kinds: LessonKinds) -> Router<App> {
    Router::new()
        .merge(course_routes())
        .merge(lesson_routes())
        .merge(picture_routes())
        .merge(review_routes())
        .merge(category_routes())
        .merge(search_routes())
        .layer(Extension(kinds))
}

fn course_routes() -> Router<App> {
    use course::{action, authors, edit, ending, facts, page, removal, teaching};
    Router::new()
        .route("/teaching", get(teaching::teaching))
        .route("/courses", get(page::list).post(action::create))
        .route("/courses/export", get(page::export))
        .route("/courses/new", get(page::new))
        .route("/courses/{course}/edit", get(edit::edit))
        .route("/courses/{course}/edit/facts", get(facts::facts).post(facts::save))
        .route("/courses/{course}/authors", get(authors::authors).post(authors::add))
        .route("/courses/{course}/authors/{person}/deletion", post(authors::remove))
        .route("/courses/{course}/copy", post(action::copy))
        .route("/courses/{course}/submission", post(action::submit))
        .route("/courses/{course}/words", post(action::words))
        .route("/courses/{course}/recall", post(action::recall))
        .route("/courses/{course}/publish", post(action::publish))
        .route("/courses/{course}/return", get(ending::ask_return).post(ending::send_back))
        .route("/courses/{course}/withdrawal", get(ending::ask_withdrawal).post(ending::withdraw))
        .route("/courses/{course}/take-down", get(removal::ask).post(removal::take_down))
        .route("/courses/{course}/reinstatement", post(action::reinstate))
        .route("/courses/{course}/deletion", get(ending::ask_deletion).post(ending::delete))
        .route("/courses/{course}/restoration", post(ending::restore))
        .route("/courses/{course}/versions", get(version::page::list).post(action::begin_version))
        .route("/courses/{course}/versions/deletion", get(ending::ask_discard).post(ending::discard))
        .route("/courses/{course}/versions/{version}", get(version::page::show))
}

fn lesson_routes() -> Router<App> {
    use lesson::{action, autosave, library, order, page, serve};
    use medium::{chapter, track};
    Router::new()
        .merge(history_routes())
        .route("/library/{id}/course", get(library::choose).post(library::take))
        .route("/courses/preview", post(action::preview))
        .route("/courses/{course}/edit/lessons", post(action::add))
        .route("/courses/{course}/edit/files", post(action::files))
        .route("/courses/{course}/edit/order", post(order::order))
        .route("/courses/{course}/edit/lessons/{lesson}", get(page::lesson).post(action::save))
        .route("/courses/{course}/edit/lessons/{lesson}/draft", post(autosave::draft))
        .route("/courses/{course}/edit/lessons/{lesson}/title", post(autosave::title))
        .route("/courses/{course}/edit/lessons/{lesson}/sitting", post(sitting::action::sit))
        .route("/courses/{course}/edit/lessons/{lesson}/copy", post(action::copy))
        .route("/courses/{course}/edit/lessons/{lesson}/move", post(order::step))
        .route("/courses/{course}/edit/lessons/{lesson}/file", get(serve::file))
        .route(
            "/courses/{course}/edit/lessons/{lesson}/media",
            get(medium::page::state).post(medium::action::retry),
        )
        .route(
            "/courses/{course}/edit/lessons/{lesson}/deletion",
            get(page::ask_deletion).post(action::remove),
        )
        .route("/courses/{course}/edit/lessons/{lesson}/chapters", get(chapter::page).post(chapter::save))
        .route("/courses/{course}/edit/lessons/{lesson}/tracks", post(track::add))
        .route("/courses/{course}/edit/lessons/{lesson}/tracks/{track}", get(track::page).post(track::save))
        .route(
            "/courses/{course}/edit/lessons/{lesson}/tracks/{track}/deletion",
            get(track::ask_removal).post(track::remove),
        )
        .route("/courses/{course}/preview", get(page::preview_first))
        .route("/courses/{course}/preview/{lesson}", get(page::preview))
        .route("/courses/{course}/preview/{lesson}/media/{file}", get(medium::serve::file))
}

/// What a lesson was, and lessons that were taken out.
fn history_routes() -> Router<App> {
    Router::new()
        .route("/courses/{course}/edit/bin", get(binned::page::bin))
        .route("/courses/{course}/edit/bin/{lesson}/restoration", post(binned::action::restore))
        .route("/courses/{course}/edit/lessons/{lesson}/history", get(revision::page::history))
        .route(
            "/courses/{course}/edit/lessons/{lesson}/history/{revision}/restoration",
            post(revision::action::restore),
        )
}

/// A picture itself is shown by learning, which knows who studies: `/courses/{course}/pictures/{picture}`.
fn picture_routes() -> Router<App> {
    use picture::{action, page};
    Router::new()
        .route("/courses/{course}/edit/lessons/{lesson}/pictures", post(action::add))
        .route("/courses/{course}/edit/pictures", get(page::pictures))
        .route(
            "/courses/{course}/edit/pictures/{picture}/deletion",
            get(page::ask_deletion).post(action::remove),
        )
}

fn review_routes() -> Router<App> {
    use review::{action, page};
    Router::new()
        .route("/reviews", get(page::list))
        .route("/reviews/export", get(page::export))
        .route("/reviews/{review}", get(page::review))
        .route("/reviews/{review}/checks", post(action::checks))
        .route("/reviews/{review}/remarks", post(action::remark))
        .route("/reviews/{review}/decision", post(action::decide))
}

fn category_routes() -> Router<App> {
    use category::{action, page};
    Router::new()
        .route("/courses/categories", get(page::list).post(action::add))
        .route("/courses/categories/order", post(action::order))
        .route("/courses/categories/{category}", get(page::category).post(action::save))
        .route("/courses/categories/{category}/deletion", post(action::delete))
}

/// The finders of the program are an extension of its router ([`api::Finders`]).
fn search_routes() -> Router<App> {
    use synonym::{action, page};
    Router::new()
        .route("/search", get(search::page::search))
        .route("/search/suggestions", get(search::page::suggestions))
        .route("/search/synonyms", get(page::list).post(action::add))
        .route("/search/synonyms/{synonyms}", get(page::one).post(action::save))
        .route("/search/synonyms/{synonyms}/deletion", post(action::remove))
}

/// The menu entries of this slice.
pub fn places() -> &'static [Place] {
    const PLACES: &[Place] = &[
        Place {
            href: "/teaching",
            icon: "home",
            label: "catalog-place-teaching",
            group: PlaceGroup::Teaching,
            roles: &[Role::Teacher],
            permission: Some(COURSES_WRITE),
            order: 0,
        },
        Place {
            href: "/reviews",
            icon: "check",
            label: "catalog-place-reviews",
            group: PlaceGroup::Work,
            roles: &[Role::Reviewer],
            permission: Some(REVIEWS_READ),
            order: 0,
        },
        Place {
            href: "/reviews",
            icon: "check",
            label: "catalog-place-reviews",
            group: PlaceGroup::Teaching,
            roles: &[Role::Centre, Role::Supervisor],
            permission: Some(REVIEWS_READ),
            order: 30,
        },
        Place {
            href: "/courses",
            icon: "book",
            label: "catalog-place-courses",
            group: PlaceGroup::Teaching,
            roles: &[Role::Teacher, Role::Centre, Role::Reviewer, Role::Supervisor],
            permission: None,
            order: 10,
        },
    ];
    PLACES
}

/// The addresses below `/api/v1` of this slice.
pub fn api_routes(kinds: LessonKinds) -> xingtan_web::json::ApiRouter {
    json::routes(kinds)
}

/// Role × action of this slice.
pub fn permissions() -> &'static [xingtan_auth::PermissionDef] {
    permissions::PERMISSIONS
}

/// The notices of this slice.
pub fn notices() -> &'static [xingtan_notify::NoticeKind] {
    notices::ALL
}

/// Adds this slice's kinds of jobs.
pub fn jobs(app: &App, kinds: &mut xingtan_jobs::Kinds, lesson_kinds: LessonKinds) {
    jobs::jobs(app, kinds, lesson_kinds);
}

/// What this slice orders by the clock.
pub fn schedules() -> &'static [xingtan_jobs::Schedule] {
    jobs::SCHEDULES
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("catalog", "catalog-search")
}

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!(
        "catalog",
        "0001_catalog",
        "0002_picture",
        "0003_hours",
        "0004_media",
        "0005_in_order",
        "0006_review_stages",
        "0007_take_down",
        "0008_rating",
        "0010_authoring",
        "0011_index"
    )
}
