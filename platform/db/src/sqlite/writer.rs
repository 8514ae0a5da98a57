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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Tx, params,
        sqlite::{Access, open},
        tally::Counter,
        unit::{Mode, Terms, Unit},
    };
    use std::{
        panic::Location,
        sync::{
            Arc,
            atomic::{AtomicU32, Ordering::SeqCst},
        },
    };
    use tokio::sync::oneshot::Receiver;

    /// A file with a table, and a queue that is filled before the writer begins, so that all units are one group.
    struct Stage {
        _folder: tempfile::TempDir,
        opened: Opened,
        queue: Queue,
        runs: Arc<AtomicU32>,
    }

    impl Stage {
        fn new() -> Stage {
            let folder = tempfile::tempdir().unwrap();
            let opened = open(&folder.path().join("x.db"), Access::Write, Duration::from_secs(1)).unwrap();
            opened.connection().execute_batch("CREATE TABLE t (k text PRIMARY KEY NOT NULL)").unwrap();
            Stage { _folder: folder, opened, queue: Queue::default(), runs: Arc::default() }
        }

        fn ask(&self, unit: impl Fn(&mut Tx<'_>) -> Result<u64> + Send + 'static) -> Receiver<Result<u64>> {
            let runs = self.runs.clone();
            let counted = move |tx: &mut Tx<'_>| {
                runs.fetch_add(1, SeqCst);
                unit(tx)
            };
            let time_out = Some(Duration::from_millis(100));
            let terms = Terms { time_out, slow: Duration::from_secs(9), total: Arc::<Counter>::default() };
            let (job, answer) = Unit::new(counted, Mode::Write, terms, Location::caller());
            assert!(self.queue.push(Box::new(job)).is_ok());
            answer
        }

        fn add(&self, key: &str) -> Receiver<Result<u64>> {
            let key = key.to_owned();
            self.ask(move |tx| tx.exec("INSERT INTO t VALUES ($1)", params![key]))
        }

        /// Answers how often closures ran.
        fn serve(&self) -> u32 {
            self.queue.close();
            serve(&self.opened, &self.queue, &Log::new(1 << 30, Duration::from_secs(1))).unwrap();
            self.runs.load(SeqCst)
        }

        fn count(&self) -> u32 {
            self.opened.connection().query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap()
        }
    }

    const ENDLESS: &str = "INSERT INTO t WITH RECURSIVE up (n) AS
        (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 100000000) SELECT max(n) FROM up";

    #[test]
    fn neighbours_of_one_that_is_stopped_run_again_and_are_kept() {
        let stage = Stage::new();
        let before = stage.add("before");
        let stopped = stage.ask(|tx| tx.exec(ENDLESS, params![]));
        let twice = stage.add("before");
        let after = stage.add("after");
        assert_eq!(stage.serve(), 5, "one of four was run again, those behind it ran once");
        assert_eq!(before.blocking_recv().unwrap(), Ok(1));
        assert_eq!(stopped.blocking_recv().unwrap(), Err(Error::TimedOut));
        assert!(matches!(twice.blocking_recv().unwrap(), Err(Error::Unique(_))));
        assert_eq!(after.blocking_recv().unwrap(), Ok(1));
        assert_eq!(stage.count(), 2);
    }

    #[test]
    fn a_full_file_refuses_only_what_does_not_fit() {
        let stage = Stage::new();
        stage.opened.connection().execute_batch("PRAGMA max_page_count = 40").unwrap();
        let small = stage.add("small");
        let large = stage.add(&"x".repeat(1 << 20));
        let denied = stage.ask(|tx| {
            let large = "y".repeat(1 << 20);
            let _ = tx.savepoint(|tx| tx.exec("INSERT INTO t VALUES ($1)", params![large]));
            Ok(0)
        });
        let last = stage.add("last");
        stage.serve();
        assert_eq!(small.blocking_recv().unwrap(), Ok(1));
        assert_eq!(large.blocking_recv().unwrap(), Err(Error::Full));
        assert_eq!(last.blocking_recv().unwrap(), Ok(1));
        // Whether SQLite takes the whole transaction down is its affair; nothing of the unit may be kept if so.
        let denied = denied.blocking_recv().unwrap();
        assert!(matches!(denied, Ok(0) | Err(Error::Poisoned)), "{denied:?}");
        assert_eq!(stage.count(), 2);
    }

    #[test]
    fn one_commit_serves_many() {
        let stage = Stage::new();
        let answers: Vec<_> = (0..100).map(|i| stage.add(&format!("k{i}"))).collect();
        assert_eq!(stage.serve(), 100);
        assert!(answers.into_iter().all(|answer| answer.blocking_recv().unwrap() == Ok(1)));
        assert_eq!(stage.count(), 100);
    }
}
