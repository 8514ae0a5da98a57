//! Categories of courses (CRS-2).

pub mod rules;
pub mod store;
