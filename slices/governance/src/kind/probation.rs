//! 试用期: an account that was reopened on application is on probation; missed tasks within it revoke it again (GOV-2).

use super::{
    CONFIRM, Kind, MODE, Sanction,
    case::{Case, Due},
    measure::{Measure, Term},
    mode,
    params::{Param, Params},
};
use crate::fact::{FactKind, REOPENED, TASK_MISSED};

const MONTHS: Param = Param::count("months", (1, 24), "governance-unit-months", "3");
const MISSES: Param = Param::count("misses", (1, 31), "governance-unit-times", "1");

/// The kind.
pub struct Probation;

impl Kind for Probation {
    fn code(&self) -> &'static str {
        "probation"
    }
    fn params(&self) -> &'static [Param] {
        const { &[MONTHS, MISSES, MODE, CONFIRM] }
    }
    fn reads(&self) -> &'static [FactKind] {
        &[REOPENED, TASK_MISSED]
    }
    fn sanction(&self, params: &Params) -> Option<Sanction> {
        Some(Sanction { measure: Measure::Revocation, term: Term::None, mode: mode(params) })
    }

    fn judge(&self, params: &Params, case: &Case<'_>) -> Vec<Due> {
        let misses = params.int(MISSES.name).max(1) as usize;
        let mut due = Vec::new();
        for reopened in case.of(REOPENED) {
            let end = case.zone.months_after(reopened.happened_at, params.int(MONTHS.name));
            let next = case.of(REOPENED).map(|it| it.happened_at).find(|at| *at > reopened.happened_at);
            let end = next.map_or(end, |next| end.min(next));
            let missed: Vec<_> = case
                .of(TASK_MISSED)
                .filter(|it| it.happened_at >= reopened.happened_at && it.happened_at < end)
                .take(misses)
                .collect();
            let Some(last) = missed.get(misses - 1).filter(|it| it.happened_at <= case.until) else {
                continue;
            };
            let mut grounds = vec![reopened.id];
            grounds.extend(missed.iter().map(|it| it.id));
            due.push(Due { period: reopened.id.to_string(), at: last.happened_at, grounds });
        }
        due
    }

    fn proofs(&self) -> &'static [&'static str] {
        &["a_missed_task_within_probation_revokes_again_and_one_after_it_does_not"]
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testkit::*, *};

    #[test]
    fn a_missed_task_within_probation_revokes_again_and_one_after_it_does_not() {
        let reopened = fact(1, REOPENED, 9, "2026-01-31");
        let within =
            [reopened.clone(), fact(2, TASK_MISSED, 2, "2026-04-30"), fact(3, TASK_MISSED, 3, "2026-05-02")];
        let found = due(&Probation, &[], &within, "2026-06-01");
        assert_eq!(
            (found.len(), found[0].at),
            (1, noon("2026-04-30")),
            "three months end on 30 April at 24:00"
        );
        let after = [reopened.clone(), fact(3, TASK_MISSED, 3, "2026-05-01")];
        assert!(due(&Probation, &[], &after, "2026-06-01").is_empty());
        assert!(due(&Probation, &[("misses", "2")], &within, "2026-06-01").is_empty());
        let before = [fact(4, TASK_MISSED, 4, "2026-01-30"), reopened];
        assert!(due(&Probation, &[], &before, "2026-06-01").is_empty());
    }
}
