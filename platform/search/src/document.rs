//! What is put into the index: things that can be found, as passages with their place.

use crate::cut::{fold, is_ideograph, plain_words, words};
use crate::names::sounds;
use crate::query::key;
use std::collections::BTreeSet;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_i18n::Lang;

/// What is said of something that can be found, whatever its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its kind, with the crate's name: `catalog-lesson`.
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
    /// What it is shown, hidden and replaced with: the course of a lesson. May be itself.
    pub subject: Uuid,
    /// Whether it is there for those who search for its kind, all of them or a `circle`; else readers see it, and
    /// holders of a permission at `path`.
    pub open: bool,
    /// Who of them, by a key of its owner: see [`Circle`](crate::Circle). Empty for everybody.
    pub circle: &'static str,
    /// Path of the unit to which it belongs.
    pub path: String,
    /// The language it is written in, as far as that is known.
    pub lang: Lang,
    /// In what form it is, for people who look for films only: a key of its owner.
    pub form: String,
    /// Under which topic it stands.
    pub topic: Option<Uuid>,
    /// A key of its owner: how hard it is.
    pub level: String,
    /// How much it is liked, from 0 to 10.
    pub weight: i64,
    /// Since when it is as it is.
    pub fresh_at: Timestamp,
    /// Its title.
    pub title: String,
    /// What it stands in: the title of the course.
    pub above: String,
}

/// A piece of the text of a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Where it is, in the words of its owner (`page:3`, `at:61000`); empty for the thing itself.
    pub place: String,
    /// The heading under which it stands.
    pub heading: String,
    /// Its text.
    pub text: String,
}

/// A passage with its words cut. Made outside the unit of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub(crate) thing: Thing,
    pub(crate) part: i64,
    pub(crate) piece: Piece,
    pub(crate) title: Vec<String>,
    pub(crate) above: Vec<String>,
    pub(crate) heading: Vec<String>,
    pub(crate) body: Vec<String>,
    /// Words of the title with how they sound.
    pub(crate) known: Vec<(String, String)>,
}

/// Characters of a passage at most: what a reader takes in at once, and what words belong to each other in.
const LONGEST: usize = 700;
/// Passages of one thing; a book of 1,000 pages has fewer.
pub const MOST_PASSAGES: usize = 4_000;
/// Characters of a title that somebody may have meant as a whole.
const LONGEST_KNOWN: usize = 12;
/// Characters of titles and headings that are kept.
const LONGEST_TITLE: usize = 300;

impl Passage {
    /// The passages of a thing: its pieces, long ones divided at the ends of sentences. A thing without text has one
    /// passage, its title. What goes beyond [`MOST_PASSAGES`] is left out; the second answer says how many that were.
    pub fn all(thing: &Thing, pieces: &[Piece]) -> (Vec<Passage>, usize) {
        let mut thing = thing.clone();
        thing.title = shortened(&thing.title);
        thing.above = shortened(&thing.above);
        let mut divided: Vec<Piece> = Vec::new();
        for piece in pieces {
            let heading = shortened(&piece.heading);
            let mut texts = divide(&piece.text);
            if texts.is_empty() && !heading.is_empty() {
                texts.push(String::new());
            }
            for text in texts {
                divided.push(Piece { place: piece.place.clone(), heading: heading.clone(), text });
            }
        }
        if divided.is_empty() {
            divided.push(Piece::default());
        }
        let beyond = divided.len().saturating_sub(MOST_PASSAGES);
        divided.truncate(MOST_PASSAGES);
        let (title, above) = (title_words(&thing.title), words(&thing.above));
        let made = divided.into_iter().enumerate().map(|(part, piece)| Passage {
            part: part as i64,
            title: title.clone(),
            above: above.clone(),
            heading: words(&piece.heading),
            body: words(&piece.text),
            known: if part == 0 { known(&thing.title) } else { Vec::new() },
            thing: thing.clone(),
            piece,
        });
        (made.collect(), beyond)
    }
}

