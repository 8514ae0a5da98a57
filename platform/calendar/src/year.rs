//! A year's file: the holidays and swapped working days of one year, taken in as a whole or refused as a whole.

use crate::{DayKind, NamedDay};
use std::collections::HashMap;
use xingtan_clock::{Date, Weekday};
use xingtan_i18n::Msg;

/// A row of the file as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearRow {
    /// The row's number as a spreadsheet shows it.
    pub number: i64,
    /// The date.
    pub date: String,
    /// Holiday or working day.
    pub kind: String,
    /// The day's name.
    pub name: String,
    /// Which weekday a working day follows; may be empty.
    pub like: String,
}

/// A year's arrangement, read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearFile {
    /// The year.
    pub year: i16,
    /// Its named days, in the order of the file.
    pub days: Vec<(Date, NamedDay)>,
}

/// What is wrong with a year's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum YearFault {
    /// There is no row.
    Empty,
    /// More rows than a year has days.
    TooMany(usize),
    /// The date cannot be read.
    Date {
        /// The row.
        row: i64,
        /// What stands there.
        given: String,
    },
    /// The date lies in another year than the others.
    Year {
        /// The row.
        row: i64,
        /// Its year.
        given: i16,
        /// The others' year.
        other: i16,
    },
    /// Neither holiday nor working day.
    Kind {
        /// The row.
        row: i64,
        /// What stands there.
        given: String,
    },
    /// The day has no name, or one of more than 40 characters.
    Name {
        /// The row.
        row: i64,
    },
    /// The weekday to follow is none, or stands beside a holiday.
    Like {
        /// The row.
        row: i64,
        /// What stands there.
        given: String,
    },
    /// The date stands in two rows that say the same.
    Twice {
        /// The row.
        row: i64,
        /// The row above it.
        first: i64,
    },
    /// The date stands in two rows that contradict each other.
    Contradiction {
        /// The row.
        row: i64,
        /// The row above it.
        first: i64,
    },
}

impl YearFault {
    /// What is wrong, and what to do.
    pub fn msg(&self) -> Msg {
        let at = |key: &'static str, row: i64| Msg::new(key).with("row", row);
        match self {
            YearFault::Empty => Msg::new("calendar-file-empty"),
            YearFault::TooMany(count) => Msg::new("calendar-file-many").with("count", *count as i64),
            YearFault::Date { row, given } => at("calendar-file-date", *row).with("given", given.as_str()),
            YearFault::Year { row, given, other } => at("calendar-file-year", *row)
                .with("given", given.to_string())
                .with("other", other.to_string()),
            YearFault::Kind { row, given } => at("calendar-file-kind", *row).with("given", given.as_str()),
            YearFault::Name { row } => at("calendar-file-name", *row),
            YearFault::Like { row, given } => at("calendar-file-like", *row).with("given", given.as_str()),
            YearFault::Twice { row, first } => at("calendar-file-twice", *row).with("first", *first),
            YearFault::Contradiction { row, first } => {
                at("calendar-file-contradiction", *row).with("first", *first)
            }
        }
    }
}

/// Reads a year's file; `source` is noted as where the days are from.
///
/// # Errors
/// With all faults found; nothing of the file is taken then.
pub fn read_year(rows: &[YearRow], source: &str) -> Result<YearFile, Vec<YearFault>> {
    if rows.is_empty() {
        return Err(vec![YearFault::Empty]);
    }
    if rows.len() > 366 {
        return Err(vec![YearFault::TooMany(rows.len())]);
    }
    let (mut days, mut faults) = (Vec::new(), Vec::new());
    let mut seen: HashMap<Date, (i64, DayKind)> = HashMap::new();
    let mut year = None;
    for row in rows {
        let number = row.number;
        let Some(date) = date(&row.date) else {
            faults.push(YearFault::Date { row: number, given: row.date.clone() });
            continue;
        };
        let other = *year.get_or_insert(date.year());
        if other != date.year() {
            faults.push(YearFault::Year { row: number, given: date.year(), other });
        }
        let Some(kind) = kind(&row.kind) else {
            faults.push(YearFault::Kind { row: number, given: row.kind.clone() });
            continue;
        };
        let name = row.name.trim();
        if name.is_empty() || name.chars().count() > 40 {
            faults.push(YearFault::Name { row: number });
        }
        let like = weekday(&row.like);
        if !row.like.trim().is_empty() && (like.is_none() || kind != DayKind::Workday) {
            faults.push(YearFault::Like { row: number, given: row.like.clone() });
        }
        match seen.insert(date, (number, kind)) {
            Some((first, same)) if same == kind => faults.push(YearFault::Twice { row: number, first }),
            Some((first, _)) => faults.push(YearFault::Contradiction { row: number, first }),
            None => {}
        }
        days.push((date, NamedDay { kind, name: name.to_owned(), source: source.to_owned(), like }));
    }
    match year {
        Some(year) if faults.is_empty() => Ok(YearFile { year, days }),
        _ => Err(faults),
    }
}

