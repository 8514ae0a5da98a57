//! Sensitive words in texts that people write (CRS-7): found in whatever width, case, script or spelling they stand,
//! with the places where they stand; the lists, kept and in force; what was found, kept for whoever answers for it.
//!
//! ```
//! use xingtan_words::{Matcher, Word, mask};
//!
//! let matcher = Matcher::new(&[Word::plain("坏东西")], &[])?;
//! let text = "这 是 壞-東-西！";
//! let hits = matcher.find(text);
//! assert_eq!(&text[hits[0].from..hits[0].to], "壞-東-西");
//! assert_eq!(mask(text, &hits), "这 是 *****！");
//! # Ok::<(), xingtan_words::TooMuch>(())
//! ```
//!
//! Any slice judges a text by [`judge`] in its unit, or the fields of a form before it by [`screen_names`] and [`screen_texts`].

mod fold;
mod force;
mod judging;
mod matcher;
mod pattern;
mod screen;
pub mod store;

pub use force::{Said, in_force, judge, note, refresh};
pub use judging::{
    Action, Excepts, Found, Judgement, Listed, Lists, Place, Unknown, excepts, excerpt, phrase,
};
pub use matcher::{Hit, Matcher, TooMuch, mask};
pub use pattern::Word;
pub use screen::{check_names, refusal, screen_names, screen_open_texts, screen_texts};

/// The longest word that a list may hold, in characters.
pub const LONGEST: usize = 40;
/// Words and exceptions that the lists may hold together.
pub const MOST: usize = matcher::MOST_WORDS;
/// Words among them whose pinyin counts too.
pub const MOST_BY_SOUND: usize = matcher::MOST_BY_SOUND;

/// A word as it is compared: words with one key are one.
pub fn key(word: &str) -> String {
    fold::Folded::of(word, true).text
}

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("words", "0001_words")
}

/// The texts of this crate: places, actions, what is said of a text that is not taken.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("words")
}
