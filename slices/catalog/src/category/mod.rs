//! Categories of courses (CRS-2).

pub mod action;
pub(crate) mod change;
pub mod json;
pub mod page;
pub mod rules;
pub mod store;
