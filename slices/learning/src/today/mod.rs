//! 今天: the learner's start page.

pub mod lines;
pub mod page;
