//! 学习月报: once a month every training contact is told how their unit did the month before (LRN-5). When a report is
//! due is decided here; the slice of insight gathers, freezes and tells.

use super::{
    Kind, Sanction, Works,
    case::{Case, Due},
    params::{Param, Params},
};
use crate::fact::FactKind;
use xingtan_clock::{Date, Span, Timestamp, Zone};

/// On which day the report of the month before is made; every month has it.
pub const DAY: Param = Param::count("day", (1, 28), "governance-unit-day-of-month", "3");
/// And from what hour on.
pub const HOUR: Param = Param::count("hour", (0, 23), "governance-unit-o-clock", "8");

/// The kind.
pub struct MonthlyReport;

/// The code of the kind.
pub const CODE: &str = "monthly-report";

/// From when on in the month of a day the report of the month before is due.
pub fn due_at(params: &Params, day: Date, zone: &Zone) -> Timestamp {
    let first = day.first_of_month();
    let on = (1..params.int(DAY.name)).fold(first, |day, _| day.tomorrow().unwrap_or(day));
    zone.start_of(on) + Span::of_hours(params.int(HOUR.name))
}

impl Kind for MonthlyReport {
    fn code(&self) -> &'static str {
        CODE
    }
    fn params(&self) -> &'static [Param] {
        const { &[DAY, HOUR] }
    }
    fn reads(&self) -> &'static [FactKind] {
        &[]
    }
    fn works(&self) -> Works {
        // A job looks every hour whether one is due.
        Works::Scheduled { within: Span::of_days(2) }
    }
    fn sanction(&self, _params: &Params) -> Option<Sanction> {
        None
    }
    fn judge(&self, _params: &Params, _case: &Case<'_>) -> Vec<Due> {
        Vec::new()
    }
    fn proofs(&self) -> &'static [&'static str] {
        &["a_report_is_due_on_its_day_and_hour_in_every_month", "a_report_is_due_once_in_every_month"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn given(day: i64, hour: i64) -> Params {
        let (day, hour) = (day.to_string(), hour.to_string());
        let value = |name: &str| Some(if name == "day" { day.as_str() } else { hour.as_str() });
        Params::read(MonthlyReport.params(), value).unwrap()
    }

    #[test]
    fn a_report_is_due_on_its_day_and_hour_in_every_month() {
        let zone = Zone::default();
        let check = |today: &str, day: i64, hour: i64, expected: &str| {
            let due = due_at(&given(day, hour), today.parse().unwrap(), &zone);
            assert_eq!(due.to_string(), expected, "{today} {day} {hour}");
        };
        check("2026-11-22", 3, 8, "2026-11-03T00:00:00Z");
        check("2026-11-01", 1, 0, "2026-10-31T16:00:00Z");
        check("2028-02-29", 28, 23, "2028-02-28T15:00:00Z");
    }

    proptest! {
        /// Hour by hour through a month: it is not due, then it is, and stays so until the month is over.
        #[test]
        fn a_report_is_due_once_in_every_month(days in 0_i64..2000, day in 1_i64..=28, hour in 0_i64..24) {
            let (zone, params) = (Zone::default(), given(day, hour));
            let today = zone.date(Timestamp::from_seconds(1_767_225_600) + Span::of_days(days));
            let (from, to) = zone.month_of(today);
            let (mut at, mut changes, mut was) = (from, 0, false);
            while at < to {
                let is = at >= due_at(&params, zone.date(at), &zone);
                changes += i64::from(is != was);
                was = is;
                at = at + Span::of_hours(1);
            }
            prop_assert_eq!(changes, 1);
            prop_assert!(was);
        }
    }
}
