//! Stories at the door, on both engines: each person acts through the pages, as a browser would.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops where it stands")]

mod account;
mod authenticator;
mod helped;
mod jobs;
mod pages;
mod passkey;
mod passkey_attacks;
mod security;
mod setup;
mod sign_in;
mod town;
