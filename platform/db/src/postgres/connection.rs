//! One connection to PostgreSQL, driven by its own thread.

use crate::{
    Engine, Error, Options, Param, Result, Row, Sql, cache::Statements, session::Session, sql::refuse_control,
};
use futures_util::TryStreamExt as _;
use std::{
    future::Future,
    pin::pin,
    time::{Duration, Instant},
};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Config, NoTls, Statement};

/// Version 15, as the server counts.
const OLDEST: i64 = 150_000;
/// Beyond a unit's time the server gets this long to stop its statement before the connection counts as lost.
const GRACE: Duration = Duration::from_secs(5);
/// After this long without use a connection is looked at before it is used.
const IDLE: Duration = Duration::from_millis(20);
/// To reach the server.
const CONNECT: Duration = Duration::from_secs(5);

/// Connects. Without `time_out` statements may run for ever: frozen reads, migrations, loading.
pub(crate) fn connect(address: &str, options: &Options, time_out: Option<Duration>) -> Result<Pg> {
    let unreadable = |_| Error::other("address", "the PostgreSQL address cannot be read");
    let mut config: Config = address.parse().map_err(unreadable)?;
    config.application_name("xingtan").keepalives_idle(Duration::from_secs(60));
    config.tcp_user_timeout(Duration::from_secs(30));
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    let cannot = |e: std::io::Error| Error::other("thread", e);
    let runtime = Builder::new_current_thread().enable_all().build().map_err(cannot)?;
    let client = runtime.block_on(async {
        let (client, connection) = config.connect(NoTls).await.map_err(unreachable)?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "the connection to PostgreSQL has ended");
            }
        });
        client.batch_execute(&settings(options, time_out)).await?;
        check(&client).await?;
        Ok::<_, Error>(client)
    })?;
    Ok(Pg {
        runtime,
        client,
        statements: Statements::new(),
        transaction: Transaction::None,
        deadline: None,
        lost: false,
        used: Instant::now(),
    })
}

/// With the reason in words: at the start nobody can guess it from "closed".
fn unreachable(error: tokio_postgres::Error) -> Error {
    match error.as_db_error() {
        Some(_) => Error::from(error),
        None => {
            let source = std::error::Error::source(&error).map(|s| s.to_string()).unwrap_or_default();
            Error::other("connect", format_args!("PostgreSQL cannot be reached: {error}: {source}"))
        }
    }
}

fn settings(options: &Options, time_out: Option<Duration>) -> String {
    let idle = time_out.map_or(0, |span| (span + GRACE).as_millis());
    format!(
        "SET statement_timeout = {};
         SET lock_timeout = {};
         SET idle_in_transaction_session_timeout = {idle};
         SET client_min_messages = warning;
         SET jit = off;",
        time_out.unwrap_or_default().as_millis(),
        options.lock_wait.as_millis(),
    )
}

