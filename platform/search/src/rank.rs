//! Which passage answers a question best, and what of it is shown: pure, the same on both engines.

use crate::query::{Group, Query, Term};
use std::cell::OnceCell;
use unicode_normalization::UnicodeNormalization as _;
use xingtan_clock::Timestamp;

/// What is known of a passage when it is judged.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The title of the thing.
    pub title: &'a str,
    /// What it stands in.
    pub above: &'a str,
    /// The heading under which the passage stands.
    pub heading: &'a str,
    /// The text of the passage.
    pub body: &'a str,
    /// Since when the thing is as it is.
    pub fresh_at: Timestamp,
    /// How much it is liked, from 0 to 10.
    pub weight: i64,
    /// Whether it is its own subject: a course before its lessons.
    pub is_subject: bool,
}

/// A field of a passage as it is judged: folded, and in one run of letters and digits where that is asked for.
struct Field {
    text: String,
    bare: OnceCell<String>,
}

impl Field {
    fn new(text: &str) -> Field {
        let mut folded = String::with_capacity(text.len());
        text.chars().for_each(|sign| fold_sign(sign, |it| folded.push(it)));
        Field { text: folded, bare: OnceCell::new() }
    }

    /// Whether it has a word. Letters and digits beyond ideographs begin a word only after something else, so that "art"
    /// is not found in "start".
    fn has(&self, word: &str) -> bool {
        let spelled = word.chars().next().is_some_and(is_spelled);
        self.text
            .match_indices(word)
            .any(|(at, _)| !spelled || !self.text[..at].chars().next_back().is_some_and(is_spelled))
    }

    fn bare(&self) -> &str {
        self.bare.get_or_init(|| self.text.chars().filter(|c| c.is_alphanumeric()).collect())
    }
}

/// A sign with its compatibility form and case folded away. Most signs are their own.
fn fold_sign(sign: char, mut take: impl FnMut(char)) {
    match sign {
        '\0'..='\u{7f}' => take(sign.to_ascii_lowercase()),
        '\u{3400}'..='\u{9fff}' => take(sign),
        _ => std::iter::once(sign).nfkc().flat_map(char::to_lowercase).for_each(take),
    }
}

/// A text folded, each sign with the place in the original from which it came.
struct Folded {
    signs: Vec<char>,
    from: Vec<usize>,
}

impl Folded {
    fn new(text: &str) -> Folded {
        let (mut signs, mut from) = (Vec::new(), Vec::new());
        for (place, sign) in text.chars().enumerate() {
            fold_sign(sign, |folded| {
                signs.push(folded);
                from.push(place);
            });
        }
        Folded { signs, from }
    }

    /// Where a word stands, from and to; see [`Field::has`].
    fn places(&self, word: &[char]) -> Vec<(usize, usize)> {
        let Some(first) = word.first() else { return Vec::new() };
        let spelled = is_spelled(*first);
        let mut found = Vec::new();
        let mut at = 0;
        while at + word.len() <= self.signs.len() {
            if self.signs[at] == *first
                && self.signs[at..at + word.len()] == *word
                && !(spelled && at > 0 && is_spelled(self.signs[at - 1]))
            {
                found.push((at, at + word.len()));
                at += word.len();
            } else {
                at += 1;
            }
        }
        found
    }
}

fn is_spelled(sign: char) -> bool {
    sign.is_alphanumeric() && !crate::cut::is_ideograph(sign)
}

/// How well the words of a group fit a field, in hundredths: all of them side by side, all of them, none.
fn fit(field: &Field, group: &Group) -> i64 {
    if !group.words.iter().all(|word| field.has(word)) {
        return 0;
    }
    let close = group.words.len() == 1 || field.bare().contains(&group.words.concat());
    let typed = if group.typed { 100 } else { 85 };
    if close { typed } else { typed * 6 / 10 }
}

fn best(field: &Field, term: &Term) -> i64 {
    term.groups.iter().map(|group| fit(field, group)).max().unwrap_or_default()
}

