//! Nobody reads another crate's tables, writes SQL by gluing text, or asks which engine runs.

use crate::{
    expect_none,
    rust::{self, Literal, Source},
    sql, tree,
};

/// Crates that speak to the engines' own catalogues.
const KNOW_CATALOGUES: [&str; 1] = ["db"];

/// Crates that prepare other crates' tables from outside, as no user of theirs: what is measured needs a film that no
/// pipeline has made.
const PREPARE_TABLES: [&str; 1] = ["bench"];

/// Files that build statements from pieces, with the reason. Elsewhere only lists of parameters may be put in.
const BUILD_SQL: &[(&str, &str)] = &[
    ("platform/db/", "the facade itself"),
    ("platform/search/", "boolean queries differ between FTS5 and tsvector"),
    ("platform/web/src/list.rs", "filter, order and page of every list"),
    (
        "platform/approvals/src/read.rs",
        "whatever one of many rights lets an actor decide; all values are bound",
    ),
    ("platform/audit/src/search.rs", "filters of the trail, which lies below the list builder"),
    ("platform/events/src/store.rs", "claiming skips locked rows on PostgreSQL only"),
    ("platform/jobs/", "claiming skips locked rows on PostgreSQL only"),
];

/// Where the engines may differ, with the reason.
const KNOW_ENGINES: &[(&str, &str)] = &[
    ("platform/db/", "the facade itself"),
    ("platform/jobs/", "claiming skips locked rows on PostgreSQL"),
    ("platform/events/", "claiming skips locked rows on PostgreSQL"),
    ("platform/search/", "FTS5 and tsvector"),
    ("platform/audit/", "the sealer asks PostgreSQL which transactions are over"),
    ("app/", "start, doctor and backup say which engine runs"),
    ("bench/", "prints which engine was measured"),
];

/// Every product source with its literals; what only tests run is left out.
fn sources() -> impl Iterator<Item = (tree::File, Source)> {
    tree::files(&[".rs"]).into_iter().filter(|file| !file.is_test()).map(|file| {
        let source = rust::read(&file.text);
        (file, source)
    })
}

fn product_literals(source: &Source) -> impl Iterator<Item = &Literal> {
    source.literals.iter().filter(|literal| !literal.in_test)
}

fn listed(path: &str, exceptions: &[(&str, &str)]) -> bool {
    exceptions.iter().any(|(listed, _)| path.starts_with(listed))
}

#[test]
fn sql_names_only_tables_of_its_own_crate() {
    let mut faults = Vec::new();
    for (file, source) in sources() {
        let name = crate_of(&file.path);
        for literal in product_literals(&source).filter(|literal| sql::is_sql(&literal.text)) {
            for table in sql::touched_tables(&literal.text) {
                if !may_touch(name, &table) {
                    faults.push(format!("{}:{}: {table}", file.path, literal.line));
                }
            }
        }
    }
    expect_none("Tables of somebody else (ask the owner's api instead):", &faults);
}

#[test]
fn no_literal_names_a_table_of_another_crate() {
    let mut tables = Vec::new();
    for file in tree::files(&[".sql"]).iter().filter(|file| file.path.contains("/migrations/")) {
        tables.extend(sql::created_tables(&file.text));
    }
    let mut faults = Vec::new();
    for (file, source) in sources() {
        let name = crate_of(&file.path);
        for literal in product_literals(&source) {
            for word in sql::tokens(&literal.text) {
                if tables.iter().any(|table| table == word) && !may_touch(name, word) {
                    faults.push(format!("{}:{}: {word}", file.path, literal.line));
                }
            }
        }
    }
    expect_none("Tables of somebody else (ask the owner's api instead):", &faults);
}

fn crate_of(path: &str) -> &str {
    let krate = path.split("/src/").next().unwrap_or_default();
    krate.rsplit('/').next().unwrap_or_default()
}

fn may_touch(name: &str, table: &str) -> bool {
    let catalogue =
        ["pg_", "sqlite_", "pragma_", "information_schema"].iter().any(|prefix| table.starts_with(prefix));
    table.starts_with(&format!("{name}_"))
        || PREPARE_TABLES.contains(&name)
        || catalogue && KNOW_CATALOGUES.contains(&name)
}

#[test]
fn no_statement_is_glued_together() {
    let mut faults = Vec::new();
    for (file, source) in sources().filter(|(file, _)| !listed(&file.path, BUILD_SQL)) {
        for literal in product_literals(&source) {
            let verb = sql::tokens(&literal.text)
                .first()
                .is_some_and(|first| ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(first));
            if verb && source.follows(literal, "format!(") && !holds_only_lists(&source, literal) {
                faults.push(format!("{}:{}", file.path, literal.line));
            }
        }
    }
    expect_none("Statements built with format!, where only list(…) of parameters may be put in:", &faults);
}

/// Whether everything that `format!` puts into the literal is a constant, by its capitals, or a `list(…)` of
/// parameter numbers.
fn holds_only_lists(source: &Source, literal: &Literal) -> bool {
    let text = literal.text.replace("{{", "");
    let names = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let others = names.filter(|name| !is_constant(name)).count();
    let rest = &source.code[literal.end..];
    let arguments = &rest[..closing(rest)];
    arguments.matches("list(").count() == others
}

fn is_constant(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// Where the parenthesis closes in which `rest` begins.
fn closing(rest: &str) -> usize {
    let mut depth = 1;
    for (at, sign) in rest.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

#[test]
fn only_few_places_know_which_engine_runs() {
    let mut faults = Vec::new();
    for (file, source) in sources().filter(|(file, _)| !listed(&file.path, KNOW_ENGINES)) {
        for (number, line) in source.code.lines().enumerate() {
            if line.contains("Engine::Sqlite") || line.contains("Engine::Postgres") {
                faults.push(format!("{}:{}", file.path, number + 1));
            }
        }
    }
    expect_none("Branches by engine:", &faults);
}

#[test]
fn a_glued_statement_is_told_from_a_list_of_parameters() {
    let check = |text: &str| {
        let source = rust::read(text);
        let literal = &source.literals[0];
        source.follows(literal, "format!(") && !holds_only_lists(&source, literal)
    };
    assert!(check(r#"format!("SELECT a FROM {table}")"#));
    assert!(check(r#"format!("SELECT a FROM x WHERE a IN ({}) {tail}", list(1, n))"#));
    assert!(!check(r#"format!("SELECT a FROM x WHERE a IN ({})", list(1, ids.len()))"#));
    assert!(!check(r#"format!("SELECT {COLUMNS} FROM x")"#));
    assert!(!check(r#"let a = "SELECT a FROM x";"#));
}

#[test]
fn a_crate_may_touch_its_own_tables_and_no_others() {
    assert!(may_touch("accounts", "accounts_person"));
    assert!(!may_touch("learning", "accounts_person"));
    assert!(!may_touch("accounts", "sqlite_master"));
    assert!(may_touch("db", "sqlite_master"));
}
