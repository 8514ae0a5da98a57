//! Courses: lists, facts, the page on which they are written.

pub mod change;
pub mod json;
pub mod list;
pub mod rules;
pub mod store;
