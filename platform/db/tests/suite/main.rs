//! The check suite of the facade: every check runs on both engines, unless it is about one of them.

#![expect(clippy::unwrap_used, reason = "a check that cannot go on has failed")]

mod beside;
mod both;
mod dumps;
mod faults;
mod killed;
mod migrations;
mod pressure;
mod units;
mod values;
