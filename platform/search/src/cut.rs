//! Cutting text into words.

use jieba_rs::Jieba;
use std::{collections::HashSet, sync::LazyLock};
use unicode_normalization::UnicodeNormalization as _;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// The longest token in characters; longer ones are numbers and keys that nobody types.
const LONGEST: usize = 64;

/// Loads the dictionary now, in about 140 ms, for programs that want their first search to be fast.
pub fn warm() {
    LazyLock::force(&JIEBA);
}

/// The words of a text, separated by spaces: compatibility forms and case folded away, compound words also by their
/// parts, so that 数学 finds 高等数学. Only letters and digits are left.
pub fn tokens(text: &str) -> String {
    words(text).join(" ")
}

/// The words of a text in its order.
pub(crate) fn words(text: &str) -> Vec<String> {
    let text = fold(text);
    JIEBA.cut_for_search(&text, true).iter().flat_map(|token| bare(token.word)).collect()
}

/// The words of a text, none within another.
pub(crate) fn plain_words(text: &str) -> Vec<String> {
    let text = fold(text);
    JIEBA.cut(&text, true).iter().flat_map(|token| bare(token.word)).collect()
}

/// Words that say nothing of what somebody looks for, folded, one a line.
static IDLE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../data/idle.txt").lines().collect());

/// Whether a word says nothing of what somebody looks for: 的, how.
pub(crate) fn idle(word: &str) -> bool {
    IDLE.contains(word)
}

/// Whether the dictionary has this word.
pub(crate) fn is_known(word: &str) -> bool {
    JIEBA.has_word(word)
}

/// Compatibility forms (full-width letters, ligatures) and case folded away.
pub(crate) fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// Whether a character is an ideograph, which is a word by itself.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The runs of letters and digits in a token.
fn bare(token: &str) -> impl Iterator<Item = String> {
    token
        .split(|c: char| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
        .map(|run| run.chars().take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn compounds_come_with_their_parts() {
        let cut = tokens("高等数学（ＡＤＶＡＮＣＥＤ Maths）");
        let words: Vec<_> = cut.split(' ').collect();
        for word in ["高等", "数学", "高等数学", "advanced", "maths"] {
            assert!(words.contains(&word), "{word} in {cut}");
        }
    }

    proptest! {
        #[test]
        fn tokens_hold_letters_and_digits_only(text in ".*|[a-z学数 \"'*:&|!()<>\\-^]{0,40}") {
            let cut = tokens(&text);
            prop_assert!(cut.chars().all(|c| c == ' ' || c.is_alphanumeric()), "{}", cut);
            prop_assert!(!cut.starts_with(' ') && !cut.ends_with(' ') && !cut.contains("  "));
        }
    }
}
