//! Taking a list along: Excel or CSV, with the page's numbers.

use crate::{Fault, List, SignedIn, download::download};
use axum::response::Response;
use xingtan_documents::{Cell, Export, Heading, Sheet, Unwritable};

/// A file that grows row by row.
pub struct File {
    export: Export,
    name: String,
}

/// Begins a file: `csv` as format gives CSV, everything else Excel. `name` is that of the sheet and, with the day, of
/// the file; headings are Fluent keys.
///
/// # Errors
/// Where the temporary file cannot be made.
pub fn file(who: &SignedIn, format: &str, name: &str, headings: &[&str]) -> Result<File, Fault> {
    headed(who, format, name, headings.iter().map(|key| Heading::new(who.l.t(key))).collect())
}

/// The same with headings in words, as wide as they say.
///
/// # Errors
/// Where the temporary file cannot be made.
pub fn headed(who: &SignedIn, format: &str, name: &str, headings: Vec<Heading>) -> Result<File, Fault> {
    let sheet = Sheet::new(name, who.now, headings);
    let export = if format == "csv" { Export::csv(&sheet) } else { Export::xlsx(&sheet) };
    Ok(File { export: export.map_err(fault)?, name: format!("{name}-{}", who.l.zone().date(who.now)) })
}

impl File {
    /// Adds a row.
    ///
    /// # Errors
    /// Where it cannot be written; the sentence says why.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Fault> {
        self.export.row(cells).map_err(fault)
    }

    /// The answer that carries the file.
    ///
    /// # Errors
    /// Where it cannot be finished; the sentence says why.
    pub fn answer(self) -> Result<Response, Fault> {
        let (name, kind) = (format!("{}.{}", self.name, self.export.ending()), self.export.media_type());
        Ok(download(&name, kind, self.export.finish().map_err(fault)?))
    }
}

/// A whole file of rows that are at hand; see [`file()`].
///
/// # Errors
/// Where the file cannot be written; the sentence says why.
pub fn answer(
    who: &SignedIn,
    format: &str,
    name: &str,
    headings: &[&str],
    rows: &[Vec<Cell>],
) -> Result<Response, Fault> {
    let mut file = file(who, format, name, headings)?;
    for row in rows {
        file.row(row)?;
    }
    file.answer()
}

/// The addresses that take a list along as Excel and as CSV, with what narrows it.
pub fn hrefs(base: &str, narrowed_by: &[(&str, &str)]) -> (String, String) {
    let href = |format: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("as", format);
        query.extend_pairs(narrowed_by.iter().filter(|(_, value)| !value.is_empty()));
        format!("{base}?{}", query.finish())
    };
    (href("xlsx"), href("csv"))
}

/// The same for a list as it is searched and filtered.
pub fn hrefs_of(base: &str, list: &List, filters: &[&'static str]) -> (String, String) {
    let chosen = filters.iter().map(|name| (*name, list.filter(name)));
    hrefs(base, &std::iter::once(("q", list.query.as_str())).chain(chosen).collect::<Vec<_>>())
}

/// What cannot be written is told with its reason.
pub fn fault(error: Unwritable) -> Fault {
    Fault::Conflict(error.msg())
}
