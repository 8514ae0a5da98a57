//! Watermarks (GOV-11): who looks at something stands on it. On PDF as text, on pictures as pixels, over players as an
//! element of the page. What demands a mark and cannot be marked is not served.

mod font;
mod kept;
mod pdf;
mod picture;
mod words;

pub use kept::{Marked, give};
pub use words::{Words, of_partner, of_person};

/// The media types that can be marked.
pub const MARKABLE: [&str; 4] = ["application/pdf", "image/png", "image/jpeg", "image/webp"];

/// Why something was not marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unmarked {
    /// It is encrypted: its pages cannot be changed.
    #[error("the file is encrypted")]
    Encrypted,
    /// It cannot be read as what it says it is.
    #[error("the file is broken")]
    Broken,
    /// It is larger than what is marked, or would become so when it is unpacked.
    #[error("the file is too large")]
    TooLarge,
    /// Nothing that can be marked.
    #[error("files of this kind cannot be marked")]
    Kind,
    /// No font with Chinese is installed.
    #[error("no Chinese font was found")]
    Fonts,
    /// Too many are marked at once, or it takes too long.
    #[error("marking takes too long")]
    Busy,
}

impl Unmarked {
    /// Fluent key of what is told.
    pub const fn key(self) -> &'static str {
        match self {
            Unmarked::Encrypted => "library-unmarked-encrypted",
            Unmarked::Broken => "library-unmarked-broken",
            Unmarked::TooLarge => "library-unmarked-large",
            Unmarked::Kind => "library-unmarked-kind",
            Unmarked::Fonts => "library-unmarked-fonts",
            Unmarked::Busy => "library-unmarked-busy",
        }
    }
}

/// Marks the bytes of a file; `media_type` is what they are by their content. Pure, and slow: outside of units.
///
/// # Errors
/// See [`Unmarked`].
pub fn mark(bytes: &[u8], media_type: &str, words: &str) -> Result<Vec<u8>, Unmarked> {
    let font = font::read().ok_or(Unmarked::Fonts)?;
    let line = font::Line::of(&font, words).ok_or(Unmarked::Fonts)?;
    match media_type {
        "application/pdf" => pdf::mark(bytes, &line),
        it if MARKABLE.contains(&it) => picture::mark(bytes, &line),
        _ => Err(Unmarked::Kind),
    }
}
