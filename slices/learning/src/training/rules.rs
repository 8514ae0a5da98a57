//! Whether the training of a role still holds.

use xingtan_clock::{Span, Timestamp, Zone};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// So long before its end it may be taken anew.
pub const AHEAD: Span = Span::of_days(30);

/// How somebody stands with the course of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It was never passed.
    Missing,
    /// It holds without end, or for long.
    Holds,
    /// It holds until then, which is near.
    EndsSoon(Timestamp),
    /// It held until then.
    Over(Timestamp),
}

/// Judges a completion; `months` 0: it holds without end.
pub fn stands(passed_at: Option<Timestamp>, months: i64, zone: &Zone, now: Timestamp) -> Stands {
    let Some(passed_at) = passed_at else { return Stands::Missing };
    if months <= 0 {
        return Stands::Holds;
    }
    match zone.months_after(passed_at, months) {
        end if end <= now => Stands::Over(end),
        end if end - now <= AHEAD => Stands::EndsSoon(end),
        _ => Stands::Holds,
    }
}

/// The first moment, in whole seconds, at which something passed still holds after `end`.
pub fn running_after(end: Timestamp, months: i64, zone: &Zone) -> Timestamp {
    let last = end.micros().div_euclid(1_000_000);
    // What was passed at `over` is over by then, what was passed at `runs` is not.
    let (mut over, mut runs) = (last - (months * 31 + 2) * DAY, last + DAY);
    while runs - over > 1 {
        let middle = over + (runs - over) / 2;
        match zone.months_after(Timestamp::from_seconds(middle), months) <= end {
            true => over = middle,
            false => runs = middle,
        }
    }
    Timestamp::from_seconds(runs)
}

impl Stands {
    /// Whether the rights of the role are open.
    pub fn opens(self) -> bool {
        matches!(self, Stands::Holds | Stands::EndsSoon(_))
    }

    /// Whether the course may be taken anew now.
    pub fn may_renew(self) -> bool {
        matches!(self, Stands::Over(_) | Stands::EndsSoon(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_runs_on_after_a_moment_was_passed_since_then(
            end in 1_700_000_000i64..1_900_000_000, months in 1i64..=60, off in -100_000i64..100_000,
        ) {
            let (zone, end) = (Zone::default(), Timestamp::from_seconds(end));
            let first = running_after(end, months, &zone);
            let passed = first + Span::of_seconds(off);
            prop_assert_eq!(zone.months_after(passed, months) > end, passed >= first);
        }

        #[test]
        fn it_opens_from_passing_until_its_end_and_may_be_renewed_before_it_closes(
            passed in 1_700_000_000i64..1_900_000_000, months in 0i64..=60, later in 0i64..200_000_000,
        ) {
            let zone = Zone::default();
            let passed_at = Timestamp::from_seconds(passed);
            let now = Timestamp::from_seconds(passed + later);
            let stands = stands(Some(passed_at), months, &zone, now);
            let end = zone.months_after(passed_at, months);
            prop_assert_eq!(stands.opens(), months == 0 || now < end);
            prop_assert_eq!(stands.may_renew(), months > 0 && end - now <= AHEAD);
            prop_assert!(!super::stands(None, months, &zone, now).opens());
        }
    }
}
