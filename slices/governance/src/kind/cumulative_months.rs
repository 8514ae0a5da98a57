//! 累计漏学月份: missed tasks in so many months revoke the account (GOV-2).
//!
//! By default any months that hold a missed task count; by parameter only those that reached a number of them (DESIGN,
//! rulings). A month counts for one revocation only.

use super::{
    CONFIRM, Kind, MODE, Sanction,
    case::{Case, Due, Month},
    measure::{Measure, Term},
    mode,
    params::{Param, Params},
};
use crate::fact::{Fact, FactKind, REOPENED, TASK_MISSED};

const MONTHS: Param = Param::count("months", (2, 24), "governance-unit-months", "3");
const EACH: Param = Param::count("each", (1, 31), "governance-unit-times", "1");
const WITHIN: Param = Param::count("within", (0, 60), "governance-unit-months", "0");

/// The kind.
pub struct CumulativeMonths;

impl Kind for CumulativeMonths {
    fn code(&self) -> &'static str {
        "cumulative-months"
    }
    fn params(&self) -> &'static [Param] {
        const { &[MONTHS, EACH, WITHIN, MODE, CONFIRM] }
    }
    fn reads(&self) -> &'static [FactKind] {
        &[TASK_MISSED, REOPENED]
    }
    fn check(&self, params: &Params) -> Result<(), super::params::Wrong> {
        let within = params.int(WITHIN.name);
        if within != 0 && within < params.int(MONTHS.name) {
            return Err(vec![(WITHIN.name, xingtan_i18n::Msg::new("governance-param-within-short"))]);
        }
        Ok(())
    }
    fn sanction(&self, params: &Params) -> Option<Sanction> {
        Some(Sanction { measure: Measure::Revocation, term: Term::None, mode: mode(params) })
    }

    fn judge(&self, params: &Params, case: &Case<'_>) -> Vec<Due> {
        let (months, each) = (params.int(MONTHS.name).max(1) as usize, params.int(EACH.name).max(1) as usize);
        let within = params.int(WITHIN.name);
        let mut due = Vec::new();
        for era in case.eras(TASK_MISSED) {
            let mut open: Vec<(Month, Vec<&Fact>)> = Vec::new();
            for (month, missed) in era.into_iter().filter(|(_, missed)| missed.len() >= each) {
                open.push((month, missed.into_iter().take(each).collect()));
                if within > 0 {
                    open.retain(|(earlier, _)| month.since(*earlier) < within);
                }
                if open.len() < months {
                    continue;
                }
                let rests: Vec<&Fact> = open.drain(..).flat_map(|(_, missed)| missed).collect();
                let at = rests.iter().map(|it| it.happened_at).max().unwrap_or(case.until);
                if at <= case.until {
                    let grounds = rests.iter().map(|it| it.id).collect();
                    due.push(Due { period: month.to_string(), at, grounds });
                }
            }
        }
        due
    }

    fn proofs(&self) -> &'static [&'static str] {
        &["missed_tasks_in_three_months_are_due_once", "no_month_serves_two_revocations"]
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testkit::*, *};
    use proptest::prelude::*;
    use xingtan_clock::Span;

    fn missed(days: &[&str]) -> Vec<Fact> {
        (1..).zip(days).map(|(id, day)| fact(id, TASK_MISSED, id, day)).collect()
    }

    #[test]
    fn missed_tasks_in_three_months_are_due_once() {
        let facts = missed(&["2026-01-30", "2026-01-31", "2026-04-10", "2026-09-01", "2026-10-01"]);
        let found = due(&CumulativeMonths, &[], &facts, "2026-12-01");
        assert_eq!(periods(&found), ["2026-09"], "any three months; the fourth begins another count");
        assert_eq!(found[0].at, noon("2026-09-01"));
        assert_eq!(found[0].grounds.len(), 3);
        assert_eq!(periods(&due(&CumulativeMonths, &[("each", "2")], &facts, "2026-12-01")), [""; 0]);
        assert_eq!(periods(&due(&CumulativeMonths, &[("within", "3")], &facts, "2026-12-01")), [""; 0]);
    }

    #[test]
    fn what_was_before_a_reopening_counts_no_more() {
        let mut facts =
            missed(&["2026-01-30", "2026-02-10", "2026-03-01", "2026-06-01", "2026-07-01", "2026-08-01"]);
        facts.push(fact(99, REOPENED, 99, "2026-05-20"));
        let found = due(&CumulativeMonths, &[], &facts, "2026-12-01");
        assert_eq!(periods(&found), ["2026-03", "2026-08"], "each era by itself");
    }

    #[test]
    fn a_span_that_is_shorter_than_the_months_is_refused() {
        let given = |name: &str| {
            Some(match name {
                "within" => "2",
                "months" => "3",
                "mode" => "automatic",
                _ => "1",
            })
        };
        let params = Params::read(CumulativeMonths.params(), given).unwrap();
        assert_eq!(CumulativeMonths.check(&params).unwrap_err()[0].0, "within");
    }

    proptest! {
        #[test]
        fn no_month_serves_two_revocations(days in prop::collection::vec(0_i64..700, 0..40), months in 2_i64..5) {
            let facts: Vec<Fact> = (1..).zip(&days).map(|(id, day)| {
                let at = noon("2026-01-01") + Span::of_days(*day);
                Fact { happened_at: at, known_at: at, ..fact(id, TASK_MISSED, id, "2026-01-01") }
            }).collect();
            let given = months.to_string();
            let found = due(&CumulativeMonths, &[("months", given.as_str())], &facts, "2029-01-01");
            let all: std::collections::BTreeSet<_> =
                facts.iter().map(|it| Month::at(&xingtan_clock::Zone::default(), it.happened_at)).collect();
            prop_assert_eq!(found.len() as i64, all.len() as i64 / months);
            let mut grounds: Vec<_> = found.iter().flat_map(|it| it.grounds.clone()).collect();
            let count = grounds.len();
            grounds.sort_unstable();
            grounds.dedup();
            prop_assert_eq!(grounds.len(), count);
        }
    }
}
