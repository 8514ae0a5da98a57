//! How the institution shows itself (OPS-6): its logo and its accent colour, on pages, documents and the installed
//! program. Without them the program wears its own mark and apricot.

mod colour;
mod keep;
mod picture;
mod serve;
mod sheet;

pub use colour::{Colour, NoColour, Shade, Shades, WORDS, as_words};
pub use keep::{Seen, set_accent, set_logo};
pub use picture::{Cut, MOST_BYTES, MOST_BYTES_ANY, MOST_PIXELS, Redrawn, Unfit, cut, redraw};
pub use serve::{letterhead, manifest, piece};

use serde::{Deserialize, Serialize};
use xingtan_clock::Uuid;
use xingtan_settings::{Default as Of, Setting, Settings, Shape};

/// The accent colour, `#rrggbb`; empty: the program's apricot.
pub const ACCENT: Setting = Setting { key: "web.brand.accent", shape: Shape::Text(7), default: Of::Same("") };
/// The logo with its icons, a [`Logo`]; `null`: the program's mark.
pub const LOGO: Setting =
    Setting { key: "web.brand.logo", shape: Shape::Json(2000), default: Of::Same("null") };

/// Changes with the way in which sheets are made, so that no browser keeps an old one.
const EDITION: &str = "1";

/// A picture that belongs to the logo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// `logo`, or an icon's name.
    pub name: String,
    /// The file in the store.
    pub file: Uuid,
    /// The beginning of its SHA-256 in hexadecimal: a part of its address.
    pub hash: String,
}

impl Piece {
    /// Where it is served; what stands there never changes.
    pub fn href(&self) -> String {
        format!("/brand/{}-{}.png", self.name, self.hash)
    }
}

/// The institution's logo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The logo and the icons made of it.
    pub pieces: Vec<Piece>,
}

impl Logo {
    /// A piece by its name.
    pub fn piece(&self, name: &str) -> Option<&Piece> {
        self.pieces.iter().find(|piece| piece.name == name)
    }

    /// The address of a piece.
    pub fn href(&self, name: &str) -> Option<String> {
        self.piece(name).map(Piece::href)
    }

    /// The address of the logo itself.
    pub fn src(&self) -> String {
        self.href("logo").unwrap_or_default()
    }

    /// Whether it is so wide that no words fit beside it.
    pub fn is_wide(&self) -> bool {
        self.width > self.height * 2
    }
}

/// What the institution wears.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// Its accent colour; none: the program's.
    pub accent: Option<Colour>,
    /// Its logo; none: the program's mark.
    pub logo: Option<Logo>,
}

impl Brand {
    /// What is in force; costs no query.
    pub fn of(settings: &Settings) -> Brand {
        Brand { accent: settings.text(&ACCENT).parse().ok(), logo: settings.json(&LOGO).unwrap_or_default() }
    }

    /// The address of the accent's style sheet.
    pub fn sheet(&self) -> Option<String> {
        self.accent.map(|accent| format!("/brand/accent{EDITION}-{}.css", &accent.to_string()[1..]))
    }

    /// The logo as it is told in the trail and compared by forms: the beginning of its hash.
    pub fn logo_mark(&self) -> String {
        self.logo
            .as_ref()
            .and_then(|logo| logo.piece("logo"))
            .map_or_else(String::new, |piece| piece.hash.clone())
    }
}
