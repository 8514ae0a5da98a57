//! Everything a database holds as one stream of text, the same from both engines: what backups contain and how an
//! institution moves from SQLite to PostgreSQL.
//!
//! One JSON value a line: a head with the migrations that were applied; for each table a line with its columns and
//! their types, then an array per row; an end with the counts, without which an export counts as cut off. Tables come
//! in the order of their foreign keys and rows in the order of their primary keys, so that the same contents give the
//! same bytes. Tables that a crate declares [`derived`](crate::Migrations::derived), generated columns and
//! `db_migration` itself are left out.

mod export;
mod import;
mod tables;
mod value;

pub(crate) use export::export;
pub(crate) use import::import;
pub use tables::{Field, Table, rows, tables};
pub use value::{Kind, Value};

use crate::{Error, Migrations, Result};
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, fmt};

/// The format that is written, and the only one that is read.
const FORMAT: u32 = 1;

/// The first line of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of the format.
    pub xingtan_dump: u32,
    /// Owner and name of every step that was applied, in no particular order.
    pub migrations: Vec<(String, String)>,
}

impl Head {
    /// Reads the first line.
    pub fn read(line: &str) -> Result<Head> {
        let head: Head = serde_json::from_str(line).map_err(|e| unreadable(format_args!("head: {e}")))?;
        if head.xingtan_dump != FORMAT {
            return Err(unreadable(format_args!("its format is {}", head.xingtan_dump)));
        }
        Ok(head)
    }

    /// The steps of `all` that the exported database had: an empty database is migrated with these before it takes the
    /// export in, and with the rest afterwards. Errs where the export has steps that this program does not know.
    pub fn steps_of(&self, all: &[Migrations]) -> Result<Vec<Migrations>> {
        let mut missing: HashSet<(&str, &str)> =
            self.migrations.iter().map(|(owner, name)| (owner.as_str(), name.as_str())).collect();
        let known = all
            .iter()
            .map(|of| Migrations {
                steps: of
                    .steps
                    .iter()
                    .filter(|step| missing.remove(&(of.owner, step.name)))
                    .copied()
                    .collect(),
                ..of.clone()
            })
            .collect();
        match missing.iter().min() {
            None => Ok(known),
            Some((owner, name)) => Err(unreadable(format_args!(
                "it is newer than this program, which does not know {owner}/{name}"
            ))),
        }
    }
}

/// The line before the rows of a table.
#[derive(Debug, Serialize, Deserialize)]
struct Opening {
    table: String,
    columns: Vec<(String, Kind)>,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
struct Closing {
    end: Summary,
}

/// What went through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Tables, empty ones counted.
    pub tables: u64,
    /// Rows of all of them.
    pub rows: u64,
}

/// How far an export or import has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// The table under way.
    pub table: &'a str,
    /// Rows so far, of all tables.
    pub rows: u64,
}

fn unreadable(why: impl fmt::Display) -> Error {
    Error::other("dump", format_args!("the export cannot be read: {why}"))
}

/// A full disk is told apart here too.
fn stream(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::Full,
        _ => Error::other("dump", error),
    }
}
