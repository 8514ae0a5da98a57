//! The repository as files and crates.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders that hold no source of ours.
const PASSED_OVER: [&str; 8] =
    [".git", "target", "node_modules", "dist", "data", "data.making", "shots", "results"];

/// A file of the repository.
pub struct File {
    /// Path from the root, with `/`.
    pub path: String,
    pub text: String,
}

impl File {
    /// Whether its code belongs to no program: tests, examples, measurements.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        ["/tests/", "/examples/", "/benches/"].iter().any(|folder| self.path.contains(folder))
            || self.path.starts_with("e2e/")
            || self.path.starts_with("platform/testkit/")
            || name == "tests.rs"
            || name.ends_with(".test.ts")
    }
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new("..").canonicalize().unwrap()
}

/// Every text file whose name ends with one of `endings`, sorted by path.
pub fn files(endings: &[&str]) -> Vec<File> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !PASSED_OVER.contains(&name.as_str()) {
                folders.push(path);
            } else if path.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(File { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// A crate of the workspace.
pub struct Crate {
    /// Folder from the root: `slices/accounts`.
    pub folder: String,
    /// Last part of the folder, which is also the prefix of its tables: `accounts`.
    pub name: String,
    /// Names of our crates that it needs to run.
    pub needs: Vec<String>,
    /// Names of our crates that its tests need.
    pub tests_need: Vec<String>,
}

/// All crates that the workspace lists.
pub fn crates() -> Vec<Crate> {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (_, rest) = workspace.split_once("members = [").unwrap();
    let (members, _) = rest.split_once(']').unwrap();
    members.split(',').map(|m| m.trim().trim_matches('"')).filter(|m| !m.is_empty()).map(read_crate).collect()
}

fn read_crate(folder: &str) -> Crate {
    let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
    Crate {
        folder: folder.to_owned(),
        name: folder.rsplit('/').next().unwrap().to_owned(),
        needs: own_dependencies(&manifest, &["[dependencies]", "[build-dependencies]"]),
        tests_need: own_dependencies(&manifest, &["[dev-dependencies]"]),
    }
}

/// The names after `xingtan-` in these sections of a manifest.
fn own_dependencies(manifest: &str, sections: &[&str]) -> Vec<String> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = sections.contains(&line);
        } else if inside && let Some(rest) = line.strip_prefix("xingtan-") {
            names.push(
                rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap().to_owned(),
            );
        }
    }
    names
}

#[test]
fn a_manifest_tells_its_own_dependencies_by_section() {
    let manifest = "[package]\nname = \"xingtan-x\"\n[dependencies]\nserde.workspace = true\n\
        xingtan-db.workspace = true\nxingtan-clock = { workspace = true }\n[dev-dependencies]\nxingtan-testkit.workspace = true";
    assert_eq!(own_dependencies(manifest, &["[dependencies]"]), ["db", "clock"]);
    assert_eq!(own_dependencies(manifest, &["[dev-dependencies]"]), ["testkit"]);
}
