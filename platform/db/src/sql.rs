//! SQL texts: written once with `$1`, kept as prepared statements by each connection.

/// A statement's text. A `&'static str` is recognised by its address; a `&String` was built at run time (optional
/// filters, lists) and is recognised by its content, of which each connection keeps a bounded number.
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
/// it is `NULL`, with which `IN` holds for nothing.
pub fn list(first: usize, count: usize) -> String {
    if count == 0 {
        return "NULL".into();
    }
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
