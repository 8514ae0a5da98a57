//! Lessons that were taken out of a draft, and their way back (CRS-1).

pub mod action;
pub mod change;
pub mod page;
pub mod store;
