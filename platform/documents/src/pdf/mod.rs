//! Documents as PDF: what stands in one, as data; a child process sets it (INS-2, LRN-6; DESIGN, "typesetting runs
//! in a child process that ends").
//!
//! A [`Sheet`] holds nothing but texts and pictures, so no user can write into the template: `#`, `$` or `\` are
//! signs like any other. [`typeset`] hands it to the program's own hidden command and takes the file back.

mod certificate;
mod press;

pub use certificate::Certificate;
pub use press::{COMMAND, Press, Untypeset, calls_itself, exit, typeset};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use xingtan_clock::Timestamp;
use xingtan_i18n::{Lang, Locale};

/// The largest description in bytes that is set.
pub const MOST: usize = 24 << 20;

/// What the child is asked to set.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sheet<'a> {
    /// Pages of text and tables.
    Document(Cow<'a, Document>),
    /// A certificate.
    Certificate(Cow<'a, Certificate>),
}

impl<'a> From<&'a Document> for Sheet<'a> {
    fn from(document: &'a Document) -> Self {
        Sheet::Document(Cow::Borrowed(document))
    }
}

impl<'a> From<&'a Certificate> for Sheet<'a> {
    fn from(certificate: &'a Certificate) -> Self {
        Sheet::Certificate(Cow::Borrowed(certificate))
    }
}

/// What stands in a PDF. A4, a running head with the title, a foot with the page of all pages.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// The title: heading, running head and the name that a reader shows.
    pub title: String,
    /// Who issues it; stands above the title.
    pub issuer: String,
    /// The issuer's logo, a PNG in base64; empty: none. The one thing that is no text.
    #[serde(default)]
    pub logo: String,
    /// Language of the texts: `zh` or `en`.
    pub language: String,
    /// When it was made, as a sentence for the foot.
    pub made: String,
    /// When it was made, in microseconds of UTC, for the file's own data.
    pub made_at: i64,
    /// "Page x of y", with `{page}` and `{total}` where the numbers go.
    pub pages: String,
    /// What follows the title.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading below the title.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Text {
        /// Its words; line breaks stay.
        text: String,
    },
    /// Names with what belongs to them.
    Facts {
        /// In order.
        facts: Vec<(String, String)>,
    },
    /// A table; its head is repeated on every page.
    Table {
        /// Columns from left to right.
        columns: Vec<PdfColumn>,
        /// Rows with as many cells as there are columns.
        rows: Vec<Vec<String>>,
        /// Sums below a line; empty: none.
        foot: Vec<String>,
    },
    /// Cards to print and cut, two beside each other; none is torn.
    Slips {
        /// In order.
        slips: Vec<PdfSlip>,
    },
}

/// A column of a table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PdfColumn {
    /// Its heading.
    pub heading: String,
    /// Its share of the width.
    pub share: u16,
    /// Whether it holds figures, which stand at the right.
    pub figures: bool,
}

impl PdfColumn {
    /// A column of words with its share of the width.
    pub fn words(heading: impl Into<String>, share: u16) -> Self {
        PdfColumn { heading: heading.into(), share, figures: false }
    }

    /// A column of figures with its share of the width.
    pub fn figures(heading: impl Into<String>, share: u16) -> Self {
        PdfColumn { heading: heading.into(), share, figures: true }
    }
}

/// A card to cut out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PdfSlip {
    /// Its heading.
    pub title: String,
    /// Names with what belongs to them.
    pub facts: Vec<(String, String)>,
    /// What is to be typed from it, set large in signs that cannot be mistaken; empty: nothing.
    pub secret: (String, String),
    /// A remark at the foot.
    pub note: String,
}

impl Document {
    /// An empty document in the language of `l`.
    pub fn new(l: &Locale, issuer: impl Into<String>, title: impl Into<String>, now: Timestamp) -> Self {
        Document {
            title: title.into(),
            issuer: issuer.into(),
            logo: String::new(),
            language: match l.lang() {
                Lang::ZhCn => "zh".to_owned(),
                Lang::En => "en".to_owned(),
            },
            made: l.t1("documents-pdf-made", "at", l.date_time(now)),
            made_at: now.micros(),
            pages: l.t2("documents-pdf-pages", "page", "{page}", "total", "{total}"),
            blocks: Vec::new(),
        }
    }

    /// Sets the issuer's logo (bytes of a PNG) above the title; no bytes: none.
    #[must_use]
    pub fn logo(mut self, png: Vec<u8>) -> Self {
        self.logo = BASE64_STANDARD.encode(png);
        self
    }

    /// Adds a heading.
    #[must_use]
    pub fn heading(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Heading { text: text.into() });
        self
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Text { text: text.into() });
        self
    }

    /// Adds names with what belongs to them.
    #[must_use]
    pub fn facts(mut self, facts: Vec<(String, String)>) -> Self {
        self.blocks.push(Block::Facts { facts });
        self
    }

    /// Adds a table; `foot` may be empty. Cells that a row lacks stay empty, those too many are left out.
    #[must_use]
    pub fn table(mut self, columns: Vec<PdfColumn>, rows: Vec<Vec<String>>, foot: Vec<String>) -> Self {
        let width = columns.len();
        let fit = |mut row: Vec<String>| {
            row.resize(width, String::new());
            row
        };
        let foot = if foot.is_empty() { foot } else { fit(foot) };
        self.blocks.push(Block::Table { columns, rows: rows.into_iter().map(fit).collect(), foot });
        self
    }

    /// Adds cards to cut out.
    #[must_use]
    pub fn slips(mut self, slips: Vec<PdfSlip>) -> Self {
        self.blocks.push(Block::Slips { slips });
        self
    }
}
