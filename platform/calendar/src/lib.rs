//! The institution's calendar: big and small weeks, holidays, swapped working days, working hours, shifts, and the
//! windows in which learning counts (LRN-3).
//!
//! Everything that decides is pure: a [`Calendar`] is plain data, a [`Roster`] is the calendar as the people of one
//! unit live by it. [`Calendars::load`] reads it in the caller's unit of work. Time is read in the institution's zone; a day's
//! hours begin on that day and may end on the next one.
//!
//! **A zone with daylight saving.** A wall-clock time that the clock skips counts as the moment after the gap by as much
//! as the gap is long; a time that the clock shows twice means its first showing. Hours that vanish so are left out.

mod calendar;
mod deadline;
mod hours;
mod shipped;
mod span;
mod store;
pub mod window;
mod words;
mod year;

pub use calendar::{Calendar, Day, DayKind, NamedDay, Roster, Shift, Why};
pub use deadline::{Pause, extended};
pub use hours::{HoursFault, Minute, NoMinute, Slot, WeekKind, Weeks, check_hours};
pub use shipped::{notice_of, shipped};
pub use span::{Stretch, common, joined, without};
pub use store::{
    Calendars, DayRow, Rule, ShiftRow, add_shift, days, forget_day, put_day, put_units, remove_shift,
    replace_year, rule, set_rule, shift_units, shifts, update_shift, version,
};
pub use words::{WordsFault, hours_words, read_hours};
pub use year::{YearFault, YearFile, YearRow, read_year};

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("calendar", "0001_calendar")
}

/// The texts of this crate: what is wrong with hours or with a year's file.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("calendar")
}
