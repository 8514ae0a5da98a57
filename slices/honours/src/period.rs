//! The periods of rankings: months, quarters, half-years and years of the institution's zone.

use std::{fmt, str::FromStr};
use xingtan_clock::{Date, Timestamp, Zone};
use xingtan_i18n::Msg;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// 月.
    Month,
    /// 季度.
    Quarter,
    /// 半年.
    HalfYear,
    /// 年.
    Year,
}

impl Length {
    /// All of them.
    pub const ALL: [Length; 4] = [Length::Month, Length::Quarter, Length::HalfYear, Length::Year];

    /// The word kept in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Length::Month => "month",
            Length::Quarter => "quarter",
            Length::HalfYear => "half-year",
            Length::Year => "year",
        }
    }

    /// The kind of rule that asks for rankings of such periods.
    pub const fn rule(self) -> &'static str {
        match self {
            Length::Month => "ranking-month",
            Length::Quarter => "ranking-quarter",
            Length::HalfYear => "ranking-half-year",
            Length::Year => "ranking-year",
        }
    }

    /// How many months it has.
    pub const fn months(self) -> i16 {
        match self {
            Length::Month => 1,
            Length::Quarter => 3,
            Length::HalfYear => 6,
            Length::Year => 12,
        }
    }
}

impl FromStr for Length {
    type Err = UnknownPeriod;
    fn from_str(code: &str) -> Result<Self, UnknownPeriod> {
        Length::ALL.into_iter().find(|it| it.code() == code).ok_or(UnknownPeriod)
    }
}

/// The text names no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownPeriod;

/// A period: `2026-03`, `2026-Q1`, `2026-H1`, `2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// How long it is.
    pub length: Length,
    /// The year.
    pub year: i16,
    /// Which of the year, from 0.
    pub index: i16,
}

impl Period {
    /// The one in which a day lies.
    pub fn of(length: Length, day: Date) -> Period {
        Period { length, year: day.year(), index: (i16::from(day.month()) - 1) / length.months() }
    }

    /// The one before.
    pub fn before(self) -> Period {
        match self.index {
            0 => Period { year: self.year - 1, index: 12 / self.length.months() - 1, ..self },
            _ => Period { index: self.index - 1, ..self },
        }
    }

    /// The first days of its months; none before or after the calendar.
    fn firsts(self) -> impl Iterator<Item = Date> {
        let from = self.index * self.length.months();
        let year = self.year;
        (from..from + self.length.months())
            .filter_map(move |month| Date::new(year, i8::try_from(month + 1).ok()?, 1).ok())
    }

    /// Its months as rules of the regulation name them: `2026-03`.
    pub fn months(self) -> Vec<String> {
        self.firsts().map(|day| format!("{:04}-{:02}", day.year(), day.month())).collect()
    }

    /// From when until when: its end is the first moment after it. None outside the calendar.
    pub fn bounds(self, zone: &Zone) -> Option<(Timestamp, Timestamp)> {
        let first = self.firsts().next()?;
        let last = self.firsts().last()?;
        Some((zone.month_of(first).0, zone.month_of(last).1))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = (self.year, self.index + 1);
        match self.length {
            Length::Month => write!(f, "{year:04}-{number:02}"),
            Length::Quarter => write!(f, "{year:04}-Q{number}"),
            Length::HalfYear => write!(f, "{year:04}-H{number}"),
            Length::Year => write!(f, "{year:04}"),
        }
    }
}

impl FromStr for Period {
    type Err = UnknownPeriod;
    fn from_str(text: &str) -> Result<Self, UnknownPeriod> {
        let (year, rest) = text.split_once('-').map_or((text, ""), |(year, rest)| (year, rest));
        let (length, number) = match rest.chars().next() {
            None => (Length::Year, "1"),
            Some('Q') => (Length::Quarter, &rest[1..]),
            Some('H') => (Length::HalfYear, &rest[1..]),
            Some(_) => (Length::Month, rest),
        };
        let year: i16 = year.parse().map_err(|_| UnknownPeriod)?;
        let number: i16 = number.parse().map_err(|_| UnknownPeriod)?;
        let period = Period { length, year, index: number - 1 };
        let fits = (1..=12 / length.months()).contains(&number) && (1..=9998).contains(&year);
        // Only as it is written itself: no `2026-3`, no sign.
        if fits && period.to_string() == text { Ok(period) } else { Err(UnknownPeriod) }
    }
}

/// A period in words: 2026年3月, the first quarter of 2026.
pub fn words(period: Period) -> Msg {
    Msg::of(format!("honours-period-{}", period.length.code()))
        .with("year", period.year.to_string())
        .with("number", i64::from(period.index + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xingtan_clock::Span;

    #[test]
    fn periods_are_named_as_people_write_them() {
        let day: Date = "2026-08-31".parse().unwrap();
        let names: Vec<String> = Length::ALL.iter().map(|it| Period::of(*it, day).to_string()).collect();
        assert_eq!(names, ["2026-08", "2026-Q3", "2026-H2", "2026"]);
        let before: Vec<String> =
            Length::ALL.iter().map(|it| Period::of(*it, day).before().to_string()).collect();
        assert_eq!(before, ["2026-07", "2026-Q2", "2026-H1", "2025"]);
        let january: Date = "2026-01-01".parse().unwrap();
        let before: Vec<String> =
            Length::ALL.iter().map(|it| Period::of(*it, january).before().to_string()).collect();
        assert_eq!(before, ["2025-12", "2025-Q4", "2025-H2", "2025"]);
        assert_eq!(Period::of(Length::Quarter, day).months(), ["2026-07", "2026-08", "2026-09"]);
    }

    #[test]
    fn what_is_no_period_is_not_taken_for_one() {
        for wrong in [
            "", "2026-3", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-H3", "2026-", "+2026", "-1",
            "20260", "2026-Qé", "年",
        ] {
            assert_eq!(wrong.parse::<Period>(), Err(UnknownPeriod), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_moment_lies_in_its_period_and_periods_join(seconds in 0_i64..4_000_000_000, which in 0_usize..4) {
            let zone = Zone::default();
            let (at, length) = (Timestamp::from_seconds(seconds), Length::ALL[which]);
            let own = Period::of(length, zone.date(at));
            let (from, to) = own.bounds(&zone).unwrap();
            prop_assert!(from <= at && at < to);
            prop_assert_eq!(own.before().bounds(&zone).unwrap().1, from);
            prop_assert_eq!(own.to_string().parse::<Period>(), Ok(own));
            prop_assert_eq!(own.months().len() as i16, length.months());
            prop_assert_eq!(Period::of(length, zone.date(to - Span::of_seconds(1))), own);
        }
    }
}
