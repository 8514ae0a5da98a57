//! The first steps of an institution that has just been set up: organisation, people, a course, an assignment. They
//! go away with the first assignment, which needs what comes before it.

use xingtan_accounts::api as accounts;
use xingtan_auth::{Actor, Permission, Scope};
use xingtan_catalog::api as catalog;
use xingtan_db::{Result, Tx, params};
use xingtan_web::{Form, List};

/// A step, and whether it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstStep {
    /// Fluent key of its name; with `-line` what it is for, with `-do` what the button says, with `-by` who does it.
    pub key: &'static str,
    /// Whether it is done.
    pub done: bool,
    /// Whether it is what to do now.
    pub next: bool,
    /// Where it is done; none where the reader may not.
    pub href: Option<&'static str>,
}

impl FirstStep {
    /// Fluent key of what it is for.
    pub fn line(&self) -> String {
        format!("{}-line", self.key)
    }

    /// Fluent key of what the button says.
    pub fn act(&self) -> String {
        format!("{}-do", self.key)
    }

    /// Fluent key of who does it, for those who may not.
    pub fn by(&self) -> String {
        format!("{}-by", self.key)
    }
}

/// Key, address, and what one must be able to do, in order.
const STEPS: [(&str, &str, Permission); 4] = [
    ("learning-first-organisation", "/organisation", Permission("organisation.manage")),
    ("learning-first-people", "/people/import", Permission("people.import")),
    ("learning-first-course", "/courses/new", Permission("courses.write")),
    ("learning-first-assignment", "/assignments/new", Permission("assignments.write")),
];

/// The steps for whoever looks after the whole institution; none once there is an assignment.
///
/// # Errors
/// Those of the database.
pub fn first_steps(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<FirstStep>> {
    let assigned: Option<(i64,)> =
        tx.opt("SELECT CAST(1 AS bigint) AS one FROM learning_assignment LIMIT 1", params![])?;
    let Some(root) = accounts::root(tx)?.filter(|_| assigned.is_none()) else { return Ok(Vec::new()) };
    let units: Vec<String> = accounts::children(tx, root.id)?.into_iter().map(|unit| unit.path).collect();
    let one = List::read(&Form::default(), "", catalog::SORTS, &[], 1);
    let done = [
        !units.is_empty(),
        // Those of the first run stand at the root; whoever learns belongs to a unit.
        accounts::count_people(tx, &Scope::of(units))? > 0,
        catalog::published_courses(tx, &one)?.total > 0,
        false,
    ];
    Ok(steps(done, |permission| actor.may_at(permission, &root.path)))
}

/// Marks what is done and what comes next: the first that is open.
fn steps(done: [bool; 4], may: impl Fn(Permission) -> bool) -> Vec<FirstStep> {
    let next = done.iter().position(|done| !done);
    let step = |(at, ((key, href, permission), done))| FirstStep {
        key,
        done,
        next: Some(at) == next,
        href: Some(href).filter(|_| may(permission)),
    };
    STEPS.into_iter().zip(done).enumerate().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_step_is_next_and_all_before_it_are_done(done in any::<[bool; 3]>()) {
            let steps = steps([done[0], done[1], done[2], false], |_| true);
            let next = steps.iter().position(|step| step.next);
            prop_assert_eq!(steps.iter().filter(|step| step.next).count(), 1);
            prop_assert!(steps.iter().take(next.unwrap_or(4)).all(|step| step.done));
        }
    }

    #[test]
    fn a_step_leads_nowhere_for_whoever_may_not_take_it() {
        let steps = steps([false; 4], |permission| permission == Permission("organisation.manage"));
        assert_eq!(steps.iter().filter_map(|step| step.href).collect::<Vec<_>>(), ["/organisation"]);
    }
}
