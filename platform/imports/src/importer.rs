//! What a slice says of its import.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_jobs::JobKind;

/// A column of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportColumn {
    /// The name by which code asks for it. Its texts are `PREFIX-KEY` (the header; further names after it,
    /// separated by `|`), `PREFIX-KEY-hint` and `PREFIX-KEY-example`.
    pub key: &'static str,
    /// Whether a file without this column is refused.
    pub required: bool,
    /// Shown masked in reports: only the last two signs.
    pub sensitive: bool,
    /// Never kept: passwords.
    pub secret: bool,
}

impl ImportColumn {
    /// A column that may be absent.
    pub const fn optional(key: &'static str) -> Self {
        ImportColumn { key, required: false, sensitive: false, secret: false }
    }

    /// A column that must be there.
    pub const fn required(key: &'static str) -> Self {
        ImportColumn { required: true, ..ImportColumn::optional(key) }
    }

    /// The same, shown masked.
    pub const fn sensitive(self) -> Self {
        ImportColumn { sensitive: true, ..self }
    }

    /// The same, never kept.
    pub const fn secret(self) -> Self {
        ImportColumn { secret: true, ..self }
    }
}

/// A kind of import.
#[derive(Clone, Copy, Debug)]
pub struct ImportKind {
    /// `slice.noun`, kept with each run; the Fluent key of its name is `PREFIX-title`.
    pub name: &'static str,
    /// The job that takes rows in.
    pub job: JobKind,
    /// What the keys of its texts begin with.
    pub prefix: &'static str,
    /// Its columns, in the order of the template. The first one names a row in reports.
    pub columns: &'static [ImportColumn],
    /// The page from which files are uploaded.
    pub home: &'static str,
}

impl ImportKind {
    /// The column of this key.
    pub fn column(&self, key: &str) -> Option<&'static ImportColumn> {
        self.columns.iter().find(|column| column.key == key)
    }
}

/// A row as the file has it: cells by the keys of their columns, empty ones left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    /// The number that Excel shows.
    pub number: i64,
    /// The cells.
    pub cells: BTreeMap<String, String>,
    /// Keys of cells that were numbers with more digits than Excel keeps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub imprecise: Vec<String>,
    /// What was found when the whole file was looked over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

impl SourceRow {
    /// The text of a column; empty where the cell or the column is absent.
    pub fn get(&self, key: &str) -> &str {
        self.cells.get(key).map_or("", String::as_str)
    }
}

/// A fault for which a row is not taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The column at fault; none where it is the row as a whole.
    pub column: Option<String>,
    /// Reason and remedy.
    pub reason: Msg,
    /// The option of the import by which this fault would go, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy>,
}

/// An option of the import by which a fault would go. Its texts are `PREFIX-remedy-OPTION` (with `count` values and
/// `rows`), and `…-start` for the button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    /// The option: a truth in the JSON that the importer is told.
    pub option: String,
    /// What it is about, such as the name of a position that would be added.
    pub value: String,
}

impl Refusal {
    /// A fault in one column.
    pub fn at(column: &str, reason: Msg) -> Self {
        Refusal { column: Some(column.to_owned()), reason, remedy: None }
    }

    /// A fault of the row as a whole.
    pub fn whole(reason: Msg) -> Self {
        Refusal { column: None, reason, remedy: None }
    }

    /// The same fault, which this option would take away.
    pub fn mended_by(self, option: &str, value: &str) -> Self {
        Refusal { remedy: Some(Remedy { option: option.to_owned(), value: value.to_owned() }), ..self }
    }
}

/// What the importer knows of its run.
#[derive(Clone, Debug)]
pub struct RunInfo {
    /// The run.
    pub id: Uuid,
    /// Who uploaded the file.
    pub asked_by: Uuid,
    /// The name of that person.
    pub asked_name: String,
    /// What the importer was told at the upload, as JSON.
    pub options: String,
    /// When the unit of work began.
    pub now: Timestamp,
    /// Whether it is only foretold what rows will do: nothing slow need be made for them, as nothing is written.
    pub foretelling: bool,
}

