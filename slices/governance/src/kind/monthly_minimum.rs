//! 每月必修门数: fewer completed required courses in a month than asked for is one warning and one mail (GOV-2, LRN-6).
//!
//! Asked are at most as many as were open to the person for some days of that month (DESIGN, rulings). Days of a
//! suspension do not count as open. Only whole months under the rule are judged.

use super::{
    Kind, Sanction,
    case::{Case, Due, Month, Months},
    measure::{Measure, Mode, Term},
    params::{Param, Params},
};
use crate::fact::{Fact, FactKind, REQUIRED_DONE, REQUIRED_ENDED, REQUIRED_OPENED};
use std::collections::{HashMap, HashSet};
use xingtan_clock::{Span, Timestamp, Uuid};

const COURSES: Param = Param::count("courses", (1, 31), "governance-unit-courses", "2");
const DAYS: Param = Param::count("days", (0, 28), "governance-unit-days", "7");

/// The kind.
pub struct MonthlyMinimum;

/// A required course while it was open to the person.
struct Open<'a> {
    fact: &'a Fact,
    to: Timestamp,
}

impl Kind for MonthlyMinimum {
    fn code(&self) -> &'static str {
        "monthly-minimum"
    }
    fn params(&self) -> &'static [Param] {
        const { &[COURSES, DAYS] }
    }
    fn reads(&self) -> &'static [FactKind] {
        &[REQUIRED_OPENED, REQUIRED_ENDED, REQUIRED_DONE]
    }
    fn sanction(&self, _params: &Params) -> Option<Sanction> {
        Some(Sanction { measure: Measure::Warning, term: Term::None, mode: Mode::Automatic })
    }

    fn judge(&self, params: &Params, case: &Case<'_>) -> Vec<Due> {
        let (minimum, days) = (params.int(COURSES.name), Span::of_days(params.int(DAYS.name)));
        let open = open_courses(case);
        let mut done = Months::new();
        for fact in case.of(REQUIRED_DONE) {
            done.entry(Month::at(case.zone, fact.happened_at)).or_default().push(fact);
        }
        let Some(first) = open.iter().map(|it| it.fact.happened_at).min() else { return Vec::new() };
        // A month in which the rule came into force is not judged: it was no whole one.
        let mut month = Month::at(case.zone, first.max(case.from));
        if month.bounds(case.zone).0 < case.from {
            month = month.next();
        }
        let mut due = Vec::new();
        loop {
            let (from, to) = month.bounds(case.zone);
            if to > case.until || to <= from {
                return due;
            }
            let asked = open.iter().filter(|it| {
                let (begin, end) = (it.fact.happened_at.max(from), it.to.min(to));
                let open = case.open_time(begin, end);
                begin < end && open.seconds() > 0 && open >= days
            });
            let asked: Vec<&Open<'_>> = asked.collect();
            let finished: &[&Fact] = done.get(&month).map_or(&[], Vec::as_slice);
            // A course that was taken anew within the month is one course.
            let subjects: HashSet<Uuid> = asked.iter().map(|it| it.fact.subject).collect();
            let asked: Vec<Uuid> = asked.iter().map(|it| it.fact.id).collect();
            if (finished.len() as i64) < minimum.min(subjects.len() as i64) {
                let mut grounds = asked;
                grounds.extend(finished.iter().map(|it| it.id));
                grounds.sort_unstable();
                // The last moment of the month: the version that governed it judges it.
                let at = Timestamp::from_micros(to.micros() - 1);
                due.push(Due { period: month.to_string(), at, grounds });
            }
            month = month.next();
        }
    }

    fn proofs(&self) -> &'static [&'static str] {
        &["a_month_with_fewer_courses_than_asked_is_due_once", "as_a_plain_count_of_days_says"]
    }
}

/// Every opening, up to the first completion or end of the same course that follows it.
fn open_courses<'a>(case: &Case<'a>) -> Vec<Open<'a>> {
    let mut ends: HashMap<Uuid, Vec<Timestamp>> = HashMap::new();
    for fact in case.ever(REQUIRED_DONE).chain(case.ever(REQUIRED_ENDED)) {
        ends.entry(fact.subject).or_default().push(fact.happened_at);
    }
    let open = case.ever(REQUIRED_OPENED).map(|fact| {
        let ends = ends.get(&fact.subject).into_iter().flatten();
        let to = ends.copied().filter(|at| *at >= fact.happened_at).min();
        Open { fact, to: to.unwrap_or(Timestamp::from_micros(i64::MAX)) }
    });
    open.collect()
}

#[cfg(test)]
mod tests {
    use super::{super::testkit::*, *};
    use proptest::prelude::*;
    use xingtan_clock::Zone;

