//! What a correction takes back, as a pure function over the facts of the lessons.

use crate::study::rules::{LessonFacts, Standing, progress, standing};
use xingtan_clock::{Span, Uuid};

/// What follows from choosing some lessons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// None was chosen, or one that the course has not, or nothing was counted of them.
    Nothing,
    /// These are cleared, in the order of the course.
    Clear {
        /// The lessons.
        lessons: Vec<Uuid>,
        /// Lessons that still count as done afterwards.
        done: i64,
        /// Whether the course is still complete.
        complete: bool,
    },
}

/// Whether anything was counted of a lesson.
pub fn has_counted(facts: &LessonFacts) -> bool {
    let heading = matches!(standing(facts), Standing::Heading);
    let studied = facts.studied > Span::of_seconds(0) || facts.watched > Span::of_seconds(0);
    !heading && (studied || facts.viewed.is_some() || facts.passed.is_some())
}

/// The facts of a lesson of which nothing was counted.
fn cleared(facts: &LessonFacts) -> LessonFacts {
    let none = Span::of_seconds(0);
    LessonFacts { studied: none, watched: none, viewed: None, passed: None, ..*facts }
}

/// Judges a choice of lessons.
pub fn judge(facts: &[LessonFacts], chosen: &[Uuid]) -> Judged {
    let known = chosen.iter().all(|key| facts.iter().any(|it| it.key == *key));
    let lessons: Vec<Uuid> =
        facts.iter().filter(|it| chosen.contains(&it.key) && has_counted(it)).map(|it| it.key).collect();
    if !known || lessons.is_empty() {
        return Judged::Nothing;
    }
    let after: Vec<LessonFacts> =
        facts.iter().map(|it| if lessons.contains(&it.key) { cleared(it) } else { *it }).collect();
    let progress = progress(&after);
    Judged::Clear { lessons, done: progress.done, complete: progress.is_complete() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xingtan_catalog::api::Completion;
    use xingtan_clock::Timestamp;

    fn lessons() -> impl Strategy<Value = Vec<LessonFacts>> {
        let kinds = prop_oneof![Just(Completion::Read), Just(Completion::Taken), Just(Completion::Passed)];
        let one = (kinds, any::<bool>(), 0i64..30, 0i64..2_000, any::<bool>(), any::<bool>());
        prop::collection::vec(one, 0..9).prop_map(|all| {
            let at = |yes: bool| yes.then(|| Timestamp::from_seconds(1_800_000_000));
            let fact = |(n, (completion, required, minutes, studied, viewed, passed))| LessonFacts {
                key: Uuid::from_u128(n as u128 + 1),
                completion,
                required,
                minutes,
                studied: Span::of_seconds(studied),
                duration: None,
                watched: Span::of_seconds(0),
                viewed: at(viewed),
                passed: at(passed),
            };
            all.into_iter().enumerate().map(fact).collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_taken_back_counts_no_more_and_nothing_else_changes(
            facts in lessons(), chosen in prop::collection::vec(1u128..10, 0..5),
        ) {
            let chosen: Vec<Uuid> = chosen.into_iter().map(Uuid::from_u128).collect();
            let before = progress(&facts);
            if let Judged::Clear { lessons, done, complete } = judge(&facts, &chosen) {
                prop_assert!(done <= before.done);
                prop_assert!(lessons.iter().all(|key| chosen.contains(key)));
                let lost = facts
                    .iter()
                    .filter(|it| lessons.contains(&it.key) && standing(it) == Standing::Done && it.required)
                    .count() as i64;
                prop_assert!(before.done - done >= lost.min(before.done) || lost == 0 || before.done >= done);
                if complete {
                    prop_assert!(before.is_complete());
                }
                let cleared: Vec<LessonFacts> =
                    facts.iter().map(|it| if lessons.contains(&it.key) { cleared(it) } else { *it }).collect();
                prop_assert_eq!(judge(&cleared, &chosen), Judged::Nothing, "twice takes nothing more");
            } else {
                let any = facts.iter().any(|it| chosen.contains(&it.key) && has_counted(it));
                let known = chosen.iter().all(|key| facts.iter().any(|it| it.key == *key));
                prop_assert!(!any || !known);
            }
        }
    }
}
