//! What was really played of a video or audio lesson: a union of ranges, and what a report may add to it (LRN-2;
//! RULINGS, study time).
//!
//! Pure: no database, no clock. Times are milliseconds of the medium.

/// Nobody plays faster than this; a stretch costs at least half its length in the server's own time.
pub const FASTEST: i64 = 2;
/// A gap that is longer than this is a part that was not watched.
const LONGEST_GAP_MS: i64 = 3_000;
/// Stretches of one report; a browser sends one every 15 s and at each pause.
pub const MOST_STRETCHES: usize = 32;

/// Stretches of a medium, ascending, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges(Vec<(i64, i64)>);

impl Ranges {
    /// Reads what [`Ranges::to_json`] wrote; what it did not write is as good as nothing.
    pub fn from_json(text: &str) -> Ranges {
        let mut ranges = Ranges::default();
        for (from, to) in serde_json::from_str::<Vec<(i64, i64)>>(text).unwrap_or_default() {
            ranges.add(from, to);
        }
        ranges
    }

    /// `[[0,1500],[9000,12000]]`.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// The stretches.
    pub fn stretches(&self) -> &[(i64, i64)] {
        &self.0
    }

    /// Adds a stretch; one that is empty, turned round or before the beginning adds what is left of it.
    pub fn add(&mut self, from: i64, to: i64) {
        let (mut from, mut to) = (from.max(0), to);
        if to <= from {
            return;
        }
        let first = self.0.partition_point(|(_, end)| *end < from);
        let after = self.0.partition_point(|(begin, _)| *begin <= to);
        if first < after {
            from = from.min(self.0[first].0);
            to = to.max(self.0[after - 1].1);
        }
        self.0.splice(first..after, [(from, to)]);
    }

    /// How much was played, in milliseconds.
    pub fn total(&self) -> i64 {
        self.0.iter().map(|(from, to)| to - from).sum()
    }

    /// How far it was played from the beginning without a gap of more than [`LONGEST_GAP_MS`].
    pub fn frontier(&self) -> i64 {
        let mut reached = 0;
        for (from, to) in &self.0 {
            if from - reached > LONGEST_GAP_MS {
                break;
            }
            reached = *to;
        }
        reached
    }

    /// Wholly watched: what is missing is at most 1 % or two seconds, whichever is more, with no gap of more than
    /// three seconds.
    pub fn covers(&self, duration_ms: i64) -> bool {
        if duration_ms <= 0 {
            return false;
        }
        let (mut reached, mut missing) = (0, 0);
        for (from, to) in self.0.iter().copied().chain([(duration_ms, duration_ms)]) {
            let gap = (from.min(duration_ms) - reached).max(0);
            if gap > LONGEST_GAP_MS {
                return false;
            }
            missing += gap;
            reached = reached.max(to);
        }
        // Of a medium of some seconds, two missing ones would be all of it.
        missing <= (duration_ms / 100).max(2_000) && self.total() * 2 >= duration_ms
    }
}

/// What a learning session of a medium has cost and gained so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Played {
    /// Server time since the session began that counted nowhere else, in milliseconds.
    pub lasted_ms: i64,
    /// What was credited in this session, repetitions included, in milliseconds.
    pub credited_ms: i64,
}

