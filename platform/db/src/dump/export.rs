//! From a database to a stream.

use super::{
    Closing, FORMAT, Head, Kind, Opening, Progress, Summary, Table, Value, stream,
    tables::{quoted, tables},
};
use crate::{Engine, Error, Migrations, Result, Sql, Tx, params};
use std::io::Write;

/// Between two words about the progress.
const ROWS: u64 = 5000;

/// Writes everything. To be called in a frozen read: one moment, however long it takes.
pub(crate) fn export(
    tx: &mut Tx<'_>,
    all: &[Migrations],
    out: &mut dyn Write,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Summary> {
    let mut migrations: Vec<(String, String)> = tx.all("SELECT owner, name FROM db_migration", params![])?;
    migrations.sort();
    line(out, &Head { xingtan_dump: FORMAT, migrations })?;
    let mut sum = Summary::default();
    for table in tables(tx, all)? {
        rows(tx, &table, out, &mut sum, progress)?;
        sum.tables += 1;
    }
    line(out, &Closing { end: sum })?;
    out.flush().map_err(stream)?;
    Ok(sum)
}

fn rows(
    tx: &mut Tx<'_>,
    table: &Table,
    out: &mut dyn Write,
    sum: &mut Summary,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<()> {
    let columns = table.columns.iter().map(|field| (field.name.clone(), field.kind)).collect();
    line(out, &Opening { table: table.name.clone(), columns })?;
    progress(Progress { table: &table.name, rows: sum.rows });
    let sql = select(table, tx.engine());
    let mut text = String::new();
    tx.query(Sql::from(&sql), params![], &mut |row| {
        text.clear();
        for (i, field) in table.columns.iter().enumerate() {
            text.push(if i == 0 { '[' } else { ',' });
            Value::read(row, i, field.kind)?.write(&mut text);
        }
        text.push_str("]\n");
        out.write_all(text.as_bytes()).map_err(stream)?;
        sum.rows += 1;
        if sum.rows.is_multiple_of(ROWS) {
            progress(Progress { table: &table.name, rows: sum.rows });
        }
        Ok(())
    })?;
    Ok(())
}

/// In the order of the primary key, texts byte by byte, which is SQLite's way anyhow.
fn select(table: &Table, engine: Engine) -> String {
    let columns: Vec<String> = table.columns.iter().map(|field| quoted(&field.name)).collect();
    let is_text = |key: &str| table.columns.iter().any(|f| f.name == key && f.kind == Kind::Text);
    let key = |key: &String| match engine {
        Engine::Postgres if is_text(key) => format!("{} COLLATE \"C\"", quoted(key)),
        Engine::Postgres | Engine::Sqlite => quoted(key),
    };
    let order: Vec<String> = table.key.iter().map(key).collect();
    let order = if order.is_empty() { String::new() } else { format!(" ORDER BY {}", order.join(", ")) };
    format!("SELECT {} FROM {}{order}", columns.join(", "), quoted(&table.name))
}

fn line(out: &mut dyn Write, value: &impl serde::Serialize) -> Result<()> {
    let mut text = serde_json::to_string(value).map_err(|e| Error::other("dump", e))?;
    text.push('\n');
    out.write_all(text.as_bytes()).map_err(stream)
}
