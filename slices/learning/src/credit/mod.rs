//! 学分与学时: the ledger.

pub mod store;
