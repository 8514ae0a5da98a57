//! Versions of a course: what an author writes, what learners study, what they studied before.

pub mod change;
pub mod json;
pub mod page;
pub mod rules;
pub mod store;
