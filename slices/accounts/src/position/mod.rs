//! Positions (岗位): whoever holds one gets what is assigned to it (ACC-10).

pub mod store;
