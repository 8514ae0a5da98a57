//! The gate: who may judge what, and what a judgement needs.

use super::lists::{CheckList, Marks};
use crate::states::{ReviewState, VersionState};
use xingtan_clock::Uuid;

xingtan_db::codes! {
    /// Which stage of a review it is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Stage {
        /// The only one.
        Review = "review",
        /// The first of two: a reviewer of the course's department.
        Department = "department",
        /// The second of two: a reviewer of the whole institution.
        Centre = "centre",
    }
}

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

/// The path of the institution, out of the path of a unit.
pub fn root(unit_path: &str) -> &str {
    let end = unit_path.char_indices().filter(|(_, c)| *c == '/').nth(1).map(|(at, _)| at + 1);
    unit_path.get(..end.unwrap_or(unit_path.len())).unwrap_or(unit_path)
}

/// Where somebody is a reviewer, seen from a course, and what stands in for its department.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Of the course's department, or of one above it that is not the whole institution.
    pub department: bool,
    /// Of the whole institution.
    pub whole: bool,
    /// The department has no reviewer besides the authors.
    pub vacant: bool,
    /// The time of the stage is over.
    pub late: bool,
}

impl Reach {
    /// Whether a stage is theirs to judge. In the stead of a department that has nobody, or that lets its time run out,
    /// a reviewer of the whole institution judges; the stage of the centre then is another's.
    pub fn may(self, stage: Stage) -> bool {
        match stage {
            Stage::Review => self.department || self.whole,
            Stage::Department => self.department || (self.whole && (self.vacant || self.late)),
            Stage::Centre => self.whole,
        }
    }
}