async fn check(client: &Client) -> Result<()> {
    // Scopes are ranges of paths and pages follow keys: texts must be in the order of their bytes, as on SQLite.
    let sql = "SELECT current_setting('server_version_num')::bigint, current_setting('server_encoding'),
        'Z' < 'a' AND '/' < '0' AND '/1/5/9' < '/1/50' AND 'z' < 'é' AND 'é' < '学'";
    let row = client.query_one(sql, &[]).await?;
    let (version, encoding, bytewise): (i64, String, bool) =
        (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    if version < OLDEST {
        return Err(Error::other("version", format_args!("PostgreSQL {version} is older than {OLDEST}")));
    }
    if encoding != "UTF8" {
        return Err(Error::other("encoding", format_args!("the database holds {encoding}, not UTF8")));
    }
    if !bytewise {
        let words = "the database orders texts by a language; make it anew: CREATE DATABASE … \
            TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";
        return Err(Error::other("collation", words));
    }
    Ok(())
}

/// A connection in use.
pub(crate) struct Pg {
    runtime: Runtime,
    client: Client,
    statements: Statements<Statement>,
    transaction: Transaction,
    deadline: Option<Instant>,
    /// The server has not answered in time.
    lost: bool,
    /// When the connection was last looked at.
    used: Instant,
}

enum Transaction {
    None,
    /// To be begun in one packet with the unit's first statement.
    Pending(&'static str),
    Open,
}

impl Pg {
    /// Opens a transaction, as late as possible.
    pub(crate) fn begin(&mut self, sql: &'static str) {
        self.transaction = Transaction::Pending(sql);
    }

    /// Ends the transaction if it was begun at all.
    pub(crate) fn end(&mut self, keep: bool) -> Result<()> {
        match std::mem::replace(&mut self.transaction, Transaction::None) {
            Transaction::Open => {
                self.used = Instant::now();
                self.batch(if keep { "COMMIT" } else { "ROLLBACK" })
            }
            Transaction::None | Transaction::Pending(_) => Ok(()),
        }
    }

    /// Whether the server still holds the other end, as far as is known.
    pub(crate) fn is_alive(&mut self) -> bool {
        if self.used.elapsed() > IDLE {
            // The connection is only looked at while something is awaited on this thread: once for the socket to be
            // asked, once for the connection to read, once for the client to learn.
            self.runtime.block_on(async {
                for _ in 0..3 {
                    tokio::task::yield_now().await;
                }
            });
            self.used = Instant::now();
        }
        !self.lost && !self.client.is_closed()
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        let work = async { self.client.batch_execute(sql).await.map_err(Error::from) };
        in_time(&self.runtime, self.deadline, &mut self.lost, work)
    }

    fn run(
        &mut self,
        statement: &Statement,
        params: &[Param<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<u64> {
        let (client, transaction) = (&self.client, &mut self.transaction);
        let begun = match *transaction {
            Transaction::Pending(sql) => Some(sql),
            Transaction::None | Transaction::Open => None,
        };
        if begun.is_some() {
            *transaction = Transaction::Open;
        }
        let mut stale = false;
        let mut failed = |error: tokio_postgres::Error| {
            stale |= is_stale(&error);
            Error::from(error)
        };
        let work = async {
            let rows = client.query_raw(statement, params.iter().copied());
            let rows = match begun {
                Some(sql) => {
                    let (begun, rows) = tokio::join!(biased; client.batch_execute(sql), rows);
                    begun?;
                    rows.map_err(&mut failed)?
                }
                None => rows.await.map_err(&mut failed)?,
            };
            let mut rows = pin!(rows);
            while let Some(row) = rows.try_next().await.map_err(&mut failed)? {
                on_row(&Row::Postgres(&row))?;
            }
            Ok(rows.rows_affected().unwrap_or(0))
        };
        let answer = in_time(&self.runtime, self.deadline, &mut self.lost, work);
        if stale {
            self.statements.clear();
            return Err(Error::Conflict);
        }
        answer
    }
}

impl Session for Pg {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn query(
        &mut self,
        sql: Sql<'_>,
        params: &[Param<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<u64> {
        let (runtime, client, deadline, lost) = (&self.runtime, &self.client, self.deadline, &mut self.lost);
        let statement = self.statements.get(sql, |text| {
            refuse_control(text)?;
            in_time(runtime, deadline, lost, async { Ok(client.prepare(text).await?) })
        })?;
        let statement = statement.clone();
        let wanted = statement.params().len();
        if wanted != params.len() {
            let words = format!("{} parameters are given where the statement wants {wanted}", params.len());
            return Err(Error::Decode(words));
        }
        self.run(&statement, params, on_row)
    }

    fn control(&mut self, sql: &'static str) -> Result<()> {
        if let Transaction::Pending(begin) = self.transaction {
            self.transaction = Transaction::Open;
            self.batch(begin)?;
        }
        self.batch(sql)
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        self.batch(sql)
    }

    fn limit(&mut self, deadline: Option<Instant>) {
        self.deadline = deadline;
    }
}

/// Whether a table under a prepared statement has changed its shape meanwhile (a migration by another node): prepared
/// anew it will do.
fn is_stale(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().and_then(|said| said.routine()) == Some("RevalidateCachedQuery")
}

/// Awaits on this thread. The server stops late statements itself (`statement_timeout`); one that does not even answer
/// is given up.
fn in_time<T>(
    runtime: &Runtime,
    deadline: Option<Instant>,
    lost: &mut bool,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    let Some(deadline) = deadline else { return runtime.block_on(work) };
    let at = (deadline + GRACE).into();
    runtime.block_on(async {
        tokio::time::timeout_at(at, work).await.unwrap_or_else(|_| {
            *lost = true;
            Err(Error::TimedOut)
        })
    })
}
