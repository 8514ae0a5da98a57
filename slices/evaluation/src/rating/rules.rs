//! Who may rate a course, until when, and from how many ratings on they are shown: pure (CRS-9).

use xingtan_clock::{Span, Timestamp};

/// The lowest and the highest mark.
pub const MARKS: std::ops::RangeInclusive<i64> = 1..=5;

/// What a course is marked for, each from 1 (poor) to 5 (very good).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// 内容: is it right, complete, up to date?
    pub content: i64,
    /// 讲授: is it taught clearly?
    pub teaching: i64,
    /// 实用: does it help at work?
    pub usefulness: i64,
}

impl Marks {
    /// Their mean in hundredths of a star, halves rounded up.
    pub fn stars(self) -> i64 {
        ((self.content + self.teaching + self.usefulness) * 200 + 3) / 6
    }
}

/// How far somebody got with a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Whether it was completed, now or in an earlier round.
    pub completed: bool,
    /// Lessons done, in percent.
    pub percent: i64,
}

/// What is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The least share of a course in percent that one has to have taken.
    pub share: i64,
    /// For so many days a rating may be changed; 0: never.
    pub days: i64,
    /// From so many ratings on they are shown.
    pub least: i64,
}

/// What somebody may do about a rating of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Rate.
    Rate,
    /// Change what they rated, until then.
    Change {
        /// The last moment.
        until: Timestamp,
    },
    /// They do not take the course.
    NotTaken,
    /// They have not taken enough of it.
    TooLittle {
        /// The share in percent from which on one may rate.
        needed: i64,
    },
    /// The time for changes is over.
    Over {
        /// When it ended.
        since: Timestamp,
    },
}

/// Judges whether somebody may rate, who rated this version first at `rated`.
pub fn may(taken: Option<Taken>, rated: Option<Timestamp>, terms: Terms, now: Timestamp) -> May {
    if let Some(rated) = rated {
        let until = rated + Span::of_days(terms.days);
        return if now < until { May::Change { until } } else { May::Over { since: until } };
    }
    match taken {
        None => May::NotTaken,
        Some(it) if it.completed || it.percent >= terms.share => May::Rate,
        Some(_) => May::TooLittle { needed: terms.share },
    }
}

/// Whether the ratings of a course are shown to those who do not guard them: few would tell who wrote them.
pub fn are_shown(count: i64, least: i64) -> bool {
    count > 0 && count >= least
}

/// What is known of a rating that a teacher wants to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answering {
    /// It was answered before.
    pub answered: bool,
    /// It was withdrawn, or its comment is hidden.
    pub gone: bool,
    /// It has a comment.
    pub comment: bool,
    /// The ratings of the course are shown.
    pub shown: bool,
    /// It is the teacher's own.
    pub own: bool,
}

/// What follows of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is kept.
    Keep,
    /// There is one already: one answer to a rating.
    Before,
    /// There is nothing (any more) to be answered.
    Nothing,
}

/// Judges the answer of a teacher of the course.
pub fn answer(it: Answering) -> Answer {
    if it.answered {
        Answer::Before
    } else if it.gone || it.own || !it.comment || !it.shown {
        Answer::Nothing
    } else {
        Answer::Keep
    }
}

/// A mean of `sum` over `count` in hundredths, halves rounded up; none over nothing.
pub fn mean(sum: i64, count: i64) -> Option<i64> {
    (count > 0).then(|| (sum * 2 + count) / (count * 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TERMS: Terms = Terms { share: 50, days: 30, least: 3 };

    fn day(n: i64) -> Timestamp {
        Timestamp::from_seconds(1_700_000_000) + Span::of_days(n)
    }

    #[test]
    fn only_who_took_enough_of_a_course_rates_it() {
        let check = |taken, expected| assert_eq!(may(taken, None, TERMS, day(0)), expected);
        check(None, May::NotTaken);
        check(Some(Taken { completed: false, percent: 49 }), May::TooLittle { needed: 50 });
        check(Some(Taken { completed: false, percent: 50 }), May::Rate);
        check(Some(Taken { completed: true, percent: 0 }), May::Rate);
    }

    #[test]
    fn a_rating_is_changed_for_a_stated_time_from_the_first_one_on() {
        let rated = Some(day(0));
        assert_eq!(may(None, rated, TERMS, day(29)), May::Change { until: day(30) });
        assert_eq!(may(None, rated, TERMS, day(30)), May::Over { since: day(30) });
        let never = Terms { days: 0, ..TERMS };
        assert_eq!(may(None, rated, never, day(0)), May::Over { since: day(0) });
    }

    #[test]
    fn one_answer_to_a_comment_that_is_shown() {
        let open = Answering { answered: false, gone: false, comment: true, shown: true, own: false };
        assert_eq!(answer(open), Answer::Keep);
        assert_eq!(answer(Answering { answered: true, ..open }), Answer::Before);
        for shut in [
            Answering { gone: true, ..open },
            Answering { comment: false, ..open },
            Answering { shown: false, ..open },
            Answering { own: true, ..open },
        ] {
            assert_eq!(answer(shut), Answer::Nothing);
        }
    }

    proptest! {
        #[test]
        fn stars_lie_between_the_lowest_and_the_highest_mark(
            content in MARKS, teaching in MARKS, usefulness in MARKS,
        ) {
            let stars = Marks { content, teaching, usefulness }.stars();
            let (low, high) = (content.min(teaching).min(usefulness), content.max(teaching).max(usefulness));
            prop_assert!(low * 100 <= stars && stars <= high * 100);
        }

        #[test]
        fn a_mean_lies_among_what_it_is_of(all in proptest::collection::vec(100_i64..=500, 1..40)) {
            let found = mean(all.iter().sum(), all.len() as i64).unwrap();
            prop_assert!(all.iter().any(|it| *it <= found) && all.iter().any(|it| *it >= found));
        }

        #[test]
        fn who_takes_more_of_a_course_is_never_refused_where_less_sufficed(
            share in 0_i64..=100, percent in 0_i64..=100, more in 0_i64..=100,
        ) {
            let terms = Terms { share, ..TERMS };
            let rates = |percent| {
                may(Some(Taken { completed: false, percent }), None, terms, day(0)) == May::Rate
            };
            prop_assert!(!rates(percent) || rates(percent.max(more)));
        }
    }
}
