//! Courses: categories, versions with their tree of lessons, review, publication (CRS-1, CRS-2, CRS-3, CRS-6).
//!
//! Authors draft; reviewers judge; the centre publishes. What was submitted is changed by nobody, what was published
//! is frozen for ever; the next version begins as a copy. What learners do with a course belongs to learning.

mod access;
mod act;
pub mod api;
mod category;
mod changed;
mod course;
mod file;
mod json;
mod kinds;
mod lesson;
mod permissions;
mod review;
mod states;
mod version;

pub use act::Act;
pub use changed::Changed;
pub use permissions::{
    CATEGORIES_MANAGE, COURSES_PUBLISH, COURSES_READ, COURSES_WRITE, REVIEWS_DECIDE, REVIEWS_READ,
};

/// The addresses below `/api/v1` of this slice.
pub fn api_routes() -> xingtan_web::json::ApiRouter {
    json::routes()
}

/// Role × action of this slice.
pub fn permissions() -> &'static [xingtan_auth::PermissionDef] {
    permissions::PERMISSIONS
}

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("catalog", "0001_catalog")
}
