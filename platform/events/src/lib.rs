//! Events between slices: an outbox written in the transaction of what happened, delivered at least once to
//! handlers whose effects happen exactly once.
//!
//! [`publish`] stands at the end of a unit of work. The program gathers its [`Subscriptions`] in one place and runs
//! a [`Dispatcher`]. A handler runs inside a write unit together with the row that says "delivered", so both are
//! kept or neither is. Per subscriber, the events of one subject arrive in their order; different subjects overtake
//! one another.

mod dispatch;
mod event;
mod failure;
mod moment;
mod overview;
mod rules;
mod store;
mod subscriptions;

pub use dispatch::{Dispatcher, Options};
pub use event::{Delivered, Event, publish};
pub use failure::Failure;
pub use moment::Moment;
pub use overview::{Overview, Parked, overview, parked, purge, retry, skip};
pub use rules::{MAX_ATTEMPTS, backoff};
pub use subscriptions::Subscriptions;

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("events", "0001_events", "0002_turn")
}
