//! What follows when a lesson changed: the course completes, credits and training hours are booked (LRN-6).

use super::change::Studied;
use crate::{
    credit::store::{self as ledger, Credit},
    enrolment::store::{self as enrolments, Enrolment},
    events::{COURSE_COMPLETED, CourseCompleted, LESSON_DONE, LessonDone},
    facts,
};
use xingtan_catalog::{
    Act,
    api::{self as catalog, Course, LessonKinds},
};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_events::{Event, publish};

/// Calculates completion anew after a lesson changed, and carries out what follows: counts for lists, completion,
/// credits and training hours booked once, events. Whether the course is complete.
pub fn settle(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    enrolment: Enrolment,
    lesson: Uuid,
    act: &Act,
) -> Result<bool> {
    let done_before = enrolment.lessons_done;
    let studied = Studied::read(tx, kinds, enrolment)?;
    let progress = studied.progress();
    let enrolment = &studied.enrolment;
    enrolments::advance(tx, enrolment.id, progress.total, progress.done, lesson, act.at)?;
    if progress.done > done_before {
        let told = LessonDone { enrolment: enrolment.id, course: enrolment.course_id, lesson };
        let event = Event::new(act.ids.next(), LESSON_DONE, 1, enrolment.person_id, act.at);
        publish(tx, &event.by(act.person).with(&told)?)?;
    }
    if !progress.is_complete() || !enrolments::complete(tx, enrolment.id, act.at)? {
        return Ok(progress.is_complete());
    }
    let Some(course) = catalog::course(tx, enrolment.course_id)? else { return Ok(true) };
    facts::done(tx, &|| act.ids.next(), enrolment, &course.title, act.at)?;
    let (credits, hours_seconds) = (course.credits, catalog::stated_minutes(&studied.lessons) * 60);
    // Whoever took a course anew completes it again, and is credited once.
    match ledger::book(tx, &booking(enrolment, credits, hours_seconds, act))? {
        true => tell(tx, enrolment, &course, credits, hours_seconds, act)?,
        false => tell(tx, enrolment, &course, 0, 0, act)?,
    }
    Ok(true)
}

fn booking(enrolment: &Enrolment, credits: i64, hours_seconds: i64, act: &Act) -> Credit {
    Credit {
        id: act.ids.next(),
        person_id: enrolment.person_id,
        unit_path: enrolment.unit_path.clone(),
        course_id: enrolment.course_id,
        enrolment_id: enrolment.id,
        credits,
        hours_seconds,
        required: enrolment.required,
        source: "course".to_owned(),
        at: act.at,
        reverses: None,
        reason: None,
    }
}

fn tell(
    tx: &mut Tx<'_>,
    enrolment: &Enrolment,
    course: &Course,
    credits: i64,
    hours_seconds: i64,
    act: &Act,
) -> Result<()> {
    let told = CourseCompleted {
        enrolment: enrolment.id,
        course: course.id,
        title: course.title.clone(),
        credits,
        hours_seconds,
        required: enrolment.required,
    };
    let event = Event::new(act.ids.next(), COURSE_COMPLETED, 1, enrolment.person_id, act.at);
    publish(tx, &event.by(act.person).with(&told)?)?;
    let entry = xingtan_audit::Entry::new(act.ids.next(), act.at, "learning.course-completed", &act.who)
        .on("course", course.id, course.title.clone())
        .within(&enrolment.unit_path);
    xingtan_audit::record(tx, &entry)
}
