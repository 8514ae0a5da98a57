//! 月内漏学: so many missed tasks within one calendar month suspend the account for some months (GOV-2).
//!
//! A missed task counts in the month of its deadline; finishing it later does not undo it (DESIGN, rulings).

use super::{
    CONFIRM, Kind, MODE, Sanction,
    case::{Case, Due},
    measure::{Measure, Term},
    mode,
    params::{Param, Params},
};
use crate::fact::{FactKind, REOPENED, TASK_MISSED};

const MISSES: Param = Param::count("misses", (1, 31), "governance-unit-times", "3");
const MONTHS: Param = Param::count("months", (1, 12), "governance-unit-months", "1");

/// The kind.
pub struct MissedTasks;

impl Kind for MissedTasks {
    fn code(&self) -> &'static str {
        "missed-tasks"
    }
    fn params(&self) -> &'static [Param] {
        const { &[MISSES, MONTHS, MODE, CONFIRM] }
    }
    fn reads(&self) -> &'static [FactKind] {
        &[TASK_MISSED, REOPENED]
    }
    fn sanction(&self, params: &Params) -> Option<Sanction> {
        let term = Term::Months(params.int(MONTHS.name));
        Some(Sanction { measure: Measure::Suspension, term, mode: mode(params) })
    }

    fn judge(&self, params: &Params, case: &Case<'_>) -> Vec<Due> {
        let misses = params.int(MISSES.name).max(1) as usize;
        let mut due: Vec<Due> = Vec::new();
        for (month, missed) in case.eras(TASK_MISSED).into_iter().flatten() {
            let Some(last) = missed.get(misses - 1) else { continue };
            // Of two eras that share a month the first has had its measure.
            let period = month.to_string();
            if last.happened_at <= case.until && due.iter().all(|it| it.period != period) {
                let grounds = missed[..misses].iter().map(|it| it.id).collect();
                due.push(Due { period, at: last.happened_at, grounds });
            }
        }
        due
    }

    fn proofs(&self) -> &'static [&'static str] {
        &[
            "the_third_missed_task_within_a_month_is_due_once",
            "each_month_is_due_once_at_most_and_only_with_enough",
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testkit::*, *};
    use crate::fact::Fact;
    use proptest::prelude::*;
    use xingtan_clock::{Span, Uuid};

    #[test]
    fn the_third_missed_task_within_a_month_is_due_once() {
        let days = ["2026-01-30", "2026-02-01", "2026-02-10", "2026-02-28", "2026-02-28"];
        let facts: Vec<Fact> = (1..).zip(days).map(|(id, day)| fact(id, TASK_MISSED, id, day)).collect();
        let found = due(&MissedTasks, &[], &facts, "2026-06-01");
        assert_eq!(periods(&found), ["2026-02"]);
        assert_eq!(found[0].at, noon("2026-02-28"));
        assert_eq!(found[0].grounds, [2, 3, 4].map(Uuid::from_u128), "it rests on the first three");
        assert_eq!(periods(&due(&MissedTasks, &[], &facts[..3], "2026-06-01")), [""; 0]);
    }

    #[test]
    fn a_month_ends_at_midnight_of_the_institutions_zone() {
        // 16:30 UTC of the last day is already the next month in Shanghai.
        let mut facts: Vec<Fact> = (1..=3).map(|id| fact(id, TASK_MISSED, id, "2026-02-28")).collect();
        facts[2].happened_at = noon("2026-02-28") + Span::of_hours(12);
        assert_eq!(periods(&due(&MissedTasks, &[], &facts, "2026-06-01")), [""; 0]);
    }

    proptest! {
        #[test]
        fn each_month_is_due_once_at_most_and_only_with_enough(days in prop::collection::vec(0_i64..200, 0..20), misses in 1_usize..5) {
            let facts: Vec<Fact> = (1..).zip(&days).map(|(id, day)| {
                let at = noon("2026-01-01") + Span::of_days(*day);
                Fact { happened_at: at, known_at: at, ..fact(id, TASK_MISSED, id, "2026-01-01") }
            }).collect();
            let given = misses.to_string();
            let found = due(&MissedTasks, &[("misses", given.as_str())], &facts, "2027-01-01");
            let mut counts = std::collections::BTreeMap::<String, usize>::new();
            for it in &facts {
                let month = super::super::case::Month::at(&xingtan_clock::Zone::default(), it.happened_at);
                *counts.entry(month.to_string()).or_default() += 1;
            }
            let expected: Vec<&str> = counts.iter().filter(|(_, n)| **n >= misses).map(|(it, _)| it.as_str()).collect();
            prop_assert_eq!(periods(&found), expected);
            prop_assert!(found.iter().all(|it| it.grounds.len() == misses));
        }
    }
}
