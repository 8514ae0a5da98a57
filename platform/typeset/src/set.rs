//! From a description to a file.

use crate::fonts::Fonts;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::Value;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};
use xingtan_clock::Zone;
use xingtan_documents::pdf::Document;

const TEMPLATE: &str = include_str!("document.typ");

/// Why a description is not set.
#[derive(Debug, thiserror::Error)]
pub enum Unset {
    /// It is not a description of a document.
    #[error("the description cannot be read: {0}")]
    Unreadable(String),
    /// The typesetter refused it.
    #[error("the typesetter refused the document: {0}")]
    Refused(String),
}

/// Sets a description (the JSON of a [`Document`]) and gives the bytes of the PDF. The same description gives the
/// same bytes.
///
/// # Errors
/// See [`Unset`].
pub fn set(description: &[u8], fonts: Fonts) -> Result<Vec<u8>, Unset> {
    let unreadable = |error: &dyn std::fmt::Display| Unset::Unreadable(error.to_string());
    let document: Document = serde_json::from_slice(description).map_err(|error| unreadable(&error))?;
    let mut value = serde_json::to_value(&document).map_err(|error| unreadable(&error))?;
    clean(&mut value);
    // The template only learns whether there is one; the bytes lie beside it.
    let logo = BASE64_STANDARD.decode(&document.logo).unwrap_or_default();
    let logo = if logo.starts_with(b"\x89PNG") { logo } else { Vec::new() };
    value["logo"] = Value::Bool(!logo.is_empty());
    let room =
        Room::new(value.to_string(), logo, fonts).ok_or_else(|| unreadable(&"no name for the template"))?;
    let set = typst::compile::<PagedDocument>(&room).output.map_err(refused)?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Xingtan".to_owned())),
        timestamp: moment(document.made_at),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&set, &options).map_err(refused)
}

fn refused(faults: impl IntoIterator<Item = SourceDiagnostic>) -> Unset {
    let words: Vec<String> = faults.into_iter().map(|fault| fault.message.to_string()).collect();
    Unset::Refused(words.join("; "))
}

/// Takes control characters and marks that turn the direction of what follows out of all texts.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => {
            let hidden = |c: char| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
            };
            if text.contains(hidden) {
                *text =
                    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !hidden(*c)).collect();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

/// Microseconds of UTC as the file's own moment.
fn moment(micros: i64) -> Option<Timestamp> {
    let at = Zone::named("UTC").ok()?.local(xingtan_clock::Timestamp::from_micros(micros));
    let part = |n: i8| u8::try_from(n).ok();
    let (month, day) = (part(at.month())?, part(at.day())?);
    let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
    Datetime::from_ymd_hms(at.year().into(), month, day, hour, minute, second).map(Timestamp::new_utc)
}

/// All that the template can see: itself, the description, the logo, the fonts. No other file, no network, no clock.
struct Room {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    description: FileId,
    json: Bytes,
    logo_id: FileId,
    logo: Bytes,
}

impl Room {
    fn new(json: String, logo: Vec<u8>, fonts: Fonts) -> Option<Self> {
        let id = |name| Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern());
        Some(Room {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(fonts.book),
            fonts: fonts.fonts,
            main: Source::new(id("document.typ")?, TEMPLATE.to_owned()),
            description: id("document.json")?,
            json: Bytes::from_string(json),
            logo_id: id("logo.png")?,
            logo: Bytes::new(logo),
        })
    }

    fn unknown(id: FileId) -> FileError {
        FileError::NotFound(id.get().vpath().get_without_slash().into())
    }
}

impl World for Room {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(Room::unknown(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == self.description => Ok(self.json.clone()),
            id if id == self.logo_id => Ok(self.logo.clone()),
            _ => Err(Room::unknown(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_signs_are_taken_out_and_line_breaks_stay() {
        let mut value = serde_json::json!({ "a": ["x\u{202e}y\tz\u{0}\nw"] });
        clean(&mut value);
        assert_eq!(value["a"][0], "xy z\nw");
    }
}
