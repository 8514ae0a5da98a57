//! What becomes of the moves of a person: pure.

use xingtan_clock::Span;

/// How long it takes until a move counts as meant: what is put right within it makes no report of its own.
pub const SETTLES: Span = Span::of_minutes(5);

/// What happened to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To another unit.
    Move,
    /// Out of the institution.
    Leave,
}

impl Kind {
    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Move => "move",
            Kind::Leave => "leave",
        }
    }

    /// The kind of a word.
    pub fn of(code: &str) -> Kind {
        if code == "leave" { Kind::Leave } else { Kind::Move }
    }

    /// The key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Move => "learning-handover-move",
            Kind::Leave => "learning-handover-leave",
        }
    }
}

/// One step of a person, in the order in which they happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub kind: Kind,
    /// Path of the unit before.
    pub from: String,
    /// Path of the unit after; of somebody who leaves the same.
    pub to: String,
}

/// What becomes of the steps of one person that were not handed over yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// There are none.
    Nothing,
    /// The last one is told as the way from where the first began; the others are joined with it.
    Tell,
    /// They end where they began: nobody has anything to take over.
    Back,
}

/// Settles the steps of one person. Whoever leaves is always told of, wherever they were moved before.
pub fn fate(steps: &[Step]) -> Fate {
    match (steps.first(), steps.last()) {
        (Some(first), Some(last)) if last.kind == Kind::Move && first.from == last.to => Fate::Back,
        (Some(_), Some(_)) => Fate::Tell,
        _ => Fate::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps(way: &[u8], leaves: bool) -> Vec<Step> {
        let path = |unit: u8| format!("/1/{unit}/");
        let moves =
            way.windows(2).map(|pair| Step { kind: Kind::Move, from: path(pair[0]), to: path(pair[1]) });
        let last = way.last().copied().unwrap_or(0);
        let leave = leaves.then(|| Step { kind: Kind::Leave, from: path(last), to: path(last) });
        moves.chain(leave).collect()
    }

    proptest! {
        #[test]
        fn only_whoever_ends_where_they_began_hands_nothing_over(
            way in prop::collection::vec(0u8..4, 1..6), leaves in any::<bool>(),
        ) {
            let fate = fate(&steps(&way, leaves));
            let moved = way.len() > 1;
            let expected = match (moved, leaves) {
                (false, false) => Fate::Nothing,
                (_, true) => Fate::Tell,
                (true, false) if way.first() == way.last() => Fate::Back,
                (true, false) => Fate::Tell,
            };
            prop_assert_eq!(fate, expected);
        }
    }

    #[test]
    fn a_move_that_was_taken_back_and_one_that_went_on() {
        assert_eq!(fate(&steps(&[1, 2, 1], false)), Fate::Back);
        assert_eq!(fate(&steps(&[1, 2, 3], false)), Fate::Tell);
        assert_eq!(fate(&steps(&[1, 2, 1], true)), Fate::Tell);
        assert_eq!(fate(&[]), Fate::Nothing);
    }
}
