//! No setting without effect: each parameter that is declared is read somewhere (OPS-6).

use crate::tree;
use std::{collections::BTreeMap, fs};

/// All sources outside tests, by path.
fn sources() -> BTreeMap<String, String> {
    let root = tree::root();
    let mut found = BTreeMap::new();
    let mut folders: Vec<_> = ["platform", "slices", "app"].map(|it| root.join(it)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !["tests", "target", "locales", "templates"].contains(&name.as_str()) {
                folders.push(path);
            } else if name.ends_with(".rs") {
                found.insert(path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// The names of the constants that declare parameters: `const NAME: Setting`, and `NAME = "key", …;` in a macro of a
/// file named `parameters.rs`.
fn declared(path: &str, text: &str) -> Vec<String> {
    let name = |it: &str| it.len() > 2 && it.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let lines = text.lines().map(str::trim);
    lines
        .filter_map(|line| {
            if let Some((before, _)) = line.split_once(": Setting =") {
                return before.rsplit(' ').next().map(str::to_owned);
            }
            let (before, after) = line.split_once(" = \"")?;
            (path.ends_with("parameters.rs") && after.ends_with(';')).then(|| before.to_owned())
        })
        .filter(|it| name(it))
        .collect()
}

#[test]
fn every_setting_is_read_somewhere() {
    let sources = sources();
    let mut names = Vec::new();
    for (path, text) in sources.iter().filter(|(path, _)| !path.ends_with("declared.rs")) {
        names.extend(declared(path, text));
    }
    assert!(names.len() >= 20, "settings are found: {names:?}");
    // Where a value is asked for, or handed on to who asks: `.int(&NAME)`, `Some(&NAME)`.
    let is_read = |name: &str| {
        let asked =
            ["int(&", "text(&", "bool(&", "json(&", "Some(&", "keep(&", "days(&", "before(&", "ago(&"];
        sources.values().any(|text| {
            text.match_indices(name).any(|(at, _)| {
                let before =
                    text[..at].trim_end_matches(|c: char| c.is_ascii_lowercase() || c == ':' || c == '_');
                let ends =
                    text[at + name.len()..].starts_with(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                ends && asked.iter().any(|how| before.ends_with(how))
            })
        })
    };
    let idle: Vec<&String> = names.iter().filter(|name| !is_read(name)).collect();
    assert!(idle.is_empty(), "declared, shown, and without effect: {idle:?}");
}
