//! Enrolments: one person in one course.

pub mod access;
pub mod change;
pub mod store;
