//! 起草: writing a version: its heading, articles and the rules bound to them, and submitting it.

pub mod action;
pub mod article;
pub mod control;
pub mod page;
