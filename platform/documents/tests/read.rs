//! Uploads as people send them: good, odd, broken and hostile (ACC-1).
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{Value, archive, compound, sheet, xls, xlsx};
use proptest::prelude::*;
use xingtan_documents::{Format, Found, Limits, Row, Table, Unreadable, What, read_table};

fn read(bytes: &[u8]) -> Result<Table, Unreadable> {
    read_table(bytes, "people", &Limits::default())
}

fn rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    read(bytes).unwrap().rows.into_iter().map(|Row { number, cells }| (number, cells)).collect()
}

fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
    (number, cells.iter().map(|c| c.to_string()).collect())
}

#[test]
fn csv_of_utf8_with_and_without_mark_gb18030_and_utf16_reads_alike() {
    let text = "用户名,姓名\r\nlin,　林书岚 \r\n";
    let gb18030 = encoding_rs::GB18030.encode(text).0.into_owned();
    let utf16: Vec<u8> =
        "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect();
    let marked = format!("\u{feff}{text}").into_bytes();
    for (bytes, encoding) in
        [(text.into(), "UTF-8"), (marked, "UTF-8"), (gb18030, "gb18030"), (utf16, "UTF-16LE")]
    {
        let table = read(&bytes).unwrap();
        assert_eq!(table.format, Format::Csv { delimiter: ',', encoding });
        assert_eq!(rows(&bytes), [row(1, &["用户名", "姓名"]), row(2, &["lin", "林书岚"])]);
    }
}

#[test]
fn commas_semicolons_and_tabs_are_told_apart_even_beside_each_other_in_quotes() {
    for (text, delimiter) in
        [("a,b\n1,2", ','), ("a;b\n\"1,1\";2", ';'), ("a\tb\n1\t\"2;2;2\"", '\t'), ("only\none", ',')]
    {
        let table = read(text.as_bytes()).unwrap();
        assert_eq!(table.format, Format::Csv { delimiter, encoding: "UTF-8" }, "{text}");
    }
}

#[test]
fn rows_of_csv_are_numbered_as_excel_shows_them() {
    let text = "a,b\r\n\r\n\"two\r\nlines\",x\r\n,,\r\n\n\nlast,y\n";
    assert_eq!(
        rows(text.as_bytes()),
        [row(1, &["a", "b"]), row(3, &["two\nlines", "x"]), row(7, &["last", "y"])]
    );
}

#[test]
fn xlsx_keeps_row_numbers_and_texts_of_all_types_of_cells() {
    let bytes = xlsx(&sheet(
        r#"<row r="3"><c r="B3" t="inlineStr"><is><t> 姓名 </t></is></c></row>
           <row r="5"><c r="B5"><v>13812341234</v></c><c r="C5"><v>1.50</v></c><c r="D5" t="b"><v>1</v></c>
           <c r="E5"><v>110101199003078515</v></c><c r="F5" t="e"><v>#N/A</v></c><c r="G5" t="d"><v>2026-11-22T00:00:00</v></c></row>"#,
    ));
    assert_eq!(
        rows(&bytes),
        [
            row(3, &["", "姓名"]),
            row(5, &["", "13812341234", "1.5", "TRUE", "110101199003078510", "#N/A", "2026-11-22"])
        ]
    );
    let table = read(&bytes).unwrap();
    assert_eq!((table.sheet.as_deref(), table.imprecise), (Some("S"), vec![(5, 4)]));
}

#[test]
fn old_excel_files_are_read() {
    let bytes = xls(&[
        (1, 1, Value::Text("用户名")),
        (1, 2, Value::Text("学分")),
        (3, 1, Value::Text("lin")),
        (3, 2, Value::Number(2.0)),
    ]);
    assert_eq!(rows(&bytes), [row(2, &["", "用户名", "学分"]), row(4, &["", "lin", "2"])]);
    assert_eq!(read(&bytes).unwrap().format, Format::Xls);
}

#[test]
fn what_is_no_table_is_named() {
    let zip = |name| archive(&[(name, b"x".as_slice())]);
    for (bytes, found) in [
        (b"%PDF-1.7 ...".to_vec(), Found::Pdf),
        (b"\x89PNG\r\n\x1a\n".to_vec(), Found::Picture),
        (b"\xFF\xD8\xFF\xE0".to_vec(), Found::Picture),
        (zip("word/document.xml"), Found::Office),
        (zip("xl/workbook.bin"), Found::OtherTable),
        (archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]), Found::OtherTable),
        (zip("a.txt"), Found::Archive),
        (b"\x1F\x8B\x08".to_vec(), Found::Archive),
        ("\u{feff}\n<HTML><table>".into(), Found::WebPage),
        (b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), Found::OtherTable),
        (compound(&[("/WordDocument", b"x")]), Found::Office),
        (compound(&[("/Other", b"x")]), Found::Unknown),
        (b"a\0b".to_vec(), Found::Unknown),
        (b"\xff\xff\xff".to_vec(), Found::Unknown),
    ] {
        assert_eq!(read(&bytes).map(|t| t.rows), Err(Unreadable::NotATable(found)), "{bytes:?}");
    }
}

