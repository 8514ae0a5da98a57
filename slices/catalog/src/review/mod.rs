//! Reviews: the gate between a draft and its publication (CRS-6).

pub mod action;
pub mod change;
pub(crate) mod deed;
pub mod json;
pub mod lists;
pub mod page;
pub mod precheck;
pub(crate) mod reach;
pub mod responsible;
pub mod rules;
pub mod stages;
pub mod store;
