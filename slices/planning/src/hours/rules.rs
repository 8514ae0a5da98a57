//! How many online hours count in a month: pure, in whole seconds (LRN-7).

/// The online seconds that count beside `offline` seconds, where they may make up at most `percent` of the total: the
/// greatest `c` with `c * (100 - percent) <= percent * offline`, and never more than were booked.
pub fn counted(online: i64, offline: i64, percent: i64) -> i64 {
    let online = online.max(0);
    let percent = i128::from(percent.clamp(0, 100));
    if percent == 100 {
        return online;
    }
    let most = percent * i128::from(offline.max(0)) / (100 - percent);
    i64::try_from(most).map_or(online, |most| online.min(most))
}

/// The share of the counted online hours in the total, in whole percent, rounded down; 0 without hours.
pub fn share(counted: i64, offline: i64) -> i64 {
    let total = i128::from(counted) + i128::from(offline);
    if total <= 0 { 0 } else { i64::try_from(i128::from(counted) * 100 / total).unwrap_or(0) }
}

/// The share that holds for a department: what the rule allows everybody, or more where it was approved, and never more
/// than the rule lets anybody approve.
pub fn percent(usual: i64, most: i64, approved: Option<i64>) -> i64 {
    approved.map_or(usual, |percent| percent.min(most).max(usual))
}

/// Seconds in hundredths of an hour, rounded down, for tables.
pub fn hundredths(seconds: i64) -> i64 {
    seconds / 36
}

/// Hours per person in hundredths, rounded down; 0 without people.
pub fn each(seconds: i64, people: i64) -> i64 {
    if people <= 0 { 0 } else { hundredths(seconds / people) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECONDS: std::ops::Range<i64> = 0..4_000_000_000;

    proptest! {
        #[test]
        fn counted_online_hours_never_exceed_their_share(
            online in SECONDS, offline in SECONDS, percent in 0i64..100,
        ) {
            let counted = counted(online, offline, percent);
            prop_assert!((0..=online).contains(&counted));
            prop_assert!(counted * 100 <= percent * (counted + offline));
            prop_assert!(share(counted, offline) <= percent);
        }

        #[test]
        fn one_second_more_would_exceed_the_share_or_was_never_booked(
            online in SECONDS, offline in SECONDS, percent in 0i64..100,
        ) {
            let next = counted(online, offline, percent) + 1;
            prop_assert!(next > online || next * 100 > percent * (next + offline));
        }

        #[test]
        fn more_of_anything_never_counts_less(
            online in SECONDS, offline in SECONDS, percent in 0i64..=100, more in 0i64..1_000_000,
        ) {
            let now = counted(online, offline, percent);
            prop_assert!(counted(online + more, offline, percent) >= now);
            prop_assert!(counted(online, offline + more, percent) >= now);
            prop_assert!(counted(online, offline, (percent + more % 10).min(100)) >= now);
        }

        #[test]
        fn without_offline_hours_nothing_counts_and_without_a_limit_everything(online in SECONDS, percent in 0i64..100) {
            prop_assert_eq!(counted(online, 0, percent), 0);
            prop_assert_eq!(counted(online, 0, 100), online);
        }

        /// The offline hours that a wish for counted hours asks for, and back.
        #[test]
        fn the_inverse_holds(wanted in 0i64..1_000_000_000, percent in 1i64..100) {
            let offline = (wanted * (100 - percent) + percent - 1) / percent;
            prop_assert_eq!(counted(wanted, offline, percent), wanted);
            if offline > 0 {
                prop_assert!(counted(wanted, offline - 1, percent) < wanted);
            }
        }

        #[test]
        fn an_approval_widens_and_stays_below_the_most(usual in 0i64..=100, more in 0i64..=100, asked in 0i64..=100) {
            let most = (usual + more).min(100);
            let held = percent(usual, most, Some(asked));
            prop_assert!((usual..=most).contains(&held));
            prop_assert_eq!(percent(usual, most, None), usual);
        }
    }

    #[test]
    fn the_regulations_own_figures() {
        assert_eq!(counted(10 * 3600, 7 * 3600, 30), 3 * 3600);
        assert_eq!(counted(10 * 3600, 7 * 3600, 50), 7 * 3600);
        assert_eq!(counted(-600, 3600, 30), 0, "a month of corrections counts nothing");
        assert_eq!(share(3 * 3600, 7 * 3600), 30);
    }
}
