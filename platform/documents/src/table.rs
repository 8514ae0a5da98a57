//! A table as it came out of a file: rows of normalised texts.

use crate::{Limits, Unreadable, What};

/// The format a table came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Excel since 2007.
    Xlsx,
    /// Excel until 2003.
    Xls,
    /// Separated text.
    Csv {
        /// The sign between cells.
        delimiter: char,
        /// The encoding, by its WHATWG name.
        encoding: &'static str,
    },
}

/// One row with content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The row's number as Excel shows it, from 1.
    pub number: u32,
    /// The cells from column A on; nothing follows the last one with content.
    pub cells: Vec<String>,
}

impl Row {
    /// The text of a column counted from 0; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// The rows with content of one sheet, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The format of the file.
    pub format: Format,
    /// The sheet the rows were taken from; `None` for CSV.
    pub sheet: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Cells (row number, column from 0) whose numbers have more digits than Excel keeps: an identity number that
    /// was not stored as text has lost its last digits. In order.
    pub imprecise: Vec<(u32, usize)>,
}

/// Gathers rows and refuses what is beyond the limits while they come.
pub(crate) struct Gather<'a> {
    limits: &'a Limits,
    text: usize,
    pub(crate) rows: Vec<Row>,
    pub(crate) imprecise: Vec<(u32, usize)>,
}

impl<'a> Gather<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Gather { limits, text: 0, rows: Vec::new(), imprecise: Vec::new() }
    }

    /// Adds a cell; rows and the columns within them must come in order. Empty texts are passed over.
    pub(crate) fn add(&mut self, number: u32, column: usize, text: String) -> Result<(), Unreadable> {
        if text.is_empty() {
            return Ok(());
        }
        let limits = self.limits;
        let refuse = |what, limit| Err(Unreadable::TooLarge { what, limit });
        if column >= limits.columns {
            return refuse(What::Columns, limits.columns);
        }
        if text.len() > limits.cell && text.chars().count() > limits.cell {
            return refuse(What::Cell { row: number }, limits.cell);
        }
        self.text += text.len();
        if self.text > limits.expanded {
            return refuse(What::Expanded, limits.expanded);
        }
        let full = self.rows.len() > limits.rows;
        match self.rows.last_mut() {
            Some(row) if row.number == number => place(row, column, text)?,
            Some(row) if row.number > number => return Err(Unreadable::Broken),
            _ if full => return refuse(What::Rows, limits.rows),
            _ => {
                let mut row = Row { number, cells: Vec::with_capacity(column + 8) };
                place(&mut row, column, text)?;
                self.rows.push(row);
            }
        }
        Ok(())
    }
}

fn place(row: &mut Row, column: usize, text: String) -> Result<(), Unreadable> {
    if column < row.cells.len() {
        return Err(Unreadable::Broken);
    }
    row.cells.resize(column, String::new());
    row.cells.push(text);
    Ok(())
}
