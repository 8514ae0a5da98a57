//! Texts as they are compared: one width, one case, one script, without the signs between letters; with the way back
//! to where each letter stood.

use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The first character that is folded by the table, and how many follow.
const FIRST: u32 = 0x3400;
const SPAN: usize = 0xA000 - 0x3400;

/// Simplified characters by traditional ones; 0 where a character stays as it is.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; SPAN];
    for line in include_str!("../data/simplified.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut signs = line.chars();
        while let (Some(from), Some(to)) = (signs.next(), signs.next()) {
            // What lies outside the plane is rare enough to be listed as it is written.
            if let (Some(at), Ok(to)) = (place(from), u16::try_from(u32::from(to)))
                && let Some(kept) = table.get_mut(at)
            {
                *kept = to;
            }
        }
    }
    table
});

fn place(c: char) -> Option<usize> {
    u32::from(c).checked_sub(FIRST).map(|at| at as usize).filter(|at| *at < SPAN)
}

fn simplified(c: char) -> char {
    let kept = place(c).and_then(|at| SIMPLIFIED.get(at)).copied().unwrap_or_default();
    if kept == 0 { c } else { char::from_u32(kept.into()).unwrap_or(c) }
}

/// Whether it is a Chinese character.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether clauses end here: what stands before and after belongs to no common word.
fn parts_clauses(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '！'
            | '？'
            | '；'
            | '：'
            | '、'
            | '“'
            | '”'
            | '《'
            | '》'
            | '（'
            | '）'
            | ','
            | '!'
            | '?'
            | ';'
            | ':'
            | '\n'
            | '\r'
    )
}

/// Whether nobody sees it: it stands between nothing, and a word is as good as written without it.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || is_combining_mark(c)
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// A letter or character of a text, folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Where it begins in the folded text, in bytes.
    pub(crate) folded: u32,
    /// Where what it was made of begins in the source, in bytes.
    pub(crate) from: u32,
    /// Where that ends.
    pub(crate) to: u32,
    /// What stands between it and the unit before.
    pub(crate) gap: Gap,
}

/// What was left out between two units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap {
    /// So many characters.
    pub(crate) signs: u8,
    /// A sign at which clauses end was among them.
    pub(crate) parts: bool,
}

/// A text folded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    pub(crate) text: String,
    pub(crate) units: Vec<Unit>,
}

impl Folded {
    /// Folds a text; of letters that are no Chinese characters too where they are `kept`, else they are signs between.
    pub(crate) fn of(source: &str, kept: bool) -> Folded {
        let mut folded =
            Folded { text: String::with_capacity(source.len()), units: Vec::with_capacity(source.len() / 2) };
        let mut gap = Gap { signs: 0, parts: true };
        for (from, c) in source.char_indices() {
            let to = from + c.len_utf8();
            let before = folded.units.len();
            if c.is_ascii() {
                if kept && c.is_ascii_alphanumeric() {
                    folded.push(c.to_ascii_lowercase(), (from, to), &mut gap);
                }
            } else if matches!(c, '\u{4e00}'..='\u{9fff}') {
                folded.push(simplified(c), (from, to), &mut gap);
            } else {
                // Accents go: pinyin with its tones is pinyin.
                for c in std::iter::once(c).nfkd().flat_map(char::to_lowercase).map(simplified) {
                    if is_combining_mark(c) {
                        continue;
                    }
                    if is_ideograph(c) || (kept && c.is_alphanumeric()) {
                        folded.push(c, (from, to), &mut gap);
                    }
                }
            }
            if folded.units.len() == before && !is_unseen(c) {
                gap.signs = gap.signs.saturating_add(1);
                gap.parts |= parts_clauses(c);
            }
        }
        folded
    }

    fn push(&mut self, c: char, (from, to): (usize, usize), gap: &mut Gap) {
        let at = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        self.units.push(Unit {
            folded: at(self.text.len()),
            from: at(from),
            to: at(to),
            gap: std::mem::take(gap),
        });
        self.text.push(c);
    }

    /// The units of a stretch of the folded text, by their numbers.
    pub(crate) fn units_of(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let number = |at: usize| self.units.partition_point(|unit| (unit.folded as usize) < at);
        number(from)..number(to)
    }

    /// The character that a unit is.
    pub(crate) fn sign(&self, number: usize) -> Option<char> {
        let at = self.units.get(number)?.folded as usize;
        self.text.get(at..)?.chars().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn width_case_and_script_are_one() {
        for (source, folded) in [
            ("ＡＢＣ", "abc"),
            ("壞東西", "坏东西"),
            ("Ⓥⓧ①", "vx1"),
            ("㍿", "株式会社"),
            ("坏\u{200b}东 西", "坏东西"),
            ("ﬁ", "fi"),
            ("dàikǎo", "daikao"),
            ("e\u{301}", "e"),
        ] {
            assert_eq!(Folded::of(source, true).text, folded, "{source}");
        }
        assert_eq!(Folded::of("坏A东1西", false).text, "坏东西");
    }

    proptest! {
        #[test]
        fn every_unit_knows_where_it_stood(source in "\\PC{0,60}") {
            for kept in [true, false] {
                let folded = Folded::of(&source, kept);
                prop_assert_eq!(folded.text.chars().count(), folded.units.len());
                let mut reached = 0;
                for (number, unit) in folded.units.iter().enumerate() {
                    prop_assert!(unit.from >= reached && source.is_char_boundary(unit.from as usize));
                    prop_assert_eq!(source[unit.from as usize..unit.to as usize].chars().count(), 1);
                    prop_assert_eq!(folded.units_of(unit.folded as usize, unit.folded as usize + 1), number..number + 1);
                    reached = unit.from;
                }
            }
        }

        /// A folded text is its own folding.
        #[test]
        fn folding_twice_is_folding_once(source in "[a-zA-Z0-9\u{4e00}-\u{9fff}\u{ff21}-\u{ff5a} -]{0,40}") {
            let once = Folded::of(&source, true).text;
            prop_assert_eq!(Folded::of(&once, true).text, once);
        }
    }
}
