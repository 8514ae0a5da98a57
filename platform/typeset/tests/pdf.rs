//! PDFs as a reader sees them: their text, pages and fonts, by poppler's programs.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{io::Write as _, process::Command};
use tempfile::NamedTempFile;
use xingtan_clock::{Timestamp, Zone};
use xingtan_documents::pdf::{Certificate, Document, PdfColumn, PdfSlip, Sheet};
use xingtan_i18n::{Kind, Lang, Texts};
use xingtan_typeset::{Fonts, Unset, read, set};

fn document(title: &str) -> Document {
    let texts = Texts::build(&[xingtan_i18n::texts(), xingtan_documents::texts()].concat());
    let l = texts.locale(Lang::ZhCn, Kind::Academy, Zone::default());
    Document::new(&l, "远山学院", title, Timestamp::from_seconds(1_795_323_900))
}

fn made(document: &Document) -> Vec<u8> {
    let description = serde_json::to_vec(&Sheet::from(document)).unwrap();
    set(&read(&description).unwrap(), Fonts::of_the_system(false).unwrap()).unwrap()
}

fn seen(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).arg(file.path());
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Poppler writes rare signs of a title as two surrogates, which is no UTF-8.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text without blanks, line breaks and places to break.
fn text(pdf: &[u8]) -> String {
    let blank = |c: char| c.is_whitespace() || c == '\u{200b}';
    seen("pdftotext", &["-layout"], pdf).replace(blank, "")
}

fn pages(pdf: &[u8]) -> usize {
    let info = seen("pdfinfo", &[], pdf);
    info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim().parse().unwrap()
}

#[test]
fn chinese_texts_can_be_read_out_again_and_all_fonts_are_embedded() {
    let facts = vec![("姓名".to_owned(), "林小满".to_owned()), ("单位".to_owned(), "华东分公司".to_owned())];
    let columns = vec![PdfColumn::words("课程", 4), PdfColumn::figures("学分", 1)];
    let rows = vec![vec!["消防安全与疏散".to_owned(), "1.50".to_owned()]];
    let foot = vec!["合计".to_owned(), "1.50".to_owned()];
    let pdf = made(
        &document("学习记录").facts(facts).heading("明细").table(columns, rows, foot).text("第一行\n第二行"),
    );
    let read = text(&pdf);
    for expected in [
        "远山学院",
        "学习记录",
        "林小满",
        "华东分公司",
        "消防安全与疏散",
        "合计1.50",
        "第1页，共1页",
        "第一行第二行",
    ] {
        assert!(read.contains(expected), "{expected} is missing from {read}");
    }
    let fonts = seen("pdffonts", &[], &pdf);
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(!lines.is_empty());
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().rev().collect();
        // From the right: object (two words), to Unicode, subset, embedded.
        assert_eq!((words[2], words[3], words[4]), ("yes", "yes", "yes"), "{line}");
    }
    let info = seen("pdfinfo", &[], &pdf);
    assert!(
        info.contains("学习记录") && info.contains("Xingtan") && info.contains("Tagged:          yes"),
        "{info}"
    );
    assert!(info.contains("2026"), "{info}");
}

#[test]
fn long_tables_repeat_their_head_and_count_their_pages() {
    let columns = vec![PdfColumn::words("课程名称", 4), PdfColumn::figures("分钟", 1)];
    let rows = (0..120).map(|n| vec![format!("课程 {n}"), n.to_string()]).collect();
    let pdf = made(&document("学时证明").table(columns, rows, Vec::new()));
    let count = pages(&pdf);
    assert!(count > 2, "{count}");
    let read = text(&pdf);
    assert_eq!(read.matches("课程名称").count(), count);
    assert!(read.contains(&format!("第{count}页，共{count}页")) && read.contains("课程119"));
}

#[test]
fn what_users_write_is_never_read_as_markup() {
    let hostile = [
        "#import \"/etc/passwd\"",
        "#panic(\"x\")",
        "$ sum_(i=0)^n $",
        "@reference <label>",
        "back\\slash \\ \"quoted\" 'single' `raw`",
        "= heading - list + list / term: x",
        "*bold* _emphasis_ ~ -- --- ...",
        "#{ while true {} }",
        "]]] [[[ ))) ((( }}} {{{",
        "/* comment */ // comment",
        "https://example.org/#fragment",
        "{page} {total}",
    ];
    let mut document = document(hostile[0]).text(hostile.join("\n"));
    for sign in hostile {
        let facts = vec![(sign.to_owned(), sign.to_owned())];
        document = document.heading(sign).facts(facts);
    }
    let rows = hostile.iter().map(|sign| vec![(*sign).to_owned()]).collect();
    let read = text(&made(&document.table(vec![PdfColumn::words("#", 1)], rows, Vec::new())));
    for sign in hostile {
        let wanted = sign.replace(char::is_whitespace, "");
        assert!(read.matches(&wanted).count() >= 4, "{sign} is not there as it was written: {read}");
    }
}

