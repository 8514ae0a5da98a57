//! Why a file cannot be read as a table, each reason with its sentence.

use std::fmt;
use xingtan_i18n::Msg;

/// What a file may at most be. Everything beyond is refused before it costs memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as uploaded.
    pub bytes: usize,
    /// Bytes of an Excel file when unpacked; also the bytes of all cell texts together.
    pub expanded: usize,
    /// Rows with content below the header.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Characters in one cell.
    pub cell: usize,
}

impl Default for Limits {
    /// 32 MB packed, 256 MB unpacked, 100,000 rows, 200 columns, 10,000 characters in a cell.
    fn default() -> Limits {
        Limits { bytes: 32 << 20, expanded: 256 << 20, rows: 100_000, columns: 200, cell: 10_000 }
    }
}

/// What is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The file, in bytes.
    Bytes,
    /// The unpacked content, in bytes.
    Expanded,
    /// The number of rows.
    Rows,
    /// The number of columns.
    Columns,
    /// One cell, in characters; with its row as Excel numbers it.
    Cell {
        /// The row as Excel numbers it.
        row: u32,
    },
}

/// What a file is that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A PDF document.
    Pdf,
    /// A picture.
    Picture,
    /// A text or a presentation of an office program.
    Office,
    /// A table in a format that is not read here: OpenDocument, binary workbook, XML spreadsheet.
    OtherTable,
    /// A web page, as some programs export under the name of an Excel file.
    WebPage,
    /// A packed archive.
    Archive,
    /// None of these.
    Unknown,
}

/// Why a file cannot be read as a table. Nothing of it has been taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is something else.
    NotATable(Found),
    /// It is protected by a password.
    Encrypted,
    /// It is larger than allowed.
    TooLarge {
        /// What is too large.
        what: What,
        /// The greatest allowed.
        limit: usize,
    },
    /// It is damaged, or was not written as its format asks.
    Broken,
    /// A quotation mark that opens in this row (as Excel numbers it) is never closed.
    UnclosedQuote {
        /// The row.
        row: u32,
    },
    /// It holds no cell with content.
    Empty,
}

impl Unreadable {
    /// What happened, why, and what to do.
    pub fn msg(&self) -> Msg {
        match self {
            Unreadable::NotATable(found) => Msg::new("documents-not-a-table").with("found", found.name()),
            Unreadable::Encrypted => Msg::new("documents-encrypted"),
            Unreadable::TooLarge { what, limit } => match what {
                What::Bytes => Msg::new("documents-too-many-bytes").with("limit", limit / (1 << 20)),
                What::Expanded => Msg::new("documents-too-much-inside").with("limit", limit / (1 << 20)),
                What::Rows => Msg::new("documents-too-many-rows").with("limit", limit),
                What::Columns => Msg::new("documents-too-many-columns").with("limit", limit),
                What::Cell { row } => {
                    Msg::new("documents-cell-too-long").with("limit", limit).with("row", row)
                }
            },
            Unreadable::Broken => Msg::new("documents-broken"),
            Unreadable::UnclosedQuote { row } => Msg::new("documents-unclosed-quote").with("row", row),
            Unreadable::Empty => Msg::new("documents-empty"),
        }
    }
}

impl Found {
    fn name(self) -> Msg {
        Msg::new(match self {
            Found::Pdf => "documents-found-pdf",
            Found::Picture => "documents-found-picture",
            Found::Office => "documents-found-office",
            Found::OtherTable => "documents-found-other-table",
            Found::WebPage => "documents-found-web-page",
            Found::Archive => "documents-found-archive",
            Found::Unknown => "documents-found-unknown",
        })
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unreadable table: {self:?}")
    }
}
impl std::error::Error for Unreadable {}
