//! 实名: nobody is enrolled in a formal course whose real name was not verified (ACC-4). What a real name is, the slice
//! of accounts knows; learning asks here whether a course is closed to somebody.

use super::{
    Kind, Sanction, Works,
    case::{Case, Due},
    params::{Param, Params},
};
use crate::fact::FactKind;
use xingtan_clock::{Span, Timestamp};

/// Which courses are formal: all, or those that book credits or bring a certificate.
pub const COURSES: Param = Param::choice("courses", &["every-course", "credited"], "credited");
/// How many days whoever was enrolled before the rule came into force may go on without.
pub const GRACE: Param = Param::count("grace", (0, 180), "governance-unit-days", "14");

/// The kind.
pub struct RealNameGate;

/// The code of the kind.
pub const CODE: &str = "real-name-gate";

/// What is known of a course and whoever wants to be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whether the course books credits or brings a certificate.
    pub credited: bool,
    /// Since when the person is enrolled; none: they want to be now.
    pub enrolled: Option<Timestamp>,
    /// Since when the rule is in force.
    pub since: Timestamp,
}

/// Whether a real name has to be verified for it at a moment.
pub fn asks(params: &Params, facts: &Facts, now: Timestamp) -> bool {
    let formal = params.text(COURSES.name) == "every-course" || facts.credited;
    let graced = facts
        .enrolled
        .is_some_and(|at| at < facts.since && now < facts.since + Span::of_days(params.int(GRACE.name)));
    formal && !graced
}

impl Kind for RealNameGate {
    fn code(&self) -> &'static str {
        CODE
    }
    fn params(&self) -> &'static [Param] {
        const { &[COURSES, GRACE] }
    }
    fn reads(&self) -> &'static [FactKind] {
        &[]
    }
    fn works(&self) -> Works {
        Works::Consulted
    }
    fn sanction(&self, _params: &Params) -> Option<Sanction> {
        None
    }
    fn judge(&self, _params: &Params, _case: &Case<'_>) -> Vec<Due> {
        Vec::new()
    }
    fn proofs(&self) -> &'static [&'static str] {
        &["formal_courses_ask_for_a_real_name", "only_whoever_was_there_before_has_days_of_grace"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn params(courses: &'static str, grace: i64) -> Params {
        let grace = grace.to_string();
        let value = |name: &str| Some(if name == "courses" { courses } else { grace.as_str() });
        Params::read(RealNameGate.params(), value).unwrap()
    }

    fn at(days: i64) -> Timestamp {
        Timestamp::from_seconds(1_790_000_000) + Span::of_days(days)
    }

    #[test]
    fn formal_courses_ask_for_a_real_name() {
        let check = |courses, credited, enrolled: Option<i64>, day: i64, expected| {
            let facts = Facts { credited, enrolled: enrolled.map(at), since: at(0) };
            let found = asks(&params(courses, 14), &facts, at(day));
            assert_eq!(found, expected, "{courses} {credited} {enrolled:?} {day}");
        };
        check("credited", true, None, 1, true);
        check("credited", false, None, 1, false);
        check("every-course", false, None, 1, true);
        check("credited", true, Some(-1), 13, false);
        check("credited", true, Some(-1), 14, true);
        check("credited", true, Some(0), 1, true);
        check("credited", true, Some(1), 2, true);
        check("credited", false, Some(-1), 400, false);
    }

    proptest! {
        /// Day by day: who wants to be enrolled never has grace; who was there before has exactly the days, and no
        /// day after them.
        #[test]
        fn only_whoever_was_there_before_has_days_of_grace(
            grace in 0_i64..=180, enrolled in prop::option::of(-40_i64..40), days in 0_i64..400,
        ) {
            let facts = Facts { credited: true, enrolled: enrolled.map(at), since: at(0) };
            let asked: Vec<bool> = (0..=days).map(|day| asks(&params("credited", grace), &facts, at(day))).collect();
            let free = asked.iter().filter(|asked| !**asked).count() as i64;
            let expected = if enrolled.is_some_and(|day| day < 0) { grace.min(days + 1) } else { 0 };
            prop_assert_eq!(free, expected);
            prop_assert!(asked.windows(2).all(|two| two[0] <= two[1]), "what is asked for stays asked for");
        }
    }
}