#[test]
fn files_with_a_password_are_told_apart_from_broken_ones() {
    let modern = compound(&[("/EncryptionInfo", b"x"), ("/EncryptedPackage", b"x")]);
    assert_eq!(read(&modern), Err(Unreadable::Encrypted));
    let begin = [0x09, 0x08, 16, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let file_pass = [0x2F, 0x00, 4, 0, 1, 0, 0, 0];
    let old = compound(&[("/Workbook", &[&begin[..], &file_pass, &[0x0A, 0, 0, 0]].concat())]);
    assert_eq!(read(&old), Err(Unreadable::Encrypted));
}

#[test]
fn empty_files_and_cut_files_are_named() {
    assert_eq!(read(b""), Err(Unreadable::Empty));
    assert_eq!(read(b"\xEF\xBB\xBF,,\r\n , \r\n"), Err(Unreadable::Empty));
    assert_eq!(read(&xlsx(&sheet(""))), Err(Unreadable::Empty));
    let whole = xlsx(&sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#));
    assert_eq!(read(&whole[..whole.len() / 2]), Err(Unreadable::Broken));
    assert_eq!(read(&xlsx("<worksheet><sheetData><row r=\"1\"><c r=\"A1\">")), Err(Unreadable::Broken));
    let old = xls(&[(0, 0, Value::Text("x"))]);
    assert_eq!(read(&old[..600]), Err(Unreadable::Broken));
    assert_eq!(read(b"a,b\n1,\"2\n3,4\n5,6\n"), Err(Unreadable::UnclosedQuote { row: 2 }));
}

#[test]
fn a_bomb_is_refused_before_it_is_parsed_whatever_it_says_of_its_size() {
    let zeros = vec![b' '; 40 << 20];
    let mut bomb =
        archive(&[("xl/workbook.xml", b"<workbook/>".as_slice()), ("xl/sharedStrings.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    let limits = Limits { expanded: 30 << 20, ..Limits::default() };
    let refused = Err(Unreadable::TooLarge { what: What::Expanded, limit: 30 << 20 });
    assert_eq!(read_table(&bomb, "x.xlsx", &limits), refused);
    // The same with a lie in both headers: "unpacked size 10".
    let size = (40u32 << 20).to_le_bytes();
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == size {
            bomb[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
        }
    }
    assert!(read_table(&bomb, "x.xlsx", &limits).is_err());
}

#[test]
fn limits_hold_for_bytes_rows_columns_and_cells() {
    let limits = Limits { bytes: 200, rows: 2, columns: 3, cell: 5, ..Limits::default() };
    let refused = |text: &str, what, limit| {
        let result = read_table(text.as_bytes(), "x.csv", &limits);
        assert_eq!(result.map(|t| t.rows), Err(Unreadable::TooLarge { what, limit }), "{text}");
    };
    refused(&"x".repeat(201), What::Bytes, 200);
    refused("h\n1\n\n2\n3\n", What::Rows, 2);
    refused("a,b,c,d\n", What::Columns, 3);
    refused("a\n一二三四五六\n", What::Cell { row: 2 }, 5);
    assert_eq!(read_table("h,b,c,\n一二三四五\n2".as_bytes(), "x.csv", &limits).unwrap().rows.len(), 3);
    let far = Limits::default();
    let wide = xlsx(&sheet(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#));
    assert_eq!(
        read_table(&wide, "x.xlsx", &far),
        Err(Unreadable::TooLarge { what: What::Columns, limit: far.columns })
    );
    let tall = xls(&[(0, 0, Value::Number(1.0)), (65_000, 255, Value::Number(1.0))]);
    let small = Limits { rows: 1000, ..far };
    assert_eq!(
        read_table(&tall, "x.xls", &small),
        Err(Unreadable::TooLarge { what: What::Rows, limit: 1000 })
    );
}

#[test]
fn rows_out_of_order_are_a_broken_file() {
    let rows = r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#;
    assert_eq!(read(&xlsx(&sheet(rows))), Err(Unreadable::Broken));
}

#[test]
fn every_refusal_has_a_sentence_in_both_languages() {
    let mut all = xingtan_i18n::texts();
    all.extend(xingtan_documents::texts());
    assert_eq!(xingtan_i18n::check(&all), Vec::<String>::new());
    let texts = xingtan_i18n::Texts::build(&all);
    let folder = std::path::Path::new("src");
    assert_eq!(xingtan_i18n::unknown_keys(&texts, folder).unwrap(), Vec::<String>::new());
    let l = texts.locale(xingtan_i18n::Lang::ZhCn, xingtan_i18n::Kind::School, Default::default());
    let sentence = l.msg(&Unreadable::NotATable(Found::Pdf).msg());
    assert_eq!(sentence, "这个文件是PDF 文档，不是可以导入的表格。请上传 xlsx、xls 或 csv 文件。");
    let sentence = l.msg(&Unreadable::TooLarge { what: What::Rows, limit: 100_000 }.msg());
    assert_eq!(sentence, "表格超过 100,000 行。请分成几个文件上传。");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(start in 0..4usize, bytes: Vec<u8>) {
        let magic: &[u8] = [b"".as_slice(), b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"a,\""][start];
        let _ = read(&[magic, &bytes].concat());
    }

    #[test]
    fn a_damaged_workbook_is_read_or_refused_without_a_panic(at: prop::sample::Index, byte: u8, old: bool) {
        let mut bytes = match old {
            true => xls(&[(0, 0, Value::Text("姓名")), (1, 0, Value::Number(1.0))]),
            false => xlsx(&sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#)),
        };
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read(&bytes);
    }
}
