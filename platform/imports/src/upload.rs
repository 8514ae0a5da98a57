//! From the bytes of a file to a run that waits for its start.

use crate::{
    ImportKind, Importer, Refusal, RunState, SourceRow, rules,
    store::{self, NewRun},
};
use sha2::{Digest, Sha256};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Db, Tx};
use xingtan_documents::{Column, Limits, read_table};
use xingtan_i18n::{Lang, Locale, Msg};
use xingtan_keys::{KeyRing, Place};

/// Rows that are taken in by one unit of work.
pub(crate) const CHUNK: usize = 100;

/// Chunks that are kept by one unit of work at the upload.
const KEPT_AT_ONCE: usize = 25;

/// Why a file cannot be imported: a sentence with reason and remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable(pub Msg);

/// A file that was read and looked over.
#[derive(Clone, Debug)]
pub struct Uploaded {
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
    /// Keys of the columns that were recognised, in the importer's order.
    pub columns: Vec<&'static str>,
    /// Headers that no column is called by; they are left aside.
    pub unknown: Vec<String>,
    /// The rows below the header.
    pub rows: Vec<SourceRow>,
}

impl Uploaded {
    /// How many rows contradict others of the file.
    pub fn refused_ahead(&self) -> usize {
        self.rows.iter().filter(|row| row.refusal.is_some()).count()
    }
}

/// Reads a file and looks it over. Takes a second for 50,000 rows: on a blocking thread, outside units.
///
/// # Errors
/// Where the file is no table, is protected or too large, or lacks columns.
pub fn read_upload<I: Importer>(
    importer: &I,
    bytes: &[u8],
    file_name: &str,
    l: &Locale,
) -> Result<Uploaded, Unusable> {
    let kind = importer.kind();
    let table = read_table(bytes, file_name, &Limits::default()).map_err(|fault| Unusable(fault.msg()))?;
    let header = table.header(&columns(kind, l)).map_err(|fault| Unusable(fault.msg()))?;
    let known: Vec<&'static str> =
        kind.columns.iter().map(|column| column.key).filter(|key| header.has(key)).collect();
    let mut rows: Vec<SourceRow> = header
        .rows(&table)
        .map(|row| {
            let filled = known.iter().filter(|key| !row.get(key).is_empty());
            SourceRow {
                number: i64::from(row.number()),
                cells: filled.map(|key| ((*key).to_owned(), row.get(key).to_owned())).collect(),
                imprecise: known
                    .iter()
                    .filter(|key| row.is_imprecise(key))
                    .map(|key| (*key).to_owned())
                    .collect(),
                refusal: None,
            }
        })
        .collect();
    if rows.is_empty() {
        return Err(Unusable(Msg::new("imports-no-rows")));
    }
    for (at, refusal) in importer.survey(&rows) {
        rows[at].refusal.get_or_insert(refusal);
    }
    Ok(Uploaded {
        file_name: file_name.to_owned(),
        hash: hex::encode(Sha256::digest(bytes)),
        columns: known,
        unknown: header.unknown.clone(),
        rows,
    })
}

/// The columns with all their names in both languages, the reader's first.
fn columns(kind: &ImportKind, l: &Locale) -> Vec<Column> {
    let languages = [l.clone(), l.in_lang(Lang::ZhCn), l.in_lang(Lang::En)];
    let names = |key: &str| -> Vec<String> {
        let texts = languages.iter().map(|l| l.t(&text_key(kind, key)));
        texts
            .flat_map(|text| text.split('|').map(|name| name.trim().to_owned()).collect::<Vec<_>>())
            .collect()
    };
    let column = |key: &str, required| if required { Column::required(key) } else { Column::optional(key) };
    kind.columns.iter().map(|own| column(own.key, own.required).called(names(own.key))).collect()
}

pub(crate) fn text_key(kind: &ImportKind, key: &str) -> String {
    format!("{}-column-{key}", kind.prefix)
}

/// What is noted of a run beside its file.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Id of the run.
    pub run: Uuid,
    /// Who uploads.
    pub person: Uuid,
    /// The name of that person.
    pub name: String,
    /// Path of that person's unit: who reads imports there sees the run.
    pub node_path: String,
    /// What the importer is told, as JSON.
    pub options: String,
    /// When.
    pub now: Timestamp,
}

