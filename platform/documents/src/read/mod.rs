//! Reading: what a file is, by its content; its name is never trusted.

mod csv;
mod normal;
mod xls;
mod xlsx;

use crate::{Found, Limits, Table, Unreadable, What};
pub use normal::normal_text;
use std::panic::{AssertUnwindSafe, catch_unwind};

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Reads the table in an uploaded file: the first visible sheet with content of an xlsx or xls workbook, or
/// separated text in UTF-8, UTF-16 or GB18030. The file name only helps to choose between tabs and commas.
///
/// Texts are trimmed (full-width spaces too) and free of control characters; numbers are written without `.0`,
/// days as `2026-11-22`, moments as `2026-11-22 16:30:00`.
///
/// Takes about 100 ms for 50,000 rows of 8 columns: call it outside units, on a blocking thread.
///
/// # Errors
/// See [`Unreadable`]; nothing is read half.
pub fn read_table(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Table, Unreadable> {
    if bytes.len() > limits.bytes {
        return Err(Unreadable::TooLarge { what: What::Bytes, limit: limits.bytes });
    }
    // The parsers are not written for hostile files everywhere; a panic of theirs is a broken file.
    let read = catch_unwind(AssertUnwindSafe(|| {
        if bytes.starts_with(ZIP) {
            xlsx::read(bytes, limits)
        } else if bytes.starts_with(COMPOUND) {
            xls::read(bytes, limits)
        } else {
            match other(bytes) {
                Some(found) => Err(Unreadable::NotATable(found)),
                None => csv::read(bytes, file_name, limits),
            }
        }
    }));
    let table = read.unwrap_or(Err(Unreadable::Broken))?;
    if table.rows.is_empty() { Err(Unreadable::Empty) } else { Ok(table) }
}

/// What a file is that is neither a workbook nor text; `None` when it may be separated text.
fn other(bytes: &[u8]) -> Option<Found> {
    const PICTURES: [&[u8]; 5] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"RIFF", b"BM"];
    const ARCHIVES: [&[u8]; 4] = [b"Rar!", b"7z\xBC\xAF", b"\x1F\x8B", b"PK\x05\x06"];
    if bytes.starts_with(b"%PDF") {
        return Some(Found::Pdf);
    }
    // Text may begin with the letters BM; a picture has a zero byte soon.
    let has_zero = bytes.iter().take(64).any(|b| *b == 0);
    if PICTURES.iter().any(|p| bytes.starts_with(p)) && (has_zero || !bytes.starts_with(b"BM")) {
        return Some(Found::Picture);
    }
    if ARCHIVES.iter().any(|a| bytes.starts_with(a)) {
        return Some(Found::Archive);
    }
    let start: String = String::from_utf8_lossy(&bytes[..bytes.len().min(512)])
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .to_ascii_lowercase();
    if ["<!doctype html", "<html", "<table", "<meta", "<style"].iter().any(|tag| start.starts_with(tag)) {
        return Some(Found::WebPage);
    }
    start.starts_with("<?xml").then_some(Found::OtherTable)
}
