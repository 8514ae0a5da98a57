//! People and their accounts (ACC-1, ACC-2, ACC-5, ACC-6).

mod deed;
pub mod events;
pub mod json;
pub mod keys;
pub mod lists;
pub mod open;
pub mod rules;
pub mod store;
pub mod targets;

pub use deed::{Deed, Prepared};

#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
