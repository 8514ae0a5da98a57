//! Categories of courses (CRS-2).

pub mod action;
pub mod page;
pub mod rules;
pub mod store;
