//! What a rule may yield: a measure against a person, and for how long.

use std::{fmt, str::FromStr};
use xingtan_clock::{Span, Timestamp, Zone};

/// A measure (GOV-2, GOV-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// 警示: noted once and told once by mail.
    Warning,
    /// 暂停账号.
    Suspension,
    /// 取消账号使用资格.
    Revocation,
}

impl Measure {
    /// All of them, the mildest first.
    pub const ALL: [Measure; 3] = [Measure::Warning, Measure::Suspension, Measure::Revocation];

    /// The word kept in the database and used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Measure::Warning => "warning",
            Measure::Suspension => "suspension",
            Measure::Revocation => "revocation",
        }
    }

    /// Whether it takes access away.
    pub const fn takes_access(self) -> bool {
        !matches!(self, Measure::Warning)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownMeasure(pub String);

impl FromStr for Measure {
    type Err = UnknownMeasure;
    fn from_str(code: &str) -> Result<Self, UnknownMeasure> {
        Measure::ALL.into_iter().find(|it| it.code() == code).ok_or_else(|| UnknownMeasure(code.to_owned()))
    }
}

/// How long a measure lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// At once and over (a warning), or for good until somebody asks for it back (a revocation).
    None,
    /// So many months, each ending on the same day of the next month, clamped, at 24:00 (DESIGN, rulings).
    Months(i64),
    /// So many hours: 7 days are 168 hours.
    Hours(i64),
}

impl Term {
    /// When a measure ends that begins at `from`; none where it does not end by itself.
    pub fn end(self, zone: &Zone, from: Timestamp) -> Option<Timestamp> {
        match self {
            Term::None => None,
            Term::Months(months) => Some(zone.months_after(from, months)),
            Term::Hours(hours) => Some(from + Span::of_hours(hours)),
        }
    }

    /// As kept: unit and number.
    pub const fn columns(self) -> (&'static str, i64) {
        match self {
            Term::None => ("none", 0),
            Term::Months(months) => ("months", months),
            Term::Hours(hours) => ("hours", hours),
        }
    }

    /// From what is kept.
    pub fn kept(unit: &str, count: i64) -> Term {
        match unit {
            "months" => Term::Months(count),
            "hours" => Term::Hours(count),
            _ => Term::None,
        }
    }
}

/// Who carries a measure out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The program, at once.
    Automatic,
    /// A person confirms it, within so many hours.
    Confirmed {
        /// Within how many hours.
        hours: i64,
    },
}
