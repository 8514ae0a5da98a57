//! Courses: lists, facts, the page on which they are written, the way to their learners.

pub mod action;
pub mod authors;
pub mod change;
pub(crate) mod copy;
pub(crate) mod deed;
pub mod edit;
pub mod ending;
pub mod facts;
pub mod json;
pub mod list;
pub mod page;
pub mod pane;
pub mod removal;
pub mod rules;
pub mod store;
pub mod teaching;
