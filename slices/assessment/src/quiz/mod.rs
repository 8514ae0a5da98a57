//! Quizzes: questions of choice that a lesson of a course asks.

pub mod action;
pub mod change;
pub mod edit;
pub mod hooks;
pub mod json;
pub mod preview;
pub mod question;
pub mod rules;
pub mod store;
