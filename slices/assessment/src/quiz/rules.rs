//! What a question is, what an answer is worth, in which order a paper comes.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use xingtan_i18n::Msg;

xingtan_db::codes! {
    /// How a question is answered.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum QuestionKind {
        /// One of several is right.
        Single = "single",
        /// Any number of several is right, at least one.
        Multiple = "multiple",
        /// Right or wrong.
        TrueFalse = "true-false",
    }
}

xingtan_db::codes! {
    /// When one sees which answers were right.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum ReviewRule {
        /// Once one has passed, or has no attempt left.
        Passed = "passed",
        /// After every attempt.
        Submitted = "submitted",
        /// Never.
        Never = "never",
    }
}

impl ReviewRule {
    /// Whether anybody passes by handing in an empty sheet, reading the answers and trying again: told after every
    /// attempt, of which there is no end (`attempts_allowed` is 0) or another one.
    pub fn gives_away(self, attempts_allowed: i64) -> bool {
        self == ReviewRule::Submitted && attempts_allowed != 1
    }
}

/// The ids of the options of a question of right or wrong.
pub const TRUE: &str = "true";
/// See [`TRUE`].
pub const FALSE: &str = "false";

/// Most options of a question.
pub const MOST_OPTIONS: usize = 8;
/// Most questions of a quiz.
pub const MOST_QUESTIONS: usize = 200;
/// Longest text of a question, in characters.
pub const LONGEST_BODY: usize = 10_000;
/// Longest text of an option, in characters.
pub const LONGEST_OPTION: usize = 1_000;

/// An option of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// `a` to `h`, or `true` and `false`; answers name it.
    pub id: String,
    /// As its author wrote it.
    pub md: String,
    /// Sanitised.
    pub html: String,
}

/// What an answer holds: ids of options.
pub type Answer = BTreeSet<String>;

/// The points of an answer, in hundredths: all or nothing; with `partial`, a question of several earns for each
/// right choice its share and loses the same for each wrong one, never below nothing.
pub fn points(kind: QuestionKind, right: &Answer, given: &Answer, worth: i64, partial: bool) -> i64 {
    if given == right {
        return worth;
    }
    if !partial || kind != QuestionKind::Multiple || right.is_empty() {
        return 0;
    }
    let hits = given.intersection(right).count() as i64;
    let misses = given.difference(right).count() as i64;
    worth * (hits - misses).max(0) / right.len() as i64
}

/// A result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    /// Points reached, in hundredths.
    pub score: i64,
    /// Points there were, in hundredths.
    pub max: i64,
    /// Whether it suffices.
    pub passed: bool,
}

impl Graded {
    /// The result of `score` out of `max`; `pass_percent` of the points suffice. Nothing out of nothing is no pass.
    pub fn of(score: i64, max: i64, pass_percent: i64) -> Self {
        Graded { score, max, passed: max > 0 && score * 100 >= pass_percent * max }
    }

    /// Whole percent, rounded down, so that nobody reads 60 who missed 60.
    pub fn percent(self) -> i64 {
        if self.max > 0 { self.score * 100 / self.max } else { 0 }
    }
}

/// Attempts one has left; none when there is no bound.
pub fn attempts_left(allowed: i64, used: i64) -> Option<i64> {
    (allowed > 0).then(|| (allowed - used).max(0))
}

/// The order 0..n of a paper: the same for the same seed for ever, since attempts keep only the seed. `salt` tells
/// the lists of one paper apart.
pub fn order(seed: i64, salt: u64, n: usize) -> Vec<usize> {
    let mut state = (seed as u64) ^ salt.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    // SplitMix64 (Steele, Lea, Flood 2014).
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    let mut all: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        // The bias of the remainder is far below what anyone could notice: n is at most a few hundred.
        all.swap(i, (next() % (i as u64 + 1)) as usize);
    }
    all
}

