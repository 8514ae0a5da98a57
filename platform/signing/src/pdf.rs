//! Signing: what is appended to a PDF so that readers show a signature (ISO 32000-2, 12.8; ETSI EN 319 142-1).

use crate::{Signer, Unsigned, cms};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest as _, Sha256};
use xingtan_clock::Timestamp;

/// The largest file that is signed, in bytes.
const MOST: usize = 256 << 20;
/// Bytes kept free for the signature: one with our certificate takes about 2,000.
const ROOM: usize = 8192;
/// Stands for positions that are known once the file is written; as wide as any of them.
const LATER: i64 = 9_999_999_999;
/// Printed, and locked.
const FLAGS: i64 = 4 | 128;
/// Signatures exist; the file is only ever appended to.
const SIG_FLAGS: i64 = 1 | 2;

/// Signs a PDF for the institution: an incremental update with an invisible signature over the whole file, by which
/// the institution also certifies that nothing may be changed afterwards. The bytes given stay the beginning of the
/// bytes returned.
///
/// `reason` and `location` are shown by readers, in any language; an empty one is left out. `at` is when it is
/// signed, by our clock. Computes for some milliseconds: call it outside units of work.
///
/// # Errors
/// See [`Unsigned`].
pub fn sign_pdf(
    pdf: &[u8],
    signer: &Signer,
    reason: &str,
    location: &str,
    at: Timestamp,
) -> Result<Vec<u8>, Unsigned> {
    if pdf.len() > MOST {
        return Err(Unsigned::TooLarge);
    }
    let document = Document::load_mem(pdf).map_err(unreadable)?;
    let mut file = Vec::with_capacity(pdf.len() + 4 * ROOM);
    with_field(pdf, document, signature(signer, reason, location, at))?
        .save_to(&mut file)
        .map_err(|error| Unsigned::Failed(error.to_string()))?;
    if !file.starts_with(pdf) {
        return Err(Unsigned::Failed("the file was written anew".to_owned()));
    }
    let gap = gap(&mut file, pdf.len()).ok_or_else(|| Unsigned::Failed("no place to sign".to_owned()))?;
    let made = cms::sign(signer, &digest(&file, gap), at).map_err(Unsigned::Failed)?;
    if made.len() > ROOM {
        return Err(Unsigned::Failed("the signature is too large".to_owned()));
    }
    let text = hex::encode_upper(made);
    file[gap.0 + 1..gap.0 + 1 + text.len()].copy_from_slice(text.as_bytes());
    Ok(file)
}

fn unreadable(error: lopdf::Error) -> Unsigned {
    Unsigned::Unreadable(error.to_string())
}

/// The dictionary of the signature, with room for what follows from the file around it.
fn signature(signer: &Signer, reason: &str, location: &str, at: Timestamp) -> Dictionary {
    let mut signature = dictionary! {
        "Type" => name("Sig"),
        "Filter" => name("Adobe.PPKLite"),
        "SubFilter" => name("adbe.pkcs7.detached"),
        "ByteRange" => vec![0.into(), LATER.into(), LATER.into(), LATER.into()],
        "Contents" => Object::String(vec![0; ROOM], StringFormat::Hexadecimal),
        "M" => Object::string_literal(at.to_jiff().strftime("D:%Y%m%d%H%M%SZ").to_string()),
        "Name" => words(signer.certificate().name()),
        // Certified: no change is allowed afterwards.
        "Reference" => vec![Object::Dictionary(dictionary! {
            "Type" => name("SigRef"),
            "TransformMethod" => name("DocMDP"),
            "TransformParams" => dictionary! { "Type" => name("TransformParams"), "P" => 1, "V" => name("1.2") },
        })],
    };
    for (key, text) in [("Reason", reason), ("Location", location)] {
        if !text.is_empty() {
            signature.set(key, words(text));
        }
    }
    signature
}

/// Appends the signature, its field and what leads to it: page and catalogue.
fn with_field(
    pdf: &[u8],
    document: Document,
    signature: Dictionary,
) -> Result<IncrementalDocument, Unsigned> {
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Unsigned::Locked);
    }
    if document.xref_start == 0 {
        return Err(Unsigned::Unreadable("its table of objects is damaged".to_owned()));
    }
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).map_err(unreadable)?;
    let mut catalog = document.catalog().map_err(unreadable)?.clone();
    if catalog.has(b"AcroForm") || catalog.has(b"Perms") {
        return Err(Unsigned::Taken);
    }
    let first = document.page_iter().next();
    let first = first.ok_or_else(|| Unsigned::Unreadable("it has no page".to_owned()))?;
    let mut page = document.get_dictionary(first).map_err(unreadable)?.clone();
    let mut notes = notes(&document, &page)?;

    let mut update = IncrementalDocument::create_from(pdf.to_vec(), document);
    let new = &mut update.new_document;
    // What described the stream of the old table does not describe the new one.
    for key in [b"DecodeParms".as_slice(), b"Filter", b"XRefStm"] {
        new.trailer.remove(key);
    }
    let signature = new.add_object(signature);
    let field = new.add_object(field(signature, first));
    notes.push(field.into());
    page.set("Annots", notes);
    new.set_object(first, page);
    catalog.set("AcroForm", dictionary! { "Fields" => vec![field.into()], "SigFlags" => SIG_FLAGS });
    catalog.set("Perms", dictionary! { "DocMDP" => signature });
    new.set_object(root, catalog);
    Ok(update)
}

/// The notes that the page has, wherever they lie.
fn notes(document: &Document, page: &Dictionary) -> Result<Vec<Object>, Unsigned> {
    match page.get(b"Annots") {
        Ok(notes) => {
            let (_, notes) = document.dereference(notes).map_err(unreadable)?;
            Ok(notes.as_array().map_err(unreadable)?.clone())
        }
        Err(_) => Ok(Vec::new()),
    }
}

/// The field: it takes no room on the page.
fn field(signature: ObjectId, page: ObjectId) -> Dictionary {
    dictionary! {
        "Type" => name("Annot"),
        "Subtype" => name("Widget"),
        "FT" => name("Sig"),
        "T" => Object::string_literal("Signature1"),
        "F" => FLAGS,
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
        "V" => signature,
        "P" => page,
    }
}

fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

/// Words of any language: UTF-16 with a mark.
fn words(text: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Finds the room for the signature behind `from`, from its `<` to after its `>`, and writes into the file what is
/// signed: everything else.
fn gap(file: &mut [u8], from: usize) -> Option<(usize, usize)> {
    const CONTENTS: &[u8] = b"/Contents<";
    const RANGE: &[u8] = b"/ByteRange[";
    let start = find(&file[from..], CONTENTS)? + from + CONTENTS.len() - 1;
    let end = start + 2 * ROOM + 2;
    if file.get(end - 1) != Some(&b'>') {
        return None;
    }
    let range = find(&file[from..start], RANGE)? + from + RANGE.len();
    let width = find(&file[range..start], b"]")?;
    let text = format!("{:<width$}", format!("0 {start} {end} {}", file.len() - end));
    if text.len() != width {
        return None;
    }
    file[range..range + width].copy_from_slice(text.as_bytes());
    Some((start, end))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// SHA-256 of a file without the gap.
fn digest(file: &[u8], gap: (usize, usize)) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(&file[..gap.0]);
    digest.update(&file[gap.1..]);
    digest.finalize().into()
}
