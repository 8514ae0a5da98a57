//! What follows from words in a text: pure.

use crate::{Hit, Matcher, Word, mask};
use std::{cmp::Reverse, str::FromStr};
use xingtan_clock::Uuid;

/// What is done about a text that holds a word of a category; a later one weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// 屏蔽: signs stand in place of the word.
    Mask,
    /// 待审: somebody looks at the text first.
    Hold,
    /// 拦截: the text is not taken.
    Block,
}

impl Action {
    /// All of them, the heaviest first.
    pub const ALL: [Action; 3] = [Action::Block, Action::Hold, Action::Mask];

    /// The word kept, and the end of its Fluent key.
    pub const fn code(self) -> &'static str {
        match self {
            Action::Mask => "mask",
            Action::Hold => "hold",
            Action::Block => "block",
        }
    }

    /// The tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            Action::Mask => "slate",
            Action::Hold => "ochre",
            Action::Block => "cinnabar",
        }
    }
}

/// The word names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

impl FromStr for Action {
    type Err = Unknown;
    fn from_str(code: &str) -> Result<Self, Unknown> {
        Action::ALL.into_iter().find(|it| it.code() == code).ok_or(Unknown)
    }
}

/// Where a text stands that is judged. Its name stands under `words-place-CODE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A course: titles, texts, subtitles, questions.
    Course,
    /// A name: of a person, a unit, a position, a cohort, a category.
    Name,
    /// What somebody states to need.
    Need,
    /// A remark that others see.
    Remark,
    /// A comment on a course.
    Comment,
    /// A post of a forum.
    Post,
    /// A line of a chat.
    Chat,
}

impl Place {
    /// All of them, in the order of filters.
    pub const ALL: [Place; 7] =
        [Place::Course, Place::Name, Place::Need, Place::Remark, Place::Comment, Place::Post, Place::Chat];

    /// The word kept, and the end of its Fluent key.
    pub const fn code(self) -> &'static str {
        match self {
            Place::Course => "course",
            Place::Name => "name",
            Place::Need => "need",
            Place::Remark => "remark",
            Place::Comment => "comment",
            Place::Post => "post",
            Place::Chat => "chat",
        }
    }
}

/// A listed word with its category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub entry: Uuid,
    /// As it is listed.
    pub word: String,
    /// Whether its pinyin counts too.
    pub pinyin: bool,
    /// Its category.
    pub category: Uuid,
    /// The name of that.
    pub category_name: String,
    /// What is done about it.
    pub action: Action,
}

/// A listed word that was found, with its place in the text as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it begins, in bytes.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// The word.
    pub listed: Listed,
}

/// What a text is judged to be. Words that share characters are told of by the one that weighs most; what is done about
/// the text follows from all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Nothing was found.
    Clean,
    /// It is taken with signs in place of the words.
    Masked {
        /// The text as it is shown: as long as it was.
        text: String,
        /// What was found.
        found: Vec<Found>,
    },
    /// Somebody looks at it before others see it.
    Held {
        /// The text as it is shown once it is let through: words that are masked, are.
        text: String,
        /// What was found.
        found: Vec<Found>,
    },
    /// It is not taken.
    Blocked {
        /// What was found.
        found: Vec<Found>,
    },
}

impl Judgement {
    /// What was found, by place.
    pub fn found(&self) -> &[Found] {
        match self {
            Judgement::Clean => &[],
            Judgement::Masked { found, .. }
            | Judgement::Held { found, .. }
            | Judgement::Blocked { found } => found,
        }
    }

    /// What is done; none for a clean text.
    pub fn action(&self) -> Option<Action> {
        match self {
            Judgement::Clean => None,
            Judgement::Masked { .. } => Some(Action::Mask),
            Judgement::Held { .. } => Some(Action::Hold),
            Judgement::Blocked { .. } => Some(Action::Block),
        }
    }

    /// The word that weighs most, of those the first.
    pub fn heaviest(&self) -> Option<&Found> {
        self.found().iter().min_by_key(|it| Reverse(it.listed.action))
    }
}

/// Lists ready to judge texts by. Made once for each change and shared.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    matcher: Option<Matcher>,
    listed: Vec<Listed>,
}

