//! Roles granted on nodes of the organisation (ACC-10).

pub mod store;
