//! The notices of learning.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_events::{Delivered, Failure, Moment};
use xingtan_notify::{Notice, NoticeKind, Recipient};

use crate::events::CourseCompleted;

/// A course was assigned.
pub const ASSIGNED: NoticeKind = NoticeKind::duty("learning.assigned");
/// A deadline is near.
pub const DUE_SOON: NoticeKind = NoticeKind::duty("learning.due-soon");
/// To who is behind: courses are overdue.
pub const LAGGING: NoticeKind = NoticeKind::duty("learning.lagging");
/// To the training contact, at most once a day: people are behind.
pub const LAGGARDS: NoticeKind = NoticeKind::duty("learning.laggards");
/// What contacts were told of each course before; kept so that it stays readable.
pub const OVERDUE: NoticeKind = NoticeKind::duty("learning.overdue");
/// A course was completed.
pub const COMPLETED: NoticeKind = NoticeKind::optional("learning.completed").page_only();
/// A certificate was issued.
pub const CERTIFICATE: NoticeKind = NoticeKind::optional("learning.certificate");
/// A certificate was withdrawn.
pub const CERTIFICATE_REVOKED: NoticeKind = NoticeKind::duty("learning.certificate-revoked");
/// What was wrongly counted was taken back.
pub const CORRECTED: NoticeKind = NoticeKind::duty("learning.corrected");
/// A role has a course.
pub const TRAINING: NoticeKind = NoticeKind::duty("learning.training");
/// The rights of a role wait for its course.
pub const TRAINING_GATE: NoticeKind = NoticeKind::duty("learning.training-gate");

/// The training of a role runs out.
pub const TRAINING_ENDS: NoticeKind = NoticeKind::duty("learning.training-ends");
/// The training of a role runs out, and its rights with it.
pub const TRAINING_ENDS_GATE: NoticeKind = NoticeKind::duty("learning.training-ends-gate");

/// Somebody moved or left: to those who answer for them from then on.
pub const HANDOVER: NoticeKind = NoticeKind::duty("learning.handover");

/// A course that one studies was taken from everybody at once.
pub const TAKEN_DOWN: NoticeKind = NoticeKind::duty("learning.taken-down");

/// All of them.
pub const ALL: &[NoticeKind] = &[
    ASSIGNED,
    DUE_SOON,
    LAGGING,
    LAGGARDS,
    OVERDUE,
    COMPLETED,
    CERTIFICATE,
    CERTIFICATE_REVOKED,
    CORRECTED,
    TRAINING,
    TRAINING_GATE,
    TRAINING_ENDS,
    TRAINING_ENDS_GATE,
    HANDOVER,
    TAKEN_DOWN,
];

/// A notice of a kind to somebody.
pub fn notice(id: Uuid, kind: NoticeKind, to: &Recipient, now: Timestamp) -> Notice {
    Notice::new(id, kind, to.clone(), now)
}

/// Tells a learner that a course is complete.
///
/// # Errors
/// Where the payload cannot be read, and those of the database.
pub fn completed(tx: &mut xingtan_db::Tx<'_>, event: &Delivered, moment: &Moment) -> Result<(), Failure> {
    let told: CourseCompleted = event.read()?;
    let recipients = super::to::recipients(tx, &[event.subject])?;
    if let Some(recipient) = recipients.get(&event.subject) {
        let notice = notice(moment.id(), COMPLETED, recipient, moment.at)
            .with("title", told.title)
            .with("credits", told.credits)
            .link(format!("/courses/{}", told.course));
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(())
}
