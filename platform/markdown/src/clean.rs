//! What of HTML may stay.

use ammonia::Builder;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Before every id and every link to one, so that a text cannot take the ids of the page around it.
pub(crate) const ID_PREFIX: &str = "md-";

const TAGS: &[&str] = &[
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "br",
    "hr",
    "em",
    "strong",
    "del",
    "ins",
    "s",
    "sub",
    "sup",
    "kbd",
    "mark",
    "abbr",
    "small",
    "b",
    "i",
    "u",
    "q",
    "cite",
    "blockquote",
    "ol",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "pre",
    "code",
    "span",
    "a",
    "img",
    "figure",
    "figcaption",
    "details",
    "summary",
    "section",
    "ruby",
    "rt",
    "rp",
];

/// Dropped with what stands inside them.
const WITH_CONTENT: &[&str] = &[
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "template",
    "noscript",
    "noembed",
    "noframes",
    "textarea",
    "select",
    "title",
    "svg",
    "math",
    "xmp",
    "plaintext",
    "frameset",
    "applet",
    "canvas",
    "audio",
    "video",
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(builder);

/// Drops what is not allowed.
pub(crate) fn clean(html: &str) -> String {
    BUILDER.clean(html).to_string()
}

fn builder() -> Builder<'static> {
    let set = |names: &[&'static str]| names.iter().copied().collect::<HashSet<_>>();
    let attributes: HashMap<&str, HashSet<&str>> = HashMap::from([
        ("a", set(&["href", "title", "class"])),
        ("img", set(&["src", "alt", "title", "width", "height", "loading", "decoding"])),
        ("abbr", set(&["title"])),
        ("ol", set(&["start"])),
        ("th", set(&["align", "colspan", "rowspan", "scope"])),
        ("td", set(&["align", "colspan", "rowspan"])),
        ("code", set(&["class"])),
        ("span", set(&["class", "data-tex"])),
        ("section", set(&["class"])),
        ("sup", set(&["class"])),
        ("details", set(&["open"])),
    ]);
    let mut builder = Builder::empty();
    builder
        .tags(set(TAGS))
        .clean_content_tags(set(WITH_CONTENT))
        .tag_attributes(attributes)
        .generic_attributes(set(&["id", "lang"]))
        .url_schemes(set(&["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .attribute_filter(attribute);
    builder
}

/// A second look at values whose attribute is allowed.
fn attribute<'u>(element: &str, name: &str, value: &'u str) -> Option<Cow<'u, str>> {
    match (element, name) {
        (_, "id") => Some(Cow::Owned(prefixed(value)?)),
        (_, "class") => class(element, value).then_some(Cow::Borrowed(value)),
        ("a", "href") if value.starts_with('#') => Some(Cow::Owned(format!("#{}", prefixed(&value[1..])?))),
        ("img", "src") => is_own(value).then_some(Cow::Borrowed(value)),
        ("img", "width" | "height") | (_, "colspan" | "rowspan" | "start") => {
            (value.len() <= 5 && value.bytes().all(|b| b.is_ascii_digit())).then_some(Cow::Borrowed(value))
        }
        ("img", "loading") => (value == "lazy").then_some(Cow::Borrowed(value)),
        ("img", "decoding") => (value == "async").then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    }
}

fn prefixed(id: &str) -> Option<String> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    (!id.is_empty() && id.len() <= 200 && id.chars().all(fits)).then(|| {
        let own = id.strip_prefix(ID_PREFIX).unwrap_or(id);
        format!("{ID_PREFIX}{own}")
    })
}

fn class(element: &str, value: &str) -> bool {
    match element {
        "code" => value.strip_prefix("language-").is_some_and(|name| {
            name.len() <= 40
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+'))
        }),
        "span" => matches!(value, "math math-inline" | "math math-display"),
        "a" => value == "footnote-backref",
        "sup" => value == "footnote-ref",
        "section" => value == "footnotes",
        _ => false,
    }
}

/// A picture of this site: a path that begins with one slash. Pictures from elsewhere would tell that site who
/// reads what, and are blocked by the content policy besides.
fn is_own(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\n', '\r', '\t'])
}
