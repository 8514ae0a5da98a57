//! 同义词: words that mean the same to those who search, kept by the centre (CRS-2). The words themselves belong to
//! `platform/search`; here are their pages, and the trail.

pub mod action;
mod change;
pub mod json;
pub mod page;