    #[test]
    fn a_month_with_fewer_courses_than_asked_is_due_once() {
        let facts = [
            fact(1, REQUIRED_OPENED, 1, "2026-01-05"),
            fact(2, REQUIRED_OPENED, 2, "2026-01-05"),
            fact(3, REQUIRED_OPENED, 3, "2026-01-05"),
            fact(4, REQUIRED_DONE, 1, "2026-01-20"),
            fact(5, REQUIRED_DONE, 2, "2026-02-10"),
            fact(6, REQUIRED_DONE, 3, "2026-02-11"),
        ];
        // January: three open, two asked, one done. February: two open, two done. March: nothing is open.
        assert_eq!(periods(&due(&MonthlyMinimum, &[], &facts, "2026-06-01")), ["2026-01"]);
        assert_eq!(
            periods(&due(&MonthlyMinimum, &[], &facts, "2026-01-31")),
            [""; 0],
            "the month is not over"
        );
        assert_eq!(periods(&due(&MonthlyMinimum, &[("courses", "1")], &facts, "2026-06-01")), [""; 0]);
    }

    #[test]
    fn a_course_that_was_assigned_on_the_last_days_is_not_asked_for() {
        let facts = [fact(1, REQUIRED_OPENED, 1, "2026-02-24"), fact(2, REQUIRED_DONE, 1, "2026-03-03")];
        assert_eq!(periods(&due(&MonthlyMinimum, &[], &facts, "2026-06-01")), [""; 0]);
        let early = [fact(1, REQUIRED_OPENED, 1, "2026-02-10"), fact(2, REQUIRED_DONE, 1, "2026-03-03")];
        assert_eq!(periods(&due(&MonthlyMinimum, &[], &early, "2026-06-01")), ["2026-02"]);
    }

    #[test]
    fn days_of_a_suspension_do_not_count_as_open() {
        let facts = [fact(1, REQUIRED_OPENED, 1, "2026-01-01")];
        let pause = [(noon("2026-01-05"), noon("2026-03-27"))];
        let until = noon("2026-04-15");
        let due = due_with(&MonthlyMinimum, &[], &facts, &pause, until);
        assert_eq!(periods(&due), [""; 0], "January and March hold four days each, February none");
        let due = due_with(&MonthlyMinimum, &[("days", "4")], &facts, &pause, until);
        assert_eq!(periods(&due), ["2026-01", "2026-03"]);
    }

    #[test]
    fn only_whole_months_under_the_rule_are_judged() {
        let facts = [fact(1, REQUIRED_OPENED, 1, "2026-01-05")];
        let (params, zone) = (Params::defaults(MonthlyMinimum.params()), Zone::default());
        let (from, until) = (noon("2026-02-10"), noon("2026-04-02"));
        let case = Case { facts: &[&facts[0]], pauses: &[], zone: &zone, from, until };
        assert_eq!(periods(&MonthlyMinimum.judge(&params, &case)), ["2026-03"]);
    }

    proptest! {
        /// Against a model that walks day by day: a course is open on a day when it is open at its noon.
        #[test]
        fn as_a_plain_count_of_days_says(
            courses in prop::collection::vec((0_i64..120, prop::option::of(0_i64..90)), 0..5),
            minimum in 1_i64..4,
        ) {
            let zone = Zone::default();
            let start = zone.start_of("2026-01-01".parse().unwrap());
            let midnight = |day: i64| start + Span::of_days(day);
            let mut facts = Vec::new();
            for (at, (opened, lasts)) in courses.iter().enumerate() {
                let id = at as u128 + 1;
                facts.push(Fact { happened_at: midnight(*opened), ..fact(id, REQUIRED_OPENED, id, "2026-01-01") });
                if let Some(lasts) = lasts {
                    let at = midnight(opened + lasts);
                    facts.push(Fact { happened_at: at, ..fact(id + 100, REQUIRED_DONE, id, "2026-01-01") });
                }
            }
            let until = midnight(150);
            facts.iter_mut().for_each(|it| it.known_at = start);
            let given = minimum.to_string();
            let due = due_with(&MonthlyMinimum, &[("courses", given.as_str())], &facts, &[], until);
            let months = [(0, 31, "2026-01"), (31, 59, "2026-02"), (59, 90, "2026-03"), (90, 120, "2026-04"), (120, 151, "2026-05")];
            let mut expected = Vec::new();
            for (from, to, name) in months {
                if to > 150 { continue }
                let mut asked = 0;
                let mut done = 0;
                for (opened, lasts) in &courses {
                    let end = lasts.map_or(i64::MAX, |it| opened + it);
                    asked += i64::from((from..to).filter(|day| opened <= day && *day < end).count() >= 7);
                    done += i64::from((from..to).contains(&end));
                }
                if done < asked.min(minimum) { expected.push(name) }
            }
            prop_assert_eq!(periods(&due), expected);
        }
    }
}
