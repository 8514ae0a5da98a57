//! Which column is which: headers are found by names in either language, in any order, below any title.

use crate::{Row, Table};
use unicode_normalization::UnicodeNormalization as _;
use xingtan_i18n::Msg;

/// A column that an import knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    key: String,
    names: Vec<String>,
    required: bool,
}

impl Column {
    /// A column that may be absent. Its key is the name by which code asks for it.
    pub fn optional(key: impl Into<String>) -> Column {
        Column { key: key.into(), names: Vec::new(), required: false }
    }

    /// A column that must be there.
    pub fn required(key: impl Into<String>) -> Column {
        Column { required: true, ..Column::optional(key) }
    }

    /// With names, in any language, by which a header may call it. The first is shown when the column is missing.
    #[must_use]
    pub fn called<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Column {
        self.names.extend(names.into_iter().map(Into::into));
        self
    }

    fn shown(&self) -> &str {
        self.names.first().unwrap_or(&self.key)
    }
}

/// Why no header was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderFault {
    /// None of the first rows names any known column.
    NoHeader {
        /// The names of the required columns.
        needed: Vec<String>,
    },
    /// The header lacks required columns.
    Missing {
        /// The header's row.
        row: u32,
        /// The names of what it lacks.
        columns: Vec<String>,
    },
    /// Two columns of the file mean the same.
    Twice {
        /// The header's row.
        row: u32,
        /// The names as the file has them.
        columns: [String; 2],
    },
}

impl HeaderFault {
    /// What happened, and what to do.
    pub fn msg(&self) -> Msg {
        // The ideographic comma joins names in a list; English readers meet it only between Chinese names.
        let list = |names: &[String]| names.join("、");
        match self {
            HeaderFault::NoHeader { needed } => Msg::new("documents-no-header").with("columns", list(needed)),
            HeaderFault::Missing { row, columns } => {
                Msg::new("documents-columns-missing").with("row", row).with("columns", list(columns))
            }
            HeaderFault::Twice { row, columns: [one, two] } => {
                Msg::new("documents-column-twice").with("row", row).with("one", one).with("two", two)
            }
        }
    }
}

/// A header that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The row in which it stands.
    pub row: u32,
    /// Key of a known column to its place in the file.
    places: Vec<(String, usize)>,
    /// Headers that no column is called by; their cells are not read.
    pub unknown: Vec<String>,
}

/// How many rows from the top may hold the header; above it stand titles and notes.
const DEEPEST: usize = 20;

impl Table {
    /// Finds the header: of the first rows the one that names most of `columns`.
    ///
    /// # Errors
    /// When there is none, or it lacks required columns, or names one twice.
    pub fn header(&self, columns: &[Column]) -> Result<Header, HeaderFault> {
        let names: Vec<Vec<String>> =
            columns.iter().map(|c| c.names.iter().chain([&c.key]).map(|n| bare(n)).collect()).collect();
        let known = |cell: &str| {
            let cell = bare(cell);
            (!cell.is_empty()).then(|| names.iter().position(|names| names.contains(&cell))).flatten()
        };
        let hits = |row: &Row| row.cells.iter().filter(|cell| known(cell).is_some()).count();
        let best =
            self.rows.iter().take(DEEPEST).rev().max_by_key(|row| hits(row)).filter(|row| hits(row) > 0);
        let shown = |wanted: &dyn Fn(usize) -> bool| -> Vec<String> {
            let all = columns.iter().enumerate().filter(|(i, c)| c.required && wanted(*i));
            all.map(|(_, c)| c.shown().to_owned()).collect()
        };
        let Some(row) = best else { return Err(HeaderFault::NoHeader { needed: shown(&|_| true) }) };

        let mut header = Header { row: row.number, places: Vec::new(), unknown: Vec::new() };
        for (place, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let Some(column) = known(cell) else {
                header.unknown.push(cell.clone());
                continue;
            };
            if let Some(other) = header.place(&columns[column].key) {
                let columns = [row.cells[other].clone(), cell.clone()];
                return Err(HeaderFault::Twice { row: row.number, columns });
            }
            header.places.push((columns[column].key.clone(), place));
        }
        let missing = shown(&|i| header.place(&columns[i].key).is_none());
        if missing.is_empty() {
            Ok(header)
        } else {
            Err(HeaderFault::Missing { row: row.number, columns: missing })
        }
    }
}

