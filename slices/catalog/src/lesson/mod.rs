//! Lessons: the tree of a version and what its authors write.

pub mod change;
pub mod rules;
pub mod store;
