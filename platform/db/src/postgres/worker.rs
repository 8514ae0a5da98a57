//! A worker thread: reads from one snapshot, writes as if each ran alone, with bounded repetition.

use super::{Pg, connect};
use crate::{
    Error, Options, Result, Sql, params,
    queue::Queue,
    session::Session as _,
    unit::{Job, Mode},
};
use std::{
    collections::VecDeque,
    hash::{BuildHasher as _, RandomState},
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::Duration,
};

/// Runs of a write that others keep getting in the way of.
const RUNS: u32 = 12;
/// After so many runs beside the others a unit runs alone in this process: a long one among many short ones would
/// otherwise be the one that gives way each time, and never get through.
const BESIDE: u32 = 3;

/// Serves units until the queue is closed.
pub(super) fn serve(
    address: &str,
    options: &Options,
    room: &RwLock<()>,
    queue: &Queue,
    ready: &mut dyn FnMut(),
) -> Result<()> {
    let open = || connect(address, options, Some(options.time_out));
    let mut session = open()?;
    ready();
    let mut taken = VecDeque::new();
    while queue.take(1, &mut taken) {
        for job in taken.drain(..) {
            if !job.abandoned() {
                unit(&mut session, &open, room, job);
            }
        }
    }
    Ok(())
}

fn unit(session: &mut Pg, open: &dyn Fn() -> Result<Pg>, room: &RwLock<()>, mut job: Box<dyn Job>) {
    if let Err(error) = revive(session, open) {
        job.fail(error);
        return job.answer();
    }
    if job.mode() == Mode::Read {
        session.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        job.run(session);
        // Nothing is left to be kept: the caller need not wait for the end of the transaction.
        job.answer();
        if let Err(error) = session.end(true) {
            tracing::debug!(%error, "end of a read");
        }
        return;
    }
    // A connection that broke before the commit was asked for has kept nothing: once more, on a new one.
    if write(session, job.as_mut(), room) == Done::Lost && revive(session, open).is_ok() {
        write(session, job.as_mut(), room);
    }
    job.answer();
}

/// Connects anew where the connection is gone.
fn revive(session: &mut Pg, open: &dyn Fn() -> Result<Pg>) -> Result<()> {
    if session.is_alive() {
        return Ok(());
    }
    *session = open().map_err(|error| {
        tracing::error!(%error, "PostgreSQL");
        if error == Error::Busy { Error::Busy } else { Error::Closed }
    })?;
    Ok(())
}

#[derive(PartialEq, Eq)]
enum Done {
    /// The unit has its answer.
    Answered,
    /// The connection broke before the commit.
    Lost,
}

/// Runs a write, under its key if it has one.
fn write(session: &mut Pg, job: &mut dyn Job, room: &RwLock<()>) -> Done {
    let Mode::Keyed(key) = job.mode() else { return repeat(session, job, room) };
    // Before BEGIN, so that the snapshot already holds what the one before has written.
    if let Err(error) = advisory(session, "SELECT pg_advisory_lock($1)", key) {
        let lost = error == Error::Closed;
        job.fail(error);
        return if lost { Done::Lost } else { Done::Answered };
    }
    let done = repeat(session, job, room);
    if let Err(error) = advisory(session, "SELECT pg_advisory_unlock($1)", key) {
        // Only a broken connection cannot unlock, and its end unlocks.
        tracing::warn!(%error, "advisory lock");
    }
    done
}

fn advisory(session: &mut Pg, sql: &'static str, key: i64) -> Result<()> {
    session.query(Sql::Static(sql), params![key], &mut |_| Ok(())).map(drop)
}

/// Runs a write until it is kept, fails for a reason of its own, or has been tried often enough.
fn repeat(session: &mut Pg, job: &mut dyn Job, room: &RwLock<()>) -> Done {
    let begin = match job.mode() {
        Mode::Claim => "BEGIN ISOLATION LEVEL READ COMMITTED",
        Mode::Read | Mode::Write | Mode::Keyed(_) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
    };
    // Two that insert the same value at once may be told of the duplicate in place of the conflict.
    let mut unique_once = true;
    for run in 1..=RUNS {
        let place = Place::of(run, room);
        session.begin(begin);
        let ran = job.run(session);
        let ended = session.end(ran.keep);
        drop(place);
        if !ran.keep && !session.is_alive() {
            return Done::Lost;
        }
        let conflict = ended == Err(Error::Conflict) || (!ran.keep && ran.seen.conflict);
        let unique = matches!(ended, Err(Error::Unique(_))) || (!ran.keep && ran.seen.unique);
        let again = conflict || (unique && std::mem::take(&mut unique_once));
        if let (true, Err(error)) = (ran.keep, ended) {
            job.fail(error);
        }
        if !again {
            break;
        }
        if conflict && run < RUNS {
            std::thread::sleep(pause(run));
        }
    }
    Done::Answered
}

/// Where a run of a write takes place.
enum Place<'a> {
    Beside(#[expect(dead_code, reason = "held until the run is over")] RwLockReadGuard<'a, ()>),
    Alone(#[expect(dead_code, reason = "held until the run is over")] RwLockWriteGuard<'a, ()>),
}

impl<'a> Place<'a> {
    fn of(run: u32, room: &'a RwLock<()>) -> Self {
        if run > BESIDE {
            Place::Alone(room.write().unwrap_or_else(PoisonError::into_inner))
        } else {
            Place::Beside(room.read().unwrap_or_else(PoisonError::into_inner))
        }
    }
}

/// Longer from run to run, and never the same for two threads.
fn pause(run: u32) -> Duration {
    let most = 200_u64 << run.min(7);
    Duration::from_micros(most / 2 + RandomState::new().hash_one(run) % most)
}
