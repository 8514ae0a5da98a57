//! Separated text: encoding, separator and rows.

use super::normal_text;
use crate::{Format, Found, Limits, Table, Unreadable, guard, table::Gather};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

pub(super) fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Table, Unreadable> {
    let (text, encoding) = decode(bytes)?;
    let delimiter = delimiter(&text, file_name);
    let mut gather = Gather::new(limits);
    let mut reader = reader(&text, delimiter);
    let mut record = csv::StringRecord::new();
    // Excel gives a row with line breaks inside quotes one number, and counts blank lines.
    let (mut number, mut start) = (0u32, 0usize);
    loop {
        let more = reader.read_record(&mut record).map_err(|_| Unreadable::Broken)?;
        if !more {
            break;
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len()).min(text.len());
        // The reader stops between the two signs of a CRLF.
        if text[..start].ends_with('\r') && text[start..end].starts_with('\n') {
            start += 1;
        }
        number += blank_lines(&text[start..end]) + 1;
        start = end;
        for (column, cell) in record.iter().enumerate() {
            gather.add(number, column, normal_text(guard::lift(cell)))?;
        }
    }
    let swallowed = gather.rows.last().is_some_and(|row| row.cells.iter().any(|cell| cell.contains('\n')));
    if swallowed && text.matches('"').count() % 2 == 1 {
        return Err(Unreadable::UnclosedQuote { row: number });
    }
    let format = Format::Csv { delimiter: char::from(delimiter), encoding: encoding.name() };
    Ok(Table { format, sheet: None, rows: gather.rows, imprecise: Vec::new() })
}

/// A byte order mark decides; else what is right UTF-8 is UTF-8; the rest is GB18030, as Excel writes it in China.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static Encoding), Unreadable> {
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None if bytes.contains(&0) => return Err(Unreadable::NotATable(Found::Unknown)),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        None => (GB18030, bytes),
    };
    encoding
        .decode_without_bom_handling_and_without_replacement(rest)
        .map(|text| (text, encoding))
        .ok_or(Unreadable::NotATable(Found::Unknown))
}

/// The separator that cuts the first rows into the most columns of one width. Ties go to the file's ending, then to
/// the comma.
fn delimiter(text: &str, file_name: &str) -> u8 {
    let by_name = if file_name.to_ascii_lowercase().ends_with(".tsv") { b'\t' } else { b',' };
    let score = |delimiter: u8| {
        let mut reader = reader(text, delimiter);
        let widths: Vec<usize> = reader.records().take(20).map_while(Result::ok).map(|r| r.len()).collect();
        let first = widths.first().copied().unwrap_or(0);
        if first < 2 { 0 } else { first * widths.iter().filter(|width| **width == first).count() }
    };
    DELIMITERS.into_iter().max_by_key(|d| (score(*d), *d == by_name)).unwrap_or(by_name)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

/// Line ends before the first other sign.
fn blank_lines(slice: &str) -> u32 {
    let blank = &slice[..slice.len() - slice.trim_start_matches(['\r', '\n']).len()];
    let ends = blank.matches('\n').count() + blank.matches('\r').count() - blank.matches("\r\n").count();
    u32::try_from(ends).unwrap_or(u32::MAX)
}
