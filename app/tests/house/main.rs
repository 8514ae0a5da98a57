//! Tidiness: what the compiler cannot see and a reviewer should not have to look for.
//!
//! These tests read files, and ask cargo what the lock holds. What a rule lets through stands in a list beside the
//! rule, each entry with its reason. A rule that is wrong is changed here, in a commit of its own that says why.

#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails the test as it should")]

mod layers;
mod leftovers;
mod licences;
mod locks;
mod manuals;
mod migrations;
mod paths;
mod rust;
mod screens;
mod settings;
mod size;
mod sql;
mod tables;
mod templates;
mod texts;
mod tree;

/// Fails with all faults at once, one a line.
#[track_caller]
fn expect_none(rule: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{rule}\n  {}\n", faults.join("\n  "));
}