#[test]
fn unusual_signs_and_long_words_neither_fail_nor_leave_the_page() {
    let word = "W".repeat(3000);
    let columns = vec![PdfColumn::words("a", 1), PdfColumn::words("b", 1)];
    let rows = vec![vec![word.clone(), "字".repeat(500)], vec!["👩‍👩‍👧‍👦🎉".into(), "𠮷野家㐂𪚥龘".into()]];
    let pdf = made(&document("𪚥 \u{202e}tfel").text("\u{0}\u{7}\r\n\t").text("مرحبا עברית").table(
        columns,
        rows,
        Vec::new(),
    ));
    let read = text(&pdf);
    assert_eq!(read.matches('W').count(), 3000);
    assert!(read.contains("龘"));
    // Nothing stands beyond the right edge of A4 (595 pt) less the margin.
    for line in seen("pdftotext", &["-bbox"], &pdf).lines().filter(|line| line.contains("<word")) {
        let edge = line.split("xMax=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(edge.parse::<f64>().unwrap() < 590.0, "{line}");
    }
}

#[test]
fn slips_are_not_torn_and_their_secret_stands_as_typed() {
    let slip = |n: usize| PdfSlip {
        title: format!("学员{n}"),
        facts: vec![("用户名".to_owned(), format!("u{n:06}"))],
        secret: ("初始密码".to_owned(), "k7dm-9pwx-hq3t-v2nr".to_owned()),
        note: "请在十四天内登录".to_owned(),
    };
    let pdf = made(&document("密码条").slips((0..40).map(slip).collect()));
    assert!(pages(&pdf) >= 3);
    let read = text(&pdf);
    assert_eq!(read.matches("k7dm-9pwx-hq3t-v2nr").count(), 40);
    assert!(read.contains("学员39") && read.contains("u000039"));
}

#[test]
fn the_same_description_gives_the_same_file() {
    assert!(made(&document("甲")) == made(&document("甲")));
}

#[test]
fn what_is_not_a_description_is_refused() {
    for text in ["{}", "{\"document\":{}}", "{\"certificate\":{}}", "{\"other\":{}}", "#import \"x\""] {
        assert!(matches!(read(text.as_bytes()), Err(Unset::Unreadable(_))), "{text}");
    }
}

#[test]
fn the_issuers_logo_stands_above_the_title_and_what_is_no_picture_is_left_out() {
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    // One grey point.
    let png = BASE64_STANDARD
        .decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
        )
        .unwrap();
    let pictures = |pdf: &[u8]| seen("pdfimages", &["-list"], pdf).lines().skip(2).count();
    assert_eq!(pictures(&made(&document("学习记录").logo(png))), 1);
    assert_eq!(pictures(&made(&document("学习记录").logo(b"<svg/>".to_vec()))), 0);
    assert_eq!(pictures(&made(&document("学习记录"))), 0);
}

fn certificate() -> Certificate {
    Certificate {
        language: "zh".to_owned(),
        heading: "结业证书".to_owned(),
        body: "林小满同志于 2026 年 11 月完成《消防安全与疏散》。\n特发此证。".to_owned(),
        number: "编号：XT-2026-000001".to_owned(),
        issuer: "远山学院".to_owned(),
        signer: "院长 周远".to_owned(),
        dates: vec!["2026 年 11 月 22 日".to_owned()],
        check: vec!["扫码核验".to_owned(), "ABCD-EFGH-JKMN-PQRS".to_owned()],
        code: xingtan_documents::qr_svg("https://example.com/verify/ABCD", "code").unwrap(),
        made_at: 1_795_323_900_000_000,
        ..Certificate::default()
    }
}

fn set_certificate(it: &Certificate) -> Vec<u8> {
    set(&Sheet::from(it), Fonts::of_the_system(true).unwrap()).unwrap()
}

#[test]
fn a_certificate_is_one_page_whatever_it_says_and_none_of_its_words_is_cut() {
    for portrait in [false, true] {
        let short = set_certificate(&Certificate { portrait, ..certificate() });
        let read = text(&short);
        assert_eq!(pages(&short), 1);
        for expected in ["结业证书", "林小满同志", "编号：XT-2026-000001", "院长周远", "ABCD-EFGH-JKMN-PQRS"]
        {
            assert!(read.contains(expected), "{expected} in {read}");
        }
        let many: String = (0..100).map(|n| format!("第{n:03}条完成。")).collect();
        let heading = "二〇二六年度安全生产标准化班组长岗位能力提升培训结业证书".to_owned();
        let long = set_certificate(&Certificate { portrait, heading, body: many, ..certificate() });
        assert_eq!(pages(&long), 1);
        let read = text(&long);
        assert!(
            read.contains("第000条") && read.contains("第099条") && read.contains("能力提升培训"),
            "{read}"
        );
    }
}

#[test]
fn what_a_certificate_says_is_never_markup() {
    let body = "#panic() $x$ *fett* \\ <tag> @ref".to_owned();
    let read = text(&set_certificate(&Certificate { body, ..certificate() }));
    assert!(read.contains("#panic()$x$*fett*\\<tag>@ref"), "{read}");
}
