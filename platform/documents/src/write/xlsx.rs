//! Excel workbooks, one row in memory at a time; the rest waits in a temporary file.

use super::{Cell, Sheet, Unwritable};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use std::io::{Cursor, Seek, Write};
use xingtan_clock::Date;

/// Rows of an Excel sheet.
const MOST_ROWS: u32 = 1_048_576;
/// Characters (UTF-16 units) of a cell.
const MOST_CHARACTERS: usize = 32_767;

/// Writes a workbook with one sheet, row by row.
pub struct XlsxWriter {
    book: Workbook,
    styles: Styles,
    columns: u16,
    header: u32,
    next: u32,
}

/// The few styles of an export, made once.
pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) header: Format,
    pub(super) text: Format,
    hundredths: Format,
    day: Format,
    moment: Format,
}

impl Styles {
    pub(super) fn new() -> Styles {
        let base = || Format::new().set_align(FormatAlign::VerticalCenter);
        Styles {
            title: base().set_bold().set_font_size(14),
            header: base().set_bold().set_background_color("#F3EFE6").set_border_bottom(FormatBorder::Medium),
            text: base().set_num_format("@"),
            hundredths: base().set_num_format("0.##"),
            day: base().set_num_format("yyyy-mm-dd"),
            moment: base().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

impl XlsxWriter {
    /// Begins with the title (if any) and the header, which stays in view.
    ///
    /// # Errors
    /// When the temporary file cannot be made.
    pub fn start(sheet: &Sheet) -> Result<XlsxWriter, Unwritable> {
        let mut book = workbook(sheet)?;
        let styles = Styles::new();
        let page = book.add_worksheet_with_constant_memory()?;
        page.set_name(&sheet.name)?;
        let next = head(page, sheet, &styles)?;
        Ok(XlsxWriter { book, styles, columns: columns(sheet), header: next - 1, next })
    }

    /// Adds a row; cells beyond the header are left out.
    ///
    /// # Errors
    /// When the sheet is full or the temporary file cannot be written.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Unwritable> {
        if self.next >= MOST_ROWS {
            return Err(Unwritable::TooManyRows(MOST_ROWS));
        }
        let page = self.book.worksheet_from_index(0)?;
        for (column, cell) in (0..self.columns).zip(cells) {
            put(page, self.next, column, cell, &self.styles)?;
        }
        self.next += 1;
        Ok(())
    }

    /// The workbook's bytes.
    ///
    /// # Errors
    /// When it cannot be put together.
    pub fn finish(self) -> Result<Vec<u8>, Unwritable> {
        let mut bytes = Cursor::new(Vec::new());
        self.finish_to(&mut bytes)?;
        Ok(bytes.into_inner())
    }

    /// Writes the workbook to a file or another place.
    ///
    /// # Errors
    /// When it cannot be put together or the place refuses.
    pub fn finish_to<W: Write + Seek + Send>(mut self, to: W) -> Result<(), Unwritable> {
        if self.columns > 0 && self.next > self.header + 1 {
            let page = self.book.worksheet_from_index(0)?;
            page.autofilter(self.header, 0, self.next - 1, self.columns - 1)?;
        }
        self.book.save_to_writer(to)?;
        Ok(())
    }
}

/// A workbook without sheets that says when it was made.
pub(super) fn workbook(sheet: &Sheet) -> Result<Workbook, Unwritable> {
    let mut book = Workbook::new();
    let made_at = ExcelDateTime::from_timestamp(sheet.made_at.seconds())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made_at));
    Ok(book)
}

/// Writes title and header; returns the row below.
pub(super) fn head(page: &mut Worksheet, sheet: &Sheet, styles: &Styles) -> Result<u32, Unwritable> {
    for (column, heading) in (0..columns(sheet)).zip(&sheet.headings) {
        page.set_column_width(column, f64::from(heading.width))?;
    }
    let mut row = 0;
    if let Some(title) = &sheet.title {
        page.write_string_with_format(row, 0, clean(title), &styles.title)?;
        row += 1;
    }
    for (column, heading) in (0..columns(sheet)).zip(&sheet.headings) {
        page.write_string_with_format(row, column, clean(&heading.label), &styles.header)?;
    }
    page.set_freeze_panes(row + 1, 0)?;
    Ok(row + 1)
}

pub(super) fn columns(sheet: &Sheet) -> u16 {
    u16::try_from(sheet.headings.len()).unwrap_or(u16::MAX).min(16_384)
}

fn put(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, styles: &Styles) -> Result<(), Unwritable> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) if text.is_empty() => {}
        // The text style keeps digits as they are when somebody edits the cell, and a string is no formula.
        Cell::Text(text) => {
            page.write_string_with_format(row, column, clean(text), &styles.text)?;
        }
        Cell::Number(n) => {
            page.write_number(row, column, *n as f64)?;
        }
        Cell::Hundredths(n) => {
            page.write_number_with_format(row, column, *n as f64 / 100.0, &styles.hundredths)?;
        }
        Cell::Day(day) => match excel(*day) {
            Some(at) => drop(page.write_datetime_with_format(row, column, at, &styles.day)?),
            None => drop(page.write_string(row, column, day.to_string())?),
        },
        Cell::Moment(day, [h, m, s]) => {
            match excel(*day).and_then(|at| at.and_hms(u16::from(*h), *m, f64::from(*s)).ok()) {
                Some(at) => drop(page.write_datetime_with_format(row, column, at, &styles.moment)?),
                None => drop(page.write_string(row, column, format!("{day} {h:02}:{m:02}:{s:02}"))?),
            }
        }
    }
    Ok(())
}

/// Excel knows the years 1900 to 9999.
fn excel(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

/// Without signs that XML cannot hold, and not longer than a cell.
pub(super) fn clean(text: &str) -> String {
    let mut out: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    if out.encode_utf16().count() > MOST_CHARACTERS {
        let mut units = 0;
        let kept: String = out
            .chars()
            .take_while(|c| {
                units += c.len_utf16();
                units < MOST_CHARACTERS
            })
            .collect();
        out = kept + "…";
    }
    out
}
