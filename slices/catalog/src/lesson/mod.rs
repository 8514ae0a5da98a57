//! Lessons: the tree of a version and what its authors write.

pub mod action;
pub mod autosave;
pub mod change;
pub mod copy;
pub(crate) mod deed;
pub mod json;
pub(crate) mod library;
pub mod order;
pub mod page;
pub mod rules;
pub mod serve;
pub mod store;
pub mod upload;
