//! What is asked, as a condition of words that neither engine can misread.

use crate::cut::{fold, idle, is_known, plain_words, words};

/// A question: all its terms must be there. Made from anything a person types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(crate) terms: Vec<Term>,
    /// What was typed, folded, signs left out.
    pub(crate) whole: String,
}

/// One of several groups of words, each of which must be there as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub groups: Vec<Group>,
    /// The last word of what was typed may go on: it is still being typed.
    pub open: bool,
}

/// Words that stand for a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub words: Vec<String>,
    /// Whether they were typed; otherwise they mean the same.
    pub typed: bool,
}

/// Characters that are looked at, and words that are asked for.
const LONGEST: usize = 200;
const MOST_WORDS: usize = 12;
/// Words that one word of a list of synonyms may consist of.
const MOST_JOINED: usize = 6;

/// What was typed, cut into words, before synonyms are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    words: Vec<String>,
    open: bool,
    whole: String,
}

impl Typed {
    /// Cuts what a person typed. Only its first 200 characters and 12 words are looked at.
    pub fn new(text: &str) -> Typed {
        let text: String = text.chars().take(LONGEST).collect();
        let open = !text.ends_with(char::is_whitespace);
        let mut words: Vec<String> = plain_words(&text);
        words.truncate(MOST_WORDS);
        Typed { whole: key(&text), words, open }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The keys under which lists of synonyms may have something of what was typed.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for from in 0..self.words.len() {
            for to in from + 1..=(from + MOST_JOINED).min(self.words.len()) {
                let key = self.words[from..to].concat();
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        keys
    }

    /// The question, with what means the same: for each key its other words. The longest run of words that has synonyms
    /// counts. Words that say nothing (的, how) are left out unless nothing else is left.
    pub fn query(&self, synonyms: &[(String, Vec<String>)]) -> Query {
        let mut terms: Vec<Term> = Vec::new();
        let mut idle_terms: Vec<Term> = Vec::new();
        let mut from = 0;
        while from < self.words.len() {
            let run = (from + 1..=(from + MOST_JOINED).min(self.words.len())).rev().find_map(|to| {
                let key = self.words[from..to].concat();
                synonyms.iter().find(|(it, _)| *it == key).map(|(_, others)| (to, others))
            });
            let (to, others) = run.map_or((from + 1, [].as_slice()), |(to, others)| (to, others.as_slice()));
            let typed = &self.words[from..to];
            let mut groups = vec![Group { words: typed.to_vec(), typed: true }];
            if let [word] = typed {
                groups.extend(parts(word).map(|words| Group { words, typed: true }));
            }
            for other in others {
                let words = plain_words(other);
                if !words.is_empty() && groups.iter().all(|it| it.words != words) {
                    groups.push(Group { words, typed: false });
                }
            }
            let says_nothing = others.is_empty() && typed.iter().all(|word| idle(word));
            let open = self.open && to == self.words.len();
            let kept = if says_nothing { &mut idle_terms } else { &mut terms };
            if kept.iter().all(|it| it.groups != groups) {
                kept.push(Term { groups, open });
            } else if open {
                kept.iter_mut().filter(|it| it.groups == groups).for_each(|it| it.open = true);
            }
            from = to;
        }
        if terms.is_empty() {
            terms = idle_terms;
        }
        Query { terms, whole: self.whole.clone() }
    }
}

/// The key of a word in lists of synonyms: folded, letters and digits only.
pub fn key(word: &str) -> String {
    fold(word).chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Query {
    /// A question about texts, without synonyms. A compound is found whole or by its parts; a word that the dictionary
    /// does not know also by its characters (in titles); the last word may be the beginning of one.
    pub fn parse(text: &str) -> Query {
        Typed::new(text).query(&[])
    }

    /// Whether nothing is asked; then nothing is found.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// How many terms it has.
    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// The condition in the language of FTS5: all terms, or some of them.
    pub(crate) fn fts5(&self, all: bool) -> String {
        let between = if all { " AND " } else { " OR " };
        self.write((" AND ", " OR ", between), |word, open| {
            format!("\"{word}\"{}", if open { "*" } else { "" })
        })
    }

    /// The condition as a tsquery.
    pub(crate) fn tsquery(&self, all: bool) -> String {
        let between = if all { " & " } else { " | " };
        self.write((" & ", " | ", between), |word, open| format!("'{word}'{}", if open { ":*" } else { "" }))
    }

    fn write(&self, (and, or, between): (&str, &str, &str), write: impl Fn(&str, bool) -> String) -> String {
        let group = |group: &Group, open: bool| {
            let last = group.words.len() - 1;
            let open = open && group.typed;
            let words: Vec<String> =
                group.words.iter().enumerate().map(|(i, w)| write(w, open && i == last)).collect();
            format!("({})", words.join(and))
        };
        let term = |term: &Term| {
            let groups: Vec<String> = term.groups.iter().map(|it| group(it, term.open)).collect();
            format!("({})", groups.join(or))
        };
        self.terms.iter().map(term).collect::<Vec<_>>().join(between)
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
        assert_eq!(query.fts5(true), r#"(("高等数学") OR ("高等" AND "数学"))"#);
        assert_eq!(query.tsquery(true), "(('高等数学') | ('高等' & '数学'))");
    }

    #[test]
    fn the_last_word_may_go_on() {
        assert_eq!(Query::parse("advanced mat").fts5(true), r#"(("advanced")) AND (("mat"*))"#);
    }

    #[test]
    fn words_that_say_nothing_are_left_out_unless_nothing_else_is_left() {
        assert_eq!(Query::parse("how to use a pump ").fts5(true), r#"(("use")) AND (("pump"))"#);
        assert_eq!(Query::parse("the ").fts5(true), r#"(("the"))"#);
    }

    #[test]
    fn what_means_the_same_is_asked_for_as_well() {
        let synonyms = [("安全生产".to_owned(), vec!["HSE".to_owned(), "生产安全".to_owned()])];
        let query = Typed::new("安全生产 培训 ").query(&synonyms);
        let text = query.fts5(true);
        assert!(text.contains("\"hse\"") && text.contains("培训"), "{text}");
        assert_eq!(query.terms(), 2);
    }

    #[test]
    fn signs_alone_ask_for_nothing() {
        for text in ["", "  ", "\"*:()", "'; --", "＊", "🎓🔥", "\u{202e}"] {
            assert!(Query::parse(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_words_hold_letters_and_digits_only(text in ".*|[a学数 \"'*:&|!()<>\\\\^-]{0,300}") {
            let query = Query::parse(&text);
            for word in query.terms.iter().flat_map(|t| &t.groups).flat_map(|it| &it.words) {
                prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{}", word);
            }
            prop_assert!(query.terms.len() <= MOST_WORDS);
        }
    }
}
