//! The outlines of a line of text, from a Chinese font of the system: the same that documents are typeset with.

use std::{
    fs,
    path::{Path, PathBuf},
};
use ttf_parser::{Face, GlyphId, OutlineBuilder, name_id};

/// Where systems keep fonts.
const FOLDERS: [&str; 3] = ["/usr/share/fonts", "/usr/local/share/fonts", "/opt/fonts"];
/// Files that hold Chinese signs, by the beginning of their names.
const FILES: [&str; 5] = ["NotoSansCJK", "NotoSansCJKsc", "NotoSansSC", "SourceHanSansSC", "SourceHanSansCN"];
/// How deep folders are searched; a link that leads back ends there.
const DEEP: usize = 4;

/// Units of an em in which outlines are given.
pub const EM: f32 = 1000.0;

/// The bytes of a font file and the face in it that is for simplified Chinese.
pub struct Font {
    bytes: Vec<u8>,
    index: u32,
}

/// Reads the font; none where there is no Chinese one. It is read anew for each mark: nobody holds 20 MB for it.
pub fn read() -> Option<Font> {
    let path = FOLDERS.iter().find_map(|folder| search(Path::new(folder), DEEP))?;
    let bytes = fs::read(path).ok()?;
    let count = ttf_parser::fonts_in_collection(&bytes).unwrap_or(1);
    let simplified = |index: &u32| {
        let Ok(face) = Face::parse(&bytes, *index) else { return false };
        let mut names = face.names().into_iter().filter(|name| name.name_id == name_id::FULL_NAME);
        names.any(|name| name.to_string().is_some_and(|it| it.contains(" SC") && !it.contains("Mono")))
    };
    let index = (0..count).find(simplified).unwrap_or(0);
    Some(Font { bytes, index })
}

fn search(folder: &Path, deep: usize) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let wanted = |path: &&PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        FILES.iter().any(|file| name.strip_prefix(file).is_some_and(|rest| rest.starts_with("-Regular.")))
    };
    entries.iter().find(wanted).cloned().or_else(|| {
        let folders = entries.iter().filter(|path| deep > 0 && path.is_dir());
        folders.into_iter().find_map(|path| search(path, deep - 1))
    })
}

/// A step of an outline, in units of [`EM`], y upward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Begins a contour.
    Move(f32, f32),
    /// A straight line.
    Line(f32, f32),
    /// A quadratic curve.
    Quad(f32, f32, f32, f32),
    /// A cubic curve.
    Cubic(f32, f32, f32, f32, f32, f32),
    /// Ends a contour.
    Close,
}

/// One sign.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// The sign.
    pub sign: char,
    /// How far the next one is.
    pub width: f32,
    /// Its outline; empty for a space and for what the font does not have.
    pub steps: Vec<Step>,
}

/// A line of text as outlines.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its signs.
    pub glyphs: Vec<Glyph>,
    /// Its width in units of [`EM`].
    pub width: f32,
}

impl Line {
    /// The outlines of a text; none where the font cannot be read.
    pub fn of(font: &Font, text: &str) -> Option<Line> {
        let face = Face::parse(&font.bytes, font.index).ok()?;
        let scale = EM / f32::from(face.units_per_em().max(1));
        let glyphs: Vec<Glyph> = text
            .chars()
            .map(|sign| {
                let found: Option<GlyphId> = face.glyph_index(sign);
                let mut outline = Outline { scale, steps: Vec::new() };
                let advance = found.and_then(|id| {
                    let _box = face.outline_glyph(id, &mut outline);
                    face.glyph_hor_advance(id)
                });
                let width = advance.map_or(EM / 2.0, |width| f32::from(width) * scale);
                Glyph { sign, width, steps: outline.steps }
            })
            .collect();
        let width = glyphs.iter().map(|glyph| glyph.width).sum();
        Some(Line { glyphs, width })
    }
}

struct Outline {
    scale: f32,
    steps: Vec<Step>,
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.steps.push(Step::Move(x * self.scale, y * self.scale));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.steps.push(Step::Line(x * self.scale, y * self.scale));
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let s = self.scale;
        self.steps.push(Step::Quad(x1 * s, y1 * s, x * s, y * s));
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let s = self.scale;
        self.steps.push(Step::Cubic(x1 * s, y1 * s, x2 * s, y2 * s, x * s, y * s));
    }
    fn close(&mut self) {
        self.steps.push(Step::Close);
    }
}
