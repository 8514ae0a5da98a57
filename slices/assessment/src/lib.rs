//! Quizzes and, later, exams, question banks, homework and grade books (EXM).
//!
//! Assessment keeps what a quiz lesson of the catalogue asks and what people answer; what a pass means for a course
//! is learning's. A quiz of a published version is frozen; a new version of the course gets a copy.

pub mod api;
mod attempt;
mod quiz;

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("assessment", "0001_assessment")
}