/// `2026-01-01`, `2026/1/1`, `2026.1.1`, `2026年1月1日`, `20260101`; a time of day after it is left aside.
fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect();
    let number = |part: &str| -> Option<i16> {
        let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (number(year)?, number(month)?, number(day)?),
        [whole] if whole.len() == 8 && whole.is_ascii() => {
            (number(&whole[..4])?, number(&whole[4..6])?, number(&whole[6..])?)
        }
        _ => return None,
    };
    let sane = (2000..=2100).contains(&year);
    sane.then(|| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()).flatten()
}

fn kind(text: &str) -> Option<DayKind> {
    match text.trim().to_lowercase().as_str() {
        "holiday" | "放假" | "假日" | "节假日" | "休" | "休息" => Some(DayKind::Holiday),
        "workday" | "working day" | "上班" | "调休上班" | "补班" | "班" | "工作日" => {
            Some(DayKind::Workday)
        }
        _ => None,
    }
}

/// `周五`, `星期五`, `5`, `fri`, `friday`.
pub(crate) fn weekday(text: &str) -> Option<Weekday> {
    let text = text.trim().to_lowercase();
    let short = text.trim_start_matches("星期").trim_start_matches('周');
    let number = match short {
        "一" | "1" | "monday" | "mon" => 1,
        "二" | "2" | "tuesday" | "tue" => 2,
        "三" | "3" | "wednesday" | "wed" => 3,
        "四" | "4" | "thursday" | "thu" => 4,
        "五" | "5" | "friday" | "fri" => 5,
        "六" | "6" | "saturday" | "sat" => 6,
        "日" | "天" | "7" | "sunday" | "sun" => 7,
        _ => return None,
    };
    Weekday::from_monday_one_offset(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(number: i64, date: &str, kind: &str, name: &str) -> YearRow {
        YearRow { number, date: date.into(), kind: kind.into(), name: name.into(), like: String::new() }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in ["2026-01-02", "2026/1/2", "2026.1.2", "2026年1月2日", "20260102", " 2026-01-02 00:00:00"]
        {
            assert_eq!(date(text), Date::new(2026, 1, 2).ok(), "{text}");
        }
        for text in ["", "2026-02-29", "26-1-2", "2026-13-01", "2026-1", "1月2日", "2026年年1月"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn contradictory_rows_refuse_the_file_with_every_fault() {
        let rows = [
            row(2, "2027-01-01", "放假", "元旦"),
            row(3, "2027/1/1", "上班", "元旦"),
            row(4, "2026-12-31", "放假", "元旦"),
            row(5, "2027-01-02", "half", "元旦"),
            row(6, "2027-01-03", "workday", " "),
            YearRow { like: "周五".into(), ..row(7, "2027-01-04", "放假", "元旦") },
            row(8, "2027-01-03", "班", "元旦"),
            row(9, "?", "班", "元旦"),
        ];
        let faults = read_year(&rows, "x").unwrap_err();
        assert_eq!(
            faults,
            [
                YearFault::Contradiction { row: 3, first: 2 },
                YearFault::Year { row: 4, given: 2026, other: 2027 },
                YearFault::Kind { row: 5, given: "half".into() },
                YearFault::Name { row: 6 },
                YearFault::Like { row: 7, given: "周五".into() },
                YearFault::Twice { row: 8, first: 6 },
                YearFault::Date { row: 9, given: "?".into() },
            ]
        );
        assert_eq!(read_year(&[], "x"), Err(vec![YearFault::Empty]));
    }

    #[test]
    fn a_working_day_may_follow_another_weekday() {
        let rows = [YearRow { like: "周五".into(), ..row(2, "2026-02-28", "上班", "春节") }];
        let file = read_year(&rows, "国办发明电〔2025〕7号").unwrap();
        assert_eq!((file.year, file.days[0].1.like), (2026, Some(Weekday::Friday)));
    }

    proptest! {
        #[test]
        fn no_row_makes_it_panic(
            rows in proptest::collection::vec(("\\PC{0,12}", "\\PC{0,4}", "\\PC{0,6}", "\\PC{0,4}"), 0..6),
        ) {
            let rows: Vec<YearRow> = rows.into_iter().map(|(date, kind, name, like)| {
                YearRow { number: 2, date, kind, name, like }
            }).collect();
            let _ = read_year(&rows, "x");
        }
    }
}