/// How much a term says: long ones more than short ones, between 2 and 5.
fn says(term: &Term) -> i64 {
    let signs = term.groups.first().map_or(0, |it| it.words.iter().map(|word| word.chars().count()).sum());
    let wide = term.groups.first().is_some_and(|it| it.words.iter().any(|w| w.chars().all(is_spelled)));
    (if wide { signs.div_ceil(2) } else { signs } as i64).clamp(2, 5)
}

/// How well a passage answers a question; greater is better. Title before heading before text; what is there as it was
/// typed before what is there in parts; then, modestly, what is fresh and what is liked.
pub fn score(query: &Query, facts: &Facts<'_>, now: Timestamp) -> i64 {
    let [title, above, heading, body] = [facts.title, facts.above, facts.heading, facts.body].map(Field::new);
    let (mut sum, mut weights, mut missing) = (0, 0, 0);
    for term in &query.terms {
        let own = says(term);
        let in_title = best(&title, term);
        let in_heading = best(&heading, term);
        let in_body = best(&body, term);
        let in_above = best(&above, term);
        let most = (in_title * 10).max(in_heading * 6).max(in_body * 3).max(in_above * 2);
        if most == 0 {
            missing += own;
        }
        // A word of the title that the text speaks of as well is what the thing is about.
        let all = in_title * 10 + in_heading * 6 + in_body * 3 + in_above * 2;
        sum += own * (most * 3 + all) / 4;
        weights += own;
    }
    let mut score = sum / weights.max(1);
    score -= score * missing / weights.max(1);
    if query.terms.len() > 1 || query.whole.chars().count() > 1 {
        let whole = query.whole.as_str();
        for (field, same, holds) in [(&title, 900, 400), (&heading, 300, 200), (&body, 100, 100)] {
            let bare = field.bare();
            if bare == whole {
                score += same;
            } else if bare.contains(whole) {
                score += holds;
            }
        }
    }
    // A short title that is mostly what was asked for says more than a long one that has it, too.
    let asked: usize = query
        .terms
        .iter()
        .filter(|term| best(&title, term) > 0)
        .filter_map(|term| term.groups.first())
        .map(|it| it.words.iter().map(|word| word.chars().count()).sum::<usize>())
        .sum();
    let length = title.bare().chars().count();
    score += (asked.min(length) * 200 / length.max(1)) as i64;
    if facts.is_subject {
        score += 60;
    }
    let days = (now.micros() - facts.fresh_at.micros()).max(0) / 86_400_000_000;
    score += (730 - days).max(0) * 30 / 730;
    score + facts.weight.clamp(0, 10) * 4
}

/// A piece of a shown text: whether it is what was asked for, and the words.
pub type Shown = Vec<(bool, String)>;

/// A text with what was asked for marked, cut to about `most` characters around where most of it stands.
pub fn marked(query: &Query, text: &str, most: usize) -> Shown {
    let signs: Vec<char> = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    let folded = Folded::new(text);
    let mut marks = vec![false; signs.len()];
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (nth, term) in query.terms.iter().enumerate() {
        for word in term.groups.iter().flat_map(|it| &it.words) {
            let word: Vec<char> = word.chars().collect();
            for (from, to) in folded.places(&word) {
                starts.push((folded.from[from], nth));
                (from..to).for_each(|at| marks[folded.from[at]] = true);
            }
        }
    }
    starts.sort_unstable();
    let from = window(&starts, most, signs.len());
    let to = (from + most).min(signs.len());
    let mut shown: Shown = Vec::new();
    if from > 0 {
        shown.push((false, "…".to_owned()));
    }
    for at in from..to {
        match shown.last_mut() {
            Some((mark, piece)) if *mark == marks[at] => piece.push(signs[at]),
            _ => shown.push((marks[at], signs[at].to_string())),
        }
    }
    if to < signs.len() {
        shown.push((false, "…".to_owned()));
    }
    shown
}

