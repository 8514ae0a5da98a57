//! Markdown as people write it becomes HTML that can be stored and shown (PARTS: comrak, then ammonia).
//!
//! [`render`] is the only maker of [`Html`]; the result is stored beside its source, since cleaning costs about
//! two milliseconds for a page. What people paste as HTML stays where it is harmless (`<sub>`, `<kbd>`, tables);
//! everything else is dropped. [`outline`] lists the headings with the ids that the HTML carries, [`plain_text`]
//! gives the words for search and for differences.
//!
//! **Invariants.** No script, style, frame, form, event attribute or foreign picture leaves this crate, and no id
//! without the prefix `md-`. Nothing here reads a file, a database or a clock.

mod clean;
mod depth;
mod formula;
mod references;
mod tree;

pub use references::{Passage, Reference, Target, passages, references};

use std::fmt;

/// HTML that [`render`] made, or that was stored after it did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// HTML read back from where [`render`]'s result was stored; nothing is checked here.
    pub fn stored(text: impl Into<String>) -> Self {
        Html(text.into())
    }

    /// The HTML as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML as text, for storing.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 for the highest of a text (the page's own title is the first level), at most 6.
    pub level: u8,
    /// Its words without marks.
    pub text: String,
    /// The id that the HTML carries at this place, for `#…`.
    pub id: String,
}

/// Turns Markdown into HTML that may be shown to anyone.
///
/// Headings begin at the second level, since the page has a title, and skip none. Formulas (`$…$`, `$$…$$` and
/// blocks marked `math`) become MathML in `<span class="math math-inline|math-display" data-tex="…">`; what is no formula
/// stays there as it was written. Links to other sites carry
/// `rel="noopener noreferrer nofollow"`; pictures come from this site only and load when they come into view. A text whose
/// parts lie in one another a hundred deep is shown as it was written.
pub fn render(markdown: &str) -> Html {
    render_sized(markdown, |_| None)
}

/// The same, where `size` knows width and height in pixels of the picture at an address: the page keeps their room
/// before they are there and does not jump.
pub fn render_sized(markdown: &str, size: impl Fn(&str) -> Option<(i64, i64)>) -> Html {
    tree::with(markdown, |root, options| match tree::html(root, options, &size) {
        Ok(raw) if depth::is_too_deep(&raw) => Html(depth::as_written(markdown)),
        Ok(raw) => Html(formula::set(clean::clean(&raw))),
        // Writing into a String does not fail; a text that could not be written shows nothing.
        Err(_) => Html::default(),
    })
}

/// The words of a text without marks, HTML and addresses; blocks stand on lines of their own.
pub fn plain_text(markdown: &str) -> String {
    tree::with(markdown, |root, _| tree::words(root))
}

/// The headings of a text, in order.
pub fn outline(markdown: &str) -> Vec<Heading> {
    tree::with(markdown, |root, _| tree::outline(root))
}
