//! Locks fix versions, not places: whoever builds chooses the mirror.

use crate::{expect_none, tree};

#[test]
fn package_locks_name_no_registry_host() {
    let mut faults = Vec::new();
    for file in tree::files(&["package-lock.json", ".npmrc", "Cargo.lock", "config.toml"]) {
        for (number, line) in file.text.lines().enumerate() {
            if names_a_host(&file.path, line) {
                faults.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    expect_none("Download addresses:", &faults);
}

/// Cargo writes the name of its one public index into every lock; any other source is a place.
fn names_a_host(path: &str, line: &str) -> bool {
    let line = line.trim();
    if path.ends_with("package-lock.json") {
        line.starts_with("\"resolved\"") && line.contains("://")
    } else if path.ends_with("Cargo.lock") {
        line.starts_with("source") && !line.contains("registry+https://github.com/rust-lang/crates.io-index")
    } else {
        line.contains("://")
    }
}

#[test]
fn a_download_address_is_seen_and_a_sponsor_link_is_not() {
    assert!(names_a_host("web/package-lock.json", r#"  "resolved": "https://host/a.tgz","#));
    assert!(!names_a_host("web/package-lock.json", r#"  "url": "https://host/sponsors/a""#));
    assert!(names_a_host("web/.npmrc", "registry=https://host/"));
    assert!(names_a_host("Cargo.lock", r#"source = "git+https://host/a""#));
}
