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

/// A certificate was issued (LRN-11).
pub const CERTIFICATE_ISSUED: &str = "learning.certificate_issued";
/// A certificate was withdrawn.
pub const CERTIFICATE_REVOKED: &str = "learning.certificate_revoked";

/// A course that was complete is no longer, because something was wrongly counted (LRN-6).
pub const COURSE_REOPENED: &str = "learning.course_reopened";

/// Payload of [`COURSE_REOPENED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseReopened {
    /// The enrolment.
    pub enrolment: Uuid,
    /// The course.
    pub course: Uuid,
}

/// Payload of [`CERTIFICATE_ISSUED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateIssued {
    /// The certificate.
    pub certificate: Uuid,
    /// The course.
    pub course: Uuid,
    /// The enrolment.
    pub enrolment: Uuid,
}

/// Payload of [`CERTIFICATE_REVOKED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateRevoked {
    /// The certificate.
    pub certificate: Uuid,
    /// The course.
    pub course: Uuid,
}
