//! Screens in courses and manuals: each named one exists, is described, small, and can be taken anew.

use crate::{expect_none, tree};
use sha2::{Digest as _, Sha256};
use std::{collections::BTreeSet, fs};
use xingtan_manuals::screens::screens;

/// Bytes that one picture and all of them may have.
const MOST: usize = 60 << 10;
const MOST_IN_ALL: usize = 5 << 19;

/// Name, description and file of each place that shows a screen.
fn shown() -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    let texts = tree::files(&[".md"]).into_iter();
    let told = |path: &str| path.starts_with("app/demo/courses/") || path.starts_with("docs/manual/");
    for file in texts.filter(|file| told(&file.path)) {
        let parts: Vec<&str> = file.text.split("](screen:").collect();
        for pair in parts.windows(2) {
            let name = pair[1].split(')').next().unwrap_or_default();
            let description = pair[0].rsplit("![").next().unwrap_or_default();
            all.push((name.to_owned(), description.to_owned(), file.path.clone()));
        }
    }
    all
}

#[test]
fn every_screen_that_a_text_names_exists_and_is_described() {
    let shown = shown();
    assert!(shown.len() > 40, "only {} were found", shown.len());
    let fault = |(name, description, path): (String, String, String)| {
        let known = screens().contains_key(name.as_str());
        let described = description.chars().count() >= 6 && !description.contains('\n');
        (!known || !described).then(|| format!("{path}: ![{description}](screen:{name})"))
    };
    expect_none(
        "Screens that do not exist or say nothing:",
        &shown.into_iter().filter_map(fault).collect::<Vec<_>>(),
    );
}

#[test]
fn every_screen_is_shown_and_can_be_taken_anew() {
    let list = fs::read_to_string("../e2e/support/screens/list.mjs").unwrap();
    let shown: BTreeSet<String> = shown().into_iter().map(|(name, ..)| name).collect();
    let idle = screens()
        .keys()
        .filter(|name| !shown.contains(**name) || !list.contains(&format!("name: \"{name}\"")));
    expect_none(
        "Screens that no text shows or scripts/demo-screens does not take:",
        &idle.map(|it| (*it).to_owned()).collect::<Vec<_>>(),
    );
}

#[test]
fn screens_are_small_and_named_by_their_content() {
    let folder = tree::root().join("app/demo/screens");
    let (mut sum, mut faults, mut files) = (0, Vec::new(), BTreeSet::new());
    for (name, screen) in screens() {
        files.insert(screen.file.to_owned());
        let Ok(bytes) = fs::read(folder.join(screen.file)) else {
            faults.push(format!("{name}: {} is missing", screen.file));
            continue;
        };
        sum += bytes.len();
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if bytes.len() > MOST || !screen.file.starts_with(&hash[..16]) {
            faults.push(format!("{name}: {} bytes, {hash}", bytes.len()));
        }
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if file != "index.toml" && !files.contains(&file) {
            faults.push(format!("{file} is in no index"));
        }
    }
    assert!(sum <= MOST_IN_ALL, "{sum} bytes in all");
    expect_none("Pictures of screens:", &faults);
}
