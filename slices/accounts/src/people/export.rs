//! Taking a list along: Excel or CSV.

use axum::response::Response;
use xingtan_documents::{Cell, Export, Heading, Sheet, Unwritable};
use xingtan_web::{Fault, SignedIn, download::download};

/// A file that grows row by row.
pub struct File {
    export: Export,
    name: String,
}

/// Begins a file: `csv` as format gives CSV, everything else Excel. `name` is that of the sheet and, with the day, of
/// the file.
///
/// # Errors
/// Where the temporary file cannot be made.
pub fn file(who: &SignedIn, format: &str, name: &str, headings: &[&str]) -> Result<File, Fault> {
    let headings = headings.iter().map(|key| Heading::new(who.l.t(key))).collect();
    let sheet = Sheet::new(name, who.now, headings);
    let export = if format == "csv" { Export::csv(&sheet) } else { Export::xlsx(&sheet) };
    Ok(File { export: export.map_err(fault)?, name: format!("{name}-{}", who.l.zone().date(who.now)) })
}

impl File {
    /// Adds a row.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Fault> {
        self.export.row(cells).map_err(fault)
    }

    /// The answer that carries the file.
    ///
    /// # Errors
    /// Where it cannot be finished.
    pub fn answer(self) -> Result<Response, Fault> {
        let (name, kind) = (format!("{}.{}", self.name, self.export.ending()), self.export.media_type());
        Ok(download(&name, kind, self.export.finish().map_err(fault)?))
    }
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

/// What cannot be written is told with its reason.
pub fn fault(error: Unwritable) -> Fault {
    Fault::Conflict(error.msg())
}
