//! Just enough of SQL to tell which tables a text touches.

use std::collections::BTreeSet;

/// Words, numbers and single signs of a text, without comments and quoted values.
pub fn tokens(sql: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        let length = if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == '\'' {
            rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
        } else if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        if !first.is_whitespace() && first != '\'' && !rest.starts_with("--") {
            tokens.push(&rest[..length]);
        }
        at += length;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Whether a literal of the program is SQL: it holds one of our capitals. House rule: SQL keywords are capitals.
pub fn is_sql(text: &str) -> bool {
    tokens(text).iter().any(|token| ["SELECT", "INSERT", "UPDATE", "DELETE", "FROM", "JOIN"].contains(token))
}

/// The tables that a statement, or a piece of one, reads or writes; names of its own WITH are left out.
pub fn touched_tables(sql: &str) -> BTreeSet<String> {
    let tokens = tokens(sql);
    let own = with_names(&tokens);
    let mut tables = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| tokens[before]);
        let begins = match *token {
            "JOIN" | "INTO" => true,
            "FROM" => before != "DISTINCT" && !in_function(&tokens, at),
            "UPDATE" => !["FOR", "DO", "ON", "KEY"].contains(&before),
            _ => false,
        };
        if begins {
            tables.extend(names_from(&tokens, at + 1, token).map(str::to_owned));
        }
    }
    tables.retain(|table| !own.contains(table.as_str()));
    tables
}

/// The tables that CREATE TABLE makes.
pub fn created_tables(sql: &str) -> Vec<String> {
    let tokens = tokens(sql);
    let made = tokens.iter().enumerate().filter(|(_, token)| token.eq_ignore_ascii_case("table"));
    let names = made.filter(|(at, _)| {
        tokens[..*at].iter().rev().take(2).any(|before| before.eq_ignore_ascii_case("create"))
    });
    names
        .filter_map(|(at, _)| tokens[at + 1..].iter().find(|t| !is_one_of(t, &["if", "not", "exists"])))
        .map(|name| (*name).to_owned())
        .collect()
}

/// The tables that foreign keys point to.
pub fn referenced_tables(sql: &str) -> Vec<String> {
    let tokens = tokens(sql);
    let pairs = tokens.windows(2).filter(|pair| pair[0].eq_ignore_ascii_case("references"));
    pairs.map(|pair| pair[1].to_owned()).collect()
}

fn is_one_of(token: &str, words: &[&str]) -> bool {
    words.iter().any(|word| token.eq_ignore_ascii_case(word))
}

/// Names that WITH gives: `name AS (`, `name (columns) AS (`.
fn with_names<'a>(tokens: &[&'a str]) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for at in 1..tokens.len() {
        let opens = tokens.get(at + 1).is_some_and(|next| ["(", "NOT", "MATERIALIZED"].contains(next));
        if tokens[at] != "AS" || !opens {
            continue;
        }
        let mut name = at - 1;
        if tokens[name] == ")" {
            while name > 0 && tokens[name] != "(" {
                name -= 1;
            }
            name = name.saturating_sub(1);
        }
        names.insert(tokens[name]);
    }
    names
}

/// Whether FROM at `at` belongs to `EXTRACT(… FROM …)` and its kin.
fn in_function(tokens: &[&str], at: usize) -> bool {
    let open = tokens[..at].iter().rposition(|token| *token == "(" || *token == ")" || *token == "SELECT");
    open.is_some_and(|open| {
        tokens[open] == "("
            && open > 0
            && is_one_of(tokens[open - 1], &["extract", "substring", "trim", "overlay"])
    })
}

/// The names of tables from here on: one, or several with commas after FROM. Calls of functions are no tables.
fn names_from<'a>(tokens: &[&'a str], from: usize, keyword: &str) -> impl Iterator<Item = &'a str> {
    let mut names = Vec::new();
    let mut at = from;
    loop {
        while tokens.get(at).is_some_and(|token| ["ONLY", "LATERAL"].contains(token)) {
            at += 1;
        }
        let Some(name) = tokens.get(at).filter(|name| name.starts_with(|c: char| c.is_alphabetic())) else {
            break;
        };
        let called = keyword != "INTO" && tokens.get(at + 1) == Some(&"(");
        let follows = name.chars().all(|c| c.is_uppercase());
        if !called && !follows {
            names.push(*name);
        }
        at += 1;
        while tokens
            .get(at)
            .is_some_and(|token| *token == "AS" || token.chars().all(|c| c.is_lowercase() || c == '_'))
        {
            at += 1;
        }
        if keyword != "FROM" || called || tokens.get(at) != Some(&",") {
            break;
        }
        at += 1;
    }
    names.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &[&str]) {
        let found = touched_tables(sql);
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{sql}");
    }

    #[test]
    fn tables_are_found_after_the_words_that_lead_to_them() {
        check("SELECT a FROM x_one o JOIN x_two t ON t.id = o.id", &["x_one", "x_two"]);
        check("SELECT a FROM x_one o, x_two AS t, x_three WHERE 1 = 1", &["x_one", "x_three", "x_two"]);
        check("INSERT INTO x_one (a) SELECT b FROM x_two", &["x_one", "x_two"]);
        check("UPDATE x_one SET a = 'FROM y_no' WHERE b = $1", &["x_one"]);
        check("DELETE FROM x_one -- FROM y_no\n WHERE a IN (SELECT a FROM x_two)", &["x_one", "x_two"]);
        check("JOIN x_one o ON o.id = p.id", &["x_one"]);
    }

    #[test]
    fn what_only_looks_like_a_table_is_left_out() {
        check("INSERT INTO x_one (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = $1", &["x_one"]);
        check("SELECT a FROM x_one FOR UPDATE SKIP LOCKED", &["x_one"]);
        check("SELECT EXTRACT(epoch FROM at) FROM x_one", &["x_one"]);
        check("SELECT a FROM x_one WHERE a IS DISTINCT FROM b", &["x_one"]);
        check("SELECT value FROM json_each($1)", &[]);
        check("WITH RECURSIVE tree (id, up) AS (SELECT id FROM x_one) SELECT id FROM tree", &["x_one"]);
        check("WITH late AS NOT MATERIALIZED (SELECT a FROM x_one) SELECT a FROM late", &["x_one"]);
        check("SELECT {columns} FROM {table}", &[]);
    }

    #[test]
    fn made_and_referenced_tables_are_named() {
        let sql = "CREATE TABLE IF NOT EXISTS x_one (id uuid REFERENCES y_two (id)); CREATE VIRTUAL TABLE x_three USING fts5(a)";
        assert_eq!(created_tables(sql), ["x_one", "x_three"]);
        assert_eq!(referenced_tables(sql), ["y_two"]);
    }
}
