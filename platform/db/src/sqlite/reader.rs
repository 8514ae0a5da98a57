//! A reader thread: each unit sees one snapshot of the file.

use super::Lite;
use crate::{Result, queue::Queue, session::Session as _, unit::Job};
use std::collections::VecDeque;

/// Serves reads until the queue is closed.
pub(super) fn serve(session: &mut Lite<'_>, queue: &Queue) -> Result<()> {
    let mut taken = VecDeque::new();
    while queue.take(1, &mut taken) {
        for mut job in taken.drain(..) {
            if !job.abandoned() {
                read(session, job.as_mut());
                job.answer();
            }
        }
    }
    Ok(())
}

/// One read in one snapshot.
pub(crate) fn read(session: &mut Lite<'_>, job: &mut dyn Job) {
    match session.control("BEGIN") {
        Ok(()) => {
            job.run(session);
            session.roll_back();
        }
        Err(error) => job.fail(error),
    }
}
