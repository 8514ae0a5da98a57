//! How deeply HTML is nested: cleaning takes time by the square of it, so that a few kilobytes of `> > > …` would keep
//! a processor busy for seconds.

/// Deeper than anybody writes by hand.
pub(crate) const MOST: usize = 100;

/// Elements that a browser closes by itself, or that hold nothing.
const FLAT: [&str; 22] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "source", "tbody", "td", "th", "thead", "tr", "wbr",
];

/// Whether elements may lie deeper in one another than [`MOST`]. Counted from the text: what was never closed counts
/// as open, since that is how a parser sees it.
pub(crate) fn is_too_deep(html: &str) -> bool {
    let mut depth: usize = 0;
    for part in html.split('<').skip(1) {
        let (closes, part) = part.strip_prefix('/').map_or((false, part), |rest| (true, rest));
        let end = part.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(part.len());
        let Some(name) = part.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
        else {
            continue;
        };
        if FLAT.iter().any(|flat| flat.eq_ignore_ascii_case(name)) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > MOST {
            return true;
        }
    }
    false
}

/// The text as it was written, marks and all.
pub(crate) fn as_written(markdown: &str) -> String {
    let escaped = markdown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<pre><code>{escaped}</code></pre>\n")
}
