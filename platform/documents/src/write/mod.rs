//! Writing: exports as Excel or CSV, row by row, and templates to be filled in.

mod csv;
mod template;
mod xlsx;

pub use csv::CsvWriter;
pub use template::{Instruction, Template, template_workbook};
pub use xlsx::XlsxWriter;

use std::io;
use xingtan_clock::{Date, Timestamp, Zone};
use xingtan_i18n::Msg;

/// A cell with its type. Texts are never taken for formulas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text; at most 32,767 characters, what is beyond is cut with an ellipsis.
    Text(String),
    /// A whole number. Numbers that name something (user names, documents) are texts.
    Number(i64),
    /// A number in hundredths: credits, percent, money.
    Hundredths(i64),
    /// A day.
    Day(Date),
    /// Wall-clock time in the institution's zone, to the second.
    Moment(Date, [u8; 3]),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A moment, written as wall-clock time in `zone`.
    pub fn moment(at: Timestamp, zone: &Zone) -> Cell {
        let local = zone.local(at);
        let part = |n: i8| u8::try_from(n).unwrap_or(0);
        Cell::Moment(local.date(), [part(local.hour()), part(local.minute()), part(local.second())])
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}
impl From<i64> for Cell {
    fn from(n: i64) -> Cell {
        Cell::Number(n)
    }
}
impl From<Date> for Cell {
    fn from(day: Date) -> Cell {
        Cell::Day(day)
    }
}
impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// A column of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    label: String,
    width: u16,
}

impl Heading {
    /// A column as wide as its label, at least twelve Latin letters.
    pub fn new(label: impl Into<String>) -> Heading {
        let label = label.into();
        let width = label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<u16>() + 4;
        Heading { label, width: width.clamp(12, 60) }
    }

    /// With a width in Latin letters (a Chinese sign is two), at most 255.
    #[must_use]
    pub fn width(mut self, letters: u16) -> Heading {
        self.width = letters.min(255);
        self
    }
}

/// What an export looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    name: String,
    title: Option<String>,
    headings: Vec<Heading>,
    made_at: Timestamp,
}

impl Sheet {
    /// A sheet with columns, made at a moment (kept in the workbook's properties, so that the same content gives
    /// the same bytes).
    pub fn new(name: impl Into<String>, made_at: Timestamp, headings: Vec<Heading>) -> Sheet {
        Sheet { name: sheet_name(&name.into()), title: None, headings, made_at }
    }

    /// With a title row above the header.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Sheet {
        self.title = Some(title.into());
        self
    }
}

/// An export in the format a person chose.
pub enum Export {
    /// Excel.
    Xlsx(Box<XlsxWriter>),
    /// CSV, gathered in memory.
    Csv(Box<CsvWriter<Vec<u8>>>),
}

impl Export {
    /// Begins an Excel workbook.
    ///
    /// # Errors
    /// When the temporary file cannot be made.
    pub fn xlsx(sheet: &Sheet) -> Result<Export, Unwritable> {
        Ok(Export::Xlsx(Box::new(XlsxWriter::start(sheet)?)))
    }

    /// Begins a CSV file.
    ///
    /// # Errors
    /// As [`CsvWriter::start`].
    pub fn csv(sheet: &Sheet) -> Result<Export, Unwritable> {
        Ok(Export::Csv(Box::new(CsvWriter::start(sheet, Vec::new())?)))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the row does not fit or cannot be written.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Unwritable> {
        match self {
            Export::Xlsx(writer) => writer.row(cells),
            Export::Csv(writer) => writer.row(cells),
        }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// When it cannot be finished.
    pub fn finish(self) -> Result<Vec<u8>, Unwritable> {
        match self {
            Export::Xlsx(writer) => writer.finish(),
            Export::Csv(writer) => writer.finish(),
        }
    }

    /// The ending of the file name, without a point.
    pub fn ending(&self) -> &'static str {
        match self {
            Export::Xlsx(_) => "xlsx",
            Export::Csv(_) => "csv",
        }
    }

    /// The media type.
    pub fn media_type(&self) -> &'static str {
        match self {
            Export::Xlsx(_) => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Export::Csv(_) => "text/csv; charset=utf-8",
        }
    }
}

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// More rows than an Excel sheet holds.
    #[error("more than {0} rows")]
    TooManyRows(u32),
    /// The file system or the receiver refused, for instance a full disk.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
    /// The workbook could not be made.
    #[error("cannot make the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

impl Unwritable {
    /// What happened, and what to do.
    pub fn msg(&self) -> Msg {
        match self {
            Unwritable::TooManyRows(limit) => Msg::new("documents-export-too-many-rows").with("limit", limit),
            Unwritable::Io(_) | Unwritable::Workbook(_) => Msg::new("documents-export-failed"),
        }
    }
}

/// Excel's rules for names of sheets: at most 31 signs, none of `[]:*?/\`, no apostrophe at the ends, not empty.
fn sheet_name(wanted: &str) -> String {
    let name: String =
        wanted.chars().map(|c| if r"[]:*?/\".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let mut cut = String::new();
    for c in name.trim_matches([' ', '\'']).chars() {
        if cut.encode_utf16().count() + c.len_utf16() > 31 {
            break;
        }
        cut.push(c);
    }
    let cut = cut.trim_matches([' ', '\'']);
    if cut.is_empty() { "Sheet1".to_owned() } else { cut.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_fit_excel() {
        assert_eq!(sheet_name("人员[2026/11]"), "人员 2026 11");
        assert_eq!(sheet_name("'':?"), "Sheet1");
        assert_eq!(sheet_name(&"学".repeat(40)).chars().count(), 31);
    }
}
