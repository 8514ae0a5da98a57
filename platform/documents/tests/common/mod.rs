//! Files made by hand, byte by byte: what a spreadsheet program would not write.

use std::io::{Cursor, Write as _};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A compound file with these streams.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A BIFF8 workbook ([MS-XLS]) with one visible sheet "Sheet1" of texts and numbers.
pub fn xls(cells: &[(u16, u16, Value)]) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| {
        [&kind.to_le_bytes()[..], &u16::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
    };
    let begin =
        |of: u16| record(0x0809, &[&0x0600u16.to_le_bytes()[..], &of.to_le_bytes(), &[0; 12]].concat());
    let end = record(0x000A, &[]);
    let code_page = record(0x0042, &1200u16.to_le_bytes());
    let name = b"Sheet1";
    let bound_length = 4 + 8 + name.len();
    let at = u32::try_from(begin(5).len() + code_page.len() + bound_length + end.len()).unwrap();
    let bound = record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 6, 0], name].concat());
    let mut book = [begin(5), code_page, bound, end.clone(), begin(0x10)].concat();
    for (row, column, value) in cells {
        let place = [row.to_le_bytes(), column.to_le_bytes(), 0u16.to_le_bytes()].concat();
        match value {
            Value::Text(text) => {
                let units: Vec<u16> = text.encode_utf16().collect();
                let length = u16::try_from(units.len()).unwrap().to_le_bytes();
                let bytes: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
                book.extend(record(0x0204, &[&place[..], &length, &[1], &bytes].concat()));
            }
            Value::Number(n) => book.extend(record(0x0203, &[&place[..], &n.to_le_bytes()].concat())),
        }
    }
    book.extend(end);
    compound(&[("/Workbook", &book)])
}

pub enum Value {
    Text(&'static str),
    Number(f64),
}

/// A ZIP archive with these entries.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The parts of an xlsx around the XML of its only sheet.
pub fn xlsx(sheet: &str) -> Vec<u8> {
    let workbook = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// The XML of a sheet around its rows.
pub fn sheet(rows: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}
