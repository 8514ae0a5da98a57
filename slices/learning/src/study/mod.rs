//! Studying: attention, progress, completion.

pub mod change;
pub mod rules;
pub mod store;
