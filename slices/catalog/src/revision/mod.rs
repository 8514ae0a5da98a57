//! The history of a lesson's text: revisions, how they differ, the way back (CRS-1).

pub mod action;
pub mod change;
pub mod json;
pub mod page;
pub mod rules;
pub mod store;
pub mod words;
