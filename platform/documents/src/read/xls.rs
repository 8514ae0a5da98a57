//! Excel until 2003: BIFF records in a compound file. The parser lays whole sheets out in memory, so their size is
//! measured first.

use super::normal::cell_text;
use crate::{Format, Found, Limits, Table, Unreadable, What, table::Gather};
use calamine::{Reader as _, SheetType, SheetVisible, Xls, XlsError};
use cfb::CompoundFile;
use std::io::{Cursor, Read as _};

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Table, Unreadable> {
    measure(bytes, limits)?;
    let book = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsError::Password => Unreadable::Encrypted,
        _ => Unreadable::Broken,
    })?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet && s.visible == SheetVisible::Visible)
        .map(|s| s.name.clone())
        .collect();
    let mut book = book;
    for name in sheets {
        let Ok(range) = book.worksheet_range(&name) else { return Err(Unreadable::Broken) };
        let (top, left) = range.start().unwrap_or_default();
        let mut gather = Gather::new(limits);
        for (row, column, value) in range.used_cells() {
            let (number, column) = (top + row as u32 + 1, left as usize + column);
            let (text, imprecise) = cell_text(value.clone());
            if imprecise {
                gather.imprecise.push((number, column));
            }
            gather.add(number, column, text)?;
        }
        if !gather.rows.is_empty() {
            let Gather { rows, imprecise, .. } = gather;
            return Ok(Table { format: Format::Xls, sheet: Some(name), rows, imprecise });
        }
    }
    Err(Unreadable::Empty)
}

/// Opens the container strictly (no circular chains), finds out what is in it, and measures the sheets.
fn measure(bytes: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    let mut file = CompoundFile::open_strict(Cursor::new(bytes))
        .or_else(|_| CompoundFile::open(Cursor::new(bytes)))
        .map_err(|_| Unreadable::Broken)?;
    let has = |name: &str| file.exists(name);
    if has("/EncryptedPackage") {
        return Err(Unreadable::Encrypted);
    }
    if has("/WordDocument") || has("/PowerPoint Document") {
        return Err(Unreadable::NotATable(Found::Office));
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| has(name));
    let name = name.ok_or(Unreadable::NotATable(Found::Unknown))?;
    if file.walk().any(|entry| entry.len() > bytes.len() as u64) {
        return Err(Unreadable::Broken);
    }
    let mut stream = Vec::new();
    file.open_stream(name).and_then(|mut s| s.read_to_end(&mut stream)).map_err(|_| Unreadable::Broken)?;
    let area = (limits.rows + 1).saturating_mul(limits.columns);
    if largest_sheet(&stream) > area {
        return Err(Unreadable::TooLarge { what: What::Rows, limit: limits.rows });
    }
    Ok(())
}

/// The greatest number of cells between the first and the last used one of any sheet.
fn largest_sheet(stream: &[u8]) -> usize {
    /// Record types of cells, each beginning with row and column ([MS-XLS] 2.3).
    const CELLS: [u16; 11] =
        [0x0006, 0x00BD, 0x00BE, 0x00D6, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x0406];
    const BEGIN: u16 = 0x0809;
    let (mut largest, mut rows, mut columns) = (0, (u16::MAX, 0), (u16::MAX, 0));
    let mut rest = stream;
    while let [a, b, c, d, body @ ..] = rest {
        let (kind, length) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        let Some((record, next)) = body.split_at_checked(length) else { break };
        rest = next;
        if kind == BEGIN {
            (rows, columns) = ((u16::MAX, 0), (u16::MAX, 0));
        } else if let ([r0, r1, c0, c1, ..], true) = (record, CELLS.contains(&kind)) {
            let (row, column) = (u16::from_le_bytes([*r0, *r1]), u16::from_le_bytes([*c0, *c1]));
            // A record of several cells names its last column at its end.
            let last = match (kind, record) {
                (0x00BD | 0x00BE, [.., l0, l1]) => u16::from_le_bytes([*l0, *l1]).max(column),
                _ => column,
            };
            rows = (rows.0.min(row), rows.1.max(row));
            columns = (columns.0.min(column), columns.1.max(last));
            let area = (usize::from(rows.1 - rows.0) + 1) * (usize::from(columns.1 - columns.0) + 1);
            largest = largest.max(area);
        }
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_far_cells_make_a_large_sheet() {
        let cell = |row: u16, column: u16| {
            [[0x03, 0x02].as_slice(), &4u16.to_le_bytes(), &row.to_le_bytes(), &column.to_le_bytes()].concat()
        };
        let sheet = [0x09, 0x08, 0, 0].as_slice();
        let stream = [sheet, &cell(0, 0), &cell(65535, 255), sheet, &cell(9, 9)].concat();
        assert_eq!(largest_sheet(&stream), 65536 * 256);
        assert_eq!(largest_sheet(&[sheet, &cell(5, 5), &cell(6, 7)].concat()), 6);
        assert_eq!(largest_sheet(&[1, 2, 255, 255, 3]), 0);
    }
}
