//! SQL texts: written once with `$1`, read by both engines.

use crate::{Error, Result};
use std::ops::Range;

/// A statement's text. A `&'static str` is recognised by its address; a `&String` was built at run time (optional
/// filters, lists) and is recognised by its content. Each connection keeps a bounded number of both prepared.
#[derive(Clone, Copy, Debug)]
pub enum Sql<'a> {
    /// Written in the source.
    Static(&'static str),
    /// Built at run time. Values never belong into it: they are parameters.
    Built(&'a str),
}

impl<'a> Sql<'a> {
    /// The text, with `$n` for parameters.
    pub fn text(self) -> &'a str {
        match self {
            Sql::Static(text) | Sql::Built(text) => text,
        }
    }
}

impl From<&'static str> for Sql<'_> {
    fn from(text: &'static str) -> Self {
        Sql::Static(text)
    }
}

impl<'a> From<&'a String> for Sql<'a> {
    fn from(text: &'a String) -> Self {
        Sql::Built(text)
    }
}

/// `$first, …` for a list of `count` parameters: `format!("… IN ({})", list(2, ids.len()))`. For no parameters
/// it is `NULL`, with which `IN` holds for nothing. Both engines take at most 30,000 parameters; longer lists go
/// in chunks.
pub fn list(first: usize, count: usize) -> String {
    if count == 0 {
        return "NULL".into();
    }
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// `($1, $2), ($3, $4), …`: the places of `rows` rows of `columns` values each, for one INSERT.
pub(crate) fn places(rows: usize, columns: usize) -> String {
    (0..rows).map(|row| format!("({})", list(row * columns + 1, columns))).collect::<Vec<_>>().join(", ")
}

/// `$n` becomes `?n`: SQLite would number `$1` by first appearance, `?1` goes by its value. Strings, quoted
/// identifiers and comments stay as they are.
pub(crate) fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut done = 0;
    for part in code(sql) {
        out.push_str(&sql[done..part.start]);
        let mut before = ' ';
        let mut rest = sql[part.clone()].chars().peekable();
        while let Some(c) = rest.next() {
            let parameter = c == '$'
                && !(before.is_alphanumeric() || before == '_')
                && rest.peek().is_some_and(char::is_ascii_digit);
            out.push(if parameter { '?' } else { c });
            before = c;
        }
        done = part.end;
    }
    out.push_str(&sql[done..]);
    out
}

/// Transactions and connections belong to the facade: a unit that ended its own transaction would take its
/// neighbours' with it.
pub(crate) fn refuse_control(sql: &str) -> Result<()> {
    const CONTROL: [&str; 13] = [
        "BEGIN",
        "START",
        "COMMIT",
        "END",
        "ROLLBACK",
        "ABORT",
        "SAVEPOINT",
        "RELEASE",
        "ATTACH",
        "DETACH",
        "VACUUM",
        "PRAGMA",
        "SET",
    ];
    let word = code(sql)
        .iter()
        .map(|part| sql[part.clone()].trim_start())
        .find(|text| !text.is_empty())
        .and_then(|text| text.split(|c: char| !c.is_ascii_alphabetic()).next())
        .unwrap_or_default();
    match CONTROL.iter().find(|control| control.eq_ignore_ascii_case(word)) {
        None => Ok(()),
        Some(control) => Err(Error::Decode(format!("{control} belongs to the facade, not to a unit"))),
    }
}

/// The parts of a text that lie outside strings, quoted identifiers and comments.
fn code(sql: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < sql.len() {
        let rest = &sql[at..];
        let skip = match rest.as_bytes() {
            [quote @ (b'\'' | b'"'), ..] => 2 + inside(&rest[1..], char::from(*quote).into()),
            [b'-', b'-', ..] => rest.find('\n').unwrap_or(rest.len()),
            [b'/', b'*', ..] => 4 + inside(&rest[2..], "*/".to_owned()),
            _ => {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
        };
        parts.push(start..at);
        // A text that ends inside a quote or a comment is the engine's to refuse.
        at = (at + skip).min(sql.len());
        start = at;
    }
    parts.push(start..sql.len());
    parts
}

/// Bytes before the end mark. A doubled quote needs no care: it ends one string and begins the next.
fn inside(rest: &str, end: String) -> usize {
    rest.find(&end).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_parameters_are_numbered() {
        let check = |given: &str, wanted: &str| assert_eq!(numbered(given), wanted);
        check("SELECT $2, $1", "SELECT ?2, ?1");
        check("SELECT '$1 it''s $2', $1", "SELECT '$1 it''s $2', ?1");
        check(r#"SELECT "$1", 'a''$1', $10"#, r#"SELECT "$1", 'a''$1', ?10"#);
        check("SELECT $1 -- costs $2\n, $2 /* or '$3 */, $3", "SELECT ?1 -- costs $2\n, ?2 /* or '$3 */, ?3");
        check("SELECT a$1, $x, '学$1' || $1", "SELECT a$1, $x, '学$1' || ?1");
        check("SELECT 'open $1", "SELECT 'open $1");
    }

    #[test]
    fn units_cannot_end_their_transaction() {
        assert!(refuse_control("COMMIT").is_err());
        assert!(refuse_control(" -- a word\n /* two */ rollback TO x").is_err());
        assert!(refuse_control("SELECT 1").is_ok());
        assert!(refuse_control("INSERT INTO setting(k) VALUES ('COMMIT')").is_ok());
        assert!(refuse_control("").is_ok());
    }

    #[test]
    fn a_list_counts_its_parameters() {
        assert_eq!(list(2, 3), "$2, $3, $4");
        assert_eq!(list(1, 0), "NULL");
        assert_eq!(places(2, 3), "($1, $2, $3), ($4, $5, $6)");
    }

    proptest! {
        #[test]
        fn numbering_keeps_every_other_character(sql in r#"[a-z$0-9'"*/ \-\n学]{0,40}"#) {
            let out = numbered(&sql);
            prop_assert_eq!(out.replace('?', "$"), sql);
        }
    }
}
