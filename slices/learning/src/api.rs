//! What the slices above may use of learning.

use crate::{enrolment::store as enrolments, study::change};
use xingtan_catalog::api::LessonKinds;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

pub use crate::{
    assignment::{action::create_assignment, store::Assignment},
    credit::store::Credit,
    desk::first::{FirstStep, first_steps},
    enrolment::store::{Enrolment, joined_when_opened},
    events::{COURSE_COMPLETED, CourseCompleted, LESSON_DONE, LessonDone},
    study::{
        PRESENCE,
        change::{Reported, Seen, Studied, marked, report},
        rules::{LessonFacts, Progress, Standing, needed, progress, standing},
        store::{NewAttention, begin as begin_session, open as open_lesson},
    },
};

/// A person's course with all facts of its lessons; none without a live enrolment.
pub fn studied(tx: &mut Tx<'_>, kinds: &LessonKinds, person: Uuid, course: Uuid) -> Result<Option<Studied>> {
    let enrolment = enrolments::of(tx, person, course)?.filter(|it| it.withdrawn_at.is_none());
    enrolment.map(|enrolment| change::Studied::read(tx, kinds, enrolment)).transpose()
}
