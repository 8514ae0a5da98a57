//! Reviews: the gate between a draft and its publication (CRS-6).

pub mod change;
pub mod rules;
pub mod store;