impl Lists {
    /// Makes lists ready: words, and phrases in which they are innocent. What cannot be looked for is left out; nobody
    /// can list it.
    ///
    /// # Errors
    /// [`crate::TooMuch`] for more words than a program holds.
    pub fn new(mut listed: Vec<Listed>, innocent: &[String]) -> Result<Lists, crate::TooMuch> {
        let word = |it: &Listed| Word { text: it.word.clone(), pinyin: it.pinyin };
        listed.retain(|it| word(it).is_sound());
        if listed.is_empty() {
            return Ok(Lists::default());
        }
        let words: Vec<Word> = listed.iter().map(word).collect();
        let innocent: Vec<String> =
            innocent.iter().filter(|it| Word::plain(it).is_sound()).cloned().collect();
        Ok(Lists { matcher: Some(Matcher::new(&words, &innocent)?), listed })
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.matcher.is_none()
    }

    /// Judges a text.
    pub fn judge(&self, text: &str) -> Judgement {
        let Some(matcher) = &self.matcher else { return Judgement::Clean };
        let all = matcher.find_all(text);
        let action = |hit: &Hit| self.listed.get(hit.word).map_or(Action::Mask, |it| it.action);
        let Some(heaviest) = all.iter().map(action).max() else { return Judgement::Clean };
        let mut found: Vec<Found> = apart(all.clone(), |hit| Reverse(action(hit)))
            .into_iter()
            .filter_map(|hit| {
                let listed = self.listed.get(hit.word)?.clone();
                Some(Found { from: hit.from, to: hit.to, listed })
            })
            .collect();
        found.sort_by_key(|it| it.from);
        let masked = || {
            let masks: Vec<Hit> = all.iter().copied().filter(|hit| action(hit) == Action::Mask).collect();
            mask(text, &masks)
        };
        match heaviest {
            Action::Mask => Judgement::Masked { text: masked(), found },
            Action::Hold => Judgement::Held { text: masked(), found },
            Action::Block => Judgement::Blocked { found },
        }
    }
}

/// Hits of which none shares characters with another: by rank, then by place, then the longest.
pub(crate) fn apart<K: Ord>(mut hits: Vec<Hit>, rank: impl Fn(&Hit) -> K) -> Vec<Hit> {
    hits.sort_by_key(|hit| (rank(hit), hit.from, Reverse(hit.to), hit.word));
    let mut kept: std::collections::BTreeMap<usize, Hit> = std::collections::BTreeMap::new();
    for hit in hits {
        let before = kept.range(..hit.to).next_back().is_none_or(|(_, it)| it.to <= hit.from);
        if before {
            kept.insert(hit.from, hit);
        }
    }
    kept.into_values().collect()
}

/// So many characters of an excerpt stand before and after the word.
const AROUND: usize = 20;
/// So many of the phrase that is offered as an exception.
const NEAR: usize = 4;

fn edge(text: &str, at: usize, most: usize, back: bool, ends: impl Fn(char) -> bool) -> usize {
    let mut reached = at;
    let step = |c: char| c.len_utf8();
    if back {
        let before = text.get(..at).unwrap_or_default();
        for c in before.chars().rev().take(most).take_while(|c| !ends(*c)) {
            reached -= step(c);
        }
    } else {
        let after = text.get(at..).unwrap_or_default();
        for c in after.chars().take(most).take_while(|c| !ends(*c)) {
            reached += step(c);
        }
    }
    reached
}

/// The text around a word, with all words that were found masked.
pub fn excerpt(text: &str, all: &[Found], at: &Found) -> String {
    let (from, to) =
        (edge(text, at.from, AROUND, true, |_| false), edge(text, at.to, AROUND, false, |_| false));
    let within = |it: &&Found| it.from < to && it.to > from;
    let hits: Vec<Hit> = all
        .iter()
        .filter(within)
        .map(|it| Hit { from: it.from.max(from) - from, to: it.to.min(to) - from, word: 0 })
        .collect();
    let shown = mask(text.get(from..to).unwrap_or_default(), &hits);
    let plain = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let sign = |cut: bool| if cut { "\u{2026}" } else { "" };
    format!("{}{plain}{}", sign(from > 0), sign(to < text.len()))
}

