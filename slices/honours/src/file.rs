//! Taking a list along: Excel or CSV.

use axum::response::Response;
use xingtan_documents::{Cell, Export, Heading, Sheet, Unwritable};
use xingtan_web::{Fault, Form, List, SignedIn, download::download};

/// The addresses of a list's files, with what narrows it.
pub fn exports(base: &str, list: &List, filters: &[&str]) -> (String, String) {
    let href = |format: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("as", format);
        if !list.query.is_empty() {
            query.append_pair("q", &list.query);
        }
        for name in filters.iter().filter(|name| !list.filter(name).is_empty()) {
            query.append_pair(name, list.filter(name));
        }
        format!("{base}?{}", query.finish())
    };
    (href("xlsx"), href("csv"))
}

/// A file that is written row by row.
pub struct Table {
    name: String,
    export: Export,
}

fn fault(error: Unwritable) -> Fault {
    Fault::Conflict(error.msg())
}

impl Table {
    /// Begins one; `as=csv` gives CSV, everything else Excel. `title` is a Fluent key, headings are `PREFIX-KEY`.
    ///
    /// # Errors
    /// Where it cannot be written; the sentence says why.
    pub fn new(
        who: &SignedIn,
        form: &Form,
        title: &str,
        prefix: &str,
        keys: &[&str],
    ) -> Result<Table, Fault> {
        Table::titled(who, form, &who.l.t(title), prefix, keys)
    }

    /// The same with a title in words.
    ///
    /// # Errors
    /// Where it cannot be written; the sentence says why.
    pub fn titled(
        who: &SignedIn,
        form: &Form,
        title: &str,
        prefix: &str,
        keys: &[&str],
    ) -> Result<Table, Fault> {
        let headings = keys.iter().map(|key| Heading::new(who.l.t(&format!("{prefix}-{key}")))).collect();
        let sheet = Sheet::new(title.to_owned(), who.now, headings);
        let made = if form.value("as") == "csv" { Export::csv(&sheet) } else { Export::xlsx(&sheet) };
        Ok(Table { name: title.to_owned(), export: made.map_err(fault)? })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Where it cannot be written; the sentence says why.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Fault> {
        self.export.row(cells).map_err(fault)
    }

    /// The answer with the file.
    ///
    /// # Errors
    /// Where it cannot be written; the sentence says why.
    pub fn finish(self) -> Result<Response, Fault> {
        let (name, kind) = (format!("{}.{}", self.name, self.export.ending()), self.export.media_type());
        Ok(download(&name, kind, self.export.finish().map_err(fault)?))
    }
}
