//! 学分排名: how the running period stands, and the rankings that are frozen (COM-6).

pub mod freeze;
mod gather;
mod interim;
pub mod json;
mod notices;
pub mod page;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
mod today;

use axum::{Router, routing::get};
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_web::{App, Place, PlaceGroup};

pub use gather::{MINIMUM, Order, minimums};
pub use interim::INTERIM;
pub use today::line as today;

/// Menus.
pub const PLACE: Place = Place {
    href: page::HERE,
    icon: "chart",
    label: "honours-rankings",
    group: PlaceGroup::Study,
    roles: &[],
    permission: None,
    order: 30,
};

/// Pages.
pub fn routes() -> Router<App> {
    Router::new().route("/rankings", get(page::list)).route("/rankings/{id}", get(page::one))
}

/// Kinds of notices.
pub const NOTICES: &[NoticeKind] = &[notices::RANKED];

/// What the clock orders.
pub const SCHEDULES: [Schedule; 2] = [freeze::NIGHTLY, interim::HOURLY];

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    let settings = app.settings().clone();
    kinds.on(freeze::FREEZE, move |run| freeze::run(run, settings.clone()));
    let settings = app.settings().clone();
    kinds.on(interim::INTERIM, move |run| interim::run(run, settings.clone()));
}
