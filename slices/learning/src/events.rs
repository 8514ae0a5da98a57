//! Events that learning publishes. Subject: the learner.

use serde::{Deserialize, Serialize};
use xingtan_clock::Uuid;

/// A lesson counts as done.
pub const LESSON_DONE: &str = "learning.lesson_done";
/// A course was completed and its credits booked.
pub const COURSE_COMPLETED: &str = "learning.course_completed";

/// Payload of [`LESSON_DONE`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonDone {
    /// The enrolment.
    pub enrolment: Uuid,
    /// The course.
    pub course: Uuid,
    /// The lesson.
    pub lesson: Uuid,
}

/// Payload of [`COURSE_COMPLETED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseCompleted {
    /// The enrolment.
    pub enrolment: Uuid,
    /// The course.
    pub course: Uuid,
    /// Its title at that time.
    pub title: String,
    /// 学分, in hundredths.
    pub credits: i64,
    /// 学时, in seconds.
    pub hours_seconds: i64,
    /// Whether it was required.
    pub required: bool,
}
