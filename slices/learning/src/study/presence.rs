//! Presence checks: at moments that nobody foresees, somebody who plays a video or audio is asked a question that a
//! person answers at a glance (LRN-2). While it is open nothing is credited, and nothing is lost either: reports wait.
//!
//! Pure. What is random comes from random ids, so that a unit of work may run again with the same outcome.

use xingtan_clock::Uuid;

/// Words among which one is asked for, as Fluent keys `learning-presence-word-N`.
pub const WORDS: usize = 12;
/// Options of one question.
pub const OPTIONS: usize = 4;
/// So many wrong answers end a learning session; the next one begins with a check.
pub const MOST_WRONG: i64 = 3;

/// After how many seconds of counted time the next check is due, for an average of `minutes`: between half of it and
/// one and a half. None when checks are off.
pub fn due(minutes: i64, random: Uuid) -> Option<i64> {
    let mean = minutes.clamp(0, 240) * 60;
    (mean > 0).then(|| mean / 2 + (number(random, 0) % (mean as u64 + 1)) as i64)
}

/// A question: the numbers of the words on offer, and which of them is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Numbers of words, all different.
    pub options: [usize; OPTIONS],
    /// Index into the options.
    pub right: usize,
}

/// The question of an id; the same id asks the same.
pub fn question(id: Uuid) -> Question {
    let mut words: Vec<usize> = (0..WORDS).collect();
    let mut options = [0; OPTIONS];
    for (i, option) in options.iter_mut().enumerate() {
        *option = words.swap_remove((number(id, i + 1) % words.len() as u64) as usize);
    }
    Question { options, right: (number(id, OPTIONS + 1) % OPTIONS as u64) as usize }
}

/// The `n`th number that follows from an id; the id's random part is 74 bits, which SplitMix64 spreads.
fn number(id: Uuid, n: usize) -> u64 {
    let (high, low) = id.as_u64_pair();
    let mut z = high ^ low.rotate_left(17) ^ (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_check_is_due_between_half_and_one_and_a_half_of_the_average(id: u128, minutes in 1i64..=240) {
            let due = due(minutes, Uuid::from_u128(id)).unwrap();
            prop_assert!((minutes * 30..=minutes * 90).contains(&due));
        }

        #[test]
        fn a_question_offers_different_words_and_asks_the_same_again(id: u128) {
            let asked = question(Uuid::from_u128(id));
            let mut options = asked.options.to_vec();
            options.sort_unstable();
            options.dedup();
            prop_assert_eq!(options.len(), OPTIONS);
            prop_assert!(asked.right < OPTIONS && options.iter().all(|word| *word < WORDS));
            prop_assert_eq!(question(Uuid::from_u128(id)), asked);
        }
    }

    #[test]
    fn the_right_answer_stands_anywhere() {
        let mut seen = [0; OPTIONS];
        for n in 0..400u128 {
            seen[question(Uuid::from_u128(n * 0x1234_5678_9ABC_DEF1)).right] += 1;
        }
        assert!(seen.iter().all(|count| *count > 50), "{seen:?}");
    }

    #[test]
    fn no_check_is_due_where_checks_are_off() {
        assert_eq!(due(0, Uuid::nil()), None);
    }
}
