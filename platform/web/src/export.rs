//! Taking a list along: Excel or CSV, with the page's numbers.

use crate::{Fault, SignedIn, download::download};
use axum::response::Response;
use xingtan_documents::{Cell, Export, Heading, Sheet};

/// Makes a file of rows: `csv` as format gives CSV, everything else Excel. `name` names sheet and file; headings are
/// Fluent keys.
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
    let headings = headings.iter().map(|key| Heading::new(who.l.t(key))).collect();
    let sheet = Sheet::new(name, who.now, headings);
    let told = |error: xingtan_documents::Unwritable| Fault::Conflict(error.msg());
    let mut export =
        if format == "csv" { Export::csv(&sheet) } else { Export::xlsx(&sheet) }.map_err(told)?;
    for row in rows {
        export.row(row).map_err(told)?;
    }
    let file = format!("{name}-{}.{}", who.l.zone().date(who.now), export.ending());
    let kind = export.media_type();
    Ok(download(&file, kind, export.finish().map_err(told)?))
}
