//! The parsed text: headings, formulas, words.

use crate::{Heading, clean::ID_PREFIX};
use comrak::{
    Arena, Options,
    adapters::{HeadingAdapter, HeadingMeta},
    arena_tree::NodeEdge,
    nodes::{AstNode, NodeHtmlBlock, NodeValue, Sourcepos},
    options::Plugins,
    parse_document,
};
use std::{
    fmt,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Parses `markdown` and hands over its tree.
pub(crate) fn with<T>(
    markdown: &str,
    use_tree: impl for<'a> FnOnce(&'a AstNode<'a>, &Options<'_>) -> T,
) -> T {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.math_dollars = true;
    options.extension.cjk_friendly_emphasis = true;
    // Whatever HTML comes through is cleaned afterwards.
    options.render.r#unsafe = true;
    let arena = Arena::new();
    use_tree(parse_document(&arena, markdown, &options), &options)
}

/// Writes the tree as HTML that is still to be cleaned.
pub(crate) fn html<'a>(
    root: &'a AstNode<'a>,
    options: &Options<'_>,
    size: &dyn Fn(&str) -> Option<(i64, i64)>,
) -> Result<String, fmt::Error> {
    prepare(root, size);
    level(root);
    let numbered = Numbered(AtomicUsize::new(0));
    let mut plugins = Plugins::default();
    plugins.render.heading_adapter = Some(&numbered);
    let mut raw = String::new();
    comrak::format_html_with_plugins(root, options, &mut raw, &plugins)?;
    // A box that nobody can tick is a sign, not a control without a name.
    Ok(raw
        .replace("<input type=\"checkbox\" checked=\"\" disabled=\"\" />", "☑")
        .replace("<input type=\"checkbox\" disabled=\"\" />", "☐"))
}

/// The headings, in the order in which [`html`] numbers them.
pub(crate) fn outline<'a>(root: &'a AstNode<'a>) -> Vec<Heading> {
    level(root);
    let headings = root.descendants().filter_map(|node| match node.data().value {
        NodeValue::Heading(heading) => Some((heading.level, words(node))),
        _ => None,
    });
    headings
        .enumerate()
        .map(|(i, (level, text))| Heading { level, text, id: format!("{ID_PREFIX}{}", anchor(i + 1)) })
        .collect()
}

/// The words below a node.
pub(crate) fn words<'a>(root: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    let line = |text: &mut String| {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    };
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => match &node.data().value {
                NodeValue::Text(words) => text.push_str(words),
                NodeValue::Code(code) => text.push_str(&code.literal),
                NodeValue::Math(math) => text.push_str(&math.literal),
                NodeValue::CodeBlock(block) => text.push_str(&block.literal),
                NodeValue::SoftBreak if joins(node) => {}
                NodeValue::SoftBreak => text.push(' '),
                NodeValue::LineBreak => text.push('\n'),
                NodeValue::TableCell if node.previous_sibling().is_some() => text.push(' '),
                _ => {}
            },
            NodeEdge::End(node) => {
                let value = &node.data().value;
                if (value.block() && !matches!(value, NodeValue::TableCell))
                    || matches!(value, NodeValue::TableRow(_))
                {
                    line(&mut text);
                }
            }
        }
    }
    text.trim().to_owned()
}

/// Writes formulas for the page's script, pictures with their size, and joins lines of Chinese, between which no
/// blank belongs.
fn prepare<'a>(root: &'a AstNode<'a>, size: &dyn Fn(&str) -> Option<(i64, i64)>) {
    let mut changes = Vec::new();
    for node in root.descendants() {
        let value = match &node.data().value {
            NodeValue::Image(link) => {
                NodeValue::HtmlInline(picture(&link.url, &link.title, &words(node), size(&link.url)))
            }
            NodeValue::Math(math) => NodeValue::HtmlInline(formula(&math.literal, math.display_math)),
            NodeValue::CodeBlock(block) if block.info.trim() == "math" => {
                NodeValue::HtmlBlock(NodeHtmlBlock {
                    block_type: 6,
                    literal: format!("<p>{}</p>\n", formula(block.literal.trim(), true)),
                })
            }
            NodeValue::SoftBreak if joins(node) => NodeValue::Text("".into()),
            _ => continue,
        };
        changes.push((node, value));
    }
    for (node, value) in changes {
        // What stood in a picture was its description.
        while let Some(child) = node.first_child() {
            child.detach();
        }
        node.data_mut().value = value;
    }
}

fn picture(address: &str, title: &str, description: &str, size: Option<(i64, i64)>) -> String {
    let mut tag =
        format!(r#"<img src="{}" alt="{}""#, escaped(address), escaped(&description.replace('\n', " ")));
    if !title.is_empty() {
        tag.push_str(&format!(r#" title="{}""#, escaped(title)));
    }
    if let Some((width, height)) = size {
        tag.push_str(&format!(r#" width="{width}" height="{height}""#));
    }
    tag.push_str(r#" loading="lazy" decoding="async">"#);
    tag
}

fn formula(tex: &str, display: bool) -> String {
    let kind = if display { "math-display" } else { "math-inline" };
    let tex = escaped(tex);
    format!(r#"<span class="math {kind}" data-tex="{tex}">{tex}</span>"#)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether a line break stands between two Chinese characters or marks.
fn joins<'a>(node: &'a AstNode<'a>) -> bool {
    let text = |node: Option<&'a AstNode<'a>>, first: bool| {
        let node = node?;
        match &node.data().value {
            NodeValue::Text(text) if first => text.chars().next(),
            NodeValue::Text(text) => text.chars().next_back(),
            _ => None,
        }
    };
    let chinese = |c: char| matches!(c, '\u{2E80}'..='\u{2FFF}' | '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}');
    text(node.previous_sibling(), false).is_some_and(chinese)
        && text(node.next_sibling(), true).is_some_and(chinese)
}

/// A text's highest heading becomes the second level, since the page's title is the first, and none skips a level:
/// whoever hears the page finds no gap, whichever marks the author likes.
fn level<'a>(root: &'a AstNode<'a>) {
    let headings: Vec<(&AstNode<'a>, u8)> = root
        .descendants()
        .filter_map(|node| match node.data().value {
            NodeValue::Heading(heading) => Some((node, heading.level)),
            _ => None,
        })
        .collect();
    let top = headings.iter().map(|(_, level)| *level).min().unwrap_or(1);
    let mut before = 1;
    for (node, written) in headings {
        before = (written - top + 2).min(before + 1).min(6);
        if let NodeValue::Heading(heading) = &mut node.data_mut().value {
            heading.level = before;
        }
    }
}

fn anchor(n: usize) -> String {
    format!("h-{n}")
}

/// Headings with their number as id.
struct Numbered(AtomicUsize);

impl HeadingAdapter for Numbered {
    fn enter(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta, _: Option<Sourcepos>) -> fmt::Result {
        let n = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        write!(output, r#"<h{} id="{}">"#, heading.level, anchor(n))
    }

    fn exit(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta) -> fmt::Result {
        writeln!(output, "</h{}>", heading.level)
    }
}
