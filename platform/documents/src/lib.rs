//! Documents that go in and out: tables from Excel and CSV files, Excel and CSV exports, templates, QR codes, PDF
//! (ACC-1, INS-2, OPS-8; DESIGN, rulings, "Imports").
//!
//! **Invariants.** No upload makes this crate panic, hang or take more memory than its [`Limits`] say: sizes are
//! measured before anything is parsed. Cells that come out of a file are plain text in one normal form. No cell
//! that goes out is a formula.

mod guard;
mod header;
pub mod pdf;
mod qr;
mod read;
mod table;
mod unreadable;
mod write;

pub use header::{Column, DataRow, Header, HeaderFault};
pub use qr::{TooLong, qr_svg};
pub use read::{normal_text, read_table};
pub use table::{Format, Row, Table};
pub use unreadable::{Found, Limits, Unreadable, What};
pub use write::{
    Cell, CsvWriter, Export, Heading, Instruction, Sheet, Template, Unwritable, XlsxWriter, template_workbook,
};

/// The texts of this crate.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("documents")
}
