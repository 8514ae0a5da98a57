//! The notices of learning.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_events::{Delivered, Failure, Moment};
use xingtan_notify::{Notice, NoticeKind, Recipient};

use crate::events::CourseCompleted;

/// A course was assigned.
pub const ASSIGNED: NoticeKind = NoticeKind::duty("learning.assigned");
/// A deadline is near.
pub const DUE_SOON: NoticeKind = NoticeKind::duty("learning.due-soon");
/// To the training contact: people are behind.
pub const OVERDUE: NoticeKind = NoticeKind::duty("learning.overdue");
/// A course was completed.
pub const COMPLETED: NoticeKind = NoticeKind::optional("learning.completed").page_only();

/// All of them.
pub const ALL: &[NoticeKind] = &[ASSIGNED, DUE_SOON, OVERDUE, COMPLETED];

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
