//! What the slices above may use of learning.

pub use crate::{
    credit::store::Credit,
    enrolment::store::Enrolment,
    events::{COURSE_COMPLETED, CourseCompleted, LESSON_DONE, LessonDone},
    study::{
        change::{Reported, Studied, report},
        rules::{LessonFacts, Progress, Standing, progress, standing},
        store::begin as begin_session,
    },
};
