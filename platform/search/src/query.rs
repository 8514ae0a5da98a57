//! What is asked, as a condition of words that neither engine can misread.

use crate::cut::{fold, is_known, plain_words, words};

/// A question: all its words must be there. Made outside the unit of work, from anything a person types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// One of several groups of words, each of which must be there as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    groups: Vec<Vec<String>>,
    /// The last word of each group may go on: it is still being typed.
    open: bool,
}

/// Characters that are looked at, and words that are asked for.
const LONGEST: usize = 200;
const MOST_WORDS: usize = 12;

impl Query {
    /// A question about texts. A compound is found whole or by its parts; a word that the dictionary does not know
    /// also by its characters (in titles); the last word may be the beginning of one.
    pub fn parse(text: &str) -> Query {
        let text: String = text.chars().take(LONGEST).collect();
        let open = !text.ends_with(char::is_whitespace);
        let mut terms: Vec<Term> = Vec::new();
        for word in plain_words(&text).into_iter().take(MOST_WORDS) {
            let mut groups = vec![vec![word.clone()]];
            groups.extend(parts(&word));
            let term = Term { groups, open: false };
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        if let Some(last) = terms.last_mut() {
            last.open = open;
        }
        Query { terms }
    }

    /// A question about names ([`crate::Document::named`]): words as they are typed, each the beginning of an end
    /// of a name, of its pinyin or of its initials.
    pub fn name(text: &str) -> Query {
        let text: String = fold(&text.chars().take(LONGEST).collect::<String>());
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let terms =
            words.take(MOST_WORDS).map(|word| Term { groups: vec![vec![word.to_owned()]], open: true });
        Query { terms: terms.collect() }
    }

    /// Whether nothing is asked; then nothing is found.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The condition in the language of FTS5.
    pub(crate) fn fts5(&self) -> String {
        self.write(" AND ", " OR ", |word, open| format!("\"{word}\"{}", if open { "*" } else { "" }))
    }

    /// The condition as a tsquery.
    pub(crate) fn tsquery(&self) -> String {
        self.write(" & ", " | ", |word, open| format!("'{word}'{}", if open { ":*" } else { "" }))
    }

    fn write(&self, and: &str, or: &str, write: impl Fn(&str, bool) -> String) -> String {
        let group = |words: &Vec<String>, open: bool| {
            let last = words.len() - 1;
            let words: Vec<String> =
                words.iter().enumerate().map(|(i, w)| write(w, open && i == last)).collect();
            format!("({})", words.join(and))
        };
        let term = |term: &Term| {
            let groups: Vec<String> = term.groups.iter().map(|words| group(words, term.open)).collect();
            format!("({})", groups.join(or))
        };
        self.terms.iter().map(term).collect::<Vec<_>>().join(and)
    }
}

/// The parts of a compound when they cover it; the characters of a word that the dictionary does not know.
fn parts(word: &str) -> Option<Vec<String>> {
    let characters: Vec<char> = word.chars().collect();
    let mut parts: Vec<String> = words(word).into_iter().filter(|part| part != word).collect();
    parts.dedup();
    let mut covered = vec![false; characters.len()];
    for part in &parts {
        let part: Vec<char> = part.chars().collect();
        for (start, window) in characters.windows(part.len().max(1)).enumerate() {
            if window == part {
                covered[start..start + part.len()].fill(true);
            }
        }
    }
    if parts.len() > 1 && covered.iter().all(|c| *c) {
        return Some(parts);
    }
    let unknown =
        characters.len() > 1 && characters.iter().all(|c| crate::cut::is_ideograph(*c)) && !is_known(word);
    unknown.then(|| characters.into_iter().map(String::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_compound_is_asked_for_whole_or_by_its_parts() {
        let query = Query::parse("高等数学 ");
        assert_eq!(query.fts5(), r#"(("高等数学") OR ("高等" AND "数学"))"#);
        assert_eq!(query.tsquery(), "(('高等数学') | ('高等' & '数学'))");
    }

    #[test]
    fn the_last_word_may_go_on() {
        assert_eq!(Query::parse("advanced mat").fts5(), r#"(("advanced")) AND (("mat"*))"#);
        assert_eq!(Query::name("Lin s").tsquery(), "(('lin':*)) & (('s':*))");
    }

    #[test]
    fn signs_alone_ask_for_nothing() {
        for text in ["", "  ", "\"*:()", "'; --", "＊"] {
            assert!(Query::parse(text).is_empty() && Query::name(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_words_hold_letters_and_digits_only(text in ".*|[a学数 \"'*:&|!()<>\\\\^-]{0,300}") {
            for query in [Query::parse(&text), Query::name(&text)] {
                let words = query.terms.iter().flat_map(|t| &t.groups).flatten();
                for word in words {
                    prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{}", word);
                }
                prop_assert!(query.terms.len() <= MOST_WORDS);
            }
        }
    }
}
