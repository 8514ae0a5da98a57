//! What is put into the index.

use crate::cut::{fold, is_ideograph, words};
use crate::names::name_tokens;
use std::collections::BTreeSet;
use xingtan_clock::Uuid;
use xingtan_i18n::Lang;

/// A thing that can be found, its words already cut. Made outside the unit of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub(crate) kind: &'static str,
    pub(crate) id: Uuid,
    pub(crate) lang: Lang,
    pub(crate) title: Vec<String>,
    pub(crate) body: Vec<String>,
}

/// Words of a body that are kept; a book chapter has fewer.
const MOST_WORDS: usize = 20_000;

impl Document {
    /// A text with a title. `kind` carries the crate's name: `catalog-course`. In the title every Chinese character
    /// can also be found by itself.
    pub fn new(kind: &'static str, id: Uuid, title: &str, body: &str, lang: Lang) -> Document {
        let mut title_words = words(title);
        title_words.extend(fold(title).chars().filter(|c| is_ideograph(*c)).map(String::from));
        title_words.truncate(MOST_WORDS);
        let mut body = words(body);
        body.truncate(MOST_WORDS);
        Document { kind, id, lang, title: title_words, body }
    }

    /// Somebody or something with a name: found by any end of the name, by its pinyin and by its initials, and by
    /// the beginnings of `others` (user name, number). Look for it with [`crate::Query::name`].
    pub fn named(kind: &'static str, id: Uuid, name: &str, others: &[&str], lang: Lang) -> Document {
        let mut title: BTreeSet<String> = name_tokens(name);
        title.extend(others.iter().flat_map(|other| words(other)));
        title.extend(others.iter().map(|other| fold(other)).filter(|o| o.chars().all(char::is_alphanumeric)));
        title.remove("");
        Document { kind, id, lang, title: title.into_iter().collect(), body: Vec::new() }
    }
}
