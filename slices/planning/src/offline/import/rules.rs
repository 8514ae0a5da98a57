//! What a row of a file says: pure.

use crate::offline::rules::{self as offline, Kind};
use std::collections::HashMap;
use xingtan_clock::{Date, Uuid};
use xingtan_i18n::{Locale, Msg};
use xingtan_imports::{ImportColumn, Refusal, SourceRow};

/// The columns of the file.
pub const COLUMNS: &[ImportColumn] = &[
    ImportColumn::required("topic"),
    ImportColumn::required("day"),
    ImportColumn::optional("kind"),
    ImportColumn::optional("unit"),
    ImportColumn::optional("person"),
    ImportColumn::required("hours"),
    ImportColumn::required("place"),
    ImportColumn::required("trainer"),
    ImportColumn::optional("remarks"),
];

/// What people call the kinds, in both languages.
#[derive(Clone, Debug, Default)]
pub struct KindNames(HashMap<String, Kind>);

impl KindNames {
    /// The names of these languages, and the codes.
    pub fn of(languages: &[Locale]) -> KindNames {
        let named = languages.iter().flat_map(|l| Kind::ALL.map(|kind| (l.t(&kind.key()), kind)));
        let coded = Kind::ALL.map(|kind| (kind.code().to_owned(), kind));
        KindNames(named.chain(coded).map(|(name, kind)| (name.trim().to_lowercase(), kind)).collect())
    }

    fn read(&self, text: &str) -> Option<Kind> {
        if text.is_empty() { Some(Kind::Internal) } else { self.0.get(&text.to_lowercase()).copied() }
    }
}

/// A row as far as it can be told alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the training was about.
    pub topic: String,
    /// The day, as `2026-11-22`.
    pub day: String,
    /// Its kind.
    pub kind: Kind,
    /// The unit as written; may be empty where a person is named.
    pub unit: String,
    /// The user name or staff number; empty where the whole unit took part.
    pub person: String,
    /// How long, in seconds.
    pub seconds: i64,
    /// Where.
    pub place: String,
    /// Who taught.
    pub trainer: String,
    /// Remarks.
    pub remarks: String,
}

impl Row {
    /// What names the training: rows that say the same of it belong together.
    pub fn training(&self) -> String {
        let seconds = self.seconds.to_string();
        let said = [&self.day, &self.topic, self.kind.code(), &seconds, &self.place, &self.trainer];
        said.join("\u{1f}").to_lowercase()
    }

    /// What the row says, of somebody or of a unit.
    pub fn key(&self, of: Uuid) -> String {
        format!("{}\u{1f}{of}", self.training())
    }
}

/// Values of a row, and what is wrong with them.
struct Reading<'a> {
    row: &'a SourceRow,
    faults: Vec<Refusal>,
}

impl Reading<'_> {
    fn refuse(&mut self, column: &str, msg: Msg) {
        self.faults.push(Refusal::at(column, msg));
    }

    fn text(&mut self, column: &str, most: usize, needed: bool) -> String {
        let text = self.row.get(column).split_whitespace().collect::<Vec<_>>().join(" ");
        let count = text.chars().count();
        if count > most {
            self.refuse(column, Msg::new("web-form-too-long").with("max", most).with("now", count));
        }
        if needed && text.is_empty() {
            self.refuse(column, Msg::new("web-form-required"));
        }
        text
    }

    fn day(&mut self, today: Date) -> String {
        let Some(day) = day(self.row.get("day")) else {
            self.refuse("day", Msg::new("planning-offline-import-no-day"));
            return String::new();
        };
        match offline::day(day, today) {
            offline::Day::Fits => {}
            offline::Day::Ahead => self.refuse("day", Msg::new("planning-offline-ahead")),
            offline::Day::Past => {
                self.refuse("day", Msg::new("planning-offline-past").with("days", offline::BACK));
            }
        }
        day.to_string()
    }

    fn seconds(&mut self) -> i64 {
        let most = offline::LONGEST.seconds();
        let Some(seconds) = seconds(self.row.get("hours")).filter(|it| (60..=most).contains(it)) else {
            self.refuse("hours", Msg::new("planning-offline-import-no-hours").with("most", most / 3600));
            return 0;
        };
        seconds
    }
}

