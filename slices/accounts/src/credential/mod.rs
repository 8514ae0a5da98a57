//! Secrets of an account: password, first password, second factor, lockout (ACC-5, ACC-7).

pub mod change;
pub mod common;
pub mod keep;
pub mod prove;
pub mod recovery;
pub mod store;
pub mod totp;
