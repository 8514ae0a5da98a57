//! Coming into a course.

use super::store::{self, Enrolment};
use crate::study::{change::facts, rules};
use xingtan_accounts::api as accounts;
use xingtan_audit::Entry;
use xingtan_catalog::{
    Act,
    api::{LessonKinds, PublishedCourse},
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
    }
}
