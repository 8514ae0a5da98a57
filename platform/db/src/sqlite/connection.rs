//! One connection to a SQLite file.

use crate::{
    Engine, Error, Param, Result, Row, Sql,
    cache::Statements,
    session::Session,
    sql::{numbered, refuse_control},
};
use rusqlite::{Connection, OpenFlags, Statement, config::DbConfig, hooks::Wal};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

/// Earlier versions can corrupt a log when it is reset (PARTS, "SQLite").
const OLDEST: i32 = 3_051_003;
/// Steps of SQLite's machine between two looks at the time: some tenths of a millisecond.
const STEPS: i32 = 4000;
/// Bytes of the file that a reader maps: address space, and pages that the kernel takes back when it needs them.
const MAPPED: i64 = 1 << 30;
/// Bound values longer than this are let go after the statement.
const LONG: usize = 4096;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
    /// Migrations and loading: foreign keys are looked at in the end, not on the way.
    Rebuild,
}

/// An open file; [`Opened::session`] puts it to use.
pub(crate) struct Opened {
    connection: Connection,
    limit: Arc<Limit>,
    log_pages: Arc<AtomicU32>,
}

/// The moment at which a running statement is stopped, shared with SQLite's progress handler.
struct Limit {
    opened: Instant,
    /// Microseconds after `opened`; 0 for never.
    end: AtomicU64,
}

impl Limit {
    fn set(&self, deadline: Option<Instant>) {
        let micros = deadline.map_or(0, |end| end.saturating_duration_since(self.opened).as_micros().max(1));
        self.end.store(u64::try_from(micros).unwrap_or(u64::MAX), Relaxed);
    }

    fn is_over(&self) -> bool {
        match self.end.load(Relaxed) {
            0 => false,
            end => self.opened.elapsed().as_micros() > u128::from(end),
        }
    }
}

/// Opens the file so that what is acknowledged is durable and both engines read SQL alike.
pub(crate) fn open(path: &Path, access: Access, lock_wait: Duration) -> Result<Opened> {
    let version = rusqlite::version_number();
    if version < OLDEST {
        return Err(Error::other("version", format_args!("SQLite {version} is older than {OLDEST}")));
    }
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(lock_wait)?;
    let journal: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if journal != "wal" {
        return Err(Error::other("journal", "this file system cannot hold a write-ahead log"));
    }
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA case_sensitive_like = ON;",
    )?;
    connection.pragma_update(None, "foreign_keys", access != Access::Rebuild)?;
    connection.pragma_update(None, "cache_size", if access == Access::Read { -4096 } else { -16384 })?;
    connection.pragma_update(None, "query_only", access == Access::Read)?;
    if access == Access::Read {
        // Every commit empties the page caches of the readers, and each page would be read from the file anew: a
        // fourteenth of what a report of progress costs. Readers look at the file through a map instead. The writer
        // reads and writes plainly, so that a full or failing disk stays an error that can be told.
        connection.pragma_update(None, "mmap_size", MAPPED)?;
    }
    // A misspelt "column" is an error, as on PostgreSQL, not a string.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    let limit = Arc::new(Limit { opened: Instant::now(), end: AtomicU64::new(0) });
    let watched = limit.clone();
    connection.progress_handler(STEPS, Some(move || watched.is_over()))?;
    let log_pages = Arc::new(AtomicU32::new(0));
    let told = log_pages.clone();
    connection.wal_hook(Some(move |_: &mut Wal, pages: i32| {
        told.store(pages.unsigned_abs(), Relaxed);
        Ok(())
    }))?;
    Ok(Opened { connection, limit, log_pages })
}

impl Opened {
    /// The connection with its prepared statements.
    pub(crate) fn session(&self) -> Lite<'_> {
        Lite { connection: &self.connection, limit: &self.limit, statements: Statements::new() }
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Pages that the write-ahead log held after this connection's last commit.
    pub(crate) fn log_pages(&self) -> u32 {
        self.log_pages.load(Relaxed)
    }
}

/// A connection in use.
pub(crate) struct Lite<'c> {
    connection: &'c Connection,
    limit: &'c Limit,
    statements: Statements<Statement<'c>>,
}

impl Lite<'_> {
    /// Whether no transaction is open: none was begun, or SQLite has rolled it back whole.
    pub(crate) fn is_idle(&self) -> bool {
        self.connection.is_autocommit()
    }

    /// Ends whatever transaction is still open.
    pub(crate) fn roll_back(&mut self) {
        if self.is_idle() {
            return;
        }
        if let Err(error) = self.control("ROLLBACK") {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}

impl Session for Lite<'_> {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn query(
        &mut self,
        sql: Sql<'_>,
        params: &[Param<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<u64> {
        let connection = self.connection;
        let statement = self.statements.get(sql, |text| {
            refuse_control(text)?;
            Ok(connection.prepare(&numbered(text))?)
        })?;
        let wanted = statement.parameter_count();
        if wanted != params.len() {
            let words = format!("{} parameters are given where the statement wants {wanted}", params.len());
            return Err(Error::Decode(words));
        }
        let changes_before = connection.total_changes();
        let answer = step(statement, params, on_row);
        if params.iter().any(is_long) {
            statement.clear_bindings();
        }
        match answer? {
            // `changes` still tells of an earlier statement after one that only reads or alters tables.
            0 if connection.total_changes() == changes_before => Ok(0),
            0 => Ok(connection.changes()),
            rows => Ok(rows),
        }
    }

    fn control(&mut self, sql: &'static str) -> Result<()> {
        let connection = self.connection;
        let statement = self.statements.get(Sql::Static(sql), |text| Ok(connection.prepare(text)?))?;
        step(statement, &[], &mut |_| Ok(()))?;
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        Ok(self.connection.execute_batch(sql)?)
    }

    fn limit(&mut self, deadline: Option<Instant>) {
        self.limit.set(deadline);
    }
}

/// Binds, runs to the end, and counts the rows.
fn step(
    statement: &mut Statement<'_>,
    params: &[Param<'_>],
    on_row: &mut dyn FnMut(&Row<'_>) -> Result<()>,
) -> Result<u64> {
    for (i, param) in params.iter().enumerate() {
        statement.raw_bind_parameter(i + 1, param)?;
    }
    let mut rows = statement.raw_query();
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        on_row(&Row::Sqlite(row))?;
    }
    Ok(count)
}

fn is_long(param: &Param<'_>) -> bool {
    match param {
        Param::Text(text) => text.len() > LONG,
        Param::Bytes(bytes) => bytes.len() > LONG,
        _ => false,
    }
}