/// Where a window of `most` characters begins that holds most different terms; a little before the first of them.
fn window(starts: &[(usize, usize)], most: usize, length: usize) -> usize {
    if length <= most {
        return 0;
    }
    let lead = most / 6;
    let held = |from: usize| {
        let within =
            starts.iter().skip_while(|(at, _)| *at < from).take_while(|(at, _)| *at < from + most - lead);
        let mut terms: Vec<usize> = within.map(|(_, term)| *term).collect();
        let all = terms.len();
        terms.sort_unstable();
        terms.dedup();
        (terms.len(), all)
    };
    let mut found = (0, (0, 0));
    for (at, _) in starts.iter().take(200) {
        let held = held(*at);
        if held > found.1 {
            found = (*at, held);
        }
    }
    found.0.saturating_sub(lead).min(length - most)
}

/// Whether two spelled words differ by one slip: a letter too many, too few, another, or two turned round.
pub fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a == b || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[same..], &b[same..]);
    if x.len() == y.len() {
        return x[1..] == y[1..] || (x.len() > 1 && x[0] == y[1] && x[1] == y[0] && x[2..] == y[2..]);
    }
    let (long, short) = if x.len() > y.len() { (x, y) } else { (y, x) };
    long[1..] == *short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xingtan_clock::Span;

    fn facts<'a>(title: &'a str, heading: &'a str, body: &'a str) -> Facts<'a> {
        let fresh_at = Timestamp::from_micros(0);
        Facts { title, above: "", heading, body, fresh_at, weight: 0, is_subject: false }
    }

    fn of(question: &str, facts: &Facts<'_>) -> i64 {
        score(&Query::parse(question), facts, Timestamp::from_micros(0) + Span::of_days(900))
    }

    #[test]
    fn title_counts_before_heading_before_text() {
        let scores = [
            of("消防", &facts("消防安全", "", "")),
            of("消防", &facts("新人入门", "消防要点", "")),
            of("消防", &facts("新人入门", "", "车间里要知道消防器材在哪里")),
            of("消防", &facts("新人入门", "", "没有")),
        ];
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
    }

    #[test]
    fn what_was_typed_as_a_whole_counts_before_its_parts() {
        let whole = of("fire pump", &facts("", "", "the fire pump starts"));
        let parts = of("fire pump", &facts("", "", "a pump that stops a fire"));
        assert!(whole > parts, "{whole} {parts}");
    }

    #[test]
    fn a_word_within_another_is_not_marked() {
        let shown = marked(&Query::parse("art "), "start the Art", 50);
        assert_eq!(shown, [(false, "start the ".to_owned()), (true, "Art".to_owned())]);
    }

    #[test]
    fn a_long_text_is_cut_around_what_was_asked_for() {
        let text = format!("{}灭火器每月检查一次。{}", "前言。".repeat(100), "后记。".repeat(100));
        let shown = marked(&Query::parse("灭火器"), &text, 40);
        assert!(shown.iter().any(|(mark, piece)| *mark && piece == "灭火器"), "{shown:?}");
        assert!(shown.iter().map(|(_, piece)| piece.chars().count()).sum::<usize>() <= 42);
    }

    #[test]
    fn slips_are_one_letter() {
        for (a, b) in [("saftey", "safety"), ("safty", "safety"), ("safetyy", "safety"), ("sefety", "safety")]
        {
            assert!(one_slip(a, b) && one_slip(b, a), "{a} {b}");
        }
        for (a, b) in [("safety", "safety"), ("pump", "safety"), ("sfaeyt", "safety")] {
            assert!(!one_slip(a, b), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_or_written_breaks_it(question in ".{0,60}", text in ".{0,200}", most in 10usize..80) {
            let query = Query::parse(&question);
            let shown = marked(&query, &text, most);
            let length: usize = shown.iter().map(|(_, piece)| piece.chars().count()).sum();
            prop_assert!(length <= most + 2);
            prop_assert!(score(&query, &facts(&text, "", &text), Timestamp::from_micros(0)) >= 0);
        }

        #[test]
        fn a_short_text_is_shown_whole(text in "[a-z学数 ]{0,40}") {
            let shown: String = marked(&Query::parse("学"), &text, 40).into_iter().map(|(_, piece)| piece).collect();
            prop_assert_eq!(shown, text);
        }
    }
}
