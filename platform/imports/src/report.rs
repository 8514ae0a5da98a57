//! Files that an import gives: the template to fill in, and the rows that were refused.

use crate::{
    ImportKind, Run, RunState, SourceRow, Uploaded,
    store::{ReportRow, RowFault, mendable_rows, report_rows},
    upload::text_key,
};
use std::collections::BTreeMap;
use xingtan_clock::Timestamp;
use xingtan_db::Db;
use xingtan_documents::{Cell, Export, Heading, Instruction, Sheet, Template, Unwritable, template_workbook};
use xingtan_i18n::Locale;
use xingtan_keys::{KeyRing, Place};

/// The header of a column in the reader's language.
pub fn label(kind: &ImportKind, key: &str, l: &Locale) -> String {
    let names = l.t(&text_key(kind, key));
    names.split('|').next().unwrap_or_default().trim().to_owned()
}

/// A workbook to fill in, with explanations and the values to choose from.
///
/// # Errors
/// Where it cannot be put together.
pub fn template(
    kind: &ImportKind,
    choices: impl Fn(&str) -> Vec<String>,
    now: Timestamp,
    l: &Locale,
) -> Result<Vec<u8>, Unwritable> {
    let columns = kind.columns.iter().map(|column| Instruction {
        label: label(kind, column.key, l),
        required: column.required,
        meaning: l.t(&format!("{}-hint", text_key(kind, column.key))),
        example: l.t(&format!("{}-example", text_key(kind, column.key))),
        choices: choices(column.key),
    });
    let template = Template {
        name: l.t(&format!("{}-title", kind.prefix)),
        columns: columns.collect(),
        notes: l.t(&format!("{}-notes", kind.prefix)).lines().map(str::to_owned).collect(),
        made_at: now,
    };
    template_workbook(&template, l)
}

/// Why the file of refused rows was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// The database.
    Db(xingtan_db::Error),
    /// The workbook.
    Unwritable(xingtan_i18n::Msg),
}

impl From<xingtan_db::Error> for NoFile {
    fn from(error: xingtan_db::Error) -> Self {
        NoFile::Db(error)
    }
}
impl From<Unwritable> for NoFile {
    fn from(error: Unwritable) -> Self {
        NoFile::Unwritable(error.msg())
    }
}

/// A workbook with the refused rows of a run, each with its reason, ready to be mended and uploaded again: the column
/// of reasons is left aside then. Secret columns are empty.
///
/// # Errors
/// Where the database or the workbook refuses.
pub async fn faulty_rows(
    db: &Db,
    keys: &KeyRing,
    kind: &'static ImportKind,
    run: &Run,
    l: &Locale,
) -> Result<Vec<u8>, NoFile> {
    let columns = run.columns();
    let mut headings: Vec<Heading> =
        columns.iter().map(|key| Heading::new(label(kind, key, l)).width(18)).collect();
    headings.push(Heading::new(l.t("imports-reason")).width(60));
    let sheet = Sheet::new(l.t(&format!("{}-title", kind.prefix)), run.asked_at, headings);
    let mut export = Export::xlsx(&sheet)?;
    let mut after = 0;
    loop {
        let asked = run.clone();
        let rows = db.read(move |tx| report_rows(tx, &asked, after, 500)).await?;
        let Some(last) = rows.last() else { break };
        after = last.number;
        for row in &rows {
            let kept = cells(keys, run, row);
            let text = |key: &String| Cell::text(kept.get(key).map_or("", String::as_str));
            let mut line: Vec<Cell> = columns.iter().map(text).collect();
            line.push(Cell::text(reasons(kind, row, l)));
            export.row(&line)?;
        }
    }
    Ok(export.finish()?)
}

/// All reasons of a row, one a line; each names its column where there are several.
fn reasons(kind: &ImportKind, row: &ReportRow, l: &Locale) -> String {
    let faults = row.faults();
    let several = faults.len() > 1;
    let line = |fault: &RowFault| match fault.column.as_deref().filter(|_| several) {
        Some(key) => l.t2("imports-fault", "column", label(kind, key, l), "reason", l.msg(&fault.reason)),
        None => l.msg(&fault.reason),
    };
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The rows of an ended run that an option would mend, to be kept as a run of their own; none where there are none. No
/// row is taken up of a file that held secrets: they were not kept.
///
/// # Errors
/// Those of the database.
pub async fn mendable_again(
    db: &Db,
    keys: &KeyRing,
    kind: &'static ImportKind,
    run: &Run,
    option: &str,
) -> xingtan_db::Result<Option<Uploaded>> {
    let columns = run.columns();
    let secret = |key: &String| kind.column(key).is_some_and(|column| column.secret);
    if run.state() != RunState::Done || columns.iter().any(secret) {
        return Ok(None);
    }
    let mut rows = Vec::new();
    let mut after = 0;
    loop {
        let (id, option) = (run.id, option.to_owned());
        let found = db.read(move |tx| mendable_rows(tx, id, &option, after)).await?;
        let Some(last) = found.last() else { break };
        after = last.number;
        rows.extend(found.iter().map(|row| SourceRow {
            number: row.number,
            cells: cells(keys, run, row),
            ..SourceRow::default()
        }));
    }
    let uploaded = Uploaded {
        file_name: run.file_name.clone(),
        hash: String::new(),
        columns: columns.iter().filter_map(|key| Some(kind.column(key)?.key)).collect(),
        unknown: Vec::new(),
        rows,
    };
    Ok(Some(uploaded).filter(|uploaded| !uploaded.rows.is_empty()))
}

fn cells(keys: &KeyRing, run: &Run, row: &ReportRow) -> BTreeMap<String, String> {
    let place = Place { table: "imports_row", column: "sealed", row: run.id };
    let plain = keys.unseal(place, &row.sealed).ok();
    plain.and_then(|plain| serde_json::from_slice(&plain).ok()).unwrap_or_default()
}
