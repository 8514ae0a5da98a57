//! The tables of a database, as the engine tells of them.

use super::Kind;
use crate::{Engine, Error, Migrations, Result, Tx, params};
use std::collections::{HashMap, HashSet};

/// A table of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in order, without generated ones.
    pub columns: Vec<Field>,
    /// The names of its primary key's columns in order.
    pub key: Vec<String>,
    /// The other tables that its foreign keys point to.
    pub needs: Vec<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Kind,
}

/// All tables that hold what cannot be made anew, each after those it points to. Errs where a table carries no
/// owner's prefix or a column is of a type that the engines do not share: such a table would be missing in backups.
pub fn tables(tx: &mut Tx<'_>, all: &[Migrations]) -> Result<Vec<Table>> {
    let derived: HashSet<&str> = all.iter().flat_map(|of| of.derived.iter().copied()).collect();
    let mut found = Vec::new();
    for name in names(tx)? {
        if name == "db_migration" || derived.contains(name.as_str()) {
            continue;
        }
        let prefix = |of: &Migrations| name.strip_prefix(of.owner).is_some_and(|rest| rest.starts_with('_'));
        if !all.iter().any(|of| name == of.owner || prefix(of)) {
            return Err(Error::other("tables", format_args!("the table {name} carries no owner's prefix")));
        }
        found.push(table(tx, name)?);
    }
    Ok(in_order(found))
}

/// How many rows all of these tables hold.
pub fn rows(tx: &mut Tx<'_>, all: &[Migrations]) -> Result<u64> {
    let mut sum = 0;
    for table in tables(tx, all)? {
        let sql = format!("SELECT count(*) FROM {}", quoted(&table.name));
        sum += tx.one::<i64>(&sql, params![])?.unsigned_abs();
    }
    Ok(sum)
}

/// The name as SQL takes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn names(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    tx.all(
        match tx.engine() {
            // Virtual tables too: they have to be declared derived. Shadow tables are theirs.
            Engine::Sqlite => {
                "SELECT name FROM pragma_table_list
                WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                ORDER BY name"
            }
            Engine::Postgres => {
                "SELECT relname FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::text::regnamespace
                ORDER BY relname COLLATE \"C\""
            }
        },
        params![],
    )
}

fn table(tx: &mut Tx<'_>, name: String) -> Result<Table> {
    let postgres = tx.engine() == Engine::Postgres;
    let declared: Vec<(String, String)> = tx.all(
        if postgres {
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
            WHERE attrelid = to_regclass(quote_ident($1)) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
            ORDER BY attnum"
        } else {
            "SELECT name, type FROM pragma_table_xinfo($1) WHERE hidden = 0 ORDER BY cid"
        },
        params![name],
    )?;
    let key = tx.all(
        if postgres {
            "SELECT attname FROM pg_index
            CROSS JOIN LATERAL unnest(indkey) WITH ORDINALITY AS part (attnum, place)
            JOIN pg_attribute ON attrelid = indrelid AND pg_attribute.attnum = part.attnum
            WHERE indrelid = to_regclass(quote_ident($1)) AND indisprimary
            ORDER BY place"
        } else {
            "SELECT name FROM pragma_table_xinfo($1) WHERE pk > 0 ORDER BY pk"
        },
        params![name],
    )?;
    let needs = tx.all(
        if postgres {
            "SELECT DISTINCT relname FROM pg_constraint JOIN pg_class ON pg_class.oid = confrelid
            WHERE contype = 'f' AND conrelid = to_regclass(quote_ident($1)) AND confrelid <> conrelid"
        } else {
            "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list($1) WHERE \"table\" <> $1"
        },
        params![name],
    )?;
    let field = |(column, declared): (String, String)| match Kind::of(&declared) {
        Some(kind) => Ok(Field { name: column, kind }),
        None => Err(Error::other("tables", format_args!("{name}.{column} is of type {declared:?}"))),
    };
    let columns = declared.into_iter().map(field).collect::<Result<_>>()?;
    Ok(Table { name, columns, key, needs })
}

/// Each table after those it needs; by name where the keys leave it open, and where they form a circle.
fn in_order(mut left: Vec<Table>) -> Vec<Table> {
    left.sort_by(|a, b| a.name.cmp(&b.name));
    let mut waits: HashMap<String, HashSet<String>> =
        left.iter().map(|t| (t.name.clone(), t.needs.iter().cloned().collect())).collect();
    let known: HashSet<String> = waits.keys().cloned().collect();
    waits.values_mut().for_each(|needs| needs.retain(|name| known.contains(name)));
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let next = left.iter().position(|t| waits[&t.name].is_empty()).unwrap_or(0);
        let table = left.remove(next);
        waits.values_mut().for_each(|needs| {
            needs.remove(&table.name);
        });
        ordered.push(table);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_follow_those_they_point_to_and_circles_end() {
        let table = |name: &str, needs: &[&str]| Table {
            name: name.into(),
            columns: Vec::new(),
            key: Vec::new(),
            needs: needs.iter().map(|n| (*n).into()).collect(),
        };
        let ordered = in_order(vec![
            table("a", &["c", "outside"]),
            table("b", &["a"]),
            table("c", &[]),
            table("x", &["y"]),
            table("y", &["x"]),
        ]);
        let names: Vec<&str> = ordered.iter().map(|t| t.name.as_str()).collect();
        assert_eq!(names, ["c", "a", "b", "x", "y"]);
    }
}
