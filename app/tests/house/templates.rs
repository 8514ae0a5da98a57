//! Templates hold structure. Words stand in Fluent files, looks in style sheets, behaviour in scripts.

use crate::{expect_none, tree};

/// Attributes that people read or hear.
const SPOKEN: [&str; 12] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "data-confirm",
    "data-label",
    "label",
    "placeholder",
    "summary",
    "title",
];

/// Names that are the same in every language.
const NAMES: [&str; 2] = ["CSV", "PDF"];

/// Templates with styles of their own, with the reason.
const STYLED: &[(&str, &str)] = &[("platform/notify/templates/mail.html", "mail programs drop style sheets")];

/// Stands for an expression.
const EXPRESSION: char = '\u{1}';

#[test]
fn no_template_holds_literal_text() {
    let mut faults = Vec::new();
    for file in templates() {
        for (line, text) in literal_text(&file.text) {
            faults.push(format!("{}:{line}: {text}", file.path));
        }
    }
    expect_none("Words that belong into Fluent files:", &faults);
}

#[test]
fn no_template_holds_inline_style_or_script() {
    let mut faults = Vec::new();
    for file in templates().filter(|file| !STYLED.iter().any(|(path, _)| *path == file.path)) {
        let page = without_code(&file.text);
        for tag in parts(&page).filter_map(|part| part.tag()) {
            let inline = attributes(tag).any(|(name, _)| name == "style" || name.starts_with("on"));
            let embedded = tag.starts_with("style")
                || tag.starts_with("script") && !attributes(tag).any(|(name, _)| name == "src");
            if inline || embedded {
                faults.push(format!("{}: <{}>", file.path, shown(tag)));
            }
        }
    }
    expect_none("Inline styles and scripts, which the content policy refuses:", &faults);
}

fn templates() -> impl Iterator<Item = tree::File> {
    tree::files(&[".html", ".svg", ".txt"]).into_iter().filter(|file| file.path.contains("/templates/"))
}

/// Literal words of a template, with their lines.
fn literal_text(template: &str) -> Vec<(usize, String)> {
    let page = without_code(template);
    let mut found = Vec::new();
    let mut at = 0;
    for part in parts(&page) {
        let line = page[..at].matches('\n').count() + 1;
        // A macro may hold attributes alone, to be put into a tag elsewhere: they are read in texts, too.
        let (Part::Text(held) | Part::Tag(held)) = part;
        let spoken = attributes(held).filter(|(name, value)| SPOKEN.contains(name) && has_words(value));
        found.extend(spoken.map(|(name, value)| (line, format!("{name}=\"{}\"", shown(value)))));
        if let Part::Text(text) = part
            && has_words(&without_attributes(text))
        {
            found.push((line, shown(text.trim())));
        }
        at += part.length();
    }
    found
}

fn shown(text: &str) -> String {
    text.replace(EXPRESSION, "…")
}

/// A text without the attributes in it.
fn without_attributes(text: &str) -> String {
    attributes(text)
        .fold(text.to_owned(), |rest, (name, value)| rest.replace(&format!("{name}=\"{value}\""), ""))
}

/// The template with each expression as one sign, comments gone, lines kept.
fn without_code(template: &str) -> String {
    let mut page = String::new();
    let mut rest = template;
    while let Some((at, close, sign)) = next_code(rest) {
        page.push_str(&rest[..at]);
        let end = rest[at..].find(close).map_or(rest.len(), |end| at + end + close.len());
        page.extend(sign);
        page.extend(rest[at..end].chars().filter(|c| *c == '\n'));
        rest = &rest[end..];
    }
    page.push_str(rest);
    page
}

/// Where code or a comment begins, what closes it, and what stands for it.
fn next_code(rest: &str) -> Option<(usize, &'static str, Option<char>)> {
    let kinds = [
        ("{{", "}}", Some(EXPRESSION)),
        ("{%", "%}", Some(EXPRESSION)),
        ("{#", "#}", None),
        ("<!--", "-->", None),
    ];
    kinds
        .into_iter()
        .filter_map(|(open, close, sign)| Some((rest.find(open)?, close, sign)))
        .min_by_key(|k| k.0)
}

/// A tag, without its angle brackets, or the text between two.
#[derive(Clone, Copy)]
enum Part<'a> {
    Tag(&'a str),
    Text(&'a str),
}

impl<'a> Part<'a> {
    fn tag(self) -> Option<&'a str> {
        match self {
            Part::Tag(tag) => Some(tag),
            Part::Text(_) => None,
        }
    }

    fn length(self) -> usize {
        match self {
            Part::Tag(tag) => tag.len() + 2,
            Part::Text(text) => text.len(),
        }
    }
}

fn parts(page: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = page;
    std::iter::from_fn(move || {
        let part = if rest.is_empty() {
            return None;
        } else if let Some(tag) = rest.strip_prefix('<') {
            Part::Tag(&tag[..end_of_tag(tag)])
        } else {
            Part::Text(&rest[..rest.find('<').unwrap_or(rest.len())])
        };
        rest = rest.get(part.length()..).unwrap_or("");
        Some(part)
    })
}

/// Where the tag closes; an angle bracket in a quoted value does not close it.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, sign) in tag.char_indices() {
        match (quote, sign) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// Names and quoted values of a tag's attributes.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let (before, after) = rest.split_once('=')?;
        let name = before
            .rsplit(|c: char| c.is_whitespace() || c == EXPRESSION || c == '"')
            .next()
            .unwrap_or_default();
        let quote = after.chars().next().filter(|c| ['"', '\''].contains(c));
        let (value, left) = match quote {
            Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        rest = left;
        Some((name, value))
    })
}

/// Whether a text holds letters that are not part of an entity.
fn has_words(text: &str) -> bool {
    let mut pieces = text.split('&');
    let first = pieces.next().unwrap_or_default();
    let after = pieces.map(|piece| piece.split_once(';').map_or(piece, |(_, rest)| rest));
    std::iter::once(first)
        .chain(after)
        .any(|piece| !NAMES.contains(&piece.trim()) && piece.contains(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, expected: &[&str]) {
        let found: Vec<_> = literal_text(template).into_iter().map(|(_, text)| text).collect();
        assert_eq!(found, expected, "{template}");
    }

    #[test]
    fn words_are_found_wherever_people_meet_them() {
        check("<p>Hello</p>", &["Hello"]);
        check("<p>{{ name }}您好</p>", &["…您好"]);
        check(r#"<img alt="A picture" src="/a.png">"#, &[r#"alt="A picture""#]);
        check(r#"<button aria-label="关闭">×</button>"#, &[r#"aria-label="关闭""#]);
        check("Dear {{ name }},", &["Dear …,"]);
    }

    #[test]
    fn structure_is_not_taken_for_words() {
        check(r#"<p class="lead">{{ l.t("a-key") }}: 1 / 2 · &nbsp;&middot;</p>"#, &[]);
        check(r#"{% if a > b %}<a href="/x?a=b&c" title="{{ l.t("k") }}">{{ n }} %</a>{% endif %}"#, &[]);
        check("{# a comment #}<!-- another -->{% block content %}{% endblock %}", &[]);
        check(r#"{% macro ties(f) %}{% if f %} aria-describedby="f-{{ f }}"{% endif %}{% endmacro %}"#, &[]);
        check("<a>PDF</a>", &[]);
        check(r#"<input{% if x %} aria-invalid="true"{% endif %} placeholder="{{ l.t("k") }}">"#, &[]);
    }
}
