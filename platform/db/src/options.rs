//! Where the data lies and what units may take.

use crate::{Error, Result};
use std::{path::PathBuf, str::FromStr, time::Duration};

/// Which database stands behind a [`Db`](crate::Db).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// A file in the data folder.
    Sqlite,
    /// A PostgreSQL server, version 15 or later.
    Postgres,
}

/// Where the data lies.
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    /// A SQLite file; made when it does not exist.
    File(PathBuf),
    /// A `postgres://…` address (or the `key=value` form). The connection is not encrypted.
    Postgres(String),
}

impl Source {
    /// The engine that the data lies in.
    pub fn engine(&self) -> Engine {
        match self {
            Source::File(_) => Engine::Sqlite,
            Source::Postgres(_) => Engine::Postgres,
        }
    }
}

impl std::fmt::Debug for Source {
    /// Without the address, which may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::File(path) => f.debug_tuple("File").field(path).finish(),
            Source::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

impl FromStr for Source {
    type Err = Error;

    /// `postgres://…` or `postgresql://…`; `sqlite:PATH` or a plain path for a file.
    fn from_str(text: &str) -> Result<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Source::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.contains("://") {
            return Err(Error::other("address", "neither a postgres:// address nor a path"));
        }
        Ok(Source::File(path.into()))
    }
}

/// How many threads, how long to wait. The defaults suit an institution of any size on a small machine.
#[derive(Clone, Debug)]
pub struct Options {
    /// Reader threads, each with a connection.
    pub readers: usize,
    /// Writer threads on PostgreSQL, each with a connection. SQLite has one writer.
    pub writers: usize,
    /// Units that may wait or run at a time, reads and writes counted apart; further callers have to wait for a
    /// place.
    pub waiting: usize,
    /// How long a caller waits for a place before it is told [`Error::Busy`].
    pub patience: Duration,
    /// A unit may run this long before it is stopped with [`Error::TimedOut`].
    pub time_out: Duration,
    /// A unit that runs longer is logged with its place in the code and its slowest statement, never its values.
    pub slow: Duration,
    /// How long a unit waits for a lock that another program or session holds before it is told [`Error::Busy`].
    pub lock_wait: Duration,
    /// SQLite: beyond this many bytes the write-ahead log is emptied even if the writer has to wait for readers.
    pub wal_bytes: u64,
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
            wal_bytes: 64 << 20,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_are_told_apart_and_addresses_stay_out_of_logs() {
        let remote: Source = "postgres://xingtan:secret@db/xingtan".parse().unwrap();
        assert_eq!(remote.engine(), Engine::Postgres);
        assert!(!format!("{remote:?}").contains("secret"));
        assert_eq!("data/xingtan.db".parse::<Source>().unwrap(), Source::File("data/xingtan.db".into()));
        assert_eq!("sqlite:///srv/x.db".parse::<Source>().unwrap(), Source::File("/srv/x.db".into()));
        assert!("mysql://host/db".parse::<Source>().is_err());
        assert!("".parse::<Source>().is_err());
    }
}
