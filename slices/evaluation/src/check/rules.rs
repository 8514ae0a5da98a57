//! When a course has to be looked at anew, and who is told of it when: pure (CRS-9).

use xingtan_clock::{Span, Timestamp};

/// What is known of a course's check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Until when it has to be looked at anew.
    pub review_by: Timestamp,
    /// Open remarks that it is out of date.
    pub flags: i64,
    /// Whether a new version was begun because of it.
    pub begun: bool,
    /// When it was said that the date is near.
    pub told_before: Option<Timestamp>,
    /// When it was said that the date is over.
    pub told_past: Option<Timestamp>,
}

/// How a course stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 修改中.
    Begun,
    /// 已过期.
    Past,
    /// 有人指出过时.
    Flagged,
    /// 快到期.
    Soon,
    /// 无需处理.
    Fresh,
}

impl Standing {
    /// All of them.
    pub const ALL: [Standing; 5] =
        [Standing::Past, Standing::Flagged, Standing::Begun, Standing::Soon, Standing::Fresh];

    /// The word used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Standing::Begun => "begun",
            Standing::Past => "past",
            Standing::Flagged => "flagged",
            Standing::Soon => "soon",
            Standing::Fresh => "fresh",
        }
    }

    /// The tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            Standing::Begun => "slate",
            Standing::Past => "cinnabar",
            Standing::Flagged | Standing::Soon => "ochre",
            Standing::Fresh => "pine",
        }
    }
}

/// How a course stands, where its date is near from `days` before it on.
pub fn standing(it: &Facts, days: i64, now: Timestamp) -> Standing {
    if it.begun {
        Standing::Begun
    } else if it.review_by <= now {
        Standing::Past
    } else if it.flags > 0 {
        Standing::Flagged
    } else if it.review_by <= now + Span::of_days(days) {
        Standing::Soon
    } else {
        Standing::Fresh
    }
}

/// What is to be said of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It is near.
    Before,
    /// It is over.
    Past,
}

/// What is to be said now, each once for a date; nothing while a change is under way, and no warning where `days` is 0.
pub fn remark(it: &Facts, days: i64, now: Timestamp) -> Option<Remark> {
    match standing(it, days, now) {
        Standing::Past if it.told_past.is_none() => Some(Remark::Past),
        Standing::Soon if it.told_before.is_none() => Some(Remark::Before),
        Standing::Flagged if it.told_before.is_none() && it.review_by <= now + Span::of_days(days) => {
            Some(Remark::Before)
        }
        _ => None,
    }
}

/// What follows of a new date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// It holds.
    Until(Timestamp),
    /// It is over already.
    NotLater,
    /// No date may lie after this one.
    TooFar(Timestamp),
}

/// Judges the date until which a course is to be looked at anew; without one the ordinary one holds.
pub fn date(asked: Option<Timestamp>, ordinary: Timestamp, at_most: Timestamp, now: Timestamp) -> Date {
    match asked {
        None => Date::Until(ordinary),
        Some(asked) if asked <= now => Date::NotLater,
        Some(asked) if asked > at_most => Date::TooFar(at_most),
        Some(asked) => Date::Until(asked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> Timestamp {
        Timestamp::from_seconds(1_700_000_000) + Span::of_days(n)
    }

    const FACTS: Facts = Facts {
        review_by: Timestamp::from_micros(0),
        flags: 0,
        begun: false,
        told_before: None,
        told_past: None,
    };

    #[test]
    fn what_is_past_flagged_near_or_under_change_says_so() {
        let until = |review_by| Facts { review_by, ..FACTS };
        let check = |it, expected| assert_eq!(standing(&it, 30, day(0)), expected);
        check(until(day(0)), Standing::Past);
        check(until(day(30)), Standing::Soon);
        check(until(day(31)), Standing::Fresh);
        check(Facts { flags: 1, ..until(day(31)) }, Standing::Flagged);
        check(Facts { flags: 1, ..until(day(0)) }, Standing::Past);
        check(Facts { begun: true, flags: 1, ..until(day(0)) }, Standing::Begun);
    }

    #[test]
    fn a_new_date_lies_ahead_and_not_too_far() {
        let check = |asked, expected| assert_eq!(date(asked, day(365), day(1800), day(0)), expected);
        check(None, Date::Until(day(365)));
        check(Some(day(0)), Date::NotLater);
        check(Some(day(1800)), Date::Until(day(1800)));
        check(Some(day(1801)), Date::TooFar(day(1800)));
    }

    proptest! {
        #[test]
        fn each_remark_is_made_once_for_a_date(ahead in -100_i64..100, flags in 0_i64..3, days in 0_i64..60) {
            let mut it = Facts { review_by: day(ahead), flags, ..FACTS };
            let mut said = Vec::new();
            for n in 0..200 {
                match remark(&it, days, day(n)) {
                    Some(Remark::Before) => { said.push(Remark::Before); it.told_before = Some(day(n)); }
                    Some(Remark::Past) => { said.push(Remark::Past); it.told_past = Some(day(n)); }
                    None => {}
                }
            }
            prop_assert!(said.iter().filter(|it| **it == Remark::Before).count() <= 1);
            prop_assert_eq!(said.iter().filter(|it| **it == Remark::Past).count(), 1);
            prop_assert_eq!(said.last(), Some(&Remark::Past));
        }
    }
}
