//! CSV: UTF-8 with a byte order mark (Excel needs it for Chinese), commas, CRLF, all but numbers in quotes.

use super::{Cell, Sheet, Unwritable};
use crate::guard;
use std::{borrow::Cow, io::Write};

/// Writes CSV row by row to anywhere, a response for instance.
pub struct CsvWriter<W: Write> {
    csv: csv::Writer<W>,
    columns: usize,
}

impl<W: Write> CsvWriter<W> {
    /// Begins with the byte order mark, the title (if any) and the header.
    ///
    /// # Errors
    /// When the receiver refuses.
    pub fn start(sheet: &Sheet, mut to: W) -> Result<CsvWriter<W>, Unwritable> {
        to.write_all("\u{feff}".as_bytes())?;
        let csv = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .quote_style(csv::QuoteStyle::NonNumeric)
            .flexible(true)
            .from_writer(to);
        let mut writer = CsvWriter { csv, columns: sheet.headings.len() };
        if let Some(title) = &sheet.title {
            writer.record([guard::put(title)].into_iter())?;
        }
        writer.record(sheet.headings.iter().map(|heading| guard::put(&heading.label)))?;
        Ok(writer)
    }

    /// Adds a row; cells beyond the header are left out.
    ///
    /// # Errors
    /// When the receiver refuses.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Unwritable> {
        let columns = self.columns;
        self.record(cells.iter().take(columns).map(text))
    }

    /// Gives back the receiver after everything has reached it.
    ///
    /// # Errors
    /// When it refuses.
    pub fn finish(self) -> Result<W, Unwritable> {
        self.csv.into_inner().map_err(|e| Unwritable::Io(e.into_error()))
    }

    fn record<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) -> Result<(), Unwritable> {
        for cell in cells {
            self.csv.write_field(cell.as_bytes()).map_err(io)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(io)
    }
}

fn io(error: csv::Error) -> Unwritable {
    match error.into_kind() {
        csv::ErrorKind::Io(e) => Unwritable::Io(e),
        other => Unwritable::Io(std::io::Error::other(format!("{other:?}"))),
    }
}

fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => guard::put(text),
        Cell::Number(n) => n.to_string().into(),
        Cell::Hundredths(n) => {
            let sign = if *n < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", n.unsigned_abs() / 100, n.unsigned_abs() % 100).into()
        }
        Cell::Day(day) => day.to_string().into(),
        Cell::Moment(day, [h, m, s]) => format!("{day} {h:02}:{m:02}:{s:02}").into(),
    }
}