/// What is wrong with a question, by form field.
pub fn faults(kind: QuestionKind, body: &str, options: &[Choice], right: &Answer) -> Vec<(String, Msg)> {
    let mut all = Vec::new();
    let mut fault = |field: &str, key: &'static str| all.push((field.to_owned(), Msg::new(key)));
    if body.trim().is_empty() {
        fault("body", "assessment-fault-body");
    }
    if kind == QuestionKind::TrueFalse {
        if right.len() != 1 {
            fault("right", "assessment-fault-true-false");
        }
        return all;
    }
    if options.len() < 2 {
        fault("option-a", "assessment-fault-few");
    }
    for (i, option) in options.iter().enumerate() {
        if options[..i].iter().any(|other| other.md.trim() == option.md.trim()) {
            fault(&format!("option-{}", option.id), "assessment-fault-same");
        }
    }
    let known = right.iter().all(|id| options.iter().any(|option| option.id == *id));
    match (kind, right.len()) {
        _ if !known => fault("right", "assessment-fault-empty-right"),
        (QuestionKind::Single, n) if n != 1 => fault("right", "assessment-fault-single"),
        (QuestionKind::Multiple, 0) => fault("right", "assessment-fault-multiple"),
        _ => {}
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(ids: &str) -> Answer {
        ids.chars().map(String::from).collect()
    }

    #[test]
    fn all_or_nothing_is_the_default() {
        let points = |given| points(QuestionKind::Multiple, &set("ac"), &set(given), 200, false);
        assert_eq!([points("ac"), points("a"), points("abc"), points("")], [200, 0, 0, 0]);
    }

    #[test]
    fn a_part_of_several_earns_its_share_and_a_wrong_one_takes_it() {
        let points = |given| points(QuestionKind::Multiple, &set("ac"), &set(given), 200, true);
        assert_eq!(
            [points("ac"), points("a"), points("ab"), points("abc"), points("bd")],
            [200, 100, 0, 100, 0]
        );
        assert_eq!(super::points(QuestionKind::Single, &set("a"), &set("ab"), 200, true), 0);
    }

    #[test]
    fn sixty_percent_suffices_where_sixty_are_asked() {
        assert!(Graded::of(60, 100, 60).passed);
        assert!(!Graded::of(59, 100, 60).passed);
        assert!(!Graded::of(0, 0, 0).passed);
        assert_eq!(Graded::of(5999, 10_000, 60).percent(), 59);
    }

    #[test]
    fn an_order_stays_as_it_was() {
        // Kept attempts depend on it: this list never changes.
        assert_eq!(order(42, 0, 8), order(42, 0, 8));
        assert_eq!(order(1, 0, 6), [0, 1, 3, 2, 4, 5]);
    }

    #[test]
    fn a_question_needs_options_and_one_that_is_right() {
        let choice = |id: &str, md: &str| Choice { id: id.into(), md: md.into(), html: String::new() };
        let two = [choice("a", "甲"), choice("b", "乙")];
        let fields = |kind, options: &[Choice], right| -> Vec<String> {
            faults(kind, "题", options, &set(right)).into_iter().map(|(field, _)| field).collect()
        };
        assert!(fields(QuestionKind::Single, &two, "a").is_empty());
        assert_eq!(fields(QuestionKind::Single, &two, "ab"), ["right"]);
        assert_eq!(fields(QuestionKind::Single, &two, "c"), ["right"]);
        assert_eq!(fields(QuestionKind::Multiple, &two, ""), ["right"]);
        assert_eq!(fields(QuestionKind::Multiple, &two[..1], "a"), ["option-a"]);
        assert_eq!(
            fields(QuestionKind::Single, &[choice("a", "甲"), choice("b", " 甲 ")], "a"),
            ["option-b"]
        );
    }

    proptest! {
        #[test]
        fn points_lie_between_nothing_and_what_the_question_is_worth(
            right in "[a-h]{1,8}", given in "[a-h]{0,8}", worth in 1i64..10_000, partial: bool,
            kind in proptest::sample::select(QuestionKind::ALL),
        ) {
            let (right, given) = (set(&right), set(&given));
            let got = points(kind, &right, &given, worth, partial);
            prop_assert!((0..=worth).contains(&got));
            prop_assert_eq!(got == worth, given == right);
        }

        #[test]
        fn choosing_everything_is_never_worth_it(right in "[a-h]{1,7}", worth in 1i64..10_000) {
            let (right, all) = (set(&right), set("abcdefgh"));
            prop_assume!(right != all);
            let got = points(QuestionKind::Multiple, &right, &all, worth, true);
            prop_assert!(got < worth);
        }

        #[test]
        fn an_order_holds_each_once(seed: i64, salt: u64, n in 0usize..60) {
            let mut order = order(seed, salt, n);
            order.sort_unstable();
            prop_assert_eq!(order, (0..n).collect::<Vec<_>>());
        }

        #[test]
        fn a_better_score_never_fails_where_a_worse_one_passes(a in 0i64..10_000, b in 0i64..10_000, max in 1i64..10_000, percent in 0i64..=100) {
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(!Graded::of(low, max, percent).passed || Graded::of(high, max, percent).passed);
        }
    }
}
