//! Cohorts (群组): fixed members, or by a rule of unit and position (ACC-10).

pub mod store;
