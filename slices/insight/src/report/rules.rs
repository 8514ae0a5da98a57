//! What a report says of people, and who is behind.

/// What is known of somebody in a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Required courses unfinished at the end of the month.
    pub open: i64,
    /// Required courses finished in it.
    pub done: i64,
    /// Unfinished ones whose deadline was over.
    pub overdue: i64,
    /// Whether a warning for too few required courses stands for the month.
    pub below_minimum: bool,
    /// Warnings of the month.
    pub warnings: i64,
    /// Suspensions of the month.
    pub suspensions: i64,
    /// 学分, in hundredths.
    pub credits: i64,
    /// 学时 booked online, in seconds.
    pub online: i64,
}

impl Facts {
    /// Whether the person is behind: something is overdue, or the month's minimum was not met.
    pub const fn lags(&self) -> bool {
        self.overdue > 0 || self.below_minimum
    }
}

/// What a report says of the people in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many they are.
    pub people: i64,
    /// Their required courses unfinished at the end of the month.
    pub open: i64,
    /// Those finished in it.
    pub done: i64,
    /// Those overdue.
    pub overdue: i64,
    /// People below the monthly minimum.
    pub below_minimum: i64,
    /// Warnings of the month.
    pub warnings: i64,
    /// Suspensions of the month.
    pub suspensions: i64,
    /// 学分, in hundredths.
    pub credits: i64,
    /// 学时 booked online, in seconds.
    pub online: i64,
    /// People who are behind.
    pub laggards: i64,
}

/// Adds people up.
pub fn sum<'a>(all: impl IntoIterator<Item = &'a Facts>) -> Sums {
    all.into_iter().fold(Sums::default(), |sum, it| Sums {
        people: sum.people + 1,
        open: sum.open + it.open,
        done: sum.done + it.done,
        overdue: sum.overdue + it.overdue,
        below_minimum: sum.below_minimum + i64::from(it.below_minimum),
        warnings: sum.warnings + it.warnings,
        suspensions: sum.suspensions + it.suspensions,
        credits: sum.credits + it.credits,
        online: sum.online + it.online,
        laggards: sum.laggards + i64::from(it.lags()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whoever_has_something_overdue_or_is_below_the_minimum_is_behind() {
        let check = |overdue, below_minimum, expected| {
            assert_eq!(Facts { open: 3, overdue, below_minimum, ..Facts::default() }.lags(), expected);
        };
        check(0, false, false);
        check(1, false, true);
        check(0, true, true);
        check(2, true, true);
    }

    proptest! {
        /// However people are cut into chunks, the sums of the chunks are those of all.
        #[test]
        fn chunks_add_up_to_the_whole(
            given in proptest::collection::vec((0_i64..5, 0_i64..3, any::<bool>(), 0_i64..900), 0..40),
            size in 1_usize..12,
        ) {
            let all: Vec<Facts> = given.iter().map(|(open, overdue, below_minimum, credits)| Facts {
                open: *open, overdue: *overdue, below_minimum: *below_minimum, credits: *credits, ..Facts::default()
            }).collect();
            let whole = sum(&all);
            let parts: Vec<Sums> = all.chunks(size).map(sum).collect();
            let of = |get: fn(&Sums) -> i64| parts.iter().map(get).sum::<i64>();
            prop_assert_eq!(of(|it| it.people), whole.people);
            prop_assert_eq!(of(|it| it.open), whole.open);
            prop_assert_eq!(of(|it| it.overdue), whole.overdue);
            prop_assert_eq!(of(|it| it.below_minimum), whole.below_minimum);
            prop_assert_eq!(of(|it| it.credits), whole.credits);
            prop_assert_eq!(of(|it| it.laggards), whole.laggards);
            prop_assert!(whole.laggards <= whole.people && whole.below_minimum <= whole.laggards);
        }
    }
}
