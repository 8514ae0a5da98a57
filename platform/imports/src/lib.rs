//! Imports: a file is uploaded, looked over, taken in by a job row by row, and reported row by row (ACC-1).
//!
//! What is imported is an [`Importer`] of the slice that owns it: it plans a row, decides over it with what is known,
//! and writes it. Everything else is here: reading the file, foretelling what it will do, chunks, progress, the report,
//! the file of faulty rows, going on after a crash.
//!
//! **Invariants.** A row is taken in wholly or not at all. A chunk and its place in the report are one unit of work,
//! so a job that was killed goes on where it was and no row is counted twice. The same file again changes nothing.
//! Uploaded rows are kept sealed, and only until they were taken in; secret columns never reach the report.

mod foretell;
mod importer;
mod job;
mod report;
mod rules;
mod run;
mod store;
mod upload;

pub use foretell::foretell;
pub use importer::{
    Chunk, Decision, ImportColumn, ImportKind, Importer, Made, Refusal, Remedy, RunInfo, SourceRow,
};
pub use job::on;
pub use report::{NoFile, faulty_rows, label, mendable_again, template};
pub use run::{Counts, Link, RunState};
pub use store::{
    Find, Mendable, Order, ReportRow, RowFault, Run, discard, find, mendable, purge, report_rows, run, runs,
    start,
};
pub use upload::{Asked, Shown, Unusable, Uploaded, hold, keep, preview, read_upload, received};

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("imports", "0001_imports", "0002_foretold")
}

/// The texts of this crate.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("imports")
}
