//! Finds listed words in texts.

use crate::{
    LONGEST, Word,
    fold::{Folded, is_ideograph},
    pattern::{Pattern, spellings},
};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::fmt;

/// So many signs may stand between two characters of one word.
const MOST_BETWEEN: u8 = 3;
/// A word of fewer characters is not looked for between letters and digits: too many innocent texts would hold it.
const SHORTEST_MIXED: usize = 3;
/// Words of a list.
pub(crate) const MOST_WORDS: usize = 100_000;
/// Words of a list whose pinyin counts too: each has up to thirty spellings.
pub(crate) const MOST_BY_SOUND: usize = 20_000;

/// A word that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Where it begins, in bytes of the text.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// The number of the word in the list.
    pub word: usize,
}

/// A list that is too large, or holds a word that is too long or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMuch;

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the list has more than {MOST_WORDS} words, or one that cannot be looked for")
    }
}

impl std::error::Error for TooMuch {}

/// A list of words, ready to be looked for. Made once and shared.
#[derive(Clone, Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
    /// Innocent phrases: what lies wholly within one is no hit. Their numbers follow those of the words.
    words: usize,
}

impl Matcher {
    /// Makes a list ready: words, and innocent phrases that hold some of them.
    ///
    /// # Errors
    /// [`TooMuch`] for more than 100,000 of both or 20,000 with pinyin, a word that is longer than [`LONGEST`], or that folds to nothing.
    pub fn new(words: &[Word], innocent: &[String]) -> Result<Matcher, TooMuch> {
        let innocent: Vec<Word> = innocent.iter().map(|text| Word::plain(text)).collect();
        let unfit = |word: &Word| !word.is_sound() || word.text.chars().count() > LONGEST;
        let by_sound = words.iter().filter(|it| it.pinyin).count();
        if words.len() + innocent.len() > MOST_WORDS
            || by_sound > MOST_BY_SOUND
            || words.iter().chain(&innocent).any(unfit)
        {
            return Err(TooMuch);
        }
        let all = words.iter().chain(&innocent).enumerate();
        let patterns: Vec<Pattern> = all.flat_map(|(number, word)| spellings(number, word)).collect();
        let built = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns.iter().map(|pattern| &pattern.text));
        Ok(Matcher { automaton: built.map_err(|_| TooMuch)?, patterns, words: words.len() })
    }

    /// The words of the list in a text, by place, none within another: of several that share characters the one that
    /// begins first counts, of those the longest.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        crate::judging::apart(self.find_all(text), |_| ())
    }

    /// All words of the list in a text, by place, also those that share characters.
    pub fn find_all(&self, text: &str) -> Vec<Hit> {
        let mut found = Vec::new();
        let (mut letters, mut ideographs) = (false, false);
        for c in text.chars() {
            letters |=
                c.is_ascii_alphanumeric() || (!c.is_ascii() && !is_ideograph(c) && c.is_alphanumeric());
            ideographs |= is_ideograph(c);
        }
        self.look(&Folded::of(text, true), false, &mut found);
        if letters && ideographs {
            self.look(&Folded::of(text, false), true, &mut found);
        }
        let (mut innocent, mut hits): (Vec<Hit>, Vec<Hit>) =
            found.into_iter().partition(|it| it.word >= self.words);
        innocent.sort_unstable();
        hits.sort_unstable();
        hits.dedup();
        // By place: the innocent phrase that reaches farthest of those that begin no later.
        let (mut met, mut reached) = (innocent.iter().peekable(), 0);
        hits.retain(|hit| {
            while let Some(it) = met.next_if(|it| it.from <= hit.from) {
                reached = reached.max(it.to);
            }
            hit.to > reached
        });
        hits
    }

    fn look(&self, folded: &Folded, mixed: bool, found: &mut Vec<Hit>) {
        for met in self.automaton.find_overlapping_iter(&folded.text) {
            let Some(pattern) = self.patterns.get(met.pattern().as_usize()) else { continue };
            let units = folded.units_of(met.start(), met.end());
            let counts = match (mixed, pattern.chinese) {
                (true, chinese) => {
                    chinese && units.len() >= SHORTEST_MIXED && together(folded, pattern, &units)
                }
                (false, true) => together(folded, pattern, &units),
                (false, false) => stands_alone(folded, &units) && spelled(folded, pattern, &units),
            };
            let ends = folded.units.get(units.start).zip(folded.units.get(units.end.saturating_sub(1)));
            if let Some((first, last)) = ends.filter(|_| counts) {
                found.push(Hit { from: first.from as usize, to: last.to as usize, word: pattern.word });
            }
        }
    }
}

type Units = std::ops::Range<usize>;

/// Between the characters stand only few signs, and none at which clauses end.
fn together(folded: &Folded, pattern: &Pattern, units: &Units) -> bool {
    inner(folded, units).all(|(number, gap)| {
        gap.signs == 0 || (!gap.parts && (gap.signs <= MOST_BETWEEN || pattern.joints.contains(&number)))
    })
}

/// Letters are written as one word, or spelled: with a sign between all of them.
fn spelled(folded: &Folded, pattern: &Pattern, units: &Units) -> bool {
    if inner(folded, units).any(|(_, gap)| gap.parts || gap.signs > MOST_BETWEEN) {
        return false;
    }
    let mut within = inner(folded, units).filter(|(number, _)| !pattern.joints.contains(number)).peekable();
    let spaced = within.peek().is_some_and(|(_, gap)| gap.signs > 0);
    within.all(|(_, gap)| (gap.signs > 0) == spaced)
}

/// The gaps within a match, by the number of the unit after each, counted within the match.
fn inner<'a>(folded: &'a Folded, units: &Units) -> impl Iterator<Item = (usize, crate::fold::Gap)> + use<'a> {
    let of = folded.units.get(units.clone()).unwrap_or_default();
    of.iter().enumerate().skip(1).map(|(number, unit)| (number, unit.gap))
}

/// No letter or digit goes on before or after letters: `ass` is not in `class`.
fn stands_alone(folded: &Folded, units: &Units) -> bool {
    let latin = |number: usize| folded.sign(number).is_some_and(|c| !is_ideograph(c));
    let joined = |number: usize| folded.units.get(number).is_some_and(|unit| unit.gap.signs == 0);
    let before = units.start > 0 && latin(units.start) && latin(units.start - 1) && joined(units.start);
    let after = latin(units.end.saturating_sub(1)) && latin(units.end) && joined(units.end);
    !before && !after
}

/// The text with a `*` in place of each character of what was found: its length in characters stays. Hits stand by
/// place; those that share characters are one.
pub fn mask(text: &str, hits: &[Hit]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut reached = 0;
    for hit in hits.iter().filter(|hit| hit.from < hit.to) {
        let from = hit.from.max(reached);
        if from >= hit.to {
            continue;
        }
        let (Some(before), Some(found)) = (text.get(reached..from), text.get(from..hit.to)) else { continue };
        masked.push_str(before);
        masked.extend(found.chars().map(|_| '*'));
        reached = hit.to;
    }
    masked.push_str(text.get(reached..).unwrap_or_default());
    masked
}
