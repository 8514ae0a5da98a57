//! What cleaned HTML points to: links and pictures, each with the block in which it stands.

use crate::Html;

/// A link or a picture of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The block of the text, from 1: a paragraph, a list, a table, a heading.
    pub block: usize,
    /// What it points to.
    pub target: Target,
}

/// What a text points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A link, with its address.
    Link(String),
    /// A picture with its address, which is empty where the picture is not shown, and its description.
    Picture {
        /// Where it comes from.
        address: String,
        /// What it says to whom does not see it.
        description: String,
    },
}

/// Elements that hold nothing and are not closed.
const VOID: &[&str] = &["img", "br", "hr", "input", "col", "wbr"];

/// Links and pictures of a text, in order.
pub fn references(html: &Html) -> Vec<Reference> {
    let (mut found, mut depth, mut block) = (Vec::new(), 0_usize, 0_usize);
    for tag in html.as_str().split('<').skip(1) {
        let Some(end) = end_of(tag) else { continue };
        let inside = tag.get(..end).unwrap_or_default();
        if inside.starts_with('/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        let name = inside.split([' ', '/', '\n']).next().unwrap_or_default();
        if depth == 0 {
            block += 1;
        }
        let target = match name {
            "a" => attribute(inside, "href").map(Target::Link),
            "img" => Some(Target::Picture {
                address: attribute(inside, "src").unwrap_or_default(),
                description: attribute(inside, "alt").unwrap_or_default(),
            }),
            _ => None,
        };
        found.extend(target.map(|target| Reference { block, target }));
        if !VOID.contains(&name) && !inside.ends_with('/') {
            depth += 1;
        }
    }
    found
}

/// Words of a text, with the block in which they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The block of the text, from 1.
    pub block: usize,
    /// Its words; what stands on lines of its own does so here.
    pub text: String,
}

/// Elements that go on within a line: a word may be written across them.
const INLINE: &[&str] = &[
    "a", "b", "i", "u", "s", "em", "strong", "del", "ins", "mark", "sub", "sup", "small", "span", "code",
    "kbd", "wbr",
];

/// The words of a text by block, in order; what pictures say to whom does not see them is among them.
pub fn passages(html: &Html) -> Vec<Passage> {
    let mut all: Vec<Passage> = Vec::new();
    let (mut depth, mut block) = (0_usize, 0_usize);
    for (at, tag) in html.as_str().split('<').enumerate() {
        // What stands before the first tag is in none.
        let end = if at == 0 { None } else { end_of(tag) };
        let inside = end.and_then(|end| tag.get(..end)).unwrap_or_default();
        let name = inside.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        let closes = inside.starts_with('/');
        let mut said = String::new();
        if at > 0 {
            if !closes && depth == 0 {
                block += 1;
            }
            if closes {
                depth = depth.saturating_sub(1);
            } else if !VOID.contains(&name) {
                depth += 1;
            }
            if !INLINE.contains(&name) {
                said.push('\n');
            }
            if name == "img" && !closes {
                said.push_str(&attribute(inside, "alt").unwrap_or_default());
            }
        }
        let text = end.map_or(tag, |end| tag.get(end + 1..).unwrap_or_default());
        let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&nbsp;", " ");
        said.push_str(&text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        match all.last_mut().filter(|it| it.block == block.max(1)) {
            Some(passage) => passage.text.push_str(&said),
            None => all.push(Passage { block: block.max(1), text: said }),
        }
    }
    all.retain(|it| !it.text.trim().is_empty());
    all
}

/// Where a tag ends: at the first `>` outside of quotes. Cleaned HTML has double quotes alone.
fn end_of(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at)
    })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let mark = format!(" {name}=\"");
    let value = tag.split_once(mark.as_str())?.1.split('"').next()?;
    Some(value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;
    use proptest::prelude::*;

    fn link(block: usize, address: &str) -> Reference {
        Reference { block, target: Target::Link(address.into()) }
    }

    #[test]
    fn links_and_pictures_are_found_with_their_block() {
        let text = "# Title\n\nSee [one](/a?b=1&c=2).\n\n- x\n- [two](https://example.org)\n\n![A cat](/p.png) <img src=\"/q.png\">";
        let picture = |address: &str, description: &str| Reference {
            block: 4,
            target: Target::Picture { address: address.into(), description: description.into() },
        };
        assert_eq!(
            references(&render(text)),
            [
                link(2, "/a?b=1&c=2"),
                link(3, "https://example.org"),
                picture("/p.png", "A cat"),
                picture("/q.png", "")
            ]
        );
    }

    #[test]
    fn words_are_read_across_marks_and_apart_across_blocks() {
        let text = "# Ti**tle**\n\nOne `two` & [three](/x).\n\n- a\n- b\n\n![A cat](/p.png)";
        let said: Vec<(usize, String)> = passages(&render(text))
            .into_iter()
            .map(|it| (it.block, it.text.split_whitespace().collect::<Vec<_>>().join(" ")))
            .collect();
        let expected = [(1, "Title"), (2, "One two & three."), (3, "a b"), (4, "A cat")];
        assert_eq!(said, expected.map(|(block, text)| (block, text.to_owned())));
    }

    #[test]
    fn a_sign_in_words_ends_no_tag() {
        let found = references(&render("![1 > 0](/p.png)\n\n[x](/y)"));
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], link(2, "/y"));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,80}") {
            let _found = (references(&render(&text)), passages(&render(&text)));
        }

        #[test]
        fn a_link_stands_in_the_paragraph_that_was_written(before in 0usize..6) {
            let text = format!("{}[x](/y)", "words\n\n".repeat(before));
            prop_assert_eq!(references(&render(&text)), [link(before + 1, "/y")]);
        }
    }
}
