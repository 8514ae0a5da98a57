//! How many records each learner of a large demo has, and in which courses: arithmetic by the seed, nothing else.

use crate::demo::people::mix;

/// How far a learner is in a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Index of the course.
    pub course: usize,
    /// So many lessons from the first.
    pub lessons: usize,
    /// Whether the last of them is only half done.
    pub halfway: bool,
}

/// Shares `records` out to `learners`: how many the one with this number has. Neighbours differ, the sum is exact, and
/// nobody has more than `most`, as long as there are no more than `learners` × `most`.
pub fn share(records: u64, learners: u64, most: u64, n: u64, seed: u64) -> u64 {
    let even = |n: u64| {
        let upto = |n: u64| (u128::from(records) * u128::from(n) / u128::from(learners.max(1))) as u64;
        upto(n + 1) - upto(n)
    };
    let first = n - n % 2;
    if first + 1 >= learners {
        return even(n);
    }
    // What one of two neighbours has more, the other has less.
    let (a, b) = (even(first), even(first + 1));
    let room = b.min(most.saturating_sub(a));
    let moved = mix(seed, first) % (room + 1);
    if n == first { a + moved } else { b - moved }
}

/// Deals a learner's records out: `lessons` are those of each course, of which the first `required` are studied by
/// everybody, begun or not. The sum is `records`, or all lessons there are.
pub fn deal(records: u64, lessons: &[usize], required: usize, seed: u64) -> Vec<Part> {
    let order: Vec<usize> =
        turned(0..required, mix(seed, 0)).chain(turned(required..lessons.len(), mix(seed, 1))).collect();
    let mut left = usize::try_from(records).unwrap_or(usize::MAX);
    let mut parts: Vec<Part> = Vec::new();
    for (n, course) in order.into_iter().enumerate() {
        let (all, roll) = (lessons[course], mix(seed, 2 + n as u64));
        // Out of ten: five finish, three are under way, two have not begun.
        let wanted = match roll % 10 {
            0..=4 => all,
            5..=7 => 1 + (roll / 16) as usize % all.max(1),
            _ => 0,
        };
        let lessons = wanted.min(all).min(left);
        left -= lessons;
        parts.push(Part { course, lessons, halfway: roll.is_multiple_of(4) });
    }
    // What the rolls left over goes into the first courses that are not finished.
    for part in &mut parts {
        let more = (lessons[part.course] - part.lessons).min(left);
        part.lessons += more;
        left -= more;
    }
    for part in &mut parts {
        part.halfway &= part.lessons > 0 && part.lessons < lessons[part.course];
    }
    parts.retain(|it| it.course < required || it.lessons > 0);
    parts
}

/// A range that begins somewhere in its middle.
fn turned(range: std::ops::Range<usize>, roll: u64) -> impl Iterator<Item = usize> {
    let (start, length) = (range.start, range.len());
    let turn = (roll % length.max(1) as u64) as usize;
    (0..length).map(move |n| start + (n + turn) % length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_add_up_and_nobody_has_more_than_there_is(
            learners in 1u64..300, most in 1u64..100, part in 0u64..=1000, seed in any::<u64>()
        ) {
            let records = learners * most * part / 1000;
            let all: Vec<u64> = (0..learners).map(|n| share(records, learners, most, n, seed)).collect();
            prop_assert_eq!(all.iter().sum::<u64>(), records);
            prop_assert!(all.iter().all(|it| *it <= most));
        }

        #[test]
        fn dealt_records_add_up_and_no_course_holds_more_than_its_lessons(
            lessons in proptest::collection::vec(1usize..60, 1..9), records in 0u64..400,
            required in 0usize..9, seed in any::<u64>()
        ) {
            let required = required.min(lessons.len());
            let parts = deal(records, &lessons, required, seed);
            let most: usize = lessons.iter().sum();
            prop_assert_eq!(parts.iter().map(|it| it.lessons).sum::<usize>(), most.min(records as usize));
            let mut seen: Vec<usize> = parts.iter().map(|it| it.course).collect();
            prop_assert!((0..required).all(|it| seen.contains(&it)));
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), parts.len());
            for part in parts {
                prop_assert!(part.lessons <= lessons[part.course]);
                prop_assert!(!part.halfway || (1..lessons[part.course]).contains(&part.lessons));
            }
        }
    }
}
