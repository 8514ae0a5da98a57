//! 放宽网络学时比例: a large or travelling department asks for a wider share for some months; the training centre decides.

pub(super) mod action;
pub mod change;
pub(super) mod page;
pub mod rules;
pub mod store;
