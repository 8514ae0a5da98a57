//! 学分与学时: the own ledger, and the own learner file (LRN-6, ACC-12).

pub mod offline;
pub mod page;
mod pdf;
