//! What the program says stands in Fluent files, in both languages.

use crate::{expect_none, rust, sql, tree};
use std::collections::{BTreeMap, BTreeSet};

/// Places where Chinese may stand in code, with the reason.
const CHINESE_IN_CODE: &[(&str, &str)] = &[
    (
        "platform/search/src/names.rs",
        "surnames that are read unlike their characters are data, not words to users",
    ),
    ("platform/calendar/src/shipped.rs", "numbers of notices are names"),
    ("platform/calendar/src/year.rs", "words that are read from files, not said to users"),
    ("platform/calendar/src/words.rs", "words that are read from forms, not said to users"),
    ("slices/governance/src/kind/learning_window.rs", "a value as institutions write it, which they change"),
];

/// How code and templates ask for a text.
const CALLS: [&str; 8] = [".t(", ".t1(", ".t2(", ".t3(", ".tn(", ".text(", "Msg::new(", "Msg::of("];

#[test]
fn code_holds_no_chinese_text() {
    let mut faults = Vec::new();
    for file in tree::files(&[".rs"]).into_iter().filter(|file| !may_hold_chinese(file)) {
        for literal in rust::read(&file.text).literals.iter().filter(|literal| !literal.in_test) {
            if literal.text.contains(is_han) && !sql::is_sql(&literal.text) {
                faults.push(format!("{}:{}: {}", file.path, literal.line, literal.text));
            }
        }
    }
    for file in tree::files(&[".ts"]).into_iter().filter(|file| !may_hold_chinese(file)) {
        for (number, line) in file.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains(is_han)
                && !code.trim_start().starts_with('*')
                && !code.trim_start().starts_with("/*")
            {
                faults.push(format!("{}:{}: {}", file.path, number + 1, code.trim()));
            }
        }
    }
    expect_none("Chinese text in code, which belongs into Fluent files:", &faults);
}

fn may_hold_chinese(file: &tree::File) -> bool {
    let demo =
        file.path.contains("/demo/") || file.path.ends_with("/demo.rs") || file.path.starts_with("bench/");
    file.is_test() || demo || CHINESE_IN_CODE.iter().any(|(path, _)| file.path.starts_with(path))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[test]
fn every_text_exists_in_both_languages() {
    let keys = keys_by_file();
    let mut faults = Vec::new();
    for (path, own) in &keys {
        let (from, to) = if path.contains("/zh-CN/") { ("/zh-CN/", "/en/") } else { ("/en/", "/zh-CN/") };
        let other = path.replace(from, to);
        let empty = BTreeSet::new();
        for key in own.difference(keys.get(&other).unwrap_or(&empty)) {
            faults.push(format!("{other} lacks {key}"));
        }
    }
    expect_none("Texts that one language lacks:", &faults);
}

#[test]
fn every_text_that_is_asked_for_exists() {
    let known: BTreeSet<String> = keys_by_file().into_values().flatten().collect();
    let mut faults = Vec::new();
    for file in tree::files(&[".rs", ".html"]).into_iter().filter(|file| !file.is_test()) {
        let html = file.path.ends_with(".html");
        if html && !file.path.contains("/templates/") {
            continue;
        }
        let asked = if html { asked_in_template(&file.text) } else { asked_in_code(&file.text) };
        for (line, key) in asked.into_iter().filter(|(_, key)| !known.contains(key)) {
            faults.push(format!("{}:{line}: {key}", file.path));
        }
    }
    expect_none("Texts that no Fluent file holds:", &faults);
}

/// Keys of messages by Fluent file; terms, which differ in form between languages, are checked by `i18n`.
fn keys_by_file() -> BTreeMap<String, BTreeSet<String>> {
    let files = tree::files(&[".ftl"]).into_iter().filter(|file| file.path.contains("/locales/"));
    files.map(|file| (file.path, keys(&file.text))).collect()
}

fn keys(fluent: &str) -> BTreeSet<String> {
    let begins = |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic());
    let named = fluent.lines().filter(begins).filter_map(|line| line.split_once('='));
    named.map(|(key, _)| key.trim().to_owned()).collect()
}

/// Keys that code asks for by a literal, with their lines. Keys put together at run time are not seen.
fn asked_in_code(source: &str) -> Vec<(usize, String)> {
    let source = rust::read(source);
    let product = source.literals.iter().filter(|literal| !literal.in_test && literal.text.contains('-'));
    let asked = product.filter(|literal| CALLS.iter().any(|call| source.follows(literal, call)));
    asked.map(|literal| (literal.line, literal.text.clone())).collect()
}

fn asked_in_template(template: &str) -> Vec<(usize, String)> {
    let mut asked = Vec::new();
    for call in CALLS {
        for (at, _) in template.match_indices(call) {
            let rest = template[at + call.len()..].trim_start();
            if let Some(key) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                asked.push((template[..at].matches('\n').count() + 1, key.to_owned()));
            }
        }
    }
    asked
}

#[test]
fn keys_are_read_from_texts_code_and_templates() {
    let fluent = "# a = comment\nshop-a = One\nshop-b =\n    Two = 2\n-term = T\n";
    assert_eq!(keys(fluent), BTreeSet::from(["shop-a".to_owned(), "shop-b".to_owned()]));
    let code = "l.t1(\n    \"shop-a\", \"n\", 1); // l.t(\"shop-no\")";
    assert_eq!(asked_in_code(code), [(2, "shop-a".to_owned())]);
    assert_eq!(asked_in_template("<p>\n{{ l.t(\"shop-b\") }}"), [(2, "shop-b".to_owned())]);
}
