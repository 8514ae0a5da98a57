//! Nothing is left for later in the text: what is open stands in an issue.

use crate::{expect_none, rust, tree};

#[test]
fn nothing_is_put_off_in_comments() {
    let mut faults = Vec::new();
    for file in tree::files(&[".rs", ".ts", ".mjs", ".css", ".html", ".sql"]) {
        for (number, line) in file.text.lines().enumerate().filter(|_| !is_this_folder(&file.path)) {
            if ["TODO", "FIXME", "XXX"].iter().any(|mark| line.contains(mark)) {
                faults.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    expect_none("Put off to later:", &faults);
}

#[test]
fn exceptions_from_lints_say_why() {
    let mut faults = Vec::new();
    for file in tree::files(&[".rs"]) {
        let code = rust::read(&file.text).code;
        for (at, _) in code.match_indices("[allow(").chain(code.match_indices("[expect(")) {
            let attribute = &code[at..at + code[at..].find(']').unwrap_or(0)];
            // What several test programs share is used by some of them only: there `expect` would not hold.
            let allowed = attribute.starts_with("[allow") && !file.is_test();
            if allowed || !attribute.contains("reason") {
                faults.push(format!("{}:{}", file.path, code[..at].matches('\n').count() + 1));
            }
        }
    }
    expect_none("Lints switched off without `expect` and a reason:", &faults);
}

#[test]
fn unfinished_code_is_not_committed() {
    let mut faults = Vec::new();
    for file in tree::files(&[".rs"]) {
        let code = rust::read(&file.text).code;
        for (number, line) in code.lines().enumerate() {
            if ["todo!", "unimplemented!", "dbg!"].iter().any(|mark| line.contains(mark)) {
                faults.push(format!("{}:{}", file.path, number + 1));
            }
        }
    }
    expect_none("Unfinished:", &faults);
}

/// This folder names what it looks for.
fn is_this_folder(path: &str) -> bool {
    path.starts_with("app/tests/house/")
}
