//! The State Council's holiday arrangements as data.

use crate::{DayKind, NamedDay};
use std::{collections::BTreeMap, sync::OnceLock};
use xingtan_clock::Date;

/// A year, the number of its notice, its file.
const YEARS: [(i16, &str, &str); 2] = [
    (2025, "国办发明电〔2024〕12号", include_str!("../data/2025.csv")),
    (2026, "国办发明电〔2025〕7号", include_str!("../data/2026.csv")),
];

/// Holidays and swapped working days of the years whose arrangements the program brings along.
pub fn shipped() -> &'static BTreeMap<Date, NamedDay> {
    static DAYS: OnceLock<BTreeMap<Date, NamedDay>> = OnceLock::new();
    DAYS.get_or_init(|| {
        YEARS
            .iter()
            .flat_map(|(_, notice, file)| file.lines().filter_map(|line| read(line, notice)))
            .collect()
    })
}

/// The number of the notice that arranges a year's holidays; none where it is not brought along.
pub fn notice_of(year: i16) -> Option<&'static str> {
    YEARS.iter().find(|(of, ..)| *of == year).map(|(_, notice, _)| *notice)
}

/// `2026-01-01,holiday,元旦`; lines that begin with `#` say where it is from.
fn read(line: &str, notice: &str) -> Option<(Date, NamedDay)> {
    let mut cells = line.split(',');
    let date = cells.next()?.parse().ok()?;
    let kind = DayKind::of_code(cells.next()?)?;
    let name = cells.next()?.to_owned();
    Some((date, NamedDay { kind, name, source: notice.to_owned(), like: None }))
}
