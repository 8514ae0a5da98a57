//! A SQLite database is served by one program at a time: sealer, jobs and events of two would not know of one another.

use crate::{command::words::LateWords, config::Config, running::source};
use std::{
    error::Error,
    fs::{File, TryLockError},
    path::PathBuf,
};
use xingtan_db::Source;
use xingtan_i18n::Msg;

/// Holds the database of this configuration until it is dropped, or the program is gone in whatever way. On PostgreSQL
/// any number of programs share the work, so there is nothing to hold.
///
/// # Errors
/// In words, where another program serves the same file.
pub fn hold(config: &Config, words: &LateWords) -> Result<Option<File>, Box<dyn Error>> {
    let Source::File(database) = source(config) else { return Ok(None) };
    let file = database.display().to_string();
    let mut name = database.into_os_string();
    name.push(".serving");
    let cannot = |reason: String| {
        words.told(&Msg::new("app-run-lock").with("file", file.clone()).with("reason", reason))
    };
    let lock = File::options().create(true).append(true).open(PathBuf::from(name));
    let lock = lock.map_err(|error| cannot(error.to_string()))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => {
            Err(words.told(&Msg::new("app-run-served").with("file", file.clone())).into())
        }
        Err(TryLockError::Error(error)) => Err(cannot(error.to_string()).into()),
    }
}
