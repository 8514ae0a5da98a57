//! Marks on PDF: on every page, diagonal, light, and text that can be selected and extracted. The signs come along as a
//! font of outlines (Type 3), so that no reader needs a Chinese font.

use super::{
    Unmarked,
    font::{Line, Step},
};
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream, dictionary};
use std::{collections::BTreeMap, fmt::Write as _};

/// Larger files are not marked.
const MOST_BYTES: usize = 64 << 20;
/// What one stream of objects may unpack to.
const MOST_UNPACKED: usize = 64 << 20;
/// More pages are not marked.
const MOST_PAGES: usize = 3_000;
/// How far up a page asks for what it inherits.
const HIGHEST: usize = 40;
/// Of the mark among the resources of a page.
const NAME: &str = "XingtanMark";
/// Sine and cosine of its direction.
const SLOPE: (f32, f32) = (0.5, 0.866);

/// Puts the line on every page.
pub fn mark(bytes: &[u8], line: &Line) -> Result<Vec<u8>, Unmarked> {
    if bytes.len() > MOST_BYTES {
        return Err(Unmarked::TooLarge);
    }
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..LoadOptions::default() };
    let mut document = Document::load_mem_with_options(bytes, options).map_err(|_| Unmarked::Broken)?;
    if document.is_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(Unmarked::Encrypted);
    }
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    match pages.len() {
        0 => return Err(Unmarked::Broken),
        count if count > MOST_PAGES => return Err(Unmarked::TooLarge),
        _ => {}
    }
    let font = type3(&mut document, line);
    let state =
        document.add_object(dictionary! { "Type" => "ExtGState", "ca" => 0.28_f32, "CA" => 0.28_f32 });
    let begin = document.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    let end = format!("\nQ\nq /{NAME} Do Q\n").into_bytes();
    let end = document.add_object(Stream::new(Dictionary::new(), end));
    let mut forms: BTreeMap<[i64; 4], ObjectId> = BTreeMap::new();
    for page in pages {
        let area = area(&document, page);
        let known = area.map(|side| side as i64);
        let form = match forms.get(&known) {
            Some(form) => *form,
            None => {
                let form = form(&mut document, area, line, (font, state));
                forms.insert(known, form);
                form
            }
        };
        dress(&mut document, page, form, (begin, end))?;
    }
    let mut out = Vec::with_capacity(bytes.len() + 64 * 1024);
    document.save_to(&mut out).map_err(|_| Unmarked::Broken)?;
    Ok(out)
}

/// What a page has, or inherits.
fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut at = page;
    for _ in 0..HIGHEST {
        let dictionary = document.get_dictionary(at).ok()?;
        if let Ok(found) = dictionary.get(key) {
            return document.dereference(found).ok().map(|(_, found)| found);
        }
        at = dictionary.get(b"Parent").and_then(Object::as_reference).ok()?;
    }
    None
}

/// The page's area: left, lower, right, upper. A page without one has that of A4.
fn area(document: &Document, page: ObjectId) -> [f32; 4] {
    let number = |it: &Object| document.dereference(it).ok().and_then(|(_, it)| it.as_float().ok());
    let found = inherited(document, page, b"CropBox").or_else(|| inherited(document, page, b"MediaBox"));
    let sides: Vec<f32> = found
        .and_then(|it| it.as_array().ok())
        .map(|list| list.iter().filter_map(number).collect())
        .unwrap_or_default();
    match sides[..] {
        [a, b, c, d]
            if (a - c).abs() > 1.0 && (b - d).abs() > 1.0 && sides.iter().all(|it| it.abs() < 1e6) =>
        {
            [a.min(c), b.min(d), a.max(c), b.max(d)]
        }
        _ => [0.0, 0.0, 595.0, 842.0],
    }
}

/// The marks of a page of this size: three rows of two.
fn form(
    document: &mut Document,
    area: [f32; 4],
    line: &Line,
    (font, state): (ObjectId, ObjectId),
) -> ObjectId {
    let (width, height) = (area[2] - area[0], area[3] - area[1]);
    // As large as fits: a long name is set smaller.
    let fit = (width / 2.0 * 0.85) / (line.width / 1000.0).max(1.0) / SLOPE.1;
    let size = fit.min(width.min(height) / 20.0).max(2.0);
    let long = line.width / 1000.0 * size;
    let shown: String = (0..line.glyphs.len()).fold(String::new(), |mut all, at| {
        let _ok = write!(all, "{:02X}", code(line, at));
        all
    });
    let mut content = String::from("/Artifact BMC\nq /G gs 0.35 g BT\n");
    for row in 0..3_u8 {
        for column in 0..2_u8 {
            let middle = (
                area[0] + width * (f32::from(column) * 2.0 + 1.0) / 4.0,
                area[1] + height * (f32::from(row) * 2.0 + 1.0) / 6.0,
            );
            let (x, y) = (middle.0 - long * SLOPE.1 / 2.0, middle.1 - long * SLOPE.0 / 2.0);
            let (sine, cosine) = SLOPE;
            let _ok = writeln!(
                content,
                "/F {size:.2} Tf {cosine} {sine} -{sine} {cosine} {x:.2} {y:.2} Tm <{shown}> Tj"
            );
        }
    }
    content.push_str("ET Q\nEMC\n");
    let resources = dictionary! {
        "Font" => dictionary! { "F" => font },
        "ExtGState" => dictionary! { "G" => state },
    };
    let about = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => area.iter().map(|side| Object::Real(*side)).collect::<Vec<_>>(),
        "Resources" => resources,
    };
    document.add_object(Stream::new(about, content.into_bytes()))
}

