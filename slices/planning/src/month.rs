//! Months of the institution's calendar, written as `2026-11`: they sort as they follow each other.

use xingtan_clock::{Date, Timestamp, Zone};

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Month {
        Month(day.first_of_month())
    }

    /// As written in addresses and tables; none where it is no month.
    pub fn read(text: &str) -> Option<Month> {
        let text = text.trim();
        let day: Date = (text.len() == 7).then(|| format!("{text}-01").parse().ok()).flatten()?;
        (2000..=2200).contains(&day.year()).then_some(Month(day))
    }

    /// Its first day.
    pub fn first(self) -> Date {
        self.0
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.0.last_of_month()
    }

    /// The month before.
    pub fn before(self) -> Month {
        Month::of(self.0.yesterday().unwrap_or(self.0))
    }

    /// The month after.
    pub fn after(self) -> Month {
        Month::of(self.last().tomorrow().unwrap_or(self.0))
    }

    /// Its first moment and the first of the next.
    pub fn span(self, zone: &Zone) -> (Timestamp, Timestamp) {
        zone.month_of(self.0)
    }

    /// How many months lie between, both counted.
    pub fn through(self, to: Month) -> i64 {
        let number = |it: Month| i64::from(it.0.year()) * 12 + i64::from(it.0.month());
        number(to) - number(self) + 1
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn months_follow_each_other_as_they_are_written(year in 2001i16..2200, month in 1i8..=12) {
            let it = Month::read(&format!("{year:04}-{month:02}")).unwrap();
            prop_assert_eq!(Month::read(&it.to_string()), Some(it));
            prop_assert_eq!(it.after().before(), it);
            prop_assert!(it.to_string() < it.after().to_string());
            prop_assert_eq!(it.through(it.after()), 2);
        }
    }

    #[test]
    fn what_is_no_month_is_none() {
        for text in ["", "2026", "2026-13", "2026-1", "2026-01-01", "x026-01", "9999-01", "2026-0\u{661}"] {
            assert_eq!(Month::read(text), None, "{text}");
        }
    }
}
