//! Signs that nobody sees and that mislead: one function for form fields, files, names and programs alike.
//!
//! Marks that turn the direction of text (`photo<RLO>gpj.exe` is read as `photoexe.jpg`), zero-width signs and soft
//! hyphens make two names look alike, or one look like another.

use std::borrow::Cow;

/// Whether nobody sees a sign, and it may mislead: soft hyphen, Arabic letter mark, zero-width signs, marks of
/// direction, word joiner and its kin, byte order mark, interlinear marks, tags.
pub const fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The text without signs that nobody sees: names, titles, all that stands on one line.
pub fn seen(text: &str) -> Cow<'_, str> {
    without(text, is_unseen)
}

/// The same for longer texts, which keep the two joiners (ZWJ, ZWNJ) and the tags of flags: emoji of several signs and
/// some scripts are written with them.
pub fn seen_body(text: &str) -> Cow<'_, str> {
    let kept = |sign: char| matches!(sign, '\u{200c}' | '\u{200d}' | '\u{e0020}'..='\u{e007f}');
    without(text, |sign| is_unseen(sign) && !kept(sign))
}

fn without(text: &str, drop: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(&drop) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|sign| !drop(*sign)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_of_direction_and_zero_width_signs_go() {
        assert_eq!(seen("会\u{202e}计\u{200b}\u{2066}x\u{feff}"), "会计x");
        assert_eq!(seen("photo\u{202e}gpj.exe"), "photogpj.exe");
        assert_eq!(seen("co\u{ad}op 林 书岚\n"), "coop 林 书岚\n");
        assert!(matches!(seen("林书岚"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_longer_text_keeps_its_emoji() {
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(seen_body(&format!("一家\u{202e}{family}\u{200b}")), format!("一家{family}"));
        assert_eq!(seen(family), "👨👩👧");
    }

    proptest! {
        #[test]
        fn what_is_left_is_seen_and_nothing_else_is_lost(text in "[a-c 林\u{ad}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}]{0,30}") {
            let left = seen(&text);
            prop_assert!(!left.chars().any(is_unseen));
            prop_assert_eq!(seen(&left), left.as_ref());
            let kept: String = text.chars().filter(|sign| !is_unseen(*sign)).collect();
            prop_assert_eq!(left.as_ref(), kept);
        }
    }
}
