//! Who may call whom: downward only. Cargo refuses circles; this refuses the wrong direction while there is none.

use crate::{expect_none, tree};

/// Every crate by its layer, lowest first. A crate needs only crates of lower layers; mechanisms may also need
/// each other.
const LAYERS: &[&[&str]] = &[
    &["clock"],
    &["i18n"],
    &["db", "keys", "documents", "markdown"],
    &[
        "auth",
        "audit",
        "settings",
        "events",
        "jobs",
        "notify",
        "approvals",
        "storage",
        "imports",
        "calendar",
        "typeset",
        "search",
        "signing",
        "mail",
    ],
    &["web"],
    &["uploads", "media", "words"],
    &["manuals"],
    &["accounts"],
    &["governance"],
    &["library"],
    &["catalog"],
    &["assessment"],
    &["learning"],
    &["community", "live", "commerce", "planning", "conduct", "evaluation", "honours"],
    &["insight", "standards"],
    &["app"],
    &["bench"],
];

const MECHANISMS: usize = 3;

/// The highest room of the platform.
const PLATFORM: &str = "uploads";

/// Needed by tests of every layer and by the benchmarks, by the program never.
const TESTKIT: &str = "testkit";

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

/// Why `name` may not need `other`, if it may not.
fn refusal(name: &str, other: &str) -> Option<String> {
    let (Some(own), Some(theirs)) = (layer(name), layer(other)) else {
        return Some(format!("{name} needs {other}, and one of them has no layer in {}", file!()));
    };
    let allowed = theirs < own || (theirs == own && own == MECHANISMS);
    (!allowed).then(|| format!("{name} needs {other}, which is not below it"))
}

#[test]
fn crates_need_only_what_lies_below_them() {
    let mut faults = Vec::new();
    for krate in tree::crates().iter().filter(|krate| krate.name != TESTKIT) {
        let measures = |other: &String| krate.name == "bench" && other == TESTKIT;
        let needs = krate.needs.iter().filter(|other| !measures(other));
        faults.extend(needs.filter_map(|other| refusal(&krate.name, other)));
        let in_tests = krate.tests_need.iter().filter(|other| *other != TESTKIT && **other != krate.name);
        faults.extend(in_tests.filter_map(|other| refusal(&krate.name, other)));
    }
    expect_none("Dependencies that do not point downward:", &faults);
}

#[test]
fn the_testkit_knows_the_platform_and_no_slice() {
    let crates = tree::crates();
    let needs = crates.iter().filter(|krate| krate.name == TESTKIT).flat_map(|krate| &krate.needs);
    let upward = needs.filter(|other| layer(other) > layer("web")).cloned();
    expect_none("The testkit needs what should need it:", &upward.collect::<Vec<_>>());
}

#[test]
fn every_crate_lies_where_its_layer_says() {
    let mut faults = Vec::new();
    for krate in tree::crates() {
        let expected = match layer(&krate.name) {
            _ if krate.name == TESTKIT => "platform/testkit".to_owned(),
            Some(own) if layer(PLATFORM).is_some_and(|highest| own <= highest) => {
                format!("platform/{}", krate.name)
            }
            Some(_) if ["app", "bench"].contains(&krate.name.as_str()) => krate.name.clone(),
            _ => format!("slices/{}", krate.name),
        };
        if krate.folder != expected {
            faults.push(format!("{} belongs into {expected}", krate.folder));
        }
    }
    expect_none("Crates in the wrong room:", &faults);
}

#[test]
fn a_slice_may_not_look_up_or_sideways() {
    assert_eq!(refusal("learning", "accounts"), None);
    assert_eq!(refusal("imports", "jobs"), None);
    assert!(refusal("accounts", "learning").is_some());
    assert!(refusal("live", "community").is_some());
    assert!(refusal("i18n", "db").is_some());
    assert!(refusal("learning", "unheard-of").is_some());
}
