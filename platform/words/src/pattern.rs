//! What is looked for: a listed word in the spellings that count as it.

use crate::fold::{Folded, is_ideograph};
use pinyin::ToPinyin as _;

/// Words of more characters are not looked for in mixtures of characters and pinyin.
const MIXED: usize = 4;

/// A listed word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is listed.
    pub text: String,
    /// Whether its pinyin, without tones, counts as the word too.
    pub pinyin: bool,
}

impl Word {
    /// A word as it is written.
    pub fn plain(text: &str) -> Word {
        Word { text: text.to_owned(), pinyin: false }
    }

    /// A word, and its pinyin too.
    pub fn with_pinyin(text: &str) -> Word {
        Word { text: text.to_owned(), pinyin: true }
    }

    /// Whether there is anything to look for: a word of signs alone folds to nothing, and one letter or digit is in
    /// every text.
    pub fn is_sound(&self) -> bool {
        let folded = Folded::of(&self.text, true);
        match folded.units.len() {
            0 => false,
            1 => folded.text.chars().all(is_ideograph),
            _ => true,
        }
    }
}

/// One spelling of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// The word's number.
    pub(crate) word: usize,
    /// Folded, as it stands in the automaton.
    pub(crate) text: String,
    /// Between these units (by the number of the latter) a gap is as good as none: where the listed word has a space,
    /// between letters and Chinese characters, and between syllables.
    pub(crate) joints: Vec<usize>,
    /// It holds Chinese characters alone.
    pub(crate) chinese: bool,
}

/// The spellings of a word.
pub(crate) fn spellings(number: usize, word: &Word) -> Vec<Pattern> {
    let folded = Folded::of(&word.text, true);
    let chinese = folded.text.chars().all(is_ideograph);
    let signs: Vec<char> = folded.text.chars().collect();
    let turns = signs.windows(2).map(|pair| is_ideograph(pair[0]) != is_ideograph(pair[1]));
    let joints = folded.units.iter().skip(1).zip(turns).enumerate();
    let joints =
        joints.filter(|(_, (unit, turns))| unit.gap.signs > 0 || *turns).map(|(n, _)| n + 1).collect();
    let mut all = vec![Pattern { word: number, text: folded.text, joints, chinese }];
    if word.pinyin && chinese {
        let sounds: Option<Vec<&str>> = signs.iter().map(|c| Some(c.to_pinyin()?.plain())).collect();
        if let Some(sounds) = sounds.filter(|it| it.len() > 1) {
            let wholly = (1u32 << signs.len().min(MIXED + 1)) - 1;
            let mixtures = if signs.len() > MIXED { wholly..=wholly } else { 1..=wholly };
            for by_sound in mixtures {
                // u with two dots is typed as v, or loses its dots.
                all.push(spelled(number, &signs, &sounds, by_sound, "v"));
                if sounds.iter().any(|sound| sound.contains('ü')) {
                    all.push(spelled(number, &signs, &sounds, by_sound, "u"));
                }
            }
        }
    }
    all
}

/// The word with those characters by sound whose bit is set; of long words all.
fn spelled(word: usize, signs: &[char], sounds: &[&str], by_sound: u32, dotted: &str) -> Pattern {
    let (mut text, mut joints, mut units) = (String::new(), Vec::new(), 0);
    for (number, (sign, sound)) in signs.iter().zip(sounds).enumerate() {
        if number > 0 {
            joints.push(units);
        }
        if signs.len() > MIXED || by_sound >> number & 1 == 1 {
            text.push_str(&sound.replace('ü', dotted));
            units += sound.chars().count();
        } else {
            text.push(*sign);
            units += 1;
        }
    }
    Pattern { word, text, joints, chinese: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_spelled_by_characters_by_sound_and_by_both() {
        let texts: Vec<String> =
            spellings(7, &Word::with_pinyin("赌博")).into_iter().map(|it| it.text).collect();
        assert_eq!(texts, ["赌博", "du博", "赌bo", "dubo"]);
        assert_eq!(spellings(7, &Word::plain("賭博")).len(), 1);
        assert_eq!(spellings(7, &Word::with_pinyin("一二三四五")).len(), 2, "long words by sound wholly");
        assert_eq!(spellings(7, &Word::with_pinyin("buy now"))[0].joints, [3]);
    }

    #[test]
    fn what_is_nothing_or_everything_is_no_word() {
        for (word, sound) in
            [("赌", true), ("赌博", true), ("a", false), ("**", false), ("", false), ("VX", true)]
        {
            assert_eq!(Word::plain(word).is_sound(), sound, "{word}");
        }
    }
}
