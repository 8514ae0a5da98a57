//! 证书模板: what certificates look like and say, and which courses bring them.

pub mod action;
pub mod form;
pub mod page;
pub mod store;
