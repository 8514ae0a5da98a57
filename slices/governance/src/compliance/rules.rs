//! Where an article stands: pure.

use crate::{
    fact::{FactKind, REOPENED},
    kind::{Kind, Works, params::Params},
};
use std::collections::{BTreeSet, HashMap};
use xingtan_clock::{Span, Timestamp};

/// What is prescribed holds within minutes of the day of its version; later than this something is amiss.
pub const PRESCRIBED: Span = Span::of_minutes(15);
/// Everybody is judged every night; a run that is later than this is missing.
pub const ON_TIME: Span = Span::of_hours(26);

/// Where an article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 已执行: bound to rules that tests prove, judged on time.
    Enforced,
    /// 未按时: bound, but nobody was judged when it was time.
    Late,
    /// 人工执行: somebody named carries it out.
    ByHand,
    /// 未绑定.
    NotBound,
}

impl Standing {
    /// All of them.
    pub const ALL: [Standing; 4] = [Standing::Enforced, Standing::Late, Standing::ByHand, Standing::NotBound];

    /// The end of its Fluent key.
    pub const fn code(self) -> &'static str {
        match self {
            Standing::Enforced => "enforced",
            Standing::Late => "late",
            Standing::ByHand => "by-hand",
            Standing::NotBound => "not-bound",
        }
    }

    /// The tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            Standing::Enforced => "pine",
            Standing::Late => "cinnabar",
            Standing::ByHand => "slate",
            Standing::NotBound => "ochre",
        }
    }
}

/// When the work of rules was last done wholly.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// Everybody was judged.
    pub judged: Option<Timestamp>,
    /// What a schedule does, by kind.
    pub carried: HashMap<String, Timestamp>,
    /// The prescribed settings that hold: key and value.
    pub prescribed: BTreeSet<(String, String)>,
}

impl Done {
    /// Whether the work of a kind that governs since a moment is behind its time.
    fn late(&self, kind: &dyn Kind, since: Timestamp, now: Timestamp) -> bool {
        let (last, within) = match kind.works() {
            Works::Consulted | Works::Prescribes => return false,
            Works::Judged => (self.judged, ON_TIME),
            Works::Scheduled { within } => (self.carried.get(kind.code()).copied(), within),
        };
        last.unwrap_or(since).max(since) + within < now
    }
}

/// Whether what a control prescribes for the platform's settings holds, or is yet to take hold.
pub fn holds(kind: &dyn Kind, params: &Params, since: Timestamp, done: &Done, now: Timestamp) -> bool {
    let stands = |(key, value): (&str, String)| done.prescribed.contains(&(key.to_owned(), value));
    since + PRESCRIBED >= now || kind.prescribes(params).into_iter().all(stands)
}

/// Where an article stands by the kinds of its controls (none: a kind this program does not know), the kinds of facts
/// that are told in this program, whoever carries it out by hand, since when its version governs, and when the work of
/// rules was last done.
pub fn standing(
    controls: &[Option<&dyn Kind>],
    told: &[FactKind],
    by_hand: bool,
    since: Timestamp,
    done: &Done,
    now: Timestamp,
) -> Standing {
    // A rule whose facts nobody tells can never fire.
    let fed = |kind: &dyn Kind| kind.reads().iter().all(|fact| told.contains(fact) || *fact == REOPENED);
    let proven: Vec<&&dyn Kind> =
        controls.iter().flatten().filter(|kind| !kind.proofs().is_empty() && fed(**kind)).collect();
    let all = proven.len() == controls.len();
    if controls.is_empty() || !all {
        return if by_hand { Standing::ByHand } else { Standing::NotBound };
    }
    let late = proven.iter().any(|kind| done.late(**kind, since, now));
    if late { Standing::Late } else { Standing::Enforced }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fact::TASK_MISSED, kind};

    #[test]
    fn nothing_is_enforced_without_a_proven_rule_that_is_judged_on_time() {
        let rule = kind::of("missed-tasks");
        let since = Timestamp::from_seconds(1_790_000_000);
        let check = |controls: &[Option<&dyn Kind>], by_hand, judged: Option<i64>, hours: i64, expected| {
            let done = Done { judged: judged.map(|it| since + Span::of_hours(it)), ..Done::default() };
            let now = since + Span::of_hours(hours);
            assert_eq!(standing(controls, &[TASK_MISSED], by_hand, since, &done, now), expected);
        };
        check(&[kind::of("account-sharing")], false, Some(1), 2, Standing::NotBound);
        check(&[], false, Some(1), 2, Standing::NotBound);
        check(&[], true, Some(1), 2, Standing::ByHand);
        check(&[None], false, Some(1), 2, Standing::NotBound);
        check(&[rule, None], true, Some(1), 2, Standing::ByHand);
        check(&[rule], false, Some(1), 2, Standing::Enforced);
        check(&[rule], false, None, 2, Standing::Enforced);
        check(&[rule], false, None, 27, Standing::Late);
        check(&[rule], false, Some(2), 27, Standing::Enforced);
        check(&[rule], false, Some(2), 29, Standing::Late);
    }

    /// A rule that a job carries out every month.
    struct Monthly;

    impl Kind for Monthly {
        fn code(&self) -> &'static str {
            "monthly"
        }
        fn params(&self) -> &'static [kind::params::Param] {
            &[]
        }
        fn reads(&self) -> &'static [FactKind] {
            &[]
        }
        fn works(&self) -> Works {
            Works::Scheduled { within: Span::of_hours(33 * 24) }
        }
        fn sanction(&self, _params: &kind::params::Params) -> Option<kind::Sanction> {
            None
        }
        fn judge(
            &self,
            _params: &kind::params::Params,
            _case: &kind::case::Case<'_>,
        ) -> Vec<kind::case::Due> {
            Vec::new()
        }
        fn proofs(&self) -> &'static [&'static str] {
            &["what_a_schedule_does_is_late_where_it_was_not_done_in_time"]
        }
    }

    #[test]
    fn what_a_schedule_does_is_late_where_it_was_not_done_in_time() {
        let since = Timestamp::from_seconds(1_790_000_000);
        let at = |days: i64| since + Span::of_hours(24 * days);
        let check = |carried: Option<i64>, days: i64, expected| {
            let carried = carried.map(|it| ("monthly".to_owned(), at(it))).into_iter().collect();
            let done = Done { carried, ..Done::default() };
            assert_eq!(standing(&[Some(&Monthly)], &[], true, since, &done, at(days)), expected);
        };
        check(None, 33, Standing::Enforced);
        check(None, 34, Standing::Late);
        check(Some(20), 34, Standing::Enforced);
        check(Some(20), 54, Standing::Late);
        check(Some(-90), 10, Standing::Enforced);
    }

    #[test]
    fn what_is_prescribed_and_does_not_hold_is_noticed_after_a_quarter_of_an_hour() {
        let kind = kind::of("password-rotation").unwrap();
        let params = Params::defaults(kind.params());
        let since = Timestamp::from_seconds(1_790_000_000);
        let check = |value: &str, minutes: i64| {
            let prescribed = [("accounts.password.rotation-days".to_owned(), value.to_owned())].into();
            let done = Done { prescribed, ..Done::default() };
            holds(kind, &params, since, &done, since + Span::of_minutes(minutes))
        };
        assert!(check("90", 16) && check("30", 15));
        assert!(!check("30", 16));
    }
}
