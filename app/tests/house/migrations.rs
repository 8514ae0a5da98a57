//! Migrations: every file is applied, tables carry their owner's prefix, foreign keys point downward.

use crate::{expect_none, rust, sql, tree};

#[test]
fn every_migration_file_is_applied() {
    let sources = tree::files(&[".rs"]);
    let mut faults = Vec::new();
    for file in tree::files(&[".sql"]) {
        let Some((krate, name)) = file.path.split_once("/migrations/") else { continue };
        let stem = name.split('.').next().unwrap_or_default();
        let own = sources.iter().filter(|source| source.path.starts_with(&format!("{krate}/src/")));
        let named =
            own.flat_map(|source| rust::read(&source.text).literals).any(|l| !l.in_test && l.text == stem);
        if !named {
            faults.push(format!("{} is named nowhere in {krate}/src", file.path));
        }
    }
    expect_none("Migrations that nobody applies:", &faults);
}

#[test]
fn a_migration_for_one_engine_has_its_counterpart() {
    let files = tree::files(&[".sql"]);
    let mut faults = Vec::new();
    for (own, other) in [(".sqlite.sql", ".postgres.sql"), (".postgres.sql", ".sqlite.sql")] {
        for file in files.iter().filter(|file| file.path.ends_with(own)) {
            let wanted = file.path.replace(own, other);
            if !files.iter().any(|file| file.path == wanted) {
                faults.push(format!("{wanted} is missing"));
            }
        }
    }
    expect_none("Migrations for one engine alone:", &faults);
}

#[test]
fn tables_carry_the_prefix_of_the_crate_that_makes_them() {
    let mut faults = Vec::new();
    for (owner, path, text) in texts() {
        for table in sql::created_tables(&text) {
            if !table.starts_with(&format!("{owner}_")) {
                faults.push(format!("{path} makes {table}"));
            }
        }
    }
    expect_none("Tables without their owner's prefix:", &faults);
}

#[test]
fn foreign_keys_point_downward() {
    let crates = tree::crates();
    let mut faults = Vec::new();
    for (owner, path, text) in texts() {
        let Some(krate) = crates.iter().find(|krate| krate.name == owner) else { continue };
        for table in sql::referenced_tables(&text) {
            let theirs = crates.iter().find(|other| table.starts_with(&format!("{}_", other.name)));
            let downward =
                theirs.is_some_and(|other| other.name == owner || krate.needs.contains(&other.name));
            if !downward {
                faults.push(format!("{path} refers to {table}"));
            }
        }
    }
    expect_none("Foreign keys to tables of crates that are not needed:", &faults);
}

/// Owner, path and text of every migration.
fn texts() -> impl Iterator<Item = (String, String, String)> {
    tree::files(&[".sql"]).into_iter().filter_map(|file| {
        let (krate, _) = file.path.split_once("/migrations/")?;
        let owner = krate.rsplit('/').next()?.to_owned();
        Some((owner, file.path, file.text))
    })
}
