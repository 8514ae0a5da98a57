//! Enrolments: one person in one course.

pub mod store;
