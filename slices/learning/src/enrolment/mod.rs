//! Enrolments: one person in one course.

pub mod access;
pub mod change;
pub mod figures;
pub mod json;
pub mod list;
pub mod own;
pub mod page;
pub mod real_name;
pub mod state;
pub mod store;
pub mod taken_down;
