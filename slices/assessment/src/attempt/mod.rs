//! Attempts: what a person answers, and what comes of it.

pub mod change;
pub mod paper;
pub mod rules;
pub mod store;