/// Reads one row.
///
/// # Errors
/// With all its faults.
pub fn read(row: &SourceRow, names: &KindNames, today: Date) -> Result<Row, Vec<Refusal>> {
    let mut reading = Reading { row, faults: row.refusal.iter().cloned().collect() };
    let topic = reading.text("topic", 200, true);
    let day = reading.day(today);
    let kind = names.read(row.get("kind").trim());
    if kind.is_none() {
        reading.refuse("kind", Msg::new("planning-offline-import-no-kind"));
    }
    let (unit, person) = (reading.text("unit", 500, false), reading.text("person", 100, false));
    if unit.is_empty() && person.is_empty() {
        reading.refuse("person", Msg::new("planning-offline-import-nobody"));
    }
    if row.imprecise.iter().any(|key| key == "person") {
        reading.refuse("person", Msg::new("accounts-import-imprecise"));
    }
    let seconds = reading.seconds();
    let place = reading.text("place", 200, true);
    let trainer = reading.text("trainer", 100, true);
    let remarks = reading.text("remarks", 500, false);
    match (reading.faults.is_empty(), kind) {
        (true, Some(kind)) => Ok(Row { topic, day, kind, unit, person, seconds, place, trainer, remarks }),
        _ => Err(reading.faults),
    }
}

/// A day as people write it: year, month and day in this order, between any signs, or eight digits.
fn day(text: &str) -> Option<Date> {
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let (year, month, day) = match numbers.as_slice() {
        [all] if all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        // A cell with a time holds its day first.
        [year, month, day, ..] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            (*year, *month, *day)
        }
        _ => return None,
    };
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}

/// Hours with at most two decimals, in seconds.
fn seconds(text: &str) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let hundredths: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 3600 + hundredths * 36)
}

/// Looks over the whole file: rows that say the same.
pub fn survey(rows: &[SourceRow]) -> Vec<(usize, Refusal)> {
    let mut seen: HashMap<Vec<String>, usize> = HashMap::with_capacity(rows.len());
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let columns = COLUMNS.iter().filter(|column| column.key != "remarks");
        let said: Vec<String> = columns.map(|column| row.get(column.key).trim().to_lowercase()).collect();
        match seen.get(&said) {
            Some(first) => {
                let msg = Msg::new("planning-offline-import-twice").with("row", rows[*first].number);
                found.push((at, Refusal::whole(msg)));
            }
            None => {
                seen.insert(said, at);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(cells: &[(&str, &str)]) -> SourceRow {
        let cells = cells.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        SourceRow { number: 2, cells, ..SourceRow::default() }
    }

    const GOOD: [(&str, &str); 6] = [
        ("topic", "消防演练"),
        ("day", "2026/3/1"),
        ("person", "lin"),
        ("hours", "1.5"),
        ("place", "东门"),
        ("trainer", "周文谦"),
    ];

    fn faults(column: &str, value: &str) -> Vec<String> {
        let cells = GOOD.map(|(key, good)| (key, if key == column { value } else { good }));
        let cells: Vec<_> = cells.into_iter().chain(Some((column, value))).collect();
        let today: Date = "2026-03-02".parse().unwrap();
        match read(&row(&cells), &KindNames::of(&[]), today) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.into_iter().filter_map(|fault| fault.column).collect(),
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let written =
            ["2026-03-01", "2026/3/1", "2026年3月1日", "20260301", "2026.03.01", "2026-03-01 09:30:00"];
        for text in written {
            assert_eq!(day(text), "2026-03-01".parse().ok(), "{text}");
        }
        for text in ["", "46082", "1/3/2026", "2026-13-01", "2026-02-30", "三月一日"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn every_fault_is_told_at_its_column() {
        assert_eq!(faults("topic", "消防演练"), Vec::<String>::new());
        for (column, wrong) in [
            ("topic", " "),
            ("day", "2026-03-03"),
            ("day", "2024-01-01"),
            ("day", "gestern"),
            ("kind", "太空"),
            ("person", ""),
            ("hours", "0"),
            ("hours", "17"),
            ("hours", "1,5"),
            ("hours", "-1"),
            ("place", ""),
            ("trainer", ""),
        ] {
            assert_eq!(faults(column, wrong), [column], "{column} = {wrong}");
        }
        let all = read(&row(&[]), &KindNames::of(&[]), "2026-03-02".parse().unwrap()).unwrap_err();
        assert_eq!(all.len(), 6);
    }

    #[test]
    fn rows_that_say_the_same_are_told_and_remarks_do_not_count() {
        let mut other = GOOD.to_vec();
        other.push(("remarks", "补登"));
        let found = survey(&[row(&GOOD), row(&other), row(&[])]);
        assert_eq!(found.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [1]);
    }

    proptest! {
        #[test]
        fn hours_are_exact_hundredths(hundredths in 0i64..100_000) {
            let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            prop_assert_eq!(seconds(&text), Some(hundredths * 36));
        }

        #[test]
        fn what_is_no_number_of_hours_is_none(text in "[0-9.,a-z -]{0,8}") {
            let good = text.trim().split('.').count() <= 2
                && text.trim().chars().all(|c| c.is_ascii_digit() || c == '.')
                && text.trim().starts_with(|c: char| c.is_ascii_digit());
            prop_assert!(good || seconds(&text).is_none());
        }
    }
}
