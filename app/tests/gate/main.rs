//! The gate: who gets what from every address, and what no input can do.
//!
//! `table.txt` records for every route how everybody is answered; `docs/permissions.md` records role × action. Both
//! are compared on each run; `GATE_RECORD=1 cargo nextest run -p xingtan --test gate` writes them anew, so that a
//! change of rights is read in a diff.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod ask;
mod cases;
mod city;
mod forms;
mod hostile;
mod kinds;
mod limits;
mod measures;
mod objects;
mod passkeys;
mod permissions;
mod pictures;
mod planning;
mod regulations;
mod routes;
mod secrets;
mod sensitive;
mod stale;
mod table;
mod unreviewed;
mod words;

/// Compares what was found with what a file of the repository records, or writes it where that was asked for.
#[track_caller]
fn recorded(path: &str, found: &str) {
    let path = std::path::Path::new("..").join(path);
    if std::env::var_os("GATE_RECORD").is_some() {
        std::fs::write(&path, found).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let (old, new): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), found.lines().collect());
    let gone = old.iter().filter(|line| !new.contains(line)).map(|line| format!("- {line}"));
    let come = new.iter().filter(|line| !old.contains(line)).map(|line| format!("+ {line}"));
    let differ: Vec<String> = gone.chain(come).collect();
    assert!(
        old == new,
        "{} is not what the program does; if it should be, run with GATE_RECORD=1 and read the diff:\n{}",
        path.display(),
        differ.join("\n")
    );
}
