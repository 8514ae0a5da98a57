//! What may come in from outside: licences, sources, and crates that must not be there. The lock is asked, offline.

use crate::{expect_none, tree};
use serde_json::Value;
use std::process::Command;

/// Permissive licences, and MPL-2.0, which binds only the files that carry it.
const LICENCES: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// The public registry; everything else comes from this repository.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Crates that must not be there, with the reason.
const BANNED: [(&str, &str); 4] = [
    ("openssl", "TLS is rustls with aws-lc-rs: one provider, no system library"),
    ("openssl-sys", "TLS is rustls with aws-lc-rs: one provider, no system library"),
    ("native-tls", "TLS is rustls with aws-lc-rs: one provider, no system library"),
    ("sqlx", "its SQLite and rusqlite's cannot share a program; the facade is platform/db"),
];

/// All packages of the lock.
fn packages() -> Vec<Value> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.current_dir(tree::root()).args(["metadata", "--locked", "--offline", "--format-version", "1"]);
    let told = cargo.output().unwrap();
    assert!(told.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    told["packages"].as_array().unwrap().clone()
}

#[test]
fn every_dependency_has_a_licence_that_suits_and_comes_from_the_registry() {
    let packages = packages();
    assert!(packages.len() > 100, "only {} packages", packages.len());
    let mut faults = Vec::new();
    for package in &packages {
        let name = format!("{} {}", package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
        match package["source"].as_str() {
            None | Some(REGISTRY) => {}
            Some(other) => faults.push(format!("{name} comes from {other}")),
        }
        match package["license"].as_str() {
            Some(licence) if suits(licence) => {}
            Some(licence) => faults.push(format!("{name}: {licence}")),
            None => faults.push(format!("{name} names no licence")),
        }
        for (banned, why) in BANNED {
            if package["name"] == banned {
                faults.push(format!("{name}: {why}"));
            }
        }
    }
    expect_none("Dependencies that may not be there:", &faults);
}

#[test]
fn every_licence_in_the_list_is_somebodys() {
    let packages = packages();
    let named: Vec<&str> = packages.iter().filter_map(|it| it["license"].as_str()).collect();
    let unused = LICENCES.iter().filter(|licence| !named.iter().any(|named| named.contains(**licence)));
    expect_none(
        "Licences that nothing needs any more:",
        &unused.map(|it| (*it).to_owned()).collect::<Vec<_>>(),
    );
}

/// Whether an SPDX expression can be met by licences of the list; an old manifest writes `/` for OR.
fn suits(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let met = any(&mut words);
    met && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>) -> bool {
    let mut met = all(words);
    while words.next_if_eq(&"OR").is_some() {
        met |= all(words);
    }
    met
}

fn all(words: &mut Words<'_>) -> bool {
    let mut met = one(words);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words);
    }
    met
}

fn one(words: &mut Words<'_>) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let met = any(words);
        return words.next_if_eq(&")").is_some() && met;
    }
    let Some(licence) = words.next() else { return false };
    let licence = match words.next_if_eq(&"WITH") {
        Some(_) => format!("{licence} WITH {}", words.next().unwrap_or_default()),
        None => licence.to_owned(),
    };
    LICENCES.contains(&licence.as_str())
}

#[test]
fn an_expression_suits_when_one_of_its_choices_does() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "Apache-2.0 OR GPL-2.0-only",
        "(MIT OR GPL-3.0-only) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
    ] {
        assert!(suits(good), "{good}");
    }
    for bad in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "", "MIT MIT", "(MIT", "MIT WITH unheard-exception"] {
        assert!(!suits(bad), "{bad}");
    }
}
