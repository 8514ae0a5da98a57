//! Documents that name what is gone mislead worse than none.

use crate::{expect_none, tree};

/// Documents whose every named path must exist; others may speak of what will be.
const MAPS: [&str; 4] = ["ARCHITECTURE.md", "README.md", "CONTRIBUTING.md", "STYLE.md"];

#[test]
fn every_path_named_in_the_maps_exists() {
    let root = tree::root();
    let mut faults = Vec::new();
    for file in tree::files(&[".md"]).iter().filter(|file| MAPS.contains(&file.path.as_str())) {
        for path in named_paths(&file.text) {
            if !root.join(path).exists() {
                faults.push(format!("{} names {path}", file.path));
            }
        }
    }
    expect_none("Paths that do not exist:", &faults);
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let root = tree::root();
    let mut faults = Vec::new();
    for file in tree::files(&[".md"]) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        // Names of screens are looked for by a rule of their own.
        for link in links(&file.text).filter(|link| !link.starts_with("screen:")) {
            if !root.join(folder).join(link).exists() {
                faults.push(format!("{} links to {link}", file.path));
            }
        }
    }
    expect_none("Links that lead nowhere:", &faults);
}

/// Rooms of the repository. A code span is a path when it begins in one of them.
const ROOMS: [&str; 9] =
    ["app/", "bench/", "docs/", "e2e/", "platform/", "scripts/", "slices/", "web/", ".ci/"];

/// What is built or made at run time and not in a clone.
const MADE: [&str; 3] = ["web/dist", "e2e/shots", "e2e/results"];

/// Code spans that are paths of the repository, or documents and manifests at its root.
fn named_paths(text: &str) -> impl Iterator<Item = &str> {
    let spans = text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2));
    spans.filter(|span| {
        let plain = span.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
        let inside = ROOMS.iter().any(|room| span.starts_with(room))
            && !MADE.iter().any(|made| span.starts_with(made));
        let at_root = !span.contains('/') && [".md", ".toml"].iter().any(|end| span.ends_with(end));
        plain && (inside || at_root)
    })
}

/// Relative targets of links and pictures, without their fragment.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    let targets = prose.flat_map(|prose| prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()));
    targets
        .filter(|target| !target.contains("://") && !target.starts_with(['#', '/']) && !target.contains(' '))
        .filter_map(|target| target.split('#').next())
}

#[test]
fn paths_are_told_from_addresses_and_code() {
    let text = "`app/src/main.rs`, `README.md`, `/courses/ID`, `db.write`, `target/release/x`\n```\n`not/here`\n```\n`e2e/`";
    assert_eq!(named_paths(text).collect::<Vec<_>>(), ["app/src/main.rs", "README.md", "e2e/"]);
    assert_eq!(links("[a](docs/x.md#y) [b](https://host/z) [c](#d)").collect::<Vec<_>>(), ["docs/x.md"]);
}
