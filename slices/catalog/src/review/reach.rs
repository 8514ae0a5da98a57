//! Where somebody is a reviewer, seen from a submission.

use super::{
    rules::{Reach, Stage, root},
    store::Review,
};
use crate::permissions::REVIEWS_DECIDE;
use xingtan_auth::{Actor, Role};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};

/// Reviewers of a course by where they are: of its department, and of the whole institution.
pub(crate) struct Reviewers {
    pub department: Vec<Uuid>,
    pub whole: Vec<Uuid>,
}

impl Reviewers {
    /// One statement.
    pub fn of(tx: &mut Tx<'_>, unit_path: &str) -> Result<Reviewers> {
        let root = root(unit_path);
        let (mut department, mut whole) = (Vec::new(), Vec::new());
        for held in xingtan_accounts::api::held_where(tx, Role::Reviewer)? {
            if held.path.len() > root.len() && unit_path.starts_with(&held.path) {
                department.push(held.person_id);
            } else if held.path == root {
                whole.push(held.person_id);
            }
        }
        Ok(Reviewers { department, whole })
    }

    /// Those of a stage.
    pub fn at(&self, stage: Stage) -> Vec<Uuid> {
        match stage {
            Stage::Review => [self.department.as_slice(), &self.whole].concat(),
            Stage::Department => self.department.clone(),
            Stage::Centre => self.whole.clone(),
        }
    }
}

/// Where the actor is a reviewer; `writers` are the author and the editors of the version. One statement where the
/// department is asked, else none.
pub(crate) fn reach(
    tx: &mut Tx<'_>,
    actor: &Actor,
    review: &Review,
    writers: &[Uuid],
    now: Timestamp,
) -> Result<Reach> {
    let (at, root) = (review.unit_path.as_str(), root(&review.unit_path));
    let of_department = actor.grants.iter().any(|grant| {
        grant.path.len() > root.len()
            && at.starts_with(&grant.path)
            && actor.permissions.carries(grant.role, REVIEWS_DECIDE)
    });
    let whole = actor.may_at(REVIEWS_DECIDE, root);
    let vacant = review.stage == Stage::Department
        && whole
        && Reviewers::of(tx, at)?.department.iter().all(|person| writers.contains(person));
    Ok(Reach {
        department: of_department && actor.may_at(REVIEWS_DECIDE, at),
        whole,
        vacant,
        late: review.due_at <= now,
    })
}