/// The phrase that a word stands in, as far as a clause goes: what its author would have excepted.
pub fn phrase(text: &str, at: &Found) -> String {
    let ends = |c: char| !c.is_alphanumeric();
    let (from, to) = (edge(text, at.from, NEAR, true, ends), edge(text, at.to, NEAR, false, ends));
    text.get(from..to).unwrap_or_default().chars().take(crate::LONGEST).collect()
}

/// Whether a phrase makes a word innocent that stands in it: it holds the word, and something besides.
pub fn excepts(phrase: &str, word: &str) -> Excepts {
    let own = Word::plain(phrase);
    if !own.is_sound() || phrase.chars().count() > crate::LONGEST {
        return Excepts::Unfit;
    }
    if crate::key(phrase) == crate::key(word) {
        return Excepts::Word;
    }
    let listed = Word { text: word.to_owned(), pinyin: true };
    match Matcher::new(&[listed], &[]) {
        Ok(matcher) if !matcher.find(phrase).is_empty() => Excepts::Good,
        _ => Excepts::Without,
    }
}

/// What a phrase is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excepts {
    /// It makes the word innocent where it stands in it.
    Good,
    /// It is empty, of signs alone, or too long.
    Unfit,
    /// It is the word itself: then the word would never be found again.
    Word,
    /// The word is not in it.
    Without,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(word: &str, action: Action) -> Listed {
        Listed {
            entry: Uuid::from_u128(u128::from(u32::from(word.chars().next().unwrap()))),
            word: word.to_owned(),
            pinyin: false,
            category: Uuid::nil(),
            category_name: "x".to_owned(),
            action,
        }
    }

    fn lists() -> Lists {
        let words = [
            ("坏东西", Action::Mask),
            ("东西", Action::Block),
            ("包过", Action::Hold),
            ("笨蛋", Action::Mask),
        ];
        Lists::new(words.map(|(word, action)| listed(word, action)).into(), &["包过年".to_owned()]).unwrap()
    }

    #[test]
    fn the_heaviest_word_says_what_is_done() {
        let lists = lists();
        for (text, action, words) in [
            ("你好", None, vec![]),
            ("你这笨蛋", Some(Action::Mask), vec!["笨蛋"]),
            ("笨蛋也包过", Some(Action::Hold), vec!["笨蛋", "包过"]),
            ("包过年饺子", None, vec![]),
            ("一个坏东西", Some(Action::Block), vec!["东西"]),
        ] {
            let judged = lists.judge(text);
            assert_eq!(judged.action(), action, "{text}");
            let met: Vec<&str> = judged.found().iter().map(|it| it.listed.word.as_str()).collect();
            assert_eq!(met, words, "{text}");
        }
        let Judgement::Held { text, .. } = lists.judge("笨蛋也包过") else { panic!("held") };
        assert_eq!(text, "**也包过");
        assert_eq!(lists.judge("笨蛋也包过").heaviest().unwrap().listed.word, "包过");
    }

    #[test]
    fn an_excerpt_is_masked_and_a_phrase_ends_with_its_clause() {
        let lists = lists();
        let text = format!("{}，我们都是笨蛋吗？{}", "长".repeat(30), "短".repeat(30));
        let judged = lists.judge(&text);
        let at = &judged.found()[0];
        let shown = excerpt(&text, judged.found(), at);
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("我们都是**吗"), "{shown}");
        assert_eq!(phrase(&text, at), "我们都是笨蛋吗");
    }

    #[test]
    fn an_exception_holds_the_word_and_more() {
        for (phrase, word, expected) in [
            ("时代考验", "代考", Excepts::Good),
            ("時代考驗", "代考", Excepts::Good),
            ("代考", "代考", Excepts::Word),
            ("代 考", "代考", Excepts::Word),
            ("考验", "代考", Excepts::Without),
            ("***", "代考", Excepts::Unfit),
            (&"长".repeat(41), "代考", Excepts::Unfit),
        ] {
            assert_eq!(excepts(phrase, word), expected, "{phrase}");
        }
    }
}
