//! From a stream to a database.

use super::{
    Closing, Head, Kind, Opening, Progress, Summary, Table, Value, stream,
    tables::{quoted, tables},
    unreadable,
};
use crate::{Engine, Error, Migrations, Param, Result, ToParam as _, Tx, list, params, session::Session};
use serde_json::Value as Json;
use std::io::BufRead;

/// Values in one statement: below what either engine takes, and few enough for the texts to be short.
const VALUES: usize = 2000;

/// Puts an export in place of everything. To be called in a transaction of its own, on a connection that does not look
/// at foreign keys on the way; they hold in the end or nothing is kept.
pub(crate) fn import(
    session: &mut dyn Session,
    all: &[Migrations],
    input: &mut dyn BufRead,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Summary> {
    let engine = session.engine();
    let mut tx = Tx::new(session, None);
    let mut lines = Lines { input, text: String::new() };
    same_steps(&mut tx, &Head::read(lines.next()?)?)?;
    let tables = tables(&mut tx, all)?;
    let keys = if engine == Engine::Postgres { drop_keys(&mut tx)? } else { Vec::new() };
    for table in tables.iter().rev() {
        tx.exec(&format!("DELETE FROM {}", quoted(&table.name)), params![])?;
    }
    let sum = fill(&mut tx, &tables, &mut lines, progress)?;
    match engine {
        Engine::Sqlite => {
            let broken: Option<String> =
                tx.opt("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", params![])?;
            if let Some(table) = broken {
                return Err(Error::ForeignKey(table));
            }
        }
        Engine::Postgres => {
            for key in keys {
                tx.exec(&key, params![])?;
            }
        }
    }
    tx.exec("ANALYZE", params![])?;
    Ok(sum)
}

/// The lines of the stream.
struct Lines<'a> {
    input: &'a mut dyn BufRead,
    text: String,
}

impl Lines<'_> {
    fn next(&mut self) -> Result<&str> {
        self.text.clear();
        let read = self.input.read_line(&mut self.text).map_err(stream)?;
        if read == 0 || !self.text.ends_with('\n') {
            return Err(unreadable("it is cut off"));
        }
        Ok(self.text.trim_end())
    }
}

/// The tables are those that the export was made of.
fn same_steps(tx: &mut Tx<'_>, head: &Head) -> Result<()> {
    let mut here: Vec<(String, String)> = tx.all("SELECT owner, name FROM db_migration", params![])?;
    let mut there = head.migrations.clone();
    here.sort();
    there.sort();
    if here == there {
        return Ok(());
    }
    Err(Error::other("dump", "the database does not have the migrations of the export, and only these"))
}

/// Takes all foreign keys away; answers the statements that bring them back.
fn drop_keys(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let keys: Vec<(String, String, String)> = tx.all(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(pg_constraint.oid)
        FROM pg_constraint
        WHERE contype = 'f' AND connamespace = current_schema()::text::regnamespace AND conparentid = 0
        ORDER BY 1, 2",
        params![],
    )?;
    for (table, key, _) in &keys {
        tx.exec(&format!("ALTER TABLE {table} DROP CONSTRAINT {key}"), params![])?;
    }
    let back = |(table, key, what)| format!("ALTER TABLE {table} ADD CONSTRAINT {key} {what}");
    Ok(keys.into_iter().map(back).collect())
}

fn fill(
    tx: &mut Tx<'_>,
    tables: &[Table],
    lines: &mut Lines<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Summary> {
    let mut sum = Summary::default();
    let mut open: Option<Chunk> = None;
    loop {
        let line = lines.next()?;
        if line.starts_with('[') {
            let chunk = open.as_mut().ok_or_else(|| unreadable("rows without a table"))?;
            chunk.add(line)?;
            sum.rows += 1;
            if chunk.is_full() {
                chunk.flush(tx)?;
                progress(Progress { table: &chunk.table, rows: sum.rows });
            }
            continue;
        }
        if let Some(mut chunk) = open.take() {
            chunk.flush(tx)?;
            sum.tables += 1;
        }
        if let Ok(Closing { end }) = serde_json::from_str(line) {
            let whole = end == sum && sum.tables == tables.len() as u64;
            return if whole { Ok(sum) } else { Err(unreadable("its counts are not those of its end")) };
        }
        let opening: Opening = serde_json::from_str(line).map_err(unreadable)?;
        progress(Progress { table: &opening.table, rows: sum.rows });
        open = Some(Chunk::new(opening, tables)?);
    }
}

/// Rows of one table that wait to be written.
struct Chunk {
    table: String,
    kinds: Vec<Kind>,
    into: String,
    values: Vec<Value>,
}

impl Chunk {
    fn new(opening: Opening, tables: &[Table]) -> Result<Chunk> {
        let Opening { table, columns } = opening;
        let here = tables.iter().find(|here| here.name == table);
        let fits = here.is_some_and(|here| {
            here.columns.len() == columns.len()
                && here
                    .columns
                    .iter()
                    .all(|f| columns.iter().any(|(name, kind)| *name == f.name && *kind == f.kind))
        });
        if !fits || columns.is_empty() {
            return Err(unreadable(format_args!("its table {table} is not as here")));
        }
        let names: Vec<String> = columns.iter().map(|(name, _)| quoted(name)).collect();
        let into = format!("INSERT INTO {} ({}) VALUES ", quoted(&table), names.join(", "));
        Ok(Chunk {
            table,
            kinds: columns.into_iter().map(|(_, kind)| kind).collect(),
            into,
            values: Vec::new(),
        })
    }

    fn add(&mut self, line: &str) -> Result<()> {
        let row: Vec<Json> = serde_json::from_str(line).map_err(unreadable)?;
        if row.len() != self.kinds.len() {
            return Err(unreadable(format_args!("a row of {} has {} values", self.table, row.len())));
        }
        for (json, kind) in row.into_iter().zip(&self.kinds) {
            self.values.push(Value::parse(json, *kind)?);
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.values.len() + self.kinds.len() > VALUES
    }

    fn flush(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        if self.values.is_empty() {
            return Ok(());
        }
        let width = self.kinds.len();
        let rows = self.values.len() / width;
        let rows: Vec<String> = (0..rows).map(|row| format!("({})", list(1 + row * width, width))).collect();
        let given: Vec<Param<'_>> = self.values.iter().map(|value| value.to_param()).collect();
        tx.exec(&format!("{}{}", self.into, rows.join(", ")), &given)?;
        self.values.clear();
        Ok(())
    }
}
