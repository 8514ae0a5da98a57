//! 学分与学时: the ledger.

pub mod json;
pub mod list;
pub mod store;
