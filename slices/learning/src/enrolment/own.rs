//! One's own courses, with what belongs to them: two statements.

use super::{
    state::State,
    store::{self, Enrolment},
};
use std::collections::HashMap;
use xingtan_catalog::api::{self as catalog, Course};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Locale;

/// Most courses of one person that are shown.
pub const MOST: i64 = 500;

/// A course that somebody studies.
#[derive(Clone, Debug)]
pub struct Own {
    /// The enrolment.
    pub e: Enrolment,
    /// The course.
    pub course: Course,
    /// Where the learner stands.
    pub state: State,
}

impl Own {
    /// Where to go on: the lesson studied last, or the course.
    pub fn href(&self) -> String {
        match self.e.last_lesson_key {
            Some(lesson) if self.state != State::Done && self.state != State::NotOpen => {
                crate::study::page::lesson_href(self.course.id, lesson)
            }
            _ => format!("/courses/{}", self.course.id),
        }
    }

    /// Lessons that are missing.
    pub fn left(&self) -> i64 {
        (self.e.lessons_total - self.e.lessons_done).max(0)
    }

    /// How many days are left until the deadline, or have passed since, counted as the calendar does.
    pub fn due_words(&self, l: &Locale, now: &Timestamp) -> Option<String> {
        let last = l.zone().start_of(l.zone().date(self.e.due_at? - Span::of_seconds(1)));
        let today = l.zone().start_of(l.zone().date(*now));
        Some(match (last - today).seconds() / 86_400 {
            0 => l.t("learning-days-today"),
            over if over < 0 => l.t1("learning-days-over", "days", -over),
            days => l.t1("learning-days-left", "days", days),
        })
    }
}

/// All courses that somebody studies: unfinished ones by deadline, then finished ones.
pub fn own(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<Vec<Own>> {
    let rows = store::of_person(tx, person, MOST)?;
    let ids: Vec<Uuid> = rows.iter().map(|it| it.course_id).collect();
    let mut courses: HashMap<Uuid, Course> =
        catalog::courses(tx, &ids)?.into_iter().map(|it| (it.id, it)).collect();
    let found = rows.into_iter().filter_map(|e| {
        let course = courses.remove(&e.course_id)?;
        Some(Own { state: State::of(&e, now), course, e })
    });
    Ok(found.collect())
}
