//! The check suite of the facade: every check runs on both engines, unless it is about one of them.

mod both;
mod units;
mod values;
