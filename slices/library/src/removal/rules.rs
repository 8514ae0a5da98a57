//! Complaints, and from when on somebody may not share any more: pure (GOV-11).

use crate::words::words;
use xingtan_clock::{Span, Timestamp, Uuid};

words! {
    /// What a complaint is about.
    Cause {
        /// 侵犯著作权.
        Copyright = "copyright",
        /// 内容有误.
        Wrong = "wrong",
        /// 内容不当.
        Unfit = "unfit",
    }
}

words! {
    /// Where a complaint stands.
    Stands {
        /// 待处理.
        Open = "open",
        /// 成立.
        Upheld = "upheld",
        /// 不成立.
        Rejected = "rejected",
    }
}

/// From how many infringements within which time on somebody may not share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: i64,
    /// Within which time.
    pub within: Span,
}

/// Whether these infringements, those taken back left out, end somebody's sharing.
pub fn repeats(infringements: &[Timestamp], limit: Limit, now: Timestamp) -> bool {
    let since = now - limit.within;
    let recent = infringements.iter().filter(|at| **at > since && **at <= now).count();
    recent as i64 >= limit.count.max(1)
}

/// What follows when somebody decides a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decide {
    /// It is decided.
    Decided,
    /// It was decided before.
    Over,
    /// Nobody decides what they complained of.
    OwnComplaint,
    /// Nobody decides about what is theirs.
    OwnItem,
}

/// Judges a decision of `who`.
pub fn decide(state: Stands, complained: Uuid, owner: Option<Uuid>, who: Uuid) -> Decide {
    if state != Stands::Open {
        Decide::Over
    } else if complained == who {
        Decide::OwnComplaint
    } else if owner == Some(who) {
        Decide::OwnItem
    } else {
        Decide::Decided
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> Timestamp {
        Timestamp::from_seconds(n * 86_400)
    }

    #[test]
    fn the_third_infringement_within_a_year_ends_sharing() {
        let limit = Limit { count: 3, within: Span::of_days(365) };
        assert!(!repeats(&[day(400), day(500)], limit, day(500)));
        assert!(repeats(&[day(400), day(450), day(500)], limit, day(500)));
        assert!(!repeats(&[day(100), day(450), day(500)], limit, day(500)), "the first is over a year ago");
    }

    proptest! {
        #[test]
        fn one_infringement_more_never_gives_back_the_right(
            days in proptest::collection::vec(0_i64..500, 0..8), more in 0_i64..500, count in 1_i64..5,
        ) {
            let limit = Limit { count, within: Span::of_days(100) };
            let mut all: Vec<Timestamp> = days.into_iter().map(day).collect();
            let before = repeats(&all, limit, day(500));
            all.push(day(more));
            prop_assert!(!before || repeats(&all, limit, day(500)));
        }
    }

    #[test]
    fn nobody_decides_their_own() {
        let (a, b, c) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        assert_eq!(decide(Stands::Open, a, Some(b), a), Decide::OwnComplaint);
        assert_eq!(decide(Stands::Open, a, Some(b), b), Decide::OwnItem);
        assert_eq!(decide(Stands::Open, a, Some(b), c), Decide::Decided);
        assert_eq!(decide(Stands::Upheld, a, None, c), Decide::Over);
    }
}
