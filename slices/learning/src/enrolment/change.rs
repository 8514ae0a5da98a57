//! Coming into a course.

use super::store::{self, Enrolment};
use crate::study::{change::facts, rules};
use xingtan_accounts::api as accounts;
use xingtan_audit::Entry;
use xingtan_catalog::{
    Act,
    api::{self as catalog, LessonKinds, PublishedCourse},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};

/// How many lessons of a course count.
pub fn counting(kinds: &LessonKinds, tree: &PublishedCourse) -> i64 {
    let all: Vec<_> = tree.lessons.iter().map(|placed| facts(kinds, &placed.lesson, None)).collect();
    rules::progress(&all).total
}

/// A learner chooses an elective; a withdrawn enrolment lives again with what was done.
pub fn choose(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    tree: &PublishedCourse,
    id: Uuid,
    unit_path: &str,
    act: &Act,
) -> Result<()> {
    match store::of(tx, act.person, tree.course.id)? {
        Some(old) => store::revive(tx, old.id)?,
        None => {
            let name_key = accounts::person(tx, act.person)?.ok_or(Error::NotFound)?.name_key;
            let fresh = fresh(kinds, tree, id, (act.person, unit_path.to_owned(), name_key), act.at);
            store::add(tx, &fresh)?;
        }
    }
    let entry = Entry::new(act.ids.next(), act.at, "learning.course-chosen", &act.who)
        .on("course", tree.course.id, tree.course.title.clone())
        .within(unit_path);
    xingtan_audit::record(tx, &entry)
}

/// An enrolment of nobody's making yet: an elective from now on. `person` is id, unit path and name key.
pub fn fresh(
    kinds: &LessonKinds,
    tree: &PublishedCourse,
    id: Uuid,
    (person_id, unit_path, name_key): (Uuid, String, String),
    now: Timestamp,
) -> Enrolment {
    Enrolment {
        id,
        course_id: tree.course.id,
        person_id,
        unit_path,
        name_key,
        source: "chosen".to_owned(),
        required: false,
        assignment_id: None,
        opens_at: now,
        due_at: None,
        enrolled_at: now,
        version_id: tree.version.id,
        lessons_total: counting(kinds, tree),
        lessons_done: 0,
        study_seconds: 0,
        last_lesson_key: None,
        last_at: None,
        completed_at: None,
        withdrawn_at: None,
        round: 0,
        completed_before: None,
    }
}

/// Brings a person into an elective that was approved for them, to be finished until `due_at` (LRN-8). What is required
/// of them keeps its own deadline. The caller records it in the trail. None where the course is not published; otherwise
/// the enrolment as it stands.
///
/// # Errors
/// Those of the database.
pub fn enrol_elective(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: Uuid,
    person: &accounts::Person,
    due_at: Timestamp,
    id: Uuid,
    now: Timestamp,
) -> Result<Option<Enrolment>> {
    let Some(tree) = catalog::published_tree(tx, course)? else { return Ok(None) };
    let id = match store::of(tx, person.id, course)? {
        Some(old) => {
            if old.withdrawn_at.is_some() {
                store::revive(tx, old.id)?;
            }
            old.id
        }
        None => {
            let who = (person.id, person.unit_path.clone(), person.name_key.clone());
            store::add(tx, &fresh(kinds, &tree, id, who, now))?;
            id
        }
    };
    store::promise(tx, id, due_at)?;
    store::get(tx, id)
}

/// Takes a person out of an elective that was neither begun nor made required since. The caller records it.
///
/// # Errors
/// Those of the database.
pub fn leave_elective(tx: &mut Tx<'_>, person: Uuid, course: Uuid, now: Timestamp) -> Result<bool> {
    let own = store::of(tx, person, course)?;
    let Some(own) = own.filter(|it| !it.required && it.last_at.is_none() && it.withdrawn_at.is_none()) else {
        return Ok(false);
    };
    store::withdraw(tx, own.id, "selection-left", now)?;
    Ok(true)
}
