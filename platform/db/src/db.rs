//! The handle: `read`, `write`, `write_keyed`, `claim`, `frozen`.

use crate::{
    Engine, Error, Migrations, Options, Result, Source, Tally, Tx, alone, dump, migrate, postgres,
    queue::Queue,
    sqlite::{self, Access},
    tally::Counter,
    thread,
    unit::{Job as _, Mode, Terms, Unit},
};
use std::{
    future::Future,
    io::{BufRead, Write},
    panic::Location,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use xingtan_clock::Timestamp;

/// Keyed writes of this process wait here for their turn, so that they do not fill the database threads while they
/// wait there. Keys that share a place only wait a little longer.
const TURNS: usize = 64;

/// The database. Cheap to clone; clones share threads and connections.
///
/// A unit of work is a synchronous closure that runs whole on a database thread. What is acknowledged is durable; an
/// `Err` keeps nothing. Hashing, typesetting, zipping and every other computation stays outside.
#[derive(Clone)]
pub struct Db(Arc<Shared>);

struct Shared {
    source: Source,
    options: Options,
    reads: Lane,
    writes: Lane,
    turns: Vec<Arc<tokio::sync::Mutex<()>>>,
    total: Arc<Counter>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// A queue and its places.
struct Lane {
    queue: Arc<Queue>,
    places: Arc<Semaphore>,
}

impl Lane {
    fn new(options: &Options) -> Self {
        Lane { queue: Arc::default(), places: Arc::new(Semaphore::new(options.waiting.max(1))) }
    }

    async fn place(&self, options: &Options) -> Result<OwnedSemaphorePermit> {
        let place = tokio::time::timeout(options.patience, self.places.clone().acquire_owned());
        place.await.map_err(|_| Error::Busy)?.map_err(|_| Error::Closed)
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Db").field(&self.0.source).finish()
    }
}

impl Drop for Shared {
    /// The threads end by themselves when the last handle is gone.
    fn drop(&mut self) {
        self.reads.queue.close();
        self.writes.queue.close();
    }
}

impl Db {
    /// Opens the database and starts its threads. Errs where the place cannot be reached, the engine is too old, or
    /// another program holds the file.
    pub async fn open(source: Source, options: Options) -> Result<Db> {
        let (reads, writes) = (Lane::new(&options), Lane::new(&options));
        let started = match &source {
            Source::File(path) => sqlite::start(path, &options, &reads.queue, &writes.queue).await,
            Source::Postgres(address) => {
                postgres::start(address, &options, &reads.queue, &writes.queue).await
            }
        };
        let shared = Shared {
            source,
            options,
            reads,
            writes,
            turns: (0..TURNS).map(|_| Arc::default()).collect(),
            total: Arc::default(),
            threads: Mutex::default(),
        };
        // `shared` closes the queues when it is dropped on the way out.
        *shared.threads.lock().unwrap_or_else(PoisonError::into_inner) = started?;
        Ok(Db(Arc::new(shared)))
    }

    /// One snapshot of reads; a statement that writes errs with [`Error::ReadOnly`].
    #[track_caller]
    pub fn read<T, E>(
        &self,
        unit: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> impl Future<Output = Result<T, E>> + Send
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit(Mode::Read, None, Location::caller(), at_most_once(unit))
    }

    /// One durable transaction, as if no other ran beside it. `Fn`, because it may run again when others got in the
    /// way: ids, now and random values are made outside and passed in.
    ///
    /// A refusal that must leave a trace is an `Ok` outcome. [`Error::Closed`] after the loss of a server may mean that
    /// the unit was kept after all; whoever asks again needs an id made beforehand.
    #[track_caller]
    pub fn write<T, E>(
        &self,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> impl Future<Output = Result<T, E>> + Send
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit(Mode::Write, None, Location::caller(), unit)
    }

    /// A [`write`](Db::write) that waits for its turn among all with the same key, on all nodes: for the one thing that
    /// many write (a seat count, the head of a ledger), where they would otherwise conflict without end.
    #[track_caller]
    pub fn write_keyed<T, E>(
        &self,
        key: &str,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> impl Future<Output = Result<T, E>> + Send
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        // On SQLite all writes wait for their turn already.
        match self.engine() {
            Engine::Sqlite => self.submit(Mode::Write, None, Location::caller(), unit),
            Engine::Postgres => {
                let key = number(key);
                self.submit(Mode::Keyed(key), Some(key), Location::caller(), unit)
            }
        }
    }

    /// A write that claims jobs or outbox rows: READ COMMITTED on PostgreSQL, for `FOR UPDATE SKIP LOCKED`; the same as
    /// [`write`](Db::write) on SQLite.
    #[track_caller]
    pub fn claim<T, E>(
        &self,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> impl Future<Output = Result<T, E>> + Send
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit(Mode::Claim, None, Location::caller(), unit)
    }

    /// A read of frozen figures or of everything (exports, backups): one snapshot that is certain to agree with some
    /// order of all writes, on a thread and connection of its own, without time-out. On SQLite the log grows while it
    /// lasts.
    #[track_caller]
    pub fn frozen<T, E>(
        &self,
        unit: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> impl Future<Output = Result<T, E>> + Send
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let terms = Terms { time_out: None, slow: std::time::Duration::MAX, total: self.0.total.clone() };
        let (mut job, answer) = Unit::new(at_most_once(unit), Mode::Read, terms, Location::caller());
        let (source, options) = (self.0.source.clone(), self.0.options.clone());
        async move {
            let done = thread::once("db-frozen", move || {
                alone::session(&source, &options, Access::Read, |session| {
                    session.control(match session.engine() {
                        Engine::Sqlite => "BEGIN",
                        Engine::Postgres => "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE",
                    })?;
                    job.run(session);
                    Box::new(job).answer();
                    session.control("ROLLBACK")
                })
            });
            let done = done.await;
            match answer.await {
                Ok(outcome) => outcome,
                Err(_) => Err(done.err().unwrap_or(Error::Closed).into()),
            }
        }
    }

    /// Applies what is missing of `all`, in the order given, each step in a transaction of its own; answers what was
    /// applied, as `owner/step`. Several processes may do so at once. Errs where a step that was applied has another
    /// text now, or a new step stands before an applied one. `now` is when.
    pub async fn migrate(&self, now: Timestamp, all: &[Migrations]) -> Result<Vec<String>> {
        let (source, options, all) = (self.0.source.clone(), self.0.options.clone(), all.to_vec());
        let work = move || {
            alone::session(&source, &options, Access::Rebuild, |session| migrate::apply(session, now, &all))
        };
        thread::once("db-migrate", work).await
    }

    /// The steps of `all` that were not applied yet, as `owner/step`: for a look without changing anything. Errs where
    /// the database was never migrated.
    pub async fn pending(&self, all: &[Migrations]) -> Result<Vec<String>> {
        let all = all.to_vec();
        self.read(move |tx| migrate::pending(tx, &all)).await
    }

    /// Reads a whole SQLite file and names what is damaged in it; nothing where it is sound. PostgreSQL sees to its
    /// files by itself.
    pub async fn damages(&self) -> Result<Vec<String>> {
        if self.engine() == Engine::Postgres {
            return Ok(Vec::new());
        }
        let found =
            self.frozen(|tx| tx.all::<String>("SELECT quick_check FROM pragma_quick_check", &[])).await?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }

    /// Writes a consistent, compact copy of a SQLite database to a file that does not exist yet, while reads and writes
    /// go on, and waits until it is on the disk. Errs on PostgreSQL, whose contents are exported row by row with
    /// [`dump`](crate::dump).
    pub async fn snapshot_to(&self, path: impl Into<PathBuf>) -> Result<()> {
        let Source::File(from) = &self.0.source else {
            return Err(Error::other("engine", "a PostgreSQL database is exported, not copied as a file"));
        };
        let (from, to, options) = (from.clone(), path.into(), self.0.options.clone());
        thread::once("db-snapshot", move || sqlite::snapshot(&from, to, &options)).await
    }

    /// Writes everything that is not [`derived`](Migrations::derived) to `out`, as of one moment, while reads and writes
    /// go on; answers `out` and the counts. The same format from both engines: see [`dump`](crate::dump). `progress`
    /// hears of every table and now and then of its rows.
    pub async fn export<W: Write + Send + 'static>(
        &self,
        all: &[Migrations],
        mut out: W,
        mut progress: impl FnMut(dump::Progress<'_>) + Send + 'static,
    ) -> Result<(W, dump::Summary)> {
        let all = all.to_vec();
        self.frozen(move |tx| dump::export(tx, &all, &mut out, &mut progress).map(|sum| (out, sum))).await
    }

    /// Puts an export in place of **everything** that is not derived, in one transaction: all of it or nothing. The
    /// database must have the migrations of the export and no more ([`Head::steps_of`](dump::Head::steps_of)); whether
    /// what it holds may go is for the caller to ask ([`dump::rows`]).
    pub async fn import<R: BufRead + Send + 'static>(
        &self,
        all: &[Migrations],
        mut input: R,
        mut progress: impl FnMut(dump::Progress<'_>) + Send + 'static,
    ) -> Result<dump::Summary> {
        let (source, options, all) = (self.0.source.clone(), self.0.options.clone(), all.to_vec());
        let work = move || {
            alone::session(&source, &options, Access::Rebuild, |session| {
                alone::transaction(session, |session| dump::import(session, &all, &mut input, &mut progress))
            })
        };
        thread::once("db-import", work).await
    }

    /// The engine behind this database.
    pub fn engine(&self) -> Engine {
        self.0.source.engine()
    }

    /// Units and statements run since the start, by all callers.
    pub fn tally(&self) -> Tally {
        self.0.total.read()
    }

    /// Statements run since the start, by all callers.
    pub fn statements(&self) -> u64 {
        self.tally().statements
    }

    /// Ends the threads after the units that wait have run. Later units err with [`Error::Closed`].
    pub async fn close(&self) {
        self.0.reads.queue.close();
        self.0.writes.queue.close();
        let threads = std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let joined = thread::once("db-close", move || {
            for thread in threads {
                // A thread that panicked has been logged where it did.
                let _ = thread.join();
            }
            Ok(())
        });
        if let Err(error) = joined.await {
            tracing::error!(%error, "the database threads could not be waited for");
        }
    }

    fn submit<T, E, F>(
        &self,
        mode: Mode,
        key: Option<i64>,
        called_at: &'static Location<'static>,
        unit: F,
    ) -> impl Future<Output = Result<T, E>> + Send + use<T, E, F>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let shared = self.0.clone();
        async move {
            let lane = if mode == Mode::Read { &shared.reads } else { &shared.writes };
            let turn = match key {
                Some(key) => Some(shared.turn(key).await?),
                None => None,
            };
            let place = lane.place(&shared.options).await?;
            let terms = Terms {
                time_out: Some(shared.options.time_out),
                slow: shared.options.slow,
                total: shared.total.clone(),
            };
            let (mut job, answer) = Unit::new(unit, mode, terms, called_at);
            job.hold(place, turn);
            lane.queue.push(Box::new(job)).map_err(|_| Error::Closed)?;
            answer.await.unwrap_or_else(|_| Err(Error::Closed.into()))
        }
    }
}

impl Shared {
    async fn turn(&self, key: i64) -> Result<OwnedMutexGuard<()>> {
        let turn = self.turns[key.rem_euclid(TURNS as i64) as usize].clone();
        let waited = tokio::time::timeout(self.options.lock_wait, turn.lock_owned());
        waited.await.map_err(|_| Error::Busy)
    }
}

/// An `FnOnce` in the shape of the units that may run again; this one does not.
fn at_most_once<T, E: From<Error>>(
    unit: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> impl FnMut(&mut Tx<'_>) -> Result<T, E> {
    let mut unit = Some(unit);
    move |tx| match unit.take() {
        Some(unit) => unit(tx),
        None => Err(Error::Closed.into()),
    }
}

/// The number of a key for PostgreSQL's advisory locks: FNV-1a, the same on every node and version.
fn number(key: &str) -> i64 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash.cast_signed()
}
