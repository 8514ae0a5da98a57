//! Formulas as MathML, which browsers draw themselves: no script, no fonts, no style, also without a line (ADR 0033).

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// Longest formula that is set, in bytes; a longer one stays as it was written.
const LONGEST: usize = 4_000;
/// Most formulas of a text that are set.
const MOST: usize = 2_000;

const TAGS: &[&str] = &[
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "msup",
    "msub",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mtable",
    "mtr",
    "mtd",
    "mpadded",
    "mphantom",
    "mstyle",
    "mmultiscripts",
    "mprescripts",
    "menclose",
];

/// Whatever else stands in a tag is left out: no style, which the content policy would refuse, no link.
const ATTRIBUTES: &[&str] = &[
    "display",
    "mathvariant",
    "stretchy",
    "fence",
    "separator",
    "lspace",
    "rspace",
    "symmetric",
    "minsize",
    "maxsize",
    "largeop",
    "movablelimits",
    "accent",
    "accentunder",
    "linethickness",
    "displaystyle",
    "scriptlevel",
    "columnalign",
    "width",
    "height",
    "depth",
    "voffset",
    "notation",
    "columnspan",
    "rowspan",
];

const BEGIN: &str = "<span class=\"math math-";

/// Sets the formulas of cleaned HTML. What cannot be set, because it is no formula or too long a one, stays as its
/// author wrote it.
pub(crate) fn set(html: String) -> String {
    if !html.contains(BEGIN) {
        return html;
    }
    let Ok(converter) = LatexToMathML::new(MathCoreConfig::default()) else { return html };
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html.as_str();
    for _ in 0..MOST {
        let Some(from) = rest.find(BEGIN) else { break };
        let (before, span) = rest.split_at(from);
        out.push_str(before);
        let Some((tag, inside, after)) = parts(span) else {
            out.push_str(BEGIN);
            rest = &span[BEGIN.len()..];
            continue;
        };
        let display = if tag.contains("math-display") { MathDisplay::Block } else { MathDisplay::Inline };
        let tex = plain(inside);
        let math = (tex.len() <= LONGEST)
            .then(|| converter.convert_with_local_counter(&tex, display).ok())
            .flatten()
            .and_then(|math| checked(&math));
        out.push_str(tag);
        out.push_str(math.as_deref().unwrap_or(inside));
        out.push_str("</span>");
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The tag of a formula, its words, and what follows; none where it holds anything but words.
fn parts(span: &str) -> Option<(&str, &str, &str)> {
    let (tag, rest) = span.split_at(span.find('>')? + 1);
    let (inside, after) = rest.split_at(rest.find('<')?);
    Some((tag, inside, after.strip_prefix("</span>")?))
}

fn plain(escaped: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&amp;", "&")];
    pairs.iter().fold(escaped.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// MathML with known elements and attributes alone; none where another element stands in it.
fn checked(math: &str) -> Option<String> {
    let mut out = String::with_capacity(math.len());
    let mut pieces = math.split('<');
    out.push_str(pieces.next()?);
    for piece in pieces {
        let (tag, words) = piece.split_once('>')?;
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let (empty, tag) = tag.strip_suffix('/').map_or((false, tag), |tag| (true, tag));
        let (name, attributes) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        if !TAGS.contains(&name) {
            return None;
        }
        out.push_str(if closes { "</" } else { "<" });
        out.push_str(name);
        if !closes {
            kept(attributes.trim(), &mut out)?;
        }
        if empty {
            // Empty elements are written whole: what reads HTML as tags need not know which they are.
            out.push_str(&format!("></{name}>"));
        } else {
            out.push('>');
        }
        out.push_str(words);
    }
    Some(out)
}

fn kept(mut attributes: &str, out: &mut String) -> Option<()> {
    while !attributes.is_empty() {
        let (name, rest) = attributes.split_once('=')?;
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, rest) = rest[1..].split_once(quote)?;
        if ATTRIBUTES.contains(&name) && !value.contains(['"', '&', '\'']) {
            out.push_str(&format!(" {name}=\"{value}\""));
        }
        attributes = rest.trim_start();
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_mathml_is_not_let_through() {
        assert_eq!(checked("<math><mi>x</mi></math>").as_deref(), Some("<math><mi>x</mi></math>"));
        assert_eq!(
            checked("<math style=\"a\" display=\"block\"><mspace width=\"1em\"/></math>").as_deref(),
            Some("<math display=\"block\"><mspace width=\"1em\"></mspace></math>")
        );
        for hostile in
            ["<math><script>x</script></math>", "<math><mi onclick=x>x</mi></math>", "<maction>", "<mi"]
        {
            assert_eq!(checked(hostile), None, "{hostile}");
        }
        assert_eq!(checked("<mi href=\"javascript:x\">x</mi>").as_deref(), Some("<mi>x</mi>"));
    }

    #[test]
    fn words_beside_formulas_stay() {
        let html = "<p>a <span class=\"math math-inline\" data-tex=\"x^2\">x^2</span> b <span class=\"math math-x</p>";
        let set = set(html.to_owned());
        assert!(set.starts_with("<p>a <span class=\"math math-inline\" data-tex=\"x^2\"><math"), "{set}");
        assert!(set.contains("<msup>"), "{set}");
        assert!(set.ends_with("</math></span> b <span class=\"math math-x</p>"), "{set}");
    }

    proptest! {
        #[test]
        fn any_formula_is_set_or_stays(tex in "[\\\\a-z{}^_&<>\"' 0-9$#%]{0,40}") {
            let html = crate::render(&format!("a ${tex}$ b")).into_string();
            let lower = html.to_lowercase();
            prop_assert!(!lower.contains("<script"), "{}", html);
            prop_assert!(!lower.contains("style="), "{}", html);
        }
    }
}
