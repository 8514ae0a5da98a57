//! Stories at the door, on both engines: each person acts through the pages, as a browser would.

mod account;
mod helped;
mod jobs;
mod pages;
mod security;
mod setup;
mod sign_in;
mod town;