/// Takes the stretches that a report claims, as far as the server's own time allows: all that was credited in a
/// session, also what was known before, is at most [`FASTEST`] times the time that the session has lasted. So a
/// script gains what real time gives at double speed, and what waited while the line was cut counts later. Answers
/// what was credited, in milliseconds.
///
/// `may_seek` is false where the course allows no seeking ahead on first watch: then a stretch counts only where it
/// begins in what was reached before.
pub fn credit(
    known: &mut Ranges,
    claimed: &[(i64, i64)],
    played: Played,
    duration_ms: i64,
    may_seek: bool,
) -> i64 {
    let budget = played.lasted_ms.max(0).saturating_mul(FASTEST);
    let mut left = (budget - played.credited_ms).max(0);
    let before = left;
    for (from, to) in claimed.iter().take(MOST_STRETCHES) {
        let (from, to) = (from.max(&0), to.min(&duration_ms));
        if to <= from || (!may_seek && *from > known.frontier() + LONGEST_GAP_MS) {
            continue;
        }
        let length = (to - from).min(left);
        known.add(*from, from + length);
        left -= length;
    }
    before - left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ranges(stretches: &[(i64, i64)]) -> Ranges {
        let mut ranges = Ranges::default();
        stretches.iter().for_each(|(from, to)| ranges.add(*from, *to));
        ranges
    }

    fn lasted(seconds: i64) -> Played {
        Played { lasted_ms: seconds * 1000, credited_ms: 0 }
    }

    /// The plain model: one flag for each millisecond.
    fn model(stretches: &[(i64, i64)], length: usize) -> Vec<bool> {
        let mut played = vec![false; length];
        for (from, to) in stretches {
            for flag in &mut played[(*from).max(0) as usize..(*to).max(*from).max(0) as usize] {
                *flag = true;
            }
        }
        played
    }

    proptest! {
        #[test]
        fn the_union_is_that_of_a_plain_model(
            stretches in proptest::collection::vec((-5i64..200, -5i64..200), 0..40), at in 0usize..40
        ) {
            let union = ranges(&stretches);
            let model = model(&stretches, 200);
            prop_assert_eq!(union.total(), model.iter().filter(|flag| **flag).count() as i64);
            prop_assert!(union.stretches().iter().all(|(from, to)| from < to));
            prop_assert!(union.stretches().windows(2).all(|pair| pair[0].1 < pair[1].0), "apart and ascending");
            // Late, doubled and reordered stretches give the same union.
            let mut other = stretches.clone();
            other.extend(stretches.iter().take(at).copied());
            let turn = at.min(other.len());
            other.rotate_left(turn);
            prop_assert_eq!(ranges(&other), union.clone());
            prop_assert_eq!(Ranges::from_json(&union.to_json()), union);
        }

        /// Whatever is claimed, in however many reports: never more than double the server's own time.
        #[test]
        fn no_history_gains_more_than_real_time_at_double_speed(
            history in proptest::collection::vec(
                (0i64..40, proptest::collection::vec((-100i64..700_000, -100i64..700_000), 0..6)), 0..60
            ),
            may_seek: bool
        ) {
            let duration = 600_000;
            let (mut known, mut now, mut credited_ms) = (Ranges::default(), 0, 0);
            for (later, claimed) in history {
                now += later;
                let played = Played { lasted_ms: now * 1000, credited_ms };
                credited_ms += credit(&mut known, &claimed, played, duration, may_seek);
                prop_assert!(known.total() <= now * 1000 * FASTEST);
                prop_assert!(known.total() <= credited_ms);
                prop_assert!(known.stretches().iter().all(|(from, to)| *from >= 0 && *to <= duration));
                if !may_seek {
                    prop_assert!(known.frontier() >= known.stretches().last().map_or(0, |(_, to)| *to));
                }
            }
        }

        /// Somebody honest loses nothing, at any speed, whenever reports arrive, as long as they do.
        #[test]
        fn honest_playing_counts_wholly(
            speed in 75i64..=200, every in 1i64..=20, delays in proptest::collection::vec(0i64..600, 1..20)
        ) {
            let duration = 120_000;
            let (mut known, mut credited_ms, mut position, mut real) = (Ranges::default(), 0, 0, 0);
            let mut arrived = 0;
            let mut turn = 0usize;
            while position < duration {
                let to = (position + every * speed * 10).min(duration);
                real += every;
                // A report arrives at once or later, never before it was sent, and in order.
                arrived = (real + delays[turn % delays.len()]).max(arrived);
                turn += 1;
                let played = Played { lasted_ms: arrived * 1000, credited_ms };
                credited_ms += credit(&mut known, &[(position, to)], played, duration, false);
                position = to;
            }
            prop_assert_eq!(known.total(), duration);
            prop_assert!(known.covers(duration));
        }
    }

    #[test]
    fn wholly_watched_allows_a_hundredth_but_no_gap_of_more_than_three_seconds() {
        let hour = 3_600_000;
        assert!(ranges(&[(0, hour)]).covers(hour));
        assert!(ranges(&[(2_900, hour - 2_900)]).covers(hour));
        assert!(!ranges(&[(0, 1_000_000), (1_003_001, hour)]).covers(hour), "one gap is too long");
        let holes: Vec<(i64, i64)> = (0..36).map(|i| (i * 100_000, (i + 1) * 100_000 - 1_000)).collect();
        assert!(ranges(&holes).covers(hour), "36 gaps of a second are a hundredth");
        let holes: Vec<(i64, i64)> = (0..36).map(|i| (i * 100_000, (i + 1) * 100_000 - 1_100)).collect();
        assert!(!ranges(&holes).covers(hour), "a little more is too much");
        assert!(ranges(&[(0, 8_000)]).covers(10_000), "two seconds of a short one");
        assert!(!ranges(&[(0, 7_900)]).covers(10_000));
        assert!(!ranges(&[]).covers(10_000));
        assert!(!ranges(&[]).covers(1_500), "nothing of a very short one is nothing");
        assert!(!ranges(&[(0, 1)]).covers(0), "a medium without length is never watched");
    }

    #[test]
    fn one_request_that_claims_all_gains_the_time_since_the_lesson_was_opened() {
        let mut known = Ranges::default();
        assert_eq!(credit(&mut known, &[(0, 3_600_000)], lasted(0), 3_600_000, true), 0);
        assert_eq!(credit(&mut known, &[(0, i64::MAX)], lasted(10), i64::MAX, true), 20_000);
    }

    #[test]
    fn seeking_to_the_end_gains_nothing_where_seeking_is_not_allowed() {
        let mut known = ranges(&[(0, 10_000)]);
        assert_eq!(credit(&mut known, &[(50_000, 60_000)], lasted(100), 60_000, false), 0);
        assert_eq!(credit(&mut known, &[(12_000, 15_000)], lasted(100), 60_000, false), 3_000);
        assert_eq!(known.frontier(), 15_000, "a gap of two seconds is none");
    }
}