/// A submission before somebody who would judge it.
#[derive(Clone, Copy, Debug)]
pub struct Gate<'a> {
    /// What became of it.
    pub state: ReviewState,
    /// The stage.
    pub stage: Stage,
    /// The course's author.
    pub author: Uuid,
    /// Who changed the version.
    pub editors: &'a [Uuid],
    /// Who approved an earlier stage of this round.
    pub judged: &'a [Uuid],
    /// Who would judge.
    pub person: Uuid,
    /// Where they are a reviewer.
    pub reach: Reach,
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
    /// Whoever judged an earlier stage leaves this one to somebody else.
    OwnReview,
    /// The stage is judged by others.
    NotTheirs(Stage),
    /// These items are not marked.
    Unchecked(Vec<&'static str>),
    /// Something is wrong with these items.
    Findings(Vec<&'static str>),
    /// A return needs a reason.
    NoReason,
}

/// Whether somebody may judge so (author ≠ each reviewer), by these check lists.
pub fn decide(gate: &Gate<'_>, judgement: &Judgement, lists: &[CheckList], marks: &Marks) -> Decide {
    if gate.state != ReviewState::Open {
        return Decide::NotOpen;
    }
    if gate.author == gate.person || gate.editors.contains(&gate.person) {
        return Decide::OwnWork;
    }
    if gate.judged.contains(&gate.person) {
        return Decide::OwnReview;
    }
    if !gate.reach.may(gate.stage) {
        return Decide::NotTheirs(gate.stage);
    }
    let items = || lists.iter().flat_map(|list| list.items).copied();
    match judgement {
        Judgement::Return { reason } if reason.trim().is_empty() => Decide::NoReason,
        Judgement::Return { .. } => Decide::Go,
        Judgement::Approve => {
            let wrong: Vec<&str> = items().filter(|check| marks.finding(check).is_some()).collect();
            let open: Vec<&str> = items().filter(|check| !marks.0.contains_key(*check)).collect();
            if !wrong.is_empty() {
                Decide::Findings(wrong)
            } else if !open.is_empty() {
                Decide::Unchecked(open)
            } else {
                Decide::Go
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::lists::*, *};
    use proptest::prelude::*;

    fn id(n: u8) -> Uuid {
        Uuid::from_bytes([n; 16])
    }

    const WHOLE: Reach = Reach { department: false, whole: true, vacant: false, late: false };

    fn gate(person: Uuid) -> Gate<'static> {
        Gate {
            state: ReviewState::Open,
            stage: Stage::Review,
            author: id(1),
            editors: &[],
            judged: &[],
            person,
            reach: WHOLE,
        }
    }

    #[test]
    fn nobody_judges_what_they_wrote() {
        let editors = [id(1), id(2)];
        let decide = |person| {
            let gate = Gate { editors: &editors, ..gate(person) };
            decide(&gate, &Judgement::Approve, LISTS, &Marks::all())
        };
        assert_eq!(decide(id(1)), Decide::OwnWork);
        assert_eq!(decide(id(2)), Decide::OwnWork);
        assert_eq!(decide(id(3)), Decide::Go);
    }

    #[test]
    fn nobody_judges_two_stages_of_a_round() {
        let judged = [id(3)];
        let decide = |person| {
            let gate = Gate { judged: &judged, stage: Stage::Centre, ..gate(person) };
            decide(&gate, &Judgement::Approve, LISTS, &Marks::all())
        };
        assert_eq!(decide(id(3)), Decide::OwnReview);
        assert_eq!(decide(id(4)), Decide::Go);
    }

    #[test]
    fn a_submission_is_judged_once() {
        for state in [ReviewState::Approved, ReviewState::Returned, ReviewState::Recalled] {
            let gate = Gate { state, ..gate(id(3)) };
            assert_eq!(decide(&gate, &Judgement::Approve, LISTS, &Marks::all()), Decide::NotOpen);
        }
    }

    #[test]
    fn a_return_needs_a_reason_and_no_marks() {
        let back = |reason: &str| {
            let judgement = Judgement::Return { reason: reason.into() };
            decide(&gate(id(3)), &judgement, LISTS, &Marks::default())
        };
        assert_eq!(back("  "), Decide::NoReason);
        assert_eq!(back("x"), Decide::Go);
    }

    #[test]
    fn a_stage_is_judged_where_it_belongs() {
        let department = Reach { department: true, ..Reach::default() };
        for (reach, stage, may) in [
            (department, Stage::Review, true),
            (department, Stage::Department, true),
            (department, Stage::Centre, false),
            (WHOLE, Stage::Review, true),
            (WHOLE, Stage::Department, false),
            (WHOLE, Stage::Centre, true),
            (Reach { vacant: true, ..WHOLE }, Stage::Department, true),
            (Reach { late: true, ..WHOLE }, Stage::Department, true),
            (Reach { vacant: true, late: true, ..department }, Stage::Centre, false),
            (Reach { vacant: true, late: true, ..Reach::default() }, Stage::Department, false),
        ] {
            assert_eq!(reach.may(stage), may, "{reach:?} {stage:?}");
        }
        let gate = Gate { stage: Stage::Department, ..gate(id(3)) };
        let refused = decide(&gate, &Judgement::Approve, LISTS, &Marks::all());
        assert_eq!(refused, Decide::NotTheirs(Stage::Department));
    }

    #[test]
    fn the_root_is_the_first_part_of_a_path() {
        for (path, expected) in [("/1/", "/1/"), ("/1/5/", "/1/"), ("/12/5/7/", "/12/"), ("/", "/"), ("", "")]
        {
            assert_eq!(root(path), expected);
        }
    }

    proptest! {
        #[test]
        fn approval_needs_every_item_of_its_lists_and_nothing_wrong(
            lists in proptest::sample::subsequence(LISTS.to_vec(), 0..=LISTS.len()),
            ticked in proptest::collection::btree_set(proptest::sample::select(CHECKS), 0..=CHECKS.len()),
            wrong in proptest::collection::btree_set(proptest::sample::select(CHECKS), 0..2),
        ) {
            let marks = Marks::of(ticked.iter().copied(), wrong.iter().map(|check| (*check, "x")));
            let verdict = decide(&gate(id(3)), &Judgement::Approve, &lists, &marks);
            let needed: Vec<&str> = lists.iter().flat_map(|list| list.items).copied().collect();
            let sound = needed.iter().all(|check| ticked.contains(check) && !wrong.contains(check));
            prop_assert_eq!(verdict == Decide::Go, sound);
        }

        #[test]
        fn only_a_complete_draft_is_submitted(missing in 0usize..4) {
            for state in [VersionState::Draft, VersionState::InReview, VersionState::Approved, VersionState::Published, VersionState::Retired] {
                prop_assert_eq!(submit(state, missing) == Submit::Go, state == VersionState::Draft && missing == 0);
            }
        }
    }
}
