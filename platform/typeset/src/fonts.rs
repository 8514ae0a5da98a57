//! Fonts: those of the Chinese families that the template names, in regular and bold.

use std::path::{Path, PathBuf};
use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
};

/// Where systems keep fonts.
const FOLDERS: [&str; 3] = ["/usr/share/fonts", "/usr/local/share/fonts", "/opt/fonts"];

/// Files that may hold the families below, by the beginning of their names.
const FILES: [&str; 5] = ["NotoSansCJK", "NotoSansCJKsc", "NotoSansSC", "SourceHanSansSC", "SourceHanSansCN"];

/// The same for the families with serifs, in which certificates are set.
const SERIF_FILES: [&str; 3] = ["NotoSerifCJK", "NotoSerifSC", "SourceHanSerif"];

/// Weights that the template uses, by the rest of the names. A bold text needs the bold file.
const WEIGHTS: [&str; 2] = ["-Regular.", "-Bold."];

/// The families that the template names; a collection also holds those of other regions, which are left out.
const FAMILIES: [&str; 8] = [
    "Noto Sans CJK SC",
    "Noto Sans Mono CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
];

/// How deep folders are searched; a link that leads back ends there.
const DEEP: usize = 4;

/// Fonts with the index by which they are chosen.
#[derive(Debug)]
pub struct Fonts {
    /// The index.
    pub book: FontBook,
    /// The fonts in the order of the index.
    pub fonts: Vec<Font>,
}

impl Fonts {
    /// Reads the fonts of the system, with those that have serifs only where they are wanted; `None` where there is no
    /// Chinese one.
    pub fn of_the_system(serif: bool) -> Option<Fonts> {
        Fonts::below(&FOLDERS.map(PathBuf::from), serif)
    }

    /// Reads the fonts below folders; `None` where there is no Chinese one.
    pub fn below(folders: &[PathBuf], serif: bool) -> Option<Fonts> {
        let mut files = Vec::new();
        for folder in folders {
            search(folder, DEEP, &mut files);
        }
        let has_serifs = |file: &PathBuf| {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            SERIF_FILES.iter().any(|known| name.starts_with(known))
        };
        files.retain(|file| serif || !has_serifs(file));
        files.sort();
        let mut fonts = Vec::new();
        for file in files {
            if let Ok(bytes) = std::fs::read(file) {
                let own = |font: &Font| FAMILIES.contains(&font.info().family.as_str());
                fonts.extend(Font::iter(Bytes::new(bytes)).filter(own));
            }
        }
        (!fonts.is_empty()).then(|| Fonts { book: FontBook::from_fonts(&fonts), fonts })
    }
}

fn search(folder: &Path, deep: usize, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && deep > 0 {
            search(&path, deep - 1, files);
        } else if entry.file_name().to_str().is_some_and(wanted) {
            files.push(path);
        }
    }
}

fn wanted(name: &str) -> bool {
    FILES.iter().chain(&SERIF_FILES).any(|file| {
        name.strip_prefix(file).is_some_and(|rest| WEIGHTS.iter().any(|weight| rest.starts_with(weight)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_files_of_the_named_families_are_read() {
        assert!(wanted("NotoSansCJK-Regular.ttc") && wanted("NotoSansCJKsc-Bold.otf"));
        assert!(wanted("NotoSerifCJK-Bold.ttc"));
        assert!(!wanted("NotoSansCJK-Light.ttc") && !wanted("DejaVuSans.ttf"));
    }

    #[test]
    fn without_a_chinese_font_there_is_nothing_to_set_with() {
        assert!(
            Fonts::below(&[PathBuf::from("/nonexistent"), PathBuf::from("/proc/self/task")], true).is_none()
        );
    }
}
