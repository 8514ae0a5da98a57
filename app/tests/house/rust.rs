//! Just enough of Rust's grammar to tell code, comments and literals apart.

/// A source text, taken apart.
pub struct Source {
    /// The code with comments and the insides of literals blanked; as long as the source.
    pub code: String,
    pub literals: Vec<Literal>,
}

/// A string literal.
pub struct Literal {
    /// Line, from 1.
    pub line: usize,
    /// What stands between the quotes, escapes as written.
    pub text: String,
    /// Where the literal begins in the code, with its prefix.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it stands in code that only tests see.
    pub in_test: bool,
}

impl Source {
    /// Whether `code` without blanks ends with `what` just before the literal: `follows(l, "format!(")`.
    pub fn follows(&self, literal: &Literal, what: &str) -> bool {
        self.code[..literal.start].trim_end().ends_with(what)
    }
}

/// Takes a Rust source apart.
pub fn read(source: &str) -> Source {
    let mut code = source.as_bytes().to_vec();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let end = if rest.starts_with("//") {
            at + rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            at + block_comment(rest)
        } else if rest.starts_with('\'') {
            at + char_literal(rest)
        } else if let Some(quotes) = quotes(source, at) {
            let inside = at + quotes.opening;
            let text = quotes.inside(&source[inside..]);
            let end = (inside + text.len() + quotes.closing.len()).min(source.len());
            literals.push(Literal {
                line: source[..at].matches('\n').count() + 1,
                text: text.to_owned(),
                start: at,
                end,
                in_test: false,
            });
            end
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        code[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        at = end;
    }
    let code = String::from_utf8(code).unwrap();
    let tests = test_regions(&code);
    for literal in &mut literals {
        literal.in_test = tests.iter().any(|(from, to)| (*from..*to).contains(&literal.start));
    }
    Source { code, literals }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a char literal, or of the quote alone where it begins a lifetime.
fn char_literal(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(1, |end| end + 4),
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map_or(1, |(end, _)| end + 1),
        None => 1,
    }
}

/// How a string literal is fenced.
struct Quotes {
    /// Length of prefix, hashes and quote.
    opening: usize,
    closing: String,
    escapes: bool,
}

impl Quotes {
    /// What stands before the closing.
    fn inside<'a>(&self, rest: &'a str) -> &'a str {
        let mut at = 0;
        while at < rest.len() && !rest[at..].starts_with(&self.closing) {
            let escaped = self.escapes && rest[at..].starts_with('\\');
            at += rest[at..].chars().take(if escaped { 2 } else { 1 }).map(char::len_utf8).sum::<usize>();
        }
        &rest[..at]
    }
}

/// The fence of the string that begins at `at`, if one does.
fn quotes(source: &str, at: usize) -> Option<Quotes> {
    let rest = &source[at..];
    if rest.starts_with('"') {
        return Some(Quotes { opening: 1, closing: "\"".into(), escapes: true });
    }
    if source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let prefix = ["br", "cr", "b", "c", "r"].into_iter().find(|prefix| rest.starts_with(prefix))?;
    let raw = prefix.ends_with('r');
    let after = &rest[prefix.len()..];
    let hashes = if raw { after.len() - after.trim_start_matches('#').len() } else { 0 };
    after[hashes..].starts_with('"').then(|| Quotes {
        opening: prefix.len() + hashes + 1,
        closing: format!("\"{}", "#".repeat(hashes)),
        escapes: !raw,
    })
}

/// Where items under `#[cfg(test)]` and functions under `#[test]` stand in code whose literals are blanked.
fn test_regions(code: &str) -> Vec<(usize, usize)> {
    let mut regions = Vec::new();
    for mark in ["#[cfg(test)]", "#[test]", "#[cfg(all(test"] {
        for (from, _) in code.match_indices(mark) {
            regions.push((from, from + item_length(&code[from..])));
        }
    }
    regions
}

/// The length of an item with its attributes: to its closing brace, or to a semicolon where no brace comes first.
fn item_length(item: &str) -> usize {
    let mut depth = 0;
    for (at, sign) in item.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    item.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let found = read(source);
        assert_eq!(found.literals.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), expected);
        assert_eq!(found.code.len(), source.len());
    }

    #[test]
    fn literals_are_told_from_comments_chars_and_lifetimes() {
        check(r#"let a = "one"; // "no""#, &["one"]);
        check(r#"/* "no" /* "no" */ "no" */ f("two")"#, &["two"]);
        check(r#"fn f<'a>(x: &'a str) { g('"', '\'', '\u{22}', "three") }"#, &["three"]);
        check(r#"let a = "with \"quotes\" inside";"#, &[r#"with \"quotes\" inside"#]);
        check("let a = r\"back\\\"; b(\"next\")", &["back\\", "next"]);
        check("let a = r#\"one \"two\" three\"#;", &["one \"two\" three"]);
        check("let r#type = b\"bytes\"; let number = \"字\";", &["bytes", "字"]);
    }

    #[test]
    fn what_stands_in_tests_is_marked() {
        let source = r#"fn a() { x("product") } #[cfg(test)] mod tests { fn b() { y("test") } } fn c() { z("product") }"#;
        let marks: Vec<_> = read(source).literals.iter().map(|l| (l.text.clone(), l.in_test)).collect();
        assert_eq!(marks, [("product".into(), false), ("test".into(), true), ("product".into(), false)]);
    }
}
