//! The institution's time zone: civil dates, days and months as rules speak of them.

use crate::{Span, Timestamp};
use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

/// The zone in which rules and pages read moments. Default Asia/Shanghai.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

/// The given zone name is not in the IANA database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZone(pub String);

impl std::fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown time zone: {}", self.0)
    }
}
impl std::error::Error for UnknownZone {}

impl Default for Zone {
    fn default() -> Self {
        Zone::named("Asia/Shanghai").unwrap_or(Zone(TimeZone::UTC))
    }
}

impl Zone {
    /// The zone of an IANA name such as `Asia/Shanghai`.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        TimeZone::get(name).map(Zone).map_err(|_| UnknownZone(name.to_owned()))
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// Date and wall-clock time at a moment.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.0.to_datetime(at.to_jiff())
    }

    /// The civil date at a moment.
    pub fn date(&self, at: Timestamp) -> Date {
        self.local(at).date()
    }

    /// The moment of a wall-clock time; a time skipped by a clock change is moved forward.
    pub fn at(&self, date: Date, time: Time) -> Timestamp {
        match self.0.to_timestamp(date.to_datetime(time)) {
            Ok(at) => Timestamp::from_jiff(at),
            Err(_) => Timestamp::from_seconds(0),
        }
    }

    /// The first moment of a day.
    pub fn start_of(&self, date: Date) -> Timestamp {
        self.at(date, Time::midnight())
    }

    /// The moment a day has ended: 24:00 of `date`.
    pub fn end_of(&self, date: Date) -> Timestamp {
        self.start_of(date.tomorrow().unwrap_or(Date::MAX))
    }

    /// The end of "one month" begun at `at`: 24:00 of the same day of the next month, clamped to its last day
    /// (DESIGN, rulings, "Missed task").
    pub fn one_month_after(&self, at: Timestamp) -> Timestamp {
        self.months_after(at, 1)
    }

    /// The end of so many months begun at `at`, each clamped as one is.
    pub fn months_after(&self, at: Timestamp, months: i64) -> Timestamp {
        let span = jiff::Span::new().try_months(months);
        let date = span.and_then(|span| self.date(at).checked_add(span));
        self.end_of(date.unwrap_or(Date::MAX))
    }

    /// First moment of the month of `date` and first moment of the next month.
    pub fn month_of(&self, date: Date) -> (Timestamp, Timestamp) {
        let first = date.first_of_month();
        let next = first.checked_add(1.month()).unwrap_or(Date::MAX);
        (self.start_of(first), self.start_of(next))
    }

    /// `days` times 24 hours after `at` ("7 days are 168 hours").
    pub fn days_after(&self, at: Timestamp, days: i64) -> Timestamp {
        at + Span::of_days(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_from_the_31st_ends_on_the_last_day_of_the_next() {
        let zone = Zone::default();
        let start = zone.at(date(2026, 1, 31), Time::constant(10, 0, 0, 0));
        assert_eq!(zone.one_month_after(start), zone.end_of(date(2026, 2, 28)));
    }

    #[test]
    fn a_day_in_shanghai_begins_at_16_utc() {
        let zone = Zone::default();
        assert_eq!(zone.start_of(date(2026, 11, 22)).to_string(), "2026-11-21T16:00:00Z");
    }
}
