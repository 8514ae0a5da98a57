//! Stretches of time and what they have in common.

use xingtan_clock::{Span, Timestamp};

/// From a moment up to, and not including, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
}

impl Stretch {
    /// The stretch between two moments; none where nothing lies between them.
    pub fn between(from: Timestamp, to: Timestamp) -> Option<Stretch> {
        (from < to).then_some(Stretch { from, to })
    }

    /// Whether a moment lies in it.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
    }

    /// Its length in whole seconds, rounded down.
    pub fn length(&self) -> Span {
        self.to - self.from
    }

    /// What it has in common with another.
    pub fn shared(&self, other: &Stretch) -> Option<Stretch> {
        Stretch::between(self.from.max(other.from), self.to.min(other.to))
    }
}

/// The same time in order, with what overlaps or touches made one.
pub fn joined(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut whole: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for next in stretches {
        match whole.last_mut() {
            Some(last) if next.from <= last.to => last.to = last.to.max(next.to),
            _ => whole.push(next),
        }
    }
    whole
}

/// What lies in `stretches` and in none of `holes`. Both in any order; the answer is in order.
pub fn without(stretches: &[Stretch], holes: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::with_capacity(stretches.len());
    let holes = joined(holes.to_vec());
    for stretch in joined(stretches.to_vec()) {
        let mut from = stretch.from;
        for hole in holes.iter().filter(|hole| hole.to > stretch.from && hole.from < stretch.to) {
            left.extend(Stretch::between(from, hole.from));
            from = from.max(hole.to);
        }
        left.extend(Stretch::between(from, stretch.to));
    }
    left
}

/// What lies in both. Both in any order; the answer is in order.
pub fn common(one: &[Stretch], other: &[Stretch]) -> Vec<Stretch> {
    let mut shared = Vec::new();
    let other = joined(other.to_vec());
    for stretch in joined(one.to_vec()) {
        shared.extend(other.iter().filter_map(|with| stretch.shared(with)));
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some() -> impl Strategy<Value = Vec<Stretch>> {
        let one = (0i64..60, 1i64..20).prop_map(|(from, long)| Stretch {
            from: Timestamp::from_seconds(from),
            to: Timestamp::from_seconds(from + long),
        });
        proptest::collection::vec(one, 0..6)
    }

    fn holds(stretches: &[Stretch], second: i64) -> bool {
        stretches.iter().any(|stretch| stretch.holds(Timestamp::from_seconds(second)))
    }

    fn in_order(stretches: &[Stretch]) -> bool {
        stretches.windows(2).all(|pair| pair[0].to <= pair[1].from)
    }

    proptest! {
        #[test]
        fn sets_of_time_agree_with_a_model_second_by_second(one in some(), other in some()) {
            let (whole, less, both) = (joined(one.clone()), without(&one, &other), common(&one, &other));
            for second in -1..90 {
                let (a, b) = (holds(&one, second), holds(&other, second));
                prop_assert_eq!(holds(&whole, second), a);
                prop_assert_eq!(holds(&less, second), a && !b);
                prop_assert_eq!(holds(&both, second), a && b);
            }
            prop_assert!(in_order(&whole) && in_order(&less) && in_order(&both));
        }
    }
}
