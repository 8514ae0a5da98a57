//! Studying: attention, progress, completion.

pub mod action;
pub mod change;
pub mod file;
pub mod json;
pub mod opening;
pub mod page;
pub mod picture;
pub mod rules;
pub mod store;
