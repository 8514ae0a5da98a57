//! Reviews: the gate between a draft and its publication (CRS-6).

pub mod action;
pub mod change;
pub(crate) mod deed;
pub mod json;
pub mod page;
pub mod rules;
pub mod store;
