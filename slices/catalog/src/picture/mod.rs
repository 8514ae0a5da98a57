//! Pictures in a course's texts (CRS-3, CRS-4): they belong to the course, whichever of its versions show them.

pub mod action;
pub mod change;
pub mod format;
pub mod page;
pub mod rules;
pub mod store;
