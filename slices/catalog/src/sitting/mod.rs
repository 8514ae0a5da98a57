//! Who has a lesson open to write, so that others see it before they write, too (CRS-1).

pub mod action;
pub mod rules;
pub mod store;