impl RunInfo {
    /// Of a run whose rows are taken in.
    pub fn of(run: &crate::Run, now: Timestamp) -> RunInfo {
        RunInfo {
            id: run.id,
            asked_by: run.asked_by,
            asked_name: run.asked_name.clone(),
            options: run.options.clone(),
            now,
            foretelling: false,
        }
    }
}

/// How a row that is taken in counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// Something new came to be.
    New,
    /// Something that was there changed.
    Changed,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision<W> {
    /// It is written.
    Write(W, Made),
    /// Everything is so already.
    Unchanged,
    /// It is refused for these faults, all that could be found; nothing is written.
    Refuse(Vec<Refusal>),
}

/// The planned rows of a chunk.
pub type Chunk<P> = [(SourceRow, std::result::Result<P, Vec<Refusal>>)];

/// An import of one slice.
///
/// For each chunk: [`look`](Importer::look) in a read; [`plan`](Importer::plan) for every row, outside units of work,
/// on blocking threads; then, in one unit, [`known`](Importer::known) once, and per row [`decide`](Importer::decide) and, in a savepoint,
/// [`write`](Importer::write). The unit may run again with the same plans.
///
/// Before the start the same is foretold over the whole file: [`look`](Importer::look), [`plan`](Importer::plan),
/// [`known`](Importer::known), [`follow`](Importer::follow) and [`decide`](Importer::decide), without a write.
pub trait Importer: Send + Sync + 'static {
    /// A row, read and checked on its own, with everything random (ids, passwords) or slow (hashes) made.
    type Plan: Send + Sync + 'static;
    /// What planning may know, such as which rows need no password.
    type Look: Send + Sync + 'static;
    /// What the database says of the rows of a chunk.
    type Known: Send + Sync + 'static;
    /// What is to be written for a row.
    type Write;

    /// What it imports.
    fn kind(&self) -> &'static ImportKind;

    /// Looks over the whole file, once, at the upload: rows that contradict one another. Refusals by place in
    /// `rows`.
    fn survey(&self, rows: &[SourceRow]) -> Vec<(usize, Refusal)>;

    /// Has a first look at the database, so that planning spares what need not be made. It decides nothing.
    ///
    /// # Errors
    /// Those of the database: the chunk is tried again later.
    fn look(&self, tx: &mut Tx<'_>, run: &RunInfo, rows: &[SourceRow]) -> Result<Self::Look>;

    /// Reads and checks one row on its own. May take as long as a password's hash. A plan may hold faults, to be told
    /// with those that [`decide`](Importer::decide) finds; one of them is `SourceRow::refusal`, so that nothing is noted
    /// for a row that is refused in any case.
    ///
    /// # Errors
    /// With its faults where nothing more can be found out about the row.
    fn plan(
        &self,
        run: &RunInfo,
        look: &Self::Look,
        row: &SourceRow,
    ) -> std::result::Result<Self::Plan, Vec<Refusal>>;

    /// Reads what the decisions over these rows need, in a number of statements that does not depend on theirs.
    ///
    /// # Errors
    /// Those of the database: the chunk is tried again later.
    fn known(&self, tx: &mut Tx<'_>, run: &RunInfo, chunk: &Chunk<Self::Plan>) -> Result<Self::Known>;

    /// While a run is foretold nothing is written between two looks: brings `known` up to what the rows `before` would
    /// have written, such as seats that they take.
    fn follow(&self, known: &mut Self::Known, before: &Self::Known) {
        let _ = (known, before);
    }

    /// Decides over one row; notes in `known` what later rows of the chunk must know of it.
    fn decide(&self, run: &RunInfo, known: &mut Self::Known, plan: &Self::Plan) -> Decision<Self::Write>;

    /// Writes one row. An `Err` undoes what was written and refuses the row.
    ///
    /// # Errors
    /// Those of the database.
    fn write(
        &self,
        tx: &mut Tx<'_>,
        run: &RunInfo,
        known: &mut Self::Known,
        plan: &Self::Plan,
        write: Self::Write,
    ) -> Result<()>;

    /// What may be done after a run that ended, such as printing slips.
    ///
    /// # Errors
    /// Those of the database.
    fn links(&self, tx: &mut Tx<'_>, run: &RunInfo) -> Result<Vec<crate::Link>> {
        let _ = (tx, run);
        Ok(Vec::new())
    }
}
