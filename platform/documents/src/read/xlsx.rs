//! Excel since 2007: a ZIP archive of XML. Cells are streamed; no sheet is laid out as a whole.

use super::normal::cell_text;
use crate::{Format, Found, Limits, Table, Unreadable, What, table::Gather};
use calamine::{Data, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::{self, Cursor, Read as _};
use zip::ZipArchive;

/// More entries than any workbook of a table has.
const MOST_ENTRIES: usize = 5_000;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Table, Unreadable> {
    measure(bytes, limits)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|e| fault(&e))?;
    let sheets = book.sheets_metadata().iter();
    let visible = sheets.filter(|s| s.typ == SheetType::WorkSheet && s.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|s| s.name.clone()).collect();
    for name in names {
        let mut cells = book.worksheet_cells_reader(&name).map_err(|e| fault(&e))?;
        let mut gather = Gather::new(limits);
        while let Some(cell) = cells.next_cell().map_err(|e| fault(&e))? {
            let (row, column) = cell.get_position();
            let (text, imprecise) = cell_text(Data::from(cell.get_value().clone()));
            if imprecise {
                gather.imprecise.push((row + 1, column as usize));
            }
            gather.add(row + 1, column as usize, text)?;
        }
        if !gather.rows.is_empty() {
            let Gather { rows, imprecise, .. } = gather;
            return Ok(Table { format: Format::Xlsx, sheet: Some(name), rows, imprecise });
        }
    }
    Err(Unreadable::Empty)
}

/// Unpacks every part into nothing and counts: what an archive says about its own sizes may be a lie.
fn measure(bytes: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    let too_large = Unreadable::TooLarge { what: What::Expanded, limit: limits.expanded };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    if archive.len() > MOST_ENTRIES {
        return Err(too_large);
    }
    let names: Vec<String> = archive
        .file_names()
        .filter_map(Result::ok)
        .map(|name| name.to_ascii_lowercase().replace('\\', "/"))
        .collect();
    if !names.iter().any(|name| name == "xl/workbook.xml") {
        let found = what_archive(&names, &mut archive);
        return Err(Unreadable::NotATable(found));
    }
    let mut left = limits.expanded as u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| Unreadable::Broken)?;
        if entry.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        drop(entry);
        let entry = archive.by_index(index).map_err(|_| Unreadable::Broken)?;
        let unpacked =
            io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(|_| Unreadable::Broken)?;
        left = left.checked_sub(unpacked).ok_or(too_large)?;
    }
    Ok(())
}

fn what_archive(names: &[String], archive: &mut ZipArchive<Cursor<&[u8]>>) -> Found {
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if has("xl/workbook.bin") {
        return Found::OtherTable;
    }
    if has("word/") || has("ppt/") {
        return Found::Office;
    }
    let mut kind = String::new();
    if let Ok(entry) = archive.by_name("mimetype") {
        let _ = entry.take(100).read_to_string(&mut kind);
    }
    match kind.trim() {
        "application/vnd.oasis.opendocument.spreadsheet" => Found::OtherTable,
        kind if kind.starts_with("application/vnd.oasis") => Found::Office,
        _ => Found::Archive,
    }
}

fn fault(error: &XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        _ => Unreadable::Broken,
    }
}
