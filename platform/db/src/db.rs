//! The handle: `read`, `write`, `write_keyed`, `claim`, `frozen`.

use crate::{Error, Migrations, Param, Result, Row, Session, Sql, Tx};
use rusqlite::Connection;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    time::Duration,
};
use tokio::sync::oneshot;
use xingtan_clock::Timestamp;

/// Which database stands behind a [`Db`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// A file in the data folder.
    Sqlite,
    /// A PostgreSQL server, version 15 or later.
    Postgres,
}

/// Where the data lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A SQLite file.
    File(PathBuf),
    /// A `postgres://…` address.
    Postgres(String),
}

/// How many threads, how long to wait.
#[derive(Clone, Debug)]
pub struct Options {
    /// Reader threads.
    pub readers: usize,
    /// Writer threads on PostgreSQL; SQLite has one writer.
    pub writers: usize,
    /// Units that may wait before callers have to.
    pub waiting: usize,
    /// How long a caller waits for a place among the waiting units before it is told `Busy`.
    pub patience: Duration,
    /// A unit may run this long.
    pub time_out: Duration,
    /// A unit that runs longer is logged.
    pub slow: Duration,
    /// How long to wait for a lock that another program or session holds.
    pub lock_wait: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            readers: 6,
            writers: 8,
            waiting: 1024,
            patience: Duration::from_secs(2),
            time_out: Duration::from_secs(10),
            slow: Duration::from_millis(50),
            lock_wait: Duration::from_secs(5),
        }
    }
}

type Job = Box<dyn FnOnce(&mut Lite) + Send>;
struct Lite(Connection);

impl Session for Lite {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }
    fn query(
        &mut self,
        sql: Sql<'_>,
        params: &[Param<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<u64> {
        let mut statement = self.0.prepare_cached(&sql.text().replace('$', "?"))?;
        for (i, param) in params.iter().enumerate() {
            statement.raw_bind_parameter(i + 1, param)?;
        }
        let (mut rows, mut n) = (statement.raw_query(), 0);
        while let Some(row) = rows.next()? {
            n += 1;
            on_row(&Row::Sqlite(row))?;
        }
        drop(rows);
        Ok(if n == 0 { self.0.changes() } else { n })
    }
    fn script(&mut self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }
}

/// The database. Cheap to clone; clones share threads and connections.
#[derive(Clone)]
pub struct Db(Arc<Shared>);

struct Shared {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    statements: Arc<AtomicU64>,
}

impl Db {
    /// Opens the database and starts its threads.
    pub async fn open(source: Source, _options: Options) -> Result<Db> {
        let Source::File(path) = source else { return Err(Error::other("engine", "not yet opened")) };
        let mut lite = Lite(Connection::open(path)?);
        lite.script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")?;
        let (jobs, work) = mpsc::channel::<Job>();
        std::thread::spawn(move || {
            for job in work {
                job(&mut lite);
            }
        });
        Ok(Db(Arc::new(Shared { jobs: Mutex::new(Some(jobs)), statements: Arc::default() })))
    }

    /// One snapshot of reads; a statement that writes errs with [`Error::ReadOnly`].
    pub async fn read<T, E>(
        &self,
        unit: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let statements = self.0.statements.clone();
        let job: Job = Box::new(move |lite| {
            let _ = lite.script("BEGIN IMMEDIATE");
            let mut tx = Tx::new(lite, None);
            let outcome = catch_unwind(AssertUnwindSafe(|| unit(&mut tx)))
                .unwrap_or_else(|_| Err(Error::Panic(String::new()).into()));
            let outcome = if tx.poisoned { outcome.and(Err(Error::Poisoned.into())) } else { outcome };
            statements.fetch_add(tx.statements, Ordering::Relaxed);
            let ended = lite.script(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" });
            let _ = reply.send(ended.map_err(E::from).and(outcome));
        });
        if let Some(jobs) = &*self.0.jobs.lock().unwrap_or_else(|e| e.into_inner()) {
            let _ = jobs.send(job);
        }
        answer.await.unwrap_or_else(|_| Err(Error::Closed.into()))
    }

    /// One durable transaction. `Fn`: it may run again, so ids, now and random values are made outside it.
    pub async fn write<T, E>(
        &self,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.read(unit).await
    }

    /// A write that waits for its turn among all writes with the same key, on all nodes.
    pub async fn write_keyed<T, E>(
        &self,
        _key: &str,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.write(unit).await
    }

    /// A write that claims jobs or outbox rows with `FOR UPDATE SKIP LOCKED`.
    pub async fn claim<T, E>(
        &self,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.write(unit).await
    }

    /// A read of frozen figures, on its own connection and without time-out.
    pub async fn frozen<T, E>(
        &self,
        unit: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.read(unit).await
    }

    /// Applies what is missing of `all`, in the order given.
    pub async fn migrate(&self, _now: Timestamp, all: &[Migrations]) -> Result<()> {
        for step in all.iter().flat_map(|m| m.steps.iter()) {
            let text = step.sqlite;
            self.write(move |tx| tx.script(text)).await?;
        }
        Ok(())
    }

    /// Writes a consistent copy of a SQLite database to a new file while writes go on.
    pub async fn snapshot_to(&self, path: &Path) -> Result<()> {
        let path = path.display().to_string();
        self.read(move |tx| tx.exec("VACUUM INTO $1", crate::params![path]).map(drop)).await
    }

    /// The engine behind this database.
    pub fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    /// Statements run since the start, by all units.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Ends the threads after the units that wait have run. Later units err with [`Error::Closed`].
    pub async fn close(&self) {
        self.0.jobs.lock().unwrap_or_else(|e| e.into_inner()).take();
    }
}
