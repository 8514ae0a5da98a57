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
use xingtan_documents::pdf::Sheet;

const DOCUMENT: &str = include_str!("document.typ");
const CERTIFICATE: &str = include_str!("certificate.typ");

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

/// Reads a description: the JSON of a [`Sheet`].
///
/// # Errors
/// [`Unset::Unreadable`].
pub fn read(description: &[u8]) -> Result<Sheet<'static>, Unset> {
    serde_json::from_slice(description).map_err(|error| Unset::Unreadable(error.to_string()))
}

/// Sets a sheet and gives the bytes of the PDF. The same sheet gives the same bytes.
///
/// # Errors
/// See [`Unset`].
pub fn set(sheet: &Sheet<'_>, fonts: Fonts) -> Result<Vec<u8>, Unset> {
    let unreadable = |error: &dyn std::fmt::Display| Unset::Unreadable(error.to_string());
    let mut files = Vec::new();
    let (template, made_at, mut value) = match sheet {
        Sheet::Document(it) => {
            files.push(("logo", "logo.png", picture(&it.logo)));
            (DOCUMENT, it.made_at, serde_json::to_value(it))
        }
        Sheet::Certificate(it) => {
            files.push(("picture", "picture", picture(&it.picture)));
            files.push(("seal", "seal", picture(&it.seal)));
            files.push(("code", "code.svg", it.code.clone().into_bytes()));
            (CERTIFICATE, it.made_at, serde_json::to_value(it))
        }
    };
    let value = value.as_mut().map_err(|error| unreadable(error))?;
    clean(value);
    // The template only learns whether there is a picture; the bytes lie beside it.
    for (field, _, bytes) in &files {
        value[*field] = Value::Bool(!bytes.is_empty());
    }
    files.push(("", "sheet.json", value.to_string().into_bytes()));
    let files = files.into_iter().map(|(_, name, bytes)| (name, bytes));
    let room = Room::new(template, files, fonts).ok_or_else(|| unreadable(&"no name for the template"))?;
    let set = typst::compile::<PagedDocument>(&room).output.map_err(refused)?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Xingtan".to_owned())),
        timestamp: moment(made_at),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&set, &options).map_err(refused)
}

/// The bytes of a picture; what is neither PNG nor JPEG is none.
fn picture(base64: &str) -> Vec<u8> {
    let bytes = BASE64_STANDARD.decode(base64).unwrap_or_default();
    let known = bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff");
    if known { bytes } else { Vec::new() }
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

/// All that the template can see: itself, the description, the pictures, the fonts. No other file, no network, no
/// clock.
struct Room {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    files: Vec<(FileId, Bytes)>,
}

impl Room {
    fn new(
        template: &'static str,
        files: impl IntoIterator<Item = (&'static str, Vec<u8>)>,
        fonts: Fonts,
    ) -> Option<Self> {
        let id = |name| Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern());
        let files = files.into_iter().map(|(name, bytes)| Some((id(name)?, Bytes::new(bytes))));
        Some(Room {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(fonts.book),
            fonts: fonts.fonts,
            main: Source::new(id("main.typ")?, template.to_owned()),
            files: files.collect::<Option<_>>()?,
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
        let found = self.files.iter().find(|(name, bytes)| *name == id && !bytes.is_empty());
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| Room::unknown(id))
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
