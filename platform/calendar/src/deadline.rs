//! Deadlines that stand still while somebody is suspended.
//!
//! "One month" and "seven days" are arithmetic of the zone: [`Zone::one_month_after`](xingtan_clock::Zone) ends at 24:00
//! of the same day of the next month, clamped to its last day, and seven days are 168 hours (DESIGN, rulings).

use crate::{Stretch, joined};
use xingtan_clock::Timestamp;

/// A time in which the clock of a deadline stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub from: Timestamp,
    /// Until when; none: it lasts.
    pub to: Option<Timestamp>,
}

/// The deadline of something that began at `begun` and was due at `due`, put off by as much as the pauses took of the
/// time up to it. A pause that begins when the deadline has passed changes nothing; pauses may overlap. None while a
/// pause lasts that holds it.
pub fn extended(begun: Timestamp, due: Timestamp, pauses: &[Pause]) -> Option<Timestamp> {
    let open = pauses.iter().filter(|pause| pause.to.is_none()).map(|pause| pause.from).min();
    let ended = pauses.iter().filter_map(|pause| Stretch::between(pause.from, pause.to?)).collect();
    let mut due = due;
    for pause in joined(ended) {
        if pause.to <= begun || pause.from >= due {
            continue;
        }
        let from = pause.from.max(begun);
        due = Timestamp::from_micros(due.micros().saturating_add(pause.to.micros() - from.micros()));
    }
    open.is_none_or(|from| from >= due).then_some(due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::without;
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_seconds(second)
    }

    proptest! {
        #[test]
        fn as_much_time_runs_outside_of_pauses_as_was_given(
            begun in 0i64..50, given in 1i64..80,
            pauses in proptest::collection::vec((0i64..120, 1i64..40), 0..5),
        ) {
            let due = at(begun + given);
            let asked: Vec<Pause> = pauses.iter().map(|(f, l)| Pause { from: at(*f), to: Some(at(f + l)) }).collect();
            let new = extended(at(begun), due, &asked).unwrap();
            let holes: Vec<Stretch> =
                pauses.iter().map(|(f, l)| Stretch { from: at(*f), to: at(f + l) }).collect();
            let running = without(&[Stretch { from: at(begun), to: new }], &holes);
            prop_assert_eq!(running.iter().map(|s| s.length().seconds()).sum::<i64>(), given);
            prop_assert!(new >= due);
        }

        #[test]
        fn another_pause_never_brings_it_forward(
            given in 1i64..80, pauses in proptest::collection::vec((0i64..120, 1i64..40), 1..5),
        ) {
            let asked: Vec<Pause> = pauses.iter().map(|(f, l)| Pause { from: at(*f), to: Some(at(f + l)) }).collect();
            prop_assert!(extended(at(0), at(given), &asked) >= extended(at(0), at(given), &asked[1..]));
        }
    }

    #[test]
    fn a_pause_that_lasts_holds_the_deadline_open() {
        let lasting = |from| [Pause { from: at(from), to: None }];
        assert_eq!(extended(at(0), at(10), &lasting(5)), None);
        assert_eq!(extended(at(0), at(10), &lasting(10)), Some(at(10)));
        let first = Pause { from: at(2), to: Some(at(6)) };
        assert_eq!(extended(at(0), at(10), &[first, lasting(12)[0]]), None);
        assert_eq!(extended(at(0), at(10), &[first, lasting(14)[0]]), Some(at(14)));
    }
}
