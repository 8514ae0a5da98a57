//! Exports and templates, read back by our own reader (COM/INS exports, ACC-1 templates).
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use proptest::prelude::*;
use std::io::Read as _;
use xingtan_clock::{Date, Timestamp, Zone};
use xingtan_documents::{
    Cell, Column, Export, Heading, Instruction, Limits, Sheet, Table, Template, Unreadable, normal_text,
    read_table, template_workbook,
};
use xingtan_i18n::{Kind, Lang, Texts};

const AT: Timestamp = Timestamp::from_seconds(1_795_336_200);

fn sheet(columns: usize) -> Sheet {
    Sheet::new("人员", AT, (0..columns).map(|i| Heading::new(format!("列{i}"))).collect())
}

fn exports(sheet: &Sheet) -> [Export; 2] {
    [Export::xlsx(sheet).unwrap(), Export::csv(sheet).unwrap()]
}

fn read(bytes: &[u8]) -> Table {
    read_table(bytes, "x", &Limits { cell: 40_000, ..Limits::default() }).unwrap()
}

#[test]
fn both_formats_read_back_with_title_header_and_typed_cells() {
    let row = [
        Cell::text("0012"),
        Cell::Number(-3),
        Cell::Hundredths(150),
        Cell::Day("2026-11-22".parse::<Date>().unwrap()),
        Cell::moment(AT, &Zone::default()),
        Cell::Empty,
        Cell::from("beyond the header"),
    ];
    for mut export in exports(&sheet(6).title("2026 年 11 月")) {
        export.row(&row).unwrap();
        let table = read(&export.finish().unwrap());
        let cells: Vec<_> = table.rows.iter().map(|r| (r.number, r.cells.clone())).collect();
        assert_eq!(cells[0], (1, vec!["2026 年 11 月".to_owned()]));
        assert_eq!(cells[1].1.len(), 6);
        let mut last = cells[2].1.clone();
        // CSV writes two digits, Excel the number.
        last[2] = last[2].replace("1.50", "1.5");
        assert_eq!(last, ["0012", "-3", "1.5", "2026-11-22", "2026-11-22 16:30:00"]);
    }
}

#[test]
fn formulas_go_out_as_text() {
    let evil = ["=HYPERLINK(\"http://example.com\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"];
    let [mut xlsx, mut csv] = exports(&sheet(1));
    for text in evil {
        xlsx.row(&[Cell::text(text)]).unwrap();
        csv.row(&[Cell::text(text)]).unwrap();
    }
    let csv = String::from_utf8(csv.finish().unwrap()).unwrap();
    for line in csv.lines().skip(1).filter(|line| !line.is_empty()) {
        assert!(!line.starts_with("\"=") && line.starts_with("\"'") || line.starts_with("=1"), "{line}");
    }
    let xlsx = xlsx.finish().unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&xlsx)).unwrap();
    let mut xml = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert!(!xml.contains("<f>") && xml.contains("HYPERLINK"));
    assert_eq!(read(&xlsx).rows[1].cells, [evil[0]]);
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let bytes = || {
        let mut export = Export::xlsx(&sheet(2)).unwrap();
        export.row(&[Cell::text("a"), Cell::Number(1)]).unwrap();
        export.finish().unwrap()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn texts_that_excel_cannot_hold_are_cut_and_cleaned() {
    let long = format!("\0\u{1}{}", "学".repeat(40_000));
    let mut export = Export::xlsx(&sheet(1)).unwrap();
    export.row(&[Cell::Text(long)]).unwrap();
    let cell = read(&export.finish().unwrap()).rows[1].cells[0].clone();
    assert_eq!(cell.chars().count(), 32_767);
    assert!(cell.ends_with('…'));
}

#[test]
fn an_export_can_be_imported_and_a_template_has_nothing_to_import_until_it_is_filled_in() {
    let mut all = xingtan_i18n::texts();
    all.extend(xingtan_documents::texts());
    let l = Texts::build(&all).locale(Lang::ZhCn, Kind::Academy, Zone::default());
    let instruction = |label: &str, required, choices: &[&str]| Instruction {
        label: label.to_owned(),
        required,
        meaning: "小写字母和数字".to_owned(),
        example: "lin".to_owned(),
        choices: choices.iter().map(|c| c.to_string()).collect(),
    };
    let template = Template {
        name: "人员".to_owned(),
        columns: vec![instruction("用户名", true, &[]), instruction("单位", false, &["质量部", "管理部's"])],
        notes: vec!["同一文件再次导入不会改变任何内容。".to_owned()],
        made_at: AT,
    };
    let table = read(&template_workbook(&template, &l).unwrap());
    let columns =
        [Column::required("user_name").called(["用户名"]), Column::optional("unit").called(["单位"])];
    let header = table.header(&columns).unwrap();
    assert!(header.has("unit"));
    assert_eq!((table.sheet.as_deref(), header.rows(&table).count()), (Some("人员"), 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn texts_come_back_from_both_formats(
        rows in prop::collection::vec(prop::collection::vec("[,;\t\"'=+@\\-a一　 \r\n\u{feff}]{0,5}|.{0,20}", 3), 1..6)
    ) {
        let expected: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let mut cells: Vec<String> = row.iter().map(|cell| normal_text(cell)).collect();
                cells.truncate(cells.iter().rposition(|c| !c.is_empty()).map_or(0, |last| last + 1));
                cells
            })
            .filter(|cells| !cells.is_empty())
            .collect();
        for mut export in exports(&sheet(3)) {
            let ending = export.ending();
            for row in &rows {
                export.row(&row.iter().map(|c| Cell::text(c.as_str())).collect::<Vec<_>>()).unwrap();
            }
            let table = read_table(&export.finish().unwrap(), "x", &Limits::default());
            let cells = table.map(|t| t.rows.into_iter().skip(1).map(|r| r.cells).collect::<Vec<_>>());
            prop_assert_eq!(cells, Ok::<_, Unreadable>(expected.clone()), "{}", ending);
        }
    }
}
