//! What the slices above may use of learning.

use crate::{enrolment::store as enrolments, study::change};
use xingtan_catalog::api::LessonKinds;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

pub use crate::{
    assignment::{
        action::create_assignment,
        remind::{BEFORE, CONTACT, EVERY},
        store::{Assignment, get as assignment},
    },
    certificate::{
        change::{Hand as CertificateHand, issue as issue_certificate},
        template::store::{Template, add as add_template, bring as bring_certificates},
    },
    credit::store::{
        Credit, Earned, UnitHours, earned, hours_by_unit, hours_of_people, standing as standing_bookings,
    },
    dates::{
        DateKind, DateTeller, DateTellers, Dated, DatesAsked, When,
        rules::{asked as asked_until, until},
    },
    desk::first::{FirstStep, first_steps},
    desk::waiting::{Waiter, Waiters, Waits},
    enrolment::change::{enrol_elective, leave_elective},
    enrolment::figures::{RequiredOf, required_of},
    enrolment::real_name::let_in as real_name_lets_in,
    enrolment::store::{Enrolment, get as enrolment, joined_when_opened, of as enrolment_of},
    events::{
        CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, COURSE_COMPLETED, COURSE_REOPENED, CertificateIssued,
        CertificateRevoked, CourseCompleted, CourseReopened, LESSON_DONE, LessonDone,
    },
    export::answer as file_of_rows,
    facts::FACTS,
    past::{PastCourse, PastEnrolment, PastLearner, keep_past},
    record::offline::{MonthHours, Offline, OfflinePart},
    study::{
        PRESENCE,
        care::{CLOSES, Heed, MINORS, OPENS, PAUSE, REST, STRETCH},
        change::{Reported, Seen, Studied, marked, report_by_token},
        rules::{LessonFacts, Progress, Standing, needed, progress, standing},
        said::{Asks, CourseSaid, CourseTeller, CourseTellers},
        store::{NewAttention, begin as begin_session, open as open_lesson},
    },
    today::lines::{TodayLine, TodayTeller, TodayTellers},
    training::{TRAINING, gate::Trained},
};

/// Of some courses those of which a person studies or has studied the version in force, so that its lessons open for
/// them. Whoever studies an earlier one may have other lessons. Two statements.
pub fn entered(tx: &mut Tx<'_>, person: Uuid, courses: &[Uuid]) -> Result<Vec<Uuid>> {
    let own = enrolments::entered(tx, person, courses)?;
    let ids: Vec<Uuid> = own.iter().map(|(course, _)| *course).collect();
    let known = xingtan_catalog::api::courses(tx, &ids)?;
    let in_force = |course: &Uuid, version: &Uuid| {
        known.iter().any(|it| it.id == *course && it.published_version_id == Some(*version))
    };
    Ok(own.into_iter().filter(|(course, version)| in_force(course, version)).map(|it| it.0).collect())
}

/// A person's course with all facts of its lessons; none without a live enrolment, or where it was taken down.
pub fn studied(tx: &mut Tx<'_>, kinds: &LessonKinds, person: Uuid, course: Uuid) -> Result<Option<Studied>> {
    if xingtan_catalog::api::course(tx, course)?.is_none_or(|it| it.taken_down_at.is_some()) {
        return Ok(None);
    }
    let enrolment = enrolments::of(tx, person, course)?.filter(|it| it.withdrawn_at.is_none());
    enrolment.map(|enrolment| change::Studied::read(tx, kinds, enrolment)).transpose()
}