impl Header {
    /// Whether the file has this column.
    pub fn has(&self, key: &str) -> bool {
        self.place(key).is_some()
    }

    /// The rows below the header in which a known column has content.
    pub fn rows<'a>(&'a self, table: &'a Table) -> impl Iterator<Item = DataRow<'a>> {
        let below = table.rows.iter().filter(|row| row.number > self.row);
        below
            .filter(|row| self.places.iter().any(|(_, place)| !row.cell(*place).is_empty()))
            .map(move |row| DataRow { header: self, table, row })
    }

    fn place(&self, key: &str) -> Option<usize> {
        self.places.iter().find(|(k, _)| k == key).map(|(_, place)| *place)
    }
}

/// A row below a header.
#[derive(Clone, Copy, Debug)]
pub struct DataRow<'a> {
    header: &'a Header,
    table: &'a Table,
    row: &'a Row,
}

impl<'a> DataRow<'a> {
    /// The row's number as Excel shows it.
    pub fn number(&self) -> u32 {
        self.row.number
    }

    /// The text of a column; empty when the cell or the column is absent.
    pub fn get(&self, key: &str) -> &'a str {
        self.header.place(key).map_or("", |place| self.row.cell(place))
    }

    /// Whether the cell was a number with more digits than Excel keeps (see [`Table::imprecise`]).
    pub fn is_imprecise(&self, key: &str) -> bool {
        self.header
            .place(key)
            .is_some_and(|place| self.table.imprecise.binary_search(&(self.row.number, place)).is_ok())
    }
}

/// A header without what people add: case, width, spaces, marks for required columns, notes in brackets.
fn bare(name: &str) -> String {
    let folded: String = name.nfkc().collect();
    let before_note = folded.split(['(', '[', '【', '\n']).next().unwrap_or_default();
    before_note.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Format;

    fn table(rows: &[&[&str]]) -> Table {
        let rows = rows.iter().enumerate().map(|(i, cells)| Row {
            number: i as u32 + 1,
            cells: cells.iter().map(|c| c.to_string()).collect(),
        });
        Table { format: Format::Xlsx, sheet: None, rows: rows.collect(), imprecise: vec![(4, 1)] }
    }

    fn columns() -> [Column; 3] {
        [
            Column::required("user_name").called(["用户名", "账号", "User name"]),
            Column::required("name").called(["姓名", "Name"]),
            Column::optional("mail").called(["邮箱", "E-mail"]),
        ]
    }

    #[test]
    fn the_header_is_found_below_titles_in_any_order_and_language() {
        let table = table(&[
            &["2026 年新员工"],
            &["*姓 名", "ＵＳＥＲ ｎａｍｅ（必填）", "备注", "", "e-mail："],
            &["林书岚", "lin", "", "", "lin@example.com"],
            &["", "17", "x"],
            &["", "", "只有备注"],
        ]);
        let header = table.header(&columns()).unwrap();
        assert_eq!(
            (header.row, header.unknown.clone(), header.has("mail")),
            (2, vec!["备注".to_owned()], true)
        );
        let rows: Vec<_> = header.rows(&table).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (rows[0].number(), rows[0].get("name"), rows[0].get("mail")),
            (3, "林书岚", "lin@example.com")
        );
        assert!(rows[1].is_imprecise("user_name") && !rows[1].is_imprecise("name"));
        assert_eq!(rows[1].get("no-such"), "");
    }

    #[test]
    fn faults_name_the_row_and_the_columns() {
        let needed = vec!["用户名".to_owned(), "姓名".to_owned()];
        assert_eq!(table(&[&["a", "b"]]).header(&columns()), Err(HeaderFault::NoHeader { needed }));
        assert_eq!(
            table(&[&["姓名"]]).header(&columns()),
            Err(HeaderFault::Missing { row: 1, columns: vec!["用户名".to_owned()] })
        );
        assert_eq!(
            table(&[&["姓名", "用户名", "账号"]]).header(&columns()),
            Err(HeaderFault::Twice { row: 1, columns: ["用户名".to_owned(), "账号".to_owned()] })
        );
    }
}
