//! Quizzes: questions of choice that a lesson of a course asks.

pub mod change;
pub mod hooks;
pub mod rules;
pub mod store;
