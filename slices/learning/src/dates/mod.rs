//! 日程: a person's dates by month, and the same as a feed that calendar programs subscribe to (CRS-11, STD-10).
//!
//! What is a date, each slice says of its own: learning of courses and certificates ([`own`]), slices above by a
//! [`DateTeller`] that the program registers. A feed is an address with a secret end; whoever has it reads titles and
//! times, nothing else, until its owner ends it or loses the account.

pub mod action;
pub mod change;
pub mod feed;
pub mod json;
pub mod own;
pub mod page;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_clock::{Date, Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};
use xingtan_web::App;

/// What a date is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateKind {
    /// A course opens.
    Opens,
    /// Something is due.
    Due,
    /// Electives may be chosen until then.
    Choice,
    /// Training held without the platform.
    Training,
    /// A certificate ends.
    Expires,
    /// A course has to be looked at again by whoever answers for it.
    Check,
}

impl DateKind {
    /// Fluent key of its name.
    pub fn label(self) -> &'static str {
        match self {
            DateKind::Opens => "learning-date-opens",
            DateKind::Due => "learning-date-due",
            DateKind::Choice => "learning-date-choice",
            DateKind::Training => "learning-date-training",
            DateKind::Expires => "learning-date-expires",
            DateKind::Check => "learning-date-check",
        }
    }
}

/// When something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At a moment.
    At(Timestamp),
    /// On a day as a whole.
    On(Date),
}

/// One date of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Names it for ever: moved to another day it stays the same (RFC 5545, section 3.8.4.7).
    pub uid: String,
    /// What it is about.
    pub kind: DateKind,
    /// What it is called.
    pub title: String,
    /// When it is.
    pub when: When,
    /// Where it leads, a path.
    pub href: String,
    /// Whether it is done, so that nothing is missed.
    pub done: bool,
}

/// Whose dates are asked for, and of which time.
#[derive(Clone, Debug)]
pub struct DatesAsked {
    /// The person.
    pub person: Uuid,
    /// Path of their unit.
    pub unit_path: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The institution's time zone.
    pub zone: Zone,
    /// Now.
    pub now: Timestamp,
}

impl DatesAsked {
    /// From the first moment up to the one after the last.
    pub fn span(&self) -> (Timestamp, Timestamp) {
        (self.zone.start_of(self.from), self.zone.end_of(self.to))
    }
}

/// The dates of a person that a slice knows. A constant number of statements.
pub type DateTeller = fn(&mut Tx<'_>, &DatesAsked) -> Result<Vec<Dated>>;

/// Those who know of dates; the program lays it over the routes.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateTellers(pub &'static [DateTeller]);

impl DateTellers {
    /// All dates of a person in a time, in their order.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) fn all(self, tx: &mut Tx<'_>, asked: &DatesAsked) -> Result<Vec<Dated>> {
        let mut all = own::dates(tx, asked)?;
        for teller in self.0 {
            all.extend(teller(tx, asked)?);
        }
        all.retain(|it| (asked.from..=asked.to).contains(&rules::day(&it.when, &asked.zone)));
        rules::in_order(&mut all, &asked.zone);
        Ok(all)
    }
}

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/dates", get(page::month))
        .route("/dates/feed", get(page::feed).post(action::make))
        .route("/dates/feed/end", post(action::end))
        .route("/calendar/{file}", get(feed::feed))
}
