//! What is done to notes, by pages and programs alike, within the caller's unit of work.

use super::{MOST_PER_LESSON, store};
use crate::{
    enrolment::{
        access::studying,
        store::{self as enrolments, Enrolment},
    },
    study::store as study,
};
use xingtan_catalog::api as catalog;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_web::Fault;

/// A lesson that its learner may write a note beside.
#[derive(Clone, Debug)]
pub struct Beside {
    enrolment: Enrolment,
    lesson: Uuid,
    title: String,
}

/// The lesson of a course that somebody studies.
///
/// # Errors
/// [`Fault::Forbidden`] where they do not study it now, [`Fault::NotFound`] where it has no such lesson.
pub fn beside(
    tx: &mut Tx<'_>,
    person: Uuid,
    (course, lesson): (Uuid, Uuid),
    now: Timestamp,
) -> Result<Beside, Fault> {
    let enrolment = studying(tx, person, course, now)?;
    let (found, _) = catalog::lesson(tx, enrolment.version_id, lesson)?.ok_or(Fault::NotFound)?;
    Ok(Beside { enrolment, lesson, title: found.title })
}

/// Keeps a new note beside a lesson; none where there are enough.
///
/// # Errors
/// Those of the database.
pub fn add(
    tx: &mut Tx<'_>,
    beside: &Beside,
    id: Uuid,
    (at_ms, body): (Option<i64>, &str),
    now: Timestamp,
) -> Result<Option<store::Note>, Fault> {
    let (of, lesson) = (&beside.enrolment, beside.lesson);
    let before = store::count(tx, of.person_id, lesson)?;
    if before >= MOST_PER_LESSON {
        return Ok(None);
    }
    let note = store::Note {
        id,
        person_id: of.person_id,
        course_id: of.course_id,
        lesson_key: lesson,
        lesson_title: beside.title.clone(),
        at_ms,
        body: body.to_owned(),
        created_at: now,
        updated_at: now,
        version: 1,
    };
    store::add(tx, &note)?;
    study::open(tx, of.id, lesson, now)?;
    study::count_notes(tx, of.id, lesson, before + 1)?;
    Ok(Some(note))
}

/// Removes one's own note; none where there is none.
///
/// # Errors
/// Those of the database.
pub fn remove(tx: &mut Tx<'_>, person: Uuid, id: Uuid, now: Timestamp) -> Result<Option<store::Note>, Fault> {
    let Some(note) = store::get(tx, person, id)? else { return Ok(None) };
    store::remove(tx, person, id, now)?;
    if let Some(enrolment) = enrolments::of(tx, person, note.course_id)? {
        let left = store::count(tx, person, note.lesson_key)?;
        study::count_notes(tx, enrolment.id, note.lesson_key, left)?;
    }
    Ok(Some(note))
}
