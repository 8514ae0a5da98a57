//! The writer thread: group commit.
//!
//! Invariant: a caller is told `Ok` only after the commit that holds its unit has reached the disk, and told `Err` only
//! when nothing of its unit is kept.

use super::{Lite, checkpoint::Log, connection::Opened};
use crate::{
    Error, Result,
    queue::Queue,
    session::Session as _,
    unit::{Job, Ran},
};
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// Units that share a commit at most.
const GROUP: usize = 128;
/// After this long a group is committed even if more of it waits, so that its first callers need not.
const LONG: Duration = Duration::from_millis(25);

/// Serves writes until the queue is closed.
pub(super) fn serve(opened: &Opened, queue: &Queue, log: &Log) -> Result<()> {
    let mut session = opened.session();
    let mut waiting = VecDeque::new();
    while queue.take(GROUP, &mut waiting) {
        while !waiting.is_empty() {
            for job in run_group(&mut session, &mut waiting) {
                job.answer();
            }
            log.written();
            log.bound(opened);
        }
    }
    log.end(opened);
    Ok(())
}

/// Runs units from the front of `waiting` in one transaction; answers those that are done.
fn run_group(session: &mut Lite<'_>, waiting: &mut VecDeque<Box<dyn Job>>) -> Vec<Box<dyn Job>> {
    let started = Instant::now();
    let mut done: Vec<Box<dyn Job>> = Vec::with_capacity(waiting.len());
    waiting.retain(|job| !job.abandoned());
    if waiting.len() < 2 {
        done.extend(waiting.drain(..));
        done.iter_mut().for_each(|job| run_alone(session, job.as_mut()));
        return done;
    }
    if let Err(error) = session.control("BEGIN IMMEDIATE") {
        done.extend(waiting.drain(..));
        done.iter_mut().for_each(|job| job.fail(error.clone()));
        return done;
    }
    while started.elapsed() < LONG
        && let Some(mut job) = waiting.pop_front()
    {
        let after = run_among(session, job.as_mut());
        done.push(job);
        if after == After::Alive {
            continue;
        }
        // Everyone else of the group lost their work with it, and their answers may rest on each other's.
        session.roll_back();
        let culprit = (after == After::Dead).then_some(done.len() - 1);
        for (i, job) in done.iter_mut().enumerate() {
            if Some(i) != culprit {
                run_alone(session, job.as_mut());
            }
        }
        return done;
    }
    if session.control("COMMIT").is_err() {
        // A deferred key of one of them, a full disk: each finds out for itself.
        session.roll_back();
        done.iter_mut().for_each(|job| run_alone(session, job.as_mut()));
    }
    done
}

/// What has become of the group after one of its units.
#[derive(PartialEq, Eq)]
enum After {
    Alive,
    /// SQLite has rolled the whole transaction back because of this unit (interrupt, full disk, broken file); it takes
    /// released savepoints along.
    Dead,
    /// The savepoint around the unit could not be made or ended; nobody is to blame.
    Broken,
}

/// Runs one unit in its savepoint among its neighbours.
fn run_among(session: &mut Lite<'_>, job: &mut dyn Job) -> After {
    if session.control("SAVEPOINT unit").is_err() {
        return After::Broken;
    }
    let ran = job.run(session);
    if session.is_idle() {
        refuse_lost(ran, job);
        return After::Dead;
    }
    let ended = match ran.keep {
        true => Ok(()),
        false => session.control("ROLLBACK TO unit"),
    };
    match ended.and_then(|()| session.control("RELEASE unit")) {
        Ok(()) => After::Alive,
        Err(_) => After::Broken,
    }
}

/// A unit whose transaction is gone has kept nothing, whatever its closure says.
fn refuse_lost(ran: Ran, job: &mut dyn Job) {
    if ran.keep {
        job.fail(Error::Poisoned);
    }
}

/// Runs one unit in a transaction of its own.
fn run_alone(session: &mut Lite<'_>, job: &mut dyn Job) {
    if let Err(error) = session.control("BEGIN IMMEDIATE") {
        return job.fail(error);
    }
    let ran = job.run(session);
    if session.is_idle() {
        return refuse_lost(ran, job);
    }
    if !ran.keep {
        return session.roll_back();
    }
    if let Err(error) = session.control("COMMIT") {
        session.roll_back();
        job.fail(error);
    }
}
