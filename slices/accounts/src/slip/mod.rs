//! First credentials: one-time slips and mails (ACC-1).

mod initial;
pub mod store;

pub use initial::{Credential, GOOD_FOR, Initial, is_initial, unseal};