/// Keeps an uploaded file as a run that waits for its start. The rows are kept sealed, in several units; a run whose
/// upload broke off is never shown.
///
/// # Errors
/// Those of the database.
pub async fn keep(
    db: &Db,
    keys: &KeyRing,
    kind: &'static ImportKind,
    uploaded: Uploaded,
    asked: Asked,
) -> xingtan_db::Result<()> {
    let run = asked.run;
    hold(db, keys, kind, uploaded, asked).await?;
    db.write(move |tx| received(tx, run)).await
}

/// The first half of [`keep`]: the rows are kept, and nobody sees the run before [`received`].
///
/// # Errors
/// Those of the database.
pub async fn hold(
    db: &Db,
    keys: &KeyRing,
    kind: &'static ImportKind,
    uploaded: Uploaded,
    asked: Asked,
) -> xingtan_db::Result<()> {
    let run = asked.run;
    let new = NewRun::of(kind, &uploaded, asked);
    db.write(move |tx| store::add(tx, &new)).await?;
    let mut number = 0i64;
    for several in uploaded.rows.chunks(CHUNK * KEPT_AT_ONCE) {
        let first = number;
        let mut sealed = Vec::with_capacity(KEPT_AT_ONCE);
        for rows in several.chunks(CHUNK) {
            sealed.push(seal(keys, run, number, rows)?);
            number += 1;
        }
        db.write(move |tx| {
            for (number, sealed) in (first..).zip(&sealed) {
                store::add_chunk(tx, run, number, sealed)?;
            }
            Ok::<_, xingtan_db::Error>(())
        })
        .await?;
    }
    Ok(())
}

/// The second half of [`keep`], in the caller's unit: the run waits for its start.
///
/// # Errors
/// Those of the database.
pub fn received(tx: &mut Tx<'_>, run: Uuid) -> xingtan_db::Result<()> {
    store::received(tx, run)
}

fn seal(keys: &KeyRing, run: Uuid, number: i64, rows: &[SourceRow]) -> xingtan_db::Result<Vec<u8>> {
    let json = serde_json::to_vec(rows).map_err(|e| xingtan_db::Error::Decode(e.to_string()))?;
    Ok(keys.seal(chunk_place(run, &chunk_column(number)), &json))
}

/// The rows of a sealed chunk.
pub(crate) fn unseal(
    keys: &KeyRing,
    run: Uuid,
    number: i64,
    sealed: &[u8],
) -> Result<Vec<SourceRow>, String> {
    let plain = keys.unseal(chunk_place(run, &chunk_column(number)), sealed).map_err(|e| e.to_string())?;
    serde_json::from_slice(&plain).map_err(|e| e.to_string())
}

fn chunk_place<'a>(run: Uuid, column: &'a str) -> Place<'a> {
    Place { table: "imports_chunk", column, row: run }
}

/// Each chunk is sealed for its own number.
fn chunk_column(number: i64) -> String {
    format!("sealed {number}")
}

/// A row as the preview and the report show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The number that Excel shows.
    pub number: i64,
    /// The cells of the recognised columns, in their order; sensitive ones masked, secret ones as dots.
    pub cells: Vec<String>,
    /// Why it will be refused, as far as the file alone tells.
    pub refusal: Option<Refusal>,
}

/// The first rows of a run that was not started yet.
///
/// # Errors
/// Those of the database.
pub fn preview(
    tx: &mut Tx<'_>,
    keys: &KeyRing,
    kind: &'static ImportKind,
    run: &store::Run,
    count: usize,
) -> xingtan_db::Result<Vec<Shown>> {
    if run.state() != RunState::Waiting {
        return Ok(Vec::new());
    }
    let Some(sealed) = store::chunk(tx, run.id, 0)? else { return Ok(Vec::new()) };
    let rows = unseal(keys, run.id, 0, &sealed).unwrap_or_default();
    let columns = run.columns();
    Ok(rows
        .into_iter()
        .take(count)
        .map(|row| Shown {
            number: row.number,
            cells: columns.iter().map(|key| shown(kind, &row, key)).collect(),
            refusal: row.refusal,
        })
        .collect())
}

fn shown(kind: &ImportKind, row: &SourceRow, key: &str) -> String {
    let secret = kind.column(key).is_some_and(|column| column.secret);
    match secret && !row.get(key).is_empty() {
        true => "······".to_owned(),
        false => rules::shown(kind, row, Some(key)),
    }
}
