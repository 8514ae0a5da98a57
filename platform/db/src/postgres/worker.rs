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
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Runs of a write that others keep getting in the way of.
const RUNS: u32 = 12;
/// From this run on, units of this process that run again do so one after the other, so that one of them gets through.
const IN_TURN: u32 = 3;

/// Serves units until the queue is closed.
pub(super) fn serve(
    address: &str,
    options: &Options,
    turn: &Mutex<()>,
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
                unit(&mut session, &open, turn, job);
            }
        }
    }
    Ok(())
}

fn unit(session: &mut Pg, open: &dyn Fn() -> Result<Pg>, turn: &Mutex<()>, mut job: Box<dyn Job>) {
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
    if write(session, job.as_mut(), turn) == Done::Lost && revive(session, open).is_ok() {
        write(session, job.as_mut(), turn);
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
fn write(session: &mut Pg, job: &mut dyn Job, turn: &Mutex<()>) -> Done {
    let Mode::Keyed(key) = job.mode() else { return repeat(session, job, turn) };
    // Before BEGIN, so that the snapshot already holds what the one before has written.
    if let Err(error) = advisory(session, "SELECT pg_advisory_lock($1)", key) {
        let lost = error == Error::Closed;
        job.fail(error);
        return if lost { Done::Lost } else { Done::Answered };
    }
    let done = repeat(session, job, turn);
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
fn repeat(session: &mut Pg, job: &mut dyn Job, turn: &Mutex<()>) -> Done {
    let begin = match job.mode() {
        Mode::Claim => "BEGIN ISOLATION LEVEL READ COMMITTED",
        Mode::Read | Mode::Write | Mode::Keyed(_) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
    };
    // Two that insert the same value at once may be told of the duplicate in place of the conflict.
    let mut unique_once = true;
    for run in 1..=RUNS {
        let _in_turn = (run > IN_TURN).then(|| turn.lock().unwrap_or_else(PoisonError::into_inner));
        session.begin(begin);
        let ran = job.run(session);
        let ended = session.end(ran.keep);
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

/// Longer from run to run, and never the same for two threads.
fn pause(run: u32) -> Duration {
    let most = 200_u64 << run.min(7);
    Duration::from_micros(most / 2 + RandomState::new().hash_one(run) % most)
}
