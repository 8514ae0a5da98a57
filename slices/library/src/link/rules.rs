//! Whether a partner's link opens: pure.

use xingtan_clock::Timestamp;

/// What is known of a link when somebody comes by it.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// When it ends.
    pub ends_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// How often it was opened.
    pub openings: i64,
    /// How often it may be.
    pub most: i64,
    /// Whether the item is shared now.
    pub shared: bool,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// It opens.
    Opens,
    /// It was revoked.
    Revoked,
    /// It has ended.
    Ended,
    /// It was opened as often as it may be.
    UsedUp,
    /// The item is not shared any more.
    NotShared,
}

/// Judges an opening; with `going` one that was begun before goes on, which counts no more.
pub fn open(facts: Facts, going: bool, now: Timestamp) -> Open {
    if facts.revoked_at.is_some() {
        Open::Revoked
    } else if !facts.shared {
        Open::NotShared
    } else if facts.ends_at <= now {
        Open::Ended
    } else if !going && facts.openings >= facts.most {
        Open::UsedUp
    } else {
        Open::Opens
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_revoked_or_ended_link_never_opens(
            ends in 0_i64..100, revoked: bool, openings in 0_i64..5, most in 1_i64..5, shared: bool, going: bool,
        ) {
            let now = Timestamp::from_seconds(50);
            let facts = Facts {
                ends_at: Timestamp::from_seconds(ends),
                revoked_at: revoked.then_some(now),
                openings,
                most,
                shared,
            };
            if open(facts, going, now) == Open::Opens {
                prop_assert!(!revoked && shared && ends > 50 && (going || openings < most));
            }
        }
    }
}
