//! The manuals inside the product speak of pages that exist.

use crate::{expect_none, tree};

/// All addresses that show a page, as the routers declare them.
fn routes() -> Vec<String> {
    let mut all = Vec::new();
    for file in tree::files(&[".rs"]).into_iter().filter(|file| !file.is_test()) {
        for part in file.text.split(".route(").skip(1) {
            let part = part.trim_start();
            if let Some((route, _)) = part.strip_prefix('"').and_then(|rest| rest.split_once('"'))
                && part.contains("get(")
            {
                all.push(route.to_owned());
            }
        }
    }
    all
}

fn answers(route: &str, address: &str) -> bool {
    let (mut pattern, mut path) = (route.split('/'), address.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(part), Some(given)) if part == given || (part.starts_with('{') && !given.is_empty()) => {}
            _ => return false,
        }
    }
}

#[test]
fn every_address_in_a_manual_is_one_of_the_programs() {
    let (routes, mut links, mut faults) = (routes(), 0, Vec::new());
    for file in tree::files(&[".md"]).into_iter().filter(|file| file.path.starts_with("docs/manual/")) {
        for part in file.text.split("](").skip(1) {
            let address = part.split(')').next().unwrap_or_default();
            if address.starts_with("screen:") {
                continue;
            }
            let path = address.split(['#', '?']).next().unwrap_or_default();
            links += 1;
            if !routes.iter().any(|route| answers(route, path)) {
                faults.push(format!("{}: {address}", file.path));
            }
        }
    }
    assert!(links > 100, "only {links} links were found");
    expect_none("Addresses in manuals that lead nowhere:", &faults);
}

#[test]
fn parameters_stand_for_one_part_of_an_address() {
    assert!(answers("/help/{role}", "/help/learner") && answers("/today", "/today"));
    assert!(!answers("/help/{role}", "/help/") && !answers("/help", "/help/learner"));
}
