//! Moments and spans as integers: microseconds since 1970 (UTC) and whole seconds.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{
    fmt,
    ops::{Add, Sub},
    str::FromStr,
    time::{SystemTime, UNIX_EPOCH},
};

/// A moment: microseconds since 1970-01-01T00:00:00Z. Kept alike by both database engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From microseconds since 1970 (UTC).
    pub const fn from_micros(micros: i64) -> Self {
        Timestamp(micros)
    }

    /// From seconds since 1970 (UTC).
    pub const fn from_seconds(seconds: i64) -> Self {
        Timestamp(seconds * 1_000_000)
    }

    pub(crate) fn from_system(at: SystemTime) -> Self {
        let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(since.as_micros() as i64)
    }

    /// Microseconds since 1970 (UTC).
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970 (UTC), rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The same moment for calendar arithmetic; moments outside the years -9999 to 9999 are clamped.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// From a jiff timestamp, cut to microseconds.
    pub fn from_jiff(at: jiff::Timestamp) -> Self {
        Timestamp(at.as_microsecond())
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = jiff::Error;
    /// RFC 3339 with an offset.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>().map(Timestamp::from_jiff)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// A span of whole seconds; may be negative.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Span(i64);

impl Span {
    /// A span of `n` seconds.
    pub const fn of_seconds(n: i64) -> Self {
        Span(n)
    }
    /// A span of `n` minutes.
    pub const fn of_minutes(n: i64) -> Self {
        Span(n * 60)
    }
    /// A span of `n` hours.
    pub const fn of_hours(n: i64) -> Self {
        Span(n * 3600)
    }
    /// A span of `n` times 24 hours.
    pub const fn of_days(n: i64) -> Self {
        Span(n * 86_400)
    }
    /// Whole seconds.
    pub const fn seconds(self) -> i64 {
        self.0
    }
    /// Whole minutes, rounded down.
    pub const fn minutes(self) -> i64 {
        self.0.div_euclid(60)
    }
}

impl Add<Span> for Timestamp {
    type Output = Timestamp;
    fn add(self, span: Span) -> Timestamp {
        Timestamp(self.0.saturating_add(span.0.saturating_mul(1_000_000)))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Timestamp;
    fn sub(self, span: Span) -> Timestamp {
        Timestamp(self.0.saturating_sub(span.0.saturating_mul(1_000_000)))
    }
}

impl Sub for Timestamp {
    type Output = Span;
    /// Whole seconds from `earlier` to `self`, rounded down.
    fn sub(self, earlier: Timestamp) -> Span {
        Span((self.0 - earlier.0).div_euclid(1_000_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let at: Timestamp = "2026-11-22T09:30:00.000001Z".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-22T09:30:00.000001Z");
        assert_eq!(at + Span::of_minutes(1) - at, Span::of_seconds(60));
    }
}
