//! Days, their order, the grid of a month: pure.

use super::{Dated, When};
use xingtan_clock::{Date, Timestamp, Zone};

/// What ends at a moment, as people say it: a deadline at midnight is the day before, as a whole.
pub fn until(at: Timestamp, zone: &Zone) -> When {
    let date = zone.date(at);
    match date.yesterday() {
        Ok(before) if zone.start_of(date) == at => When::On(before),
        _ => When::At(at),
    }
}

/// What ends at a moment lies within a span whose days it ends: a deadline at the midnight after the last day is one of
/// that day. The first moment that has to be asked for, and the one up to which.
pub fn asked((from, to): (Timestamp, Timestamp)) -> (Timestamp, Timestamp) {
    (from, Timestamp::from_micros(to.micros().saturating_add(1)))
}

/// The day of a date.
pub fn day(when: &When, zone: &Zone) -> Date {
    match when {
        When::At(at) => zone.date(*at),
        When::On(day) => *day,
    }
}

/// Sorts by day; of a day what lasts all of it first, then by time, kind and title.
pub fn in_order(all: &mut [Dated], zone: &Zone) {
    let at = |it: &Dated| match it.when {
        When::On(_) => i64::MIN,
        When::At(at) => at.micros(),
    };
    all.sort_by(|a, b| {
        (day(&a.when, zone), at(a), a.kind, &a.title, &a.uid).cmp(&(
            day(&b.when, zone),
            at(b),
            b.kind,
            &b.title,
            &b.uid,
        ))
    });
}

/// The weeks of a month from Monday to Sunday; none where a day belongs to another month.
pub fn grid(first: Date) -> Vec<[Option<Date>; 7]> {
    let mut weeks = vec![[None; 7]];
    let mut next = Some(first.first_of_month());
    while let Some(date) = next.filter(|it| it.month() == first.month()) {
        let at = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default().min(6);
        if at == 0 && date.day() > 1 {
            weeks.push([None; 7]);
        }
        if let Some(week) = weeks.last_mut() {
            week[at] = Some(date);
        }
        next = date.tomorrow().ok();
    }
    weeks
}

/// The month of an address, `2026-11`; that of `today` where it is none.
pub fn month(text: &str, today: Date) -> Date {
    let read = || {
        let text = (text.len() == 7).then(|| format!("{text}-01"))?;
        text.parse::<Date>().ok().filter(|it| (2000..=2100).contains(&it.year()))
    };
    read().unwrap_or_else(|| today.first_of_month())
}

/// A month as addresses write it.
pub fn written(month: Date) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::DateKind;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_deadline_at_midnight_is_the_day_before() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let midnight = zone.start_of(date("2026-12-01"));
        assert_eq!(until(midnight, &zone), When::On(date("2026-11-30")));
        let noon = Timestamp::from_micros(midnight.micros() + 12 * 3_600_000_000);
        assert_eq!(until(noon, &zone), When::At(noon));
    }

    #[test]
    fn what_is_no_month_is_this_one() {
        let today = date("2026-11-23");
        for text in ["", "2026", "2026-13", "2026-1", "9999-01", "x026-01", "2026-0\u{661}", "../../.."] {
            assert_eq!(month(text, today), date("2026-11-01"), "{text}");
        }
        assert_eq!(month("2027-02", today), date("2027-02-01"));
    }

    proptest! {
        #[test]
        fn a_grid_holds_every_day_of_its_month_once_under_its_weekday(year in 2000i16..=2100, month in 1i8..=12) {
            let first = Date::new(year, month, 1).unwrap();
            let weeks = grid(first);
            let days: Vec<Date> = weeks.iter().flatten().copied().flatten().collect();
            prop_assert_eq!(days.len(), usize::try_from(first.days_in_month()).unwrap());
            prop_assert!(days.is_sorted_by(|a, b| a < b));
            for week in &weeks {
                prop_assert!(week.iter().any(Option::is_some));
                for (at, day) in week.iter().enumerate() {
                    prop_assert!(day.is_none_or(|it| it.weekday().to_monday_zero_offset() as usize == at));
                }
            }
            prop_assert_eq!(super::month(&written(first), date("2026-11-23")), first);
        }

        #[test]
        fn a_day_comes_before_its_moments(hours in proptest::collection::vec(0i64..2_000, 0..20)) {
            let zone = Zone::named("Asia/Shanghai").unwrap();
            let start = zone.start_of(date("2026-11-01"));
            let mut all: Vec<Dated> = hours.iter().map(|hour| {
                let at = Timestamp::from_micros(start.micros() + hour * 3_600_000_000);
                let when = if hour % 3 == 0 { When::On(zone.date(at)) } else { When::At(at) };
                let (uid, title, href) = (hour.to_string(), String::new(), String::new());
                Dated { uid, kind: DateKind::Due, title, when, href, done: false }
            }).collect();
            in_order(&mut all, &zone);
            for pair in all.windows(2) {
                let (a, b) = (day(&pair[0].when, &zone), day(&pair[1].when, &zone));
                prop_assert!(a <= b);
                prop_assert!(a < b || !matches!((pair[0].when, pair[1].when), (When::At(_), When::On(_))));
            }
        }
    }
}
