//! The gate: who may judge what, and what a judgement needs.

use crate::states::{ReviewState, VersionState};
use std::collections::BTreeSet;
use xingtan_clock::Uuid;

/// What a reviewer looks at, in the order of the check list (CRS-6: text, pictures, direction and the rest). Each
/// has a Fluent key `catalog-check-…`.
pub const CHECKS: &[&str] =
    &["direction", "correct", "words", "pictures", "sources", "privacy", "quizzes", "facts"];

/// Days until a submission is due.
pub const DUE_DAYS: i64 = 5;
/// Days from approval until publication is due.
pub const PUBLICATION_DAYS: i64 = 3;

/// What comes of submitting a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submit {
    /// It waits for a reviewer.
    Go,
    /// It is no draft.
    NotDraft,
    /// So many things are missing.
    Incomplete(usize),
}

/// Whether a version may be submitted.
pub fn submit(state: VersionState, missing: usize) -> Submit {
    match (state, missing) {
        (VersionState::Draft, 0) => Submit::Go,
        (VersionState::Draft, n) => Submit::Incomplete(n),
        _ => Submit::NotDraft,
    }
}

/// A reviewer's judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Nothing stands against it.
    Approve,
    /// Back to the author.
    Return {
        /// Why.
        reason: String,
    },
}

/// What comes of judging a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decide {
    /// It is so.
    Go,
    /// Somebody decided before, or the author took it back.
    NotOpen,
    /// Whoever wrote it does not judge it.
    OwnWork,
    /// Not all checks are ticked.
    Unchecked(Vec<&'static str>),
    /// A return needs a reason.
    NoReason,
}

/// Whether `person` may judge so (author ≠ reviewer).
pub fn decide(
    state: ReviewState,
    author: Uuid,
    editors: &[Uuid],
    person: Uuid,
    judgement: &Judgement,
    ticked: &BTreeSet<String>,
) -> Decide {
    if state != ReviewState::Open {
        return Decide::NotOpen;
    }
    if author == person || editors.contains(&person) {
        return Decide::OwnWork;
    }
    match judgement {
        Judgement::Return { reason } if reason.trim().is_empty() => Decide::NoReason,
        Judgement::Return { .. } => Decide::Go,
        Judgement::Approve => {
            let open: Vec<&str> = CHECKS.iter().copied().filter(|check| !ticked.contains(*check)).collect();
            if open.is_empty() { Decide::Go } else { Decide::Unchecked(open) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: u8) -> Uuid {
        Uuid::from_bytes([n; 16])
    }

    fn all() -> BTreeSet<String> {
        CHECKS.iter().map(|check| (*check).to_owned()).collect()
    }

    #[test]
    fn nobody_judges_what_they_wrote() {
        let decide =
            |person| decide(ReviewState::Open, id(1), &[id(1), id(2)], person, &Judgement::Approve, &all());
        assert_eq!(decide(id(1)), Decide::OwnWork);
        assert_eq!(decide(id(2)), Decide::OwnWork);
        assert_eq!(decide(id(3)), Decide::Go);
    }

    #[test]
    fn a_submission_is_judged_once() {
        for state in [ReviewState::Approved, ReviewState::Returned, ReviewState::Recalled] {
            assert_eq!(decide(state, id(1), &[], id(3), &Judgement::Approve, &all()), Decide::NotOpen);
        }
    }

    #[test]
    fn a_return_needs_a_reason_and_no_ticks() {
        let back = |reason: &str| {
            let judgement = Judgement::Return { reason: reason.into() };
            decide(ReviewState::Open, id(1), &[], id(3), &judgement, &BTreeSet::new())
        };
        assert_eq!(back("  "), Decide::NoReason);
        assert_eq!(back("x"), Decide::Go);
    }

    proptest! {
        #[test]
        fn approval_needs_every_check(ticked in proptest::collection::btree_set(proptest::sample::select(CHECKS), 0..=CHECKS.len())) {
            let ticked: BTreeSet<String> = ticked.into_iter().map(str::to_owned).collect();
            let verdict = decide(ReviewState::Open, id(1), &[], id(3), &Judgement::Approve, &ticked);
            prop_assert_eq!(verdict == Decide::Go, ticked.len() == CHECKS.len());
        }

        #[test]
        fn only_a_complete_draft_is_submitted(missing in 0usize..4) {
            for state in [VersionState::Draft, VersionState::InReview, VersionState::Approved, VersionState::Published, VersionState::Retired] {
                prop_assert_eq!(submit(state, missing) == Submit::Go, state == VersionState::Draft && missing == 0);
            }
        }
    }
}
