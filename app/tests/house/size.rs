//! A file that grows past what one head holds is split by its reasons to change.

use crate::{expect_none, tree};

const LINES: usize = 600;

/// Files that may be longer, with the reason.
const LONGER: &[(&str, &str)] = &[];

const ENDINGS: [&str; 9] = [".rs", ".ts", ".mjs", ".css", ".html", ".sql", ".py", ".sh", "Makefile"];

#[test]
fn no_file_is_longer_than_one_reads_in_a_sitting() {
    let long = tree::files(&ENDINGS).into_iter().filter_map(|file| {
        let lines = file.text.lines().count();
        let allowed = LONGER.iter().any(|(path, _)| *path == file.path);
        (lines > LINES && !allowed).then(|| format!("{}: {lines} lines", file.path))
    });
    expect_none("Files over 600 lines, to be split by their reasons to change:", &long.collect::<Vec<_>>());
}

#[test]
fn every_file_that_may_be_longer_still_is() {
    let files = tree::files(&ENDINGS);
    let short = LONGER
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| !files.iter().any(|file| file.path == *path && file.text.lines().count() > LINES));
    expect_none("Exceptions that nothing needs any more:", &short.map(str::to_owned).collect::<Vec<_>>());
}