/// Puts the form over what the page shows, whatever that leaves behind.
fn dress(
    document: &mut Document,
    page: ObjectId,
    form: ObjectId,
    (begin, end): (ObjectId, ObjectId),
) -> Result<(), Unmarked> {
    let mut resources = match inherited(document, page, b"Resources") {
        Some(found) => found.as_dict().cloned().map_err(|_| Unmarked::Broken)?,
        None => Dictionary::new(),
    };
    let objects = resources.get(b"XObject").ok().and_then(|it| document.dereference(it).ok());
    let mut objects = objects.and_then(|(_, it)| it.as_dict().ok().cloned()).unwrap_or_default();
    objects.set(NAME, form);
    resources.set("XObject", objects);
    let before: Vec<Object> =
        match document.get_dictionary(page).map_err(|_| Unmarked::Broken)?.get(b"Contents") {
            Err(_) => Vec::new(),
            Ok(Object::Array(list)) => list.clone(),
            Ok(Object::Reference(id)) => match document.get_object(*id) {
                Ok(Object::Array(list)) => list.clone(),
                Ok(Object::Stream(_)) => vec![Object::Reference(*id)],
                _ => Vec::new(),
            },
            Ok(_) => return Err(Unmarked::Broken),
        };
    let mut contents = vec![Object::Reference(begin)];
    contents.extend(before);
    contents.push(Object::Reference(end));
    let own = document.get_dictionary_mut(page).map_err(|_| Unmarked::Broken)?;
    own.set("Resources", resources);
    own.set("Contents", contents);
    Ok(())
}

/// The code of the sign at a place of the line: signs are numbered by their first place, from 1.
fn code(line: &Line, at: usize) -> usize {
    let sign = line.glyphs[at].sign;
    let first = line.glyphs.iter().position(|glyph| glyph.sign == sign).unwrap_or(at);
    first % 255 + 1
}

fn type3(document: &mut Document, line: &Line) -> ObjectId {
    let (mut drawn, mut differences, mut widths) = (Dictionary::new(), vec![Object::Integer(1)], Vec::new());
    let mut known = String::new();
    let count = line.glyphs.len().min(255);
    for (at, glyph) in line.glyphs.iter().take(255).enumerate() {
        let name = format!("g{at}");
        let mut content = format!("{:.0} 0 -100 -300 1200 1100 d1\n", glyph.width);
        outline(&mut content, &glyph.steps);
        let stream = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        drawn.set(name.as_bytes().to_vec(), stream);
        differences.push(Object::Name(name.into_bytes()));
        widths.push(Object::Real(glyph.width));
        let mut units = [0; 2];
        let units: String =
            glyph.sign.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect();
        let _ok = writeln!(known, "1 beginbfchar\n<{:02X}> <{units}>\nendbfchar", at + 1);
    }
    let map = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
         /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{known}endcmap\n\
         CMapName currentdict /CMap defineresource pop\nend\nend\n"
    );
    let map = document.add_object(Stream::new(Dictionary::new(), map.into_bytes()));
    let drawn = document.add_object(drawn);
    document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type3",
        "FontBBox" => vec![Object::Integer(-100), Object::Integer(-300), Object::Integer(1200), Object::Integer(1100)],
        "FontMatrix" => vec![
            Object::Real(0.001), Object::Integer(0), Object::Integer(0), Object::Real(0.001), Object::Integer(0),
            Object::Integer(0)
        ],
        "CharProcs" => drawn,
        "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => differences },
        "FirstChar" => 1,
        "LastChar" => count as i64,
        "Widths" => widths,
        "ToUnicode" => map,
        "Resources" => Dictionary::new(),
    })
}

/// An outline in the words of a page. Quadratic curves are written as the cubic ones they are.
fn outline(content: &mut String, steps: &[Step]) {
    let mut at = (0.0_f32, 0.0_f32);
    for step in steps {
        let _ok = match *step {
            Step::Move(x, y) => {
                at = (x, y);
                writeln!(content, "{x:.1} {y:.1} m")
            }
            Step::Line(x, y) => {
                at = (x, y);
                writeln!(content, "{x:.1} {y:.1} l")
            }
            Step::Quad(x1, y1, x, y) => {
                let near = (at.0 + (x1 - at.0) * 2.0 / 3.0, at.1 + (y1 - at.1) * 2.0 / 3.0);
                let far = (x + (x1 - x) * 2.0 / 3.0, y + (y1 - y) * 2.0 / 3.0);
                at = (x, y);
                writeln!(content, "{:.1} {:.1} {:.1} {:.1} {x:.1} {y:.1} c", near.0, near.1, far.0, far.1)
            }
            Step::Cubic(x1, y1, x2, y2, x, y) => {
                at = (x, y);
                writeln!(content, "{x1:.1} {y1:.1} {x2:.1} {y2:.1} {x:.1} {y:.1} c")
            }
            Step::Close => writeln!(content, "h"),
        };
    }
    content.push_str("f\n");
}