/// The words of a title; in it every Chinese character can also be found by itself.
fn title_words(title: &str) -> Vec<String> {
    let mut all = words(title);
    all.extend(fold(title).chars().filter(|c| is_ideograph(*c)).map(String::from));
    all
}

/// Words of a title that somebody may have meant, with how they sound: single signs are not among them.
fn known(title: &str) -> Vec<(String, String)> {
    let mut all: BTreeSet<String> = words(title).into_iter().collect();
    all.extend(plain_words(title));
    let whole = key(title);
    if whole.chars().count() <= LONGEST_KNOWN {
        all.insert(whole);
    }
    all.retain(|word| word.chars().count() > 1 && !word.chars().all(|c| c.is_ascii_digit()));
    all.into_iter().map(|word| (word.clone(), sounds(&word))).collect()
}

fn shortened(text: &str) -> String {
    text.trim().replace('\0', " ").chars().take(LONGEST_TITLE).collect()
}

/// Of a hundred signs so many ideographs make a text Chinese.
const CHINESE: usize = 15;

/// The language of texts by their signs.
pub fn language<'a>(texts: impl IntoIterator<Item = &'a str>) -> Lang {
    let (mut ideographs, mut all) = (0usize, 0usize);
    for sign in texts.into_iter().flat_map(str::chars).filter(|c| c.is_alphanumeric()).take(5_000) {
        all += 1;
        ideographs += usize::from(matches!(sign, '\u{3400}'..='\u{9fff}'));
    }
    if ideographs * 100 >= all * CHINESE { Lang::ZhCn } else { Lang::En }
}

/// A text in parts of at most [`LONGEST`] characters, divided after a line or a sentence where there is one in the
/// second half of a part.
fn divide(text: &str) -> Vec<String> {
    let text: String = text.replace('\0', " ");
    let signs: Vec<char> = text.trim().chars().collect();
    let (mut parts, mut from) = (Vec::new(), 0);
    while from < signs.len() {
        let most = (from + LONGEST).min(signs.len());
        let mut to = most;
        if most < signs.len() {
            let ends = |c: &char| matches!(c, '\n' | '。' | '！' | '？' | '；' | '.' | '!' | '?' | ';');
            let half = from + LONGEST / 2;
            if let Some(found) = signs[half..most].iter().rposition(ends) {
                to = half + found + 1;
            }
        }
        let part: String = signs[from..to].iter().collect();
        if !part.trim().is_empty() {
            parts.push(part.trim().to_owned());
        }
        from = to;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_texts_are_divided_after_sentences() {
        let text = "安全第一，预防为主。".repeat(200);
        let parts = divide(&text);
        assert!(parts.len() > 2 && parts.iter().all(|part| part.ends_with('。')), "{parts:?}");
        assert_eq!(parts.concat(), text);
    }

    #[test]
    fn a_language_is_told_by_its_signs() {
        assert_eq!(language(["How to use the HSE 手册"]), Lang::En);
        assert_eq!(language(["安全生产 HSE handbook"]), Lang::ZhCn);
    }

    #[test]
    fn a_heading_without_text_is_found_all_the_same() {
        let thing = Thing {
            kind: "a-thing",
            id: Uuid::nil(),
            subject: Uuid::nil(),
            open: true,
            circle: "",
            path: String::new(),
            lang: Lang::En,
            form: String::new(),
            topic: None,
            level: String::new(),
            weight: 0,
            fresh_at: Timestamp::from_micros(0),
            title: "Pumps".to_owned(),
            above: String::new(),
        };
        let piece = Piece { heading: "Priming".to_owned(), ..Piece::default() };
        let (passages, beyond) = Passage::all(&thing, &[piece]);
        assert_eq!((passages.len(), passages[0].heading.clone(), beyond), (1, vec!["priming".to_owned()], 0));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_by_dividing(text in "[安全。\\n a-c]{0,3000}") {
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            let parts = divide(&text);
            prop_assert!(parts.iter().all(|part| part.chars().count() <= LONGEST && !part.is_empty()));
            prop_assert_eq!(bare(&parts.concat()), bare(&text));
        }
    }
}
