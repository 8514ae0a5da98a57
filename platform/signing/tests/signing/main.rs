//! Signatures as other programs see them, what becomes of changed files, and who signs.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;
mod identity;
mod readers;
mod tampering;
