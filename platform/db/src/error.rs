//! One list of failures, equal on both engines.

use std::fmt;

/// What can go wrong in a unit of work. Both engines map to the same kinds; texts inside are for logs, not for
/// users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// [`Tx::one`](crate::Tx::one) met no row.
    NotFound,
    /// A unique index or primary key holds this value already; names the constraint or the columns.
    Unique(String),
    /// A foreign key points to nothing, or something still points here.
    ForeignKey(String),
    /// NULL where the column forbids it.
    NotNull(String),
    /// A CHECK constraint refused.
    Check(String),
    /// Other units kept getting in between; the bounded retries are used up. Asking again later is right.
    Conflict,
    /// An earlier statement of this unit failed and its error was swallowed: nothing more runs, nothing is kept.
    Poisoned,
    /// The unit panicked; nothing of it was kept. Holds the panic's message.
    Panic(String),
    /// Too many units wait, or another program holds the database. Asking again later is right.
    Busy,
    /// The unit ran longer than it may and was stopped; nothing of it was kept.
    TimedOut,
    /// A statement of a read wanted to write.
    ReadOnly,
    /// The disk (or the database's allotted space) is full; nothing of the unit was kept.
    Full,
    /// The database was closed, or its connection was lost while the unit ran.
    Closed,
    /// A value, a row shape or a parameter list does not fit what the code expects: a mistake in the code.
    Decode(String),
    /// Anything else the engine said.
    Sql {
        /// SQLSTATE on PostgreSQL, the extended result code on SQLite.
        code: String,
        /// The engine's words.
        message: String,
    },
}

/// The result of store functions and statements.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Whether the same request may succeed when it is simply made again later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Error::Conflict | Error::Busy | Error::TimedOut | Error::Closed)
    }

    pub(crate) fn other(code: &str, message: impl fmt::Display) -> Self {
        Error::Sql { code: code.to_owned(), message: message.to_string() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotFound => f.write_str("no such row"),
            Error::Unique(what) => write!(f, "value exists already: {what}"),
            Error::ForeignKey(what) => write!(f, "broken reference: {what}"),
            Error::NotNull(what) => write!(f, "value missing: {what}"),
            Error::Check(what) => write!(f, "value refused: {what}"),
            Error::Conflict => f.write_str("other units kept changing the same rows"),
            Error::Poisoned => f.write_str("an earlier statement of the unit failed"),
            Error::Panic(what) => write!(f, "the unit panicked: {what}"),
            Error::Busy => f.write_str("the database is busy"),
            Error::TimedOut => f.write_str("the unit ran too long and was stopped"),
            Error::ReadOnly => f.write_str("a read wanted to write"),
            Error::Full => f.write_str("the disk is full"),
            Error::Closed => f.write_str("the database is closed"),
            Error::Decode(what) => write!(f, "unexpected shape: {what}"),
            Error::Sql { code, message } => write!(f, "{message} ({code})"),
        }
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ffi;
        let (code, message) = match &e {
            rusqlite::Error::SqliteFailure(code, message) => (code.extended_code, message.clone()),
            rusqlite::Error::SqlInputError { error, msg, .. } => (error.extended_code, Some(msg.clone())),
            rusqlite::Error::ToSqlConversionFailure(source) => {
                return source
                    .downcast_ref::<Error>()
                    .cloned()
                    .unwrap_or_else(|| Error::other("rusqlite", e));
            }
            _ => return Error::other("rusqlite", e),
        };
        let message = message.unwrap_or_else(|| ffi::code_to_str(code).to_owned());
        match code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID => Error::Unique(message),
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Error::ForeignKey(message),
            ffi::SQLITE_CONSTRAINT_NOTNULL => Error::NotNull(message),
            ffi::SQLITE_CONSTRAINT_CHECK => Error::Check(message),
            _ => match code & 0xff {
                ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Error::Busy,
                ffi::SQLITE_INTERRUPT => Error::TimedOut,
                ffi::SQLITE_READONLY => Error::ReadOnly,
                ffi::SQLITE_FULL => Error::Full,
                _ => Error::Sql { code: code.to_string(), message },
            },
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(e: tokio_postgres::Error) -> Self {
        let Some(said) = e.as_db_error() else {
            let source = std::error::Error::source(&e);
            return match source.and_then(|s| s.downcast_ref::<Error>()) {
                Some(ours) => ours.clone(),
                None if e.is_closed() => Error::Closed,
                None if source.is_some_and(|s| s.is::<std::io::Error>()) => Error::Closed,
                None => Error::other("client", format_args!("{e}: {source:?}")),
            };
        };
        let what = said.constraint().or(said.column()).unwrap_or(said.message()).to_owned();
        match said.code().code() {
            "23505" => Error::Unique(what),
            "23503" => Error::ForeignKey(what),
            "23502" => Error::NotNull(what),
            "23514" => Error::Check(what),
            "40001" | "40P01" => Error::Conflict,
            "25P02" => Error::Poisoned,
            "25006" => Error::ReadOnly,
            "57014" => Error::TimedOut,
            "55P03" | "53300" => Error::Busy,
            "53100" => Error::Full,
            "57P01" | "57P02" | "57P03" | "08000" | "08003" | "08006" => Error::Closed,
            code => Error::Sql { code: code.to_owned(), message: said.message().to_owned() },
        }
    }
}
