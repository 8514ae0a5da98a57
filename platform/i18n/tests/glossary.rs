//! The terms of the texts and the glossary say the same words.

use std::{collections::BTreeSet, fs, path::Path};
use xingtan_i18n::{Lang, texts};

#[test]
fn every_term_stands_in_the_glossary_in_both_languages() {
    let path = Path::new("../../docs/glossary.md");
    let glossary = fs::read_to_string(path).unwrap();
    // Variants of an English term: the singular stands in the glossary, in small letters.
    let words = texts().into_iter().filter(|r| r.name.starts_with("terms")).flat_map(|r| {
        let prefix = if r.lang == Lang::ZhCn { "-" } else { "*[one] " };
        r.source.lines().filter_map(move |line| {
            let word = line.trim().strip_prefix(prefix)?;
            Some(if r.lang == Lang::ZhCn { word.split_once(" = ")?.1 } else { word })
        })
    });
    let missing: BTreeSet<&str> = words.filter(|word| !glossary.contains(word)).collect();
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn no_term_stands_in_the_glossary_twice() {
    let path = Path::new("../../docs/glossary.md");
    let glossary = fs::read_to_string(path).unwrap();
    let mut seen = BTreeSet::new();
    for line in glossary.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| -")) {
        let term = line.trim_start_matches("| ").split(" |").next().unwrap_or_default();
        assert!(term == "中文" || seen.insert(term), "{term}");
    }
    assert!(seen.len() > 150);
}
