//! What may be listed, who may appeal and decide: pure.

use std::collections::BTreeSet;
use xingtan_clock::Uuid;
use xingtan_words::{LONGEST, Word, key, store::Room};

/// Words that one form adds; longer lists are imported.
pub const LINES: usize = 500;

/// Why a word cannot be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is longer than [`LONGEST`] characters.
    Long,
    /// It is of signs alone, or one letter or digit: nothing could be looked for, or it is in every text.
    Signs,
}

impl Unfit {
    /// The key of its sentence.
    pub const fn key(self) -> &'static str {
        match self {
            Unfit::Long => "governance-word-long",
            Unfit::Signs => "governance-word-signs",
        }
    }
}

/// A word as it is listed: signs that nobody sees and spaces around it are left out.
///
/// # Errors
/// [`Unfit`].
pub fn word(text: &str) -> Result<String, Unfit> {
    let seen: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let word = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if word.chars().count() > LONGEST {
        return Err(Unfit::Long);
    }
    if Word::plain(&word).is_sound() { Ok(word) } else { Err(Unfit::Signs) }
}

/// Why a text of one word a line cannot be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is no word in it.
    Empty,
    /// More than [`LINES`].
    Many,
    /// This line, from 1, cannot be listed.
    Line(usize, Unfit),
}

/// The words of a text, one a line; empty lines and words that are there twice count once.
///
/// # Errors
/// [`Wrong`].
pub fn lines(text: &str) -> Result<Vec<String>, Wrong> {
    let (mut words, mut seen) = (Vec::new(), BTreeSet::new());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let word = word(line).map_err(|unfit| Wrong::Line(at + 1, unfit))?;
        if seen.insert(key(&word)) {
            words.push(word);
        }
        if words.len() > LINES {
            return Err(Wrong::Many);
        }
    }
    if words.is_empty() { Err(Wrong::Empty) } else { Ok(words) }
}

/// Whether so many more fit into the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fits {
    /// They do.
    Yes,
    /// The lists are full.
    Full,
    /// They hold as many words by pinyin as they may.
    FullBySound,
}

/// Whether so many more fit, so many of them by pinyin too.
pub fn fits(room: Room, more: i64, by_sound: i64) -> Fits {
    if more > room.all {
        Fits::Full
    } else if by_sound > room.by_sound {
        Fits::FullBySound
    } else {
        Fits::Yes
    }
}

/// What becomes of an author's word that a hit is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appeal {
    /// The centre looks at it.
    Goes,
    /// It is somebody else's text.
    NotTheirs,
    /// It was said before.
    Before,
}

/// Whether somebody may say of a hit that it is wrong: its author, once.
pub fn appeal(state: &str, author: Uuid, asker: Uuid) -> Appeal {
    if author != asker {
        Appeal::NotTheirs
    } else if state == "none" {
        Appeal::Goes
    } else {
        Appeal::Before
    }
}

/// What becomes of a decision over an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decide {
    /// It is kept.
    Goes,
    /// It is about the decider's own text.
    Own,
    /// No appeal waits.
    Over,
}

/// Whether somebody may decide over an appeal: nobody over their own.
pub fn decide(state: &str, author: Uuid, decider: Uuid) -> Decide {
    if state != "asked" {
        Decide::Over
    } else if author == decider {
        Decide::Own
    } else {
        Decide::Goes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_listed_as_people_paste_them() {
        assert_eq!(lines(" 代考 \r\n\n包  过\n代 考\nVX").unwrap(), ["代考", "包 过", "VX"]);
        assert_eq!(word("坏\u{0}人\u{7}"), Ok("坏人".to_owned()));
        for (text, wrong) in [
            ("", Wrong::Empty),
            ("\n \n", Wrong::Empty),
            ("好\n***", Wrong::Line(2, Unfit::Signs)),
            ("a", Wrong::Line(1, Unfit::Signs)),
        ] {
            assert_eq!(lines(text), Err(wrong), "{text}");
        }
        assert_eq!(lines(&"长".repeat(41)), Err(Wrong::Line(1, Unfit::Long)));
        let many: String = (0..501).map(|n| format!("词{n}\n")).collect();
        assert_eq!(lines(&many), Err(Wrong::Many));
    }

    #[test]
    fn nobody_decides_over_their_own() {
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(appeal("none", a, a), Appeal::Goes);
        assert_eq!(appeal("none", a, b), Appeal::NotTheirs);
        assert_eq!(appeal("upheld", a, a), Appeal::Before);
        assert_eq!(decide("asked", a, b), Decide::Goes);
        assert_eq!(decide("asked", a, a), Decide::Own);
        assert_eq!(decide("none", a, b), Decide::Over);
        assert_eq!(fits(Room { all: 2, by_sound: 0 }, 2, 0), Fits::Yes);
        assert_eq!(fits(Room { all: 2, by_sound: 0 }, 3, 0), Fits::Full);
        assert_eq!(fits(Room { all: 2, by_sound: 0 }, 1, 1), Fits::FullBySound);
    }

    proptest! {
        /// Whatever is pasted: what is listed can be looked for.
        #[test]
        fn what_is_listed_can_be_looked_for(text in "\\PC{0,80}") {
            for word in lines(&text).unwrap_or_default() {
                prop_assert!(Word::plain(&word).is_sound());
                prop_assert!(word.chars().count() <= LONGEST);
            }
        }
    }
}
